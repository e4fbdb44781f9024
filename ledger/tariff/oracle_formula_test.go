package tariff_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"shouqi/ledger/tariff"
)

// tree is a formula: a number, a name, or an operation on trees. Conditions are trees too, worth 1 or 0.
type tree struct {
	// op is "number", "name", "neg", "+", "-", "*", "/", "min", "max", "?", "and", "or", "not" or a comparison.
	op      string
	text    string
	exact   *big.Rat
	measure tariff.Measure
	parts   []*tree
}

// value works the tree out; it panics with cannot where there is no answer.
func (n *tree) value(facts *tariff.Facts, month int) *big.Rat {
	result := n.worked(facts, month)
	if result.Num().BitLen() > bitsMost || result.Denom().BitLen() > bitsMost {
		panic(cannot("too large"))
	}
	return result
}

func (n *tree) worked(facts *tariff.Facts, month int) *big.Rat {
	switch n.op {
	case "number":
		return n.exact
	case "name":
		if n.measure == "month" {
			return big.NewRat(int64(month), 1)
		}
		return measured(n.measure, facts)
	case "neg":
		return new(big.Rat).Neg(n.parts[0].value(facts, month))
	case "?":
		if n.parts[0].true(facts, month) {
			return n.parts[1].value(facts, month)
		}
		return n.parts[2].value(facts, month)
	}
	result := n.parts[0].value(facts, month)
	for _, part := range n.parts[1:] {
		operand := part.value(facts, month)
		switch n.op {
		case "+":
			result = new(big.Rat).Add(result, operand)
		case "-":
			result = new(big.Rat).Sub(result, operand)
		case "*":
			result = mul(result, operand)
		case "/":
			if operand.Sign() == 0 {
				panic(cannot("divided by zero"))
			}
			result = new(big.Rat).Quo(result, operand)
		case "min":
			result = smaller(result, operand)
		case "max":
			result = larger(result, operand)
		default:
			panic("the oracle does not know " + n.op)
		}
	}
	return result
}

// true is the value of a condition; and, or stop where the answer is known.
func (n *tree) true(facts *tariff.Facts, month int) bool {
	switch n.op {
	case "and":
		return n.parts[0].true(facts, month) && n.parts[1].true(facts, month)
	case "or":
		return n.parts[0].true(facts, month) || n.parts[1].true(facts, month)
	case "not":
		return !n.parts[0].true(facts, month)
	}
	if (n.op == "==" || n.op == "!=") && n.parts[0].own() && n.parts[1].own() {
		left, right := n.parts[0].written(facts, month), n.parts[1].written(facts, month)
		if !isDecimal(left) || !isDecimal(right) {
			return (left == right) == (n.op == "==")
		}
	}
	order := n.parts[0].value(facts, month).Cmp(n.parts[1].value(facts, month))
	return map[string]bool{"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0, "==": order == 0,
		"!=": order != 0}[n.op]
}

// own reports whether the tree is nothing but an own field, or a choice of such: two of them compare as text where one is
// not a number, as in a condition.
func (n *tree) own() bool {
	if n.op == "?" {
		return n.parts[1].own() && n.parts[2].own()
	}
	return n.op == "name" && strings.HasPrefix(string(n.measure), "field:")
}

// written is the content of the own field, which must be there.
func (n *tree) written(facts *tariff.Facts, month int) string {
	if n.op == "?" {
		if n.parts[0].true(facts, month) {
			return n.parts[1].written(facts, month)
		}
		return n.parts[2].written(facts, month)
	}
	content := facts.Fields[strings.TrimPrefix(string(n.measure), "field:")]
	if content == "" {
		panic(cannot("no field"))
	}
	return content
}

// asks reports whether the tree has a name of such a measure anywhere.
func (n *tree) asks(such func(tariff.Measure) bool) bool {
	if n.op == "name" && such(n.measure) {
		return true
	}
	return slices.ContainsFunc(n.parts, func(part *tree) bool { return part.asks(such) })
}

// strength is how tightly an operation binds; what is looser than its place is put in brackets.
var strength = map[string]int{"?": 1, "or": 2, "and": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "==": 4, "!=": 4, "+": 5, "-": 5,
	"*": 6, "/": 6, "neg": 7, "not": 7}

