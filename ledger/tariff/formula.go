package tariff

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
)

// The bounds of a formula. There are no loops, so its nodes are also the most steps that it takes. A number in a formula has
// at most 15 significant digits; the others count characters, nodes, levels of nesting and formulas kept ready.
const (
	formulaCharsMost   = 500
	formulaNodesMost   = 200
	formulaDepthMost   = 30
	literalDigitsMost  = 15
	programsCachedMost = 1000
)

// program is a formula made ready: read by the grammar of expr-lang/expr, checked for names and kinds, and turned into
// functions over exact numbers. The library's own machine is not used: it counts in binary fractions, and it does not know
// the column of what fails, nor own fields whose kind shows only where they are compared.
type program struct {
	root step
	// asks are the measures it may ask for, own fields included, sorted.
	asks []Measure
	// month says that it names the month and must be worked out month by month.
	month bool
	// fields are the own fields it names, with their columns.
	fields []namedField
}

// namedField is an own field that a formula names and the character, counted from 1, at which it does.
type namedField struct {
	name   string
	column int
}

// overPeriod reports whether the formula asks for usage, a turnover or another item, which are those of the whole span.
func (p *program) overPeriod() bool { return slices.ContainsFunc(p.asks, Measure.overPeriod) }

// run returns what the formula comes to on a scene, in yuan, and leaves what it asked for in the scene's inputs. A formula that is an own field alone is read as a number here.
func (p *program) run(s *scene) (Number, error) {
	s.inputs = nil
	result, err := p.root(s)
	if err != nil {
		return Number{}, err
	}
	return result.asNumber()
}

// programs keeps formulas made ready, because a run asks for the same few a million times.
var programs struct {
	sync.RWMutex
	byText map[string]*program
}

// compiled returns the program of a formula, from the cache where it is there. A formula that does not compile is an *Error
// with its column and is not kept.
func compiled(formula string) (*program, error) {
	programs.RLock()
	ready := programs.byText[formula]
	programs.RUnlock()
	if ready != nil {
		return ready, nil
	}
	ready, err := compile(formula)
	if err != nil {
		return nil, err
	}
	programs.Lock()
	defer programs.Unlock()
	// A full cache is emptied as a whole: the formulas in use are few and soon in it again.
	if programs.byText == nil || len(programs.byText) >= programsCachedMost {
		programs.byText = make(map[string]*program)
	}
	programs.byText[formula] = ready
	return ready, nil
}

// grammar returns the library's grammar without its functions, whose names would hide ours, and without its if statement, so
// that if(c, a, b) is read as a call.
func grammar() *conf.Config {
	config := conf.CreateNew()
	expr.DisableAllBuiltins()(config)
	config.DisableIfOperator = true
	return config
}

// compile reads a formula, checks its names and kinds, and returns it as a program whose result is a number. An error is an
// *Error with its column: tariff.too_long, tariff.too_deep, tariff.syntax, tariff.literal, tariff.type, tariff.arguments,
// tariff.quoted or tariff.unknown_name.
func compile(formula string) (ready *program, err error) {
	if utf8.RuneCountInString(formula) > formulaCharsMost {
		return nil, inColumn(refuse(codeTooLong, formulaCharsMost), formulaCharsMost+1)
	}
	text, columns := plainSigns(formula)
	// Whatever a formula holds must not stop the program, so a fault of the grammar is a formula that cannot be read.
	defer func() {
		if recover() != nil {
			ready, err = nil, inColumn(refuse(codeSyntax), 1)
		}
	}()
	tree, err := parser.ParseWithConfig(string(text), grammar())
	if err != nil {
		return nil, syntaxError(err, columns)
	}
	c := compiler{text: text, columns: columns, program: &program{}}
	kind, root, err := c.node(tree.Node, 0)
	if err == nil && kind != isNumber && kind != isField {
		err = c.refuse(tree.Node, codeType)
	}
	if err != nil {
		return nil, err
	}
	c.program.root = root
	slices.Sort(c.program.asks)
	c.program.asks = slices.Compact(c.program.asks)
	return c.program, nil
}

// syntaxError returns the *Error for what the grammar refuses, placed in the formula as typed. The library has no codes, so
// its messages are read: a number it cannot read is tariff.literal, a tree beyond its own limit tariff.too_long, and
// everything else tariff.syntax.
func syntaxError(err error, columns []int) error {
	var refused *file.Error
	if !errors.As(err, &refused) {
		return inColumn(refuse(codeSyntax), 1)
	}
	code := codeSyntax
	switch {
	case strings.Contains(refused.Message, "literal"), strings.Contains(refused.Message, "bad number"):
		code = codeLiteral
	case strings.Contains(refused.Message, "maximum allowed nodes"):
		return inColumn(refuse(codeTooLong, formulaCharsMost), 1)
	}
	return inColumn(refuse(code), columnAt(columns, refused.From))
}

// columnAt returns the character of the formula as typed, counted from 1, for a place in the text that the grammar read. A
// place behind the end, where something is missing, is that of the last character.
func columnAt(columns []int, place int) int {
	if len(columns) == 0 {
		return 1
	}
	return columns[min(max(place, 0), len(columns)-1)] + 1
}

