package tariff

import (
	"strings"
	"unicode/utf8"

	"slices"

	"github.com/expr-lang/expr/ast"
)

// name is what a formula calls something the room or the span has. Exactly one of measure, text and span is set.
type name struct {
	chinese, english string
	kind             kind
	measure          Measure             // for a quantity of the room
	text             string              // for a text of the room: its field as Facts.text knows it
	span             func(*scene) Number // for the time of the piece that is worked out
	month            bool                // the formula must be worked out month by month
}

// names are all plain names that a formula knows; any other is the name of an own field.
var names = []name{
	{chinese: "面积", english: "area", kind: isNumber, measure: Area},
	{chinese: InnerField, english: "inner_area", kind: isNumber, measure: InnerArea},
	{chinese: "户", english: "household", kind: isNumber, measure: Household},
	{chinese: HeadsField, english: "heads", kind: isNumber, measure: Heads},
	{chinese: "楼层", english: "floor", kind: isNumber, measure: Floor},
	{chinese: "第几个", english: "nth", kind: isNumber, measure: Nth},
	{chinese: "营业额", english: "turnover", kind: isNumber, measure: Turnover},
	{chinese: "月数", english: "months", kind: isNumber, span: func(s *scene) Number { return s.months }},
	{chinese: "天数", english: "days", kind: isNumber, span: (*scene).days},
	{chinese: "月份", english: "month", kind: isNumber, month: true, span: func(s *scene) Number { return Whole(int64(s.month)) }},
	{chinese: "用途", english: "use", kind: isText, text: "use"},
	{chinese: "户型", english: "layout", kind: isText, text: "layout"},
	{chinese: "楼栋", english: "building", kind: isText, text: "building"},
	{chinese: "单元", english: "unit", kind: isText, text: "unit"},
	{chinese: "房号", english: "number", kind: isText, text: "number"},
	{chinese: "类别", english: "kind", kind: isText, text: "kind"},
	{chinese: "状态", english: "state", kind: isText, text: "state"},
	{chinese: "业主或租户", english: "party", kind: isText, text: "party"},
}

// name compiles a plain name: one of ours, or otherwise that of an own field. Which own fields there are is not known here;
// CheckNames checks them.
func (c *compiler) name(n *ast.IdentifierNode) (kind, step) {
	column := c.column(n)
	at := slices.IndexFunc(names, func(known name) bool { return n.Value == known.chinese || n.Value == known.english })
	if at < 0 {
		return isField, c.field(n.Value, column)
	}
	known := names[at]
	switch {
	case known.measure != "":
		return isNumber, c.measure(known.measure, column)
	case known.span != nil:
		c.program.month = c.program.month || known.month
		return isNumber, func(s *scene) (value, error) {
			number := known.span(s)
			s.note(known.chinese, number.Text())
			return numbered(number, nil, column)
		}
	}
	return isText, func(s *scene) (value, error) {
		text, _ := s.facts.text(known.text)
		s.note(known.chinese, written(known.text, text))
		return value{kind: isText, text: text}, nil
	}
}

// measure compiles the question for a measure and notes that the formula asks for it.
func (c *compiler) measure(m Measure, column int) step {
	c.program.asks = append(c.program.asks, m)
	return func(s *scene) (value, error) {
		number, err := s.measured(m)
		if err == nil {
			s.noteMeasure(m, number)
		}
		return numbered(number, err, column)
	}
}

// field compiles the question for an own field and notes its name and place. Its content stays text until something needs it
// as a number, because the same field may hold 甲 in one room and 2 in another.
func (c *compiler) field(name string, column int) step {
	c.program.asks = append(c.program.asks, FieldOf+Measure(name))
	c.program.fields = append(c.program.fields, namedField{name, column})
	return func(s *scene) (value, error) {
		content := s.facts.Fields[name]
		if content == "" {
			return value{}, inColumn(refuse(codeNoField, name), column)
		}
		s.note(name, content)
		return value{kind: isField, text: content, name: name, column: column}, nil
	}
}

// unknown returns tariff.unknown_name with the name that no function has and the function that may have been meant.
func (c *compiler) unknown(node ast.Node, wrong string) error {
	known := make([]string, 0, len(functions))
	for _, f := range functions {
		known = append(known, spelled(wrong, f.chinese, f.english))
	}
	return c.refuse(node, CodeUnknownName, wrong, nearest(wrong, known))
}

// nearest returns the known name that differs from the wrong one by the fewest letters: by one at most, or by two in a name of
// more than four letters. Where none is as near it returns the first eight names, so that the person sees what there is.
func nearest(wrong string, known []string) string {
	letters := []rune(wrong)
	best, most := "", 1
	if len(letters) > 4 {
		most = 2
	}
	for _, candidate := range known {
		// A name whose every letter would have to change is not near, which matters to names of one or two letters.
		if slips := distance(letters, []rune(candidate)); slips <= most && slips < len(letters) {
			best, most = candidate, slips-1
		}
	}
	if best == "" {
		best = strings.Join(known[:min(8, len(known))], "、")
	}
	return best
}

// distance returns how many letters must be inserted, left out or changed to turn a into b (the Levenshtein distance). It
// keeps one row of the usual table; diagonal is the entry to the upper left of the one that is worked out.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// spelled returns the one of a name's two spellings that whoever typed another name would use: the English one where that is in Latin
// letters, else the Chinese one.
func spelled(like, chinese, english string) string {
	if like != "" && strings.IndexFunc(like, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return english
	}
	return chinese
}
