package tariff

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of a rule. They are far above what published tariffs need and keep what one amount costs to work out, and the
// length of its steps, within limits.
const (
	linesMost      = 20
	tiersMost      = 20
	bandsMost      = 10
	conditionsMost = 20
	valuesMost     = 100
	nameCharsMost  = 40
	headsOverMost  = 100
)

// goodName reports whether a name can stand in a rule: 1 to 40 characters, none of them a control or a bracket. Brackets
// are how a Value names an own field.
func goodName(name string) bool {
	return name != "" && utf8.ValidString(name) && utf8.RuneCountInString(name) <= nameCharsMost &&
		!strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == '[' || r == ']' })
}

// Check refuses a rule that cannot be worked out, as far as that shows without a room: the first *Error with its line, and
// with its column in a formula. It does not know which own fields there are; CheckNames does.
func (r Rule) Check() error {
	if len(r.Lines) == 0 || len(r.Lines) > linesMost {
		return refuse(codeLines, linesMost)
	}
	if !r.Proration.known() {
		return refuse(CodeProration, string(r.Proration))
	}
	if r.Split != "" && r.Split != SplitDays && r.Split != SplitLast {
		return refuse(codeSplit, string(r.Split))
	}
	if !r.Rounding.known() {
		return refuse(codeRounding)
	}
	if r.LimitPer != "" && r.LimitPer != Month && r.LimitPer != Period {
		return refuse(CodePer, string(r.LimitPer))
	}
	if err := checkConditions(r.When); err != nil {
		return err
	}
	if err := checkBounds(r.Least, r.Most); err != nil {
		return err
	}
	for i := range r.Lines {
		if err := r.Lines[i].check(); err != nil {
			return inLine(err, i)
		}
	}
	return r.checkTierYears()
}

// check refuses a line that cannot be worked out. The error has no line number yet; Rule.Check adds it.
func (l *Line) check() error {
	if l.Name != "" && !goodName(l.Name) {
		return refuse(codeName, nameCharsMost)
	}
	if !l.Measure.known() {
		return refuse(CodeMeasure, string(l.Measure))
	}
	if err := checkConditions(l.When); err != nil {
		return err
	}
	if err := l.checkPrice(); err != nil {
		return err
	}
	if err := checkValues(l.Less, l.Factor, l.Price); err != nil {
		return err
	}
	if err := checkBounds(l.Least, l.Most); err != nil {
		return err
	}
	// A usage, a turnover or another item's amount is already that of the whole span. Times its months it would be charged
	// several times over.
	switch l.Per {
	case "", Period:
	case Month, Day, Year:
		if l.Measure.overPeriod() {
			return refuse(CodePer, string(l.Per))
		}
	default:
		return refuse(CodePer, string(l.Per))
	}
	if l.LessPer != "" && (l.Less == "" || l.time() != Period || l.LessPer != Month && l.LessPer != Period) {
		return refuse(CodePer, string(l.LessPer))
	}
	return l.checkTiers()
}

// checkPrice refuses a line with none or with more than one of price, tiers and formula (tariff.one_price), a formula
// beside one of the fields that it stands for (tariff.formula_alone), and a formula that does not compile.
func (l *Line) checkPrice() error {
	ways := 0
	for _, is := range []bool{l.Price != "", len(l.Tiers) > 0, l.Formula != ""} {
		if is {
			ways++
		}
	}
	if ways != 1 {
		return refuse(codeOnePrice)
	}
	if l.Formula == "" {
		return nil
	}
	if l.Measure != "" && l.Measure != Fixed || l.Less != "" || l.Factor != "" {
		return refuse(codeFormulaAlone)
	}
	_, err := compiled(l.Formula)
	return err
}

// checkValues refuses a value that is neither a decimal (tariff.number) nor an own field in brackets with a good name
// (tariff.name). An empty value passes.
func checkValues(values ...Value) error {
	for _, value := range values {
		if value == "" {
			continue
		}
		if name, own := value.fieldName(); own {
			if !goodName(name) {
				return refuse(codeName, nameCharsMost)
			}
			continue
		}
		if _, err := ParseNumber(string(value)); err != nil {
			return err
		}
	}
	return nil
}

// checkBounds refuses what checkValues refuses and a least above the most (tariff.bounds). Where one of the two is an own
// field, which of them is larger shows only with a room, so this is not checked here.
func checkBounds(least, most Value) error {
	if err := checkValues(least, most); err != nil {
		return err
	}
	_, leastOwn := least.fieldName()
	_, mostOwn := most.fieldName()
	if least == "" || most == "" || leastOwn || mostOwn {
		return nil
	}
	low, _ := ParseNumber(string(least))
	high, _ := ParseNumber(string(most))
	if low.Cmp(high) > 0 {
		return refuse(codeBounds)
	}
	return nil
}