// signs are those that a Chinese keyboard writes instead of the grammar's.
var signs = map[rune]string{
	'（': "(", '）': ")", '，': ",", '×': "*", '÷': "/", '＋': "+", '－': "-", '−': "-", '＊': "*", '／': "/",
	'？': "?", '：': ":",
	'≥': ">=", '≤': "<=", '≠': "!=", '“': `"`, '”': `"`, '．': ".", '。': ".", '\u3000': " ",
	'、': ",", '；': ",", '≧': ">=", '≦': "<=",
}

// words are the Chinese words that stand for an operator.
var words = map[string]string{"且": "and", "或": "or", "非": "not"}

// plainSigns returns the formula with the grammar's signs and words, and for each of its characters the index in the formula
// as typed, so that an error can be placed there. A single = compares, as it does in conditions. Text in quotes keeps its
// characters, because the name of a meter or an item may hold any of the signs.
func plainSigns(formula string) ([]rune, []int) {
	// A stop that ends the sentence is no point of a number.
	source := []rune(strings.TrimRight(formula, "。"))
	text, columns := make([]rune, 0, len(source)), make([]int, 0, len(source))
	put := func(signs string, from int) {
		for _, sign := range signs {
			text, columns = append(text, sign), append(columns, from)
		}
	}
	for i := 0; i < len(source); i++ {
		sign := halfWidth(source[i])
		switch end := wordEnd(source, i); {
		case end > i:
			if isOperator(source[i:end], text) {
				end = i + 1
			}
			if plain, known := words[string(source[i:end])]; known {
				put(" "+plain+" ", i)
			} else {
				for at := i; at < end; at++ {
					put(string(plainDigit(source[at], unicode.IsDigit(source[i]))), at)
				}
			}
			i = end - 1
		case sign == '[' || sign == '［' || sign == '【':
			name, end := bracketed(source, i)
			if end == 0 {
				put("[", i)
				continue
			}
			put(name, i)
			i = end - 1
		case sign == '"' || sign == '\'' || sign == '`' || sign == '“':
			end := quoteEnd(source, i)
			for at, plain := range plainQuotes(source[i:end]) {
				put(string(plain), i+at)
			}
			i = end - 1
		// This = is not part of ==, !=, <= or >=.
		case sign == '=' && !near(source, i-1, "=!<>") && !near(source, i+1, "="):
			put("==", i)
		case signs[sign] != "":
			put(signs[sign], i)
		default:
			put(string(sign), i)
		}
	}
	return text, columns
}

// isOperator reports whether a word begins with 且, 或 or 非 as an operator. They are operators only where they stand alone, because
// the name of an own field may hold them, and where no name can begin: right behind a number, a bracket or a quote.
func isOperator(word, before []rune) bool {
	return len(word) > 1 && words[string(word[:1])] != "" && endsOperand(before)
}

// plainDigit returns a digit of a number as the Latin keyboard writes it; a name keeps its characters.
func plainDigit(r rune, inNumber bool) rune {
	if inNumber && r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

// bracketed reads a name in brackets, [单价] or 【单价】, which stands for the own field as it does where a price is typed; our own
// names may stand in brackets too. It returns what the grammar is given and the place behind the bracket, 0 where no name stands
// there.
func bracketed(source []rune, i int) (string, int) {
	for end := i + 1; end < len(source) && end <= i+nameCharsMost+1; end++ {
		if !strings.ContainsRune("]］】", source[end]) {
			continue
		}
		inside := strings.TrimSpace(string(source[i+1 : end]))
		if !goodName(inside) || strings.ContainsAny(inside, "\"\\,，") || unicode.IsDigit([]rune(inside)[0]) {
			return "", 0
		}
		if slices.ContainsFunc(names, func(known name) bool { return inside == known.chinese || inside == known.english }) {
			return " " + inside + " ", end + 1
		}
		return `field("` + inside + `")`, end + 1
	}
	return "", 0
}

// plainQuotes returns a text in quotes with the grammar's own quotes around it. What stands between them is not touched.
func plainQuotes(quoted []rune) []rune {
	plain := slices.Clone(quoted)
	for _, at := range []int{0, len(plain) - 1} {
		if plain[at] == '“' || plain[at] == '”' {
			plain[at] = '"'
		}
	}
	return plain
}

// near reports whether one of the wanted signs stands at a place, in either width; the place may lie outside the formula.
func near(source []rune, at int, wanted string) bool {
	return at >= 0 && at < len(source) && strings.ContainsRune(wanted, halfWidth(source[at]))
}

// halfWidth returns a sign of comparison as the Latin keyboard writes it, because people mix the two within one: ＞=. Every
// other character is returned as it is.
func halfWidth(sign rune) rune {
	switch sign {
	case '＝', '＞', '＜', '！':
		return sign - '！' + '!'
	}
	return sign
}

// literal returns the number written at a node. It is read again from the text, because the grammar has turned it into a
// binary fraction that may differ from what was typed. A number that ParseNumber refuses (1e3, 0x10, 1_000) or that has more
// than 15 significant digits is tariff.literal.
func (c *compiler) literal(node ast.Node) (step, error) {
	at := node.Location()
	if at.From < 0 || at.To > len(c.text) || at.From >= at.To {
		return nil, c.refuse(node, codeLiteral)
	}
	written := string(c.text[at.From:at.To])
	number, err := ParseNumber(written)
	if err != nil || len(strings.Trim(strings.ReplaceAll(written, ".", ""), "0")) > literalDigitsMost {
		return nil, c.refuse(node, codeLiteral)
	}
	return always(value{kind: isNumber, number: number}), nil
}