// write prints the tree with the brackets it needs and, at random, some it does not.
func (n *tree) write(r *rand.Rand, out *strings.Builder, place int) {
	binds, operates := strength[n.op]
	if brackets := operates && binds < place || r.IntN(12) == 0; brackets {
		out.WriteString("(")
		defer out.WriteString(")")
	}
	space := []string{" ", ""}[r.IntN(2)]
	switch n.op {
	case "number", "name":
		out.WriteString(n.text)
	case "neg":
		out.WriteString("-")
		n.parts[0].write(r, out, 8)
	case "not":
		out.WriteString("!")
		n.parts[0].write(r, out, 8)
	case "min", "max":
		out.WriteString(n.op + "(")
		for i, part := range n.parts {
			if i > 0 {
				out.WriteString("," + space)
			}
			part.write(r, out, 0)
		}
		out.WriteString(")")
	case "?":
		n.parts[0].write(r, out, 2)
		out.WriteString(" ? ")
		n.parts[1].write(r, out, 2)
		out.WriteString(" : ")
		n.parts[2].write(r, out, 2)
	default:
		sign := map[string]string{"and": "&&", "or": "||"}[n.op]
		if sign == "" {
			sign = n.op
		}
		n.parts[0].write(r, out, binds)
		out.WriteString(space + sign + space)
		n.parts[1].write(r, out, binds+1)
	}
}

// formulaNames are the names a formula may use and what each measures.
var formulaNames = []struct {
	text    string
	measure tariff.Measure
}{{"面积", "area"}, {"area", "area"}, {"套内面积", "inner_area"}, {"人口", "heads"}, {"楼层", "floor"}, {"floor", "floor"},
	{"营业额", "turnover"}, {`用量("水")`, "usage:水"}, {`usage("电/峰")`, "usage:电/峰"}, {`用量("电")`, "usage:电"},
	{`项目("水费")`, "item:水费"}, {"月份", "month"}, {"month", "month"}, {"单价", "field:单价"}, {`字段("系数")`, "field:系数"},
	{"户", "household"}}

// numberTexts are literals that floats get wrong, and plain ones.
var numberTexts = []string{"0", "1", "2", "3", "7", "12", "30", "0.1", "0.2", "0.3", "2.85", "0.4883", "100", "1000",
	"123456789012345", "900719925474099", "999999999999.999", "0.123456789012", "999999.999999", "1.005", "4.35"}

// randomTree grows a formula that gives a number.
func randomTree(r *rand.Rand, depth int) *tree {
	if depth == 0 || r.IntN(6) == 0 {
		if r.IntN(2) == 0 {
			name := formulaNames[r.IntN(len(formulaNames))]
			return &tree{op: "name", text: name.text, measure: name.measure}
		}
		text := numberTexts[r.IntN(len(numberTexts))]
		return &tree{op: "number", text: text, exact: decimalOf(text)}
	}
	op := []string{"+", "-", "*", "/", "+", "-", "*", "min", "max", "?", "neg"}[r.IntN(11)]
	grown := &tree{op: op}
	count := 2
	switch op {
	case "neg":
		count = 1
	case "min", "max":
		count = 2 + r.IntN(2)
	case "?":
		grown.parts = []*tree{randomCondition(r, depth-1)}
	}
	for range count {
		grown.parts = append(grown.parts, randomTree(r, depth-1))
	}
	return grown
}

func randomCondition(r *rand.Rand, depth int) *tree {
	if depth > 0 && r.IntN(3) == 0 {
		op := []string{"and", "or", "not"}[r.IntN(3)]
		grown := &tree{op: op, parts: []*tree{randomCondition(r, depth-1)}}
		if op != "not" {
			grown.parts = append(grown.parts, randomCondition(r, depth-1))
		}
		return grown
	}
	op := []string{"<", "<=", ">", ">=", "==", "!="}[r.IntN(6)]
	depth = max(depth, 1) - 1
	return &tree{op: op, parts: []*tree{randomTree(r, depth), randomTree(r, depth)}}
}

// formulaMost is the most characters a formula may have.
const formulaMost = 500

// randomFormula gives a formula's text and keeps its tree. One in sixty is a tower of products that outgrows every bound.
func (known trees) randomFormula(r *rand.Rand) string {
	grown := randomTree(r, 1+r.IntN(4))
	if r.IntN(60) == 0 {
		big := &tree{op: "number", text: "123456789012345", exact: decimalOf("123456789012345")}
		grown = big
		for range 18 + r.IntN(6) {
			grown = &tree{op: "*", parts: []*tree{grown, big}}
		}
	}
	var out strings.Builder
	grown.write(r, &out, 0)
	if utf8.RuneCountInString(out.String()) > formulaMost {
		return known.randomFormula(r)
	}
	known[out.String()] = grown
	return out.String()
}
