package tariff_test

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"shouqi/ledger/tariff"
)

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
}{{"面积", "area"}, {"area", "area"}, {"套内面积", "inner_area"}, {"人口", "heads"}, {"楼层", "floor"}, {"floor", "floor"}, {"第几个", "nth"}, {"nth", "nth"},
	{"营业额", "turnover"}, {`用量("水")`, "usage:水"}, {`usage("电/峰")`, "usage:电/峰"}, {`用量("电")`, "usage:电"},
	{`项目("水费")`, "item:水费"}, {"月份", "month"}, {"month", "month"}, {"月数", "months"},
	{"months", "months"}, {"天数", "days"}, {"days", "days"}, {"单价", "field:单价"}, {`字段("系数")`, "field:系数"},
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

// tower multiplies or divides up to 2¹⁰²³, which a number may just have above or below the line, or to 2¹⁰²⁴, which it may
// not; then the other side of min or max makes an ordinary amount of it.
func tower(r *rand.Rand) *tree {
	number := func(text string) *tree { return &tree{op: "number", text: text, exact: decimalOf(text)} }
	op, end := "*", "min"
	if r.IntN(2) == 0 {
		op, end = "/", "max"
	}
	grown := number("1")
	for range 21 {
		grown = &tree{op: op, parts: []*tree{grown, number("281474976710656")}} // 2⁴⁸
	}
	grown = &tree{op: op, parts: []*tree{grown, number([]string{"32768", "65536"}[r.IntN(2)])}}
	return &tree{op: end, parts: []*tree{number("1"), grown}}
}

// formulaMost is the most characters a formula may have.
const formulaMost = 500

// meterFormula counts one kind of meter, or two of the three that there are.
func (known trees) meterFormula(r *rand.Rand) string {
	usages := []*tree{{op: "name", text: `用量("水")`, measure: "usage:水"}, {op: "name", text: `usage("电")`, measure: "usage:电"},
		{op: "name", text: `用量("电/峰")`, measure: "usage:电/峰"}}
	grown := &tree{op: "*", parts: []*tree{usages[r.IntN(3)], randomTree(r, 1)}}
	if r.IntN(2) == 0 {
		grown = &tree{op: []string{"+", "-", "max"}[r.IntN(3)], parts: []*tree{grown, usages[r.IntN(3)]}}
	}
	return known.keep(r, grown)
}

// randomFormula returns a formula's text and keeps its tree. One in sixty is a tower.
func (known trees) randomFormula(r *rand.Rand) string {
	grown := randomTree(r, 1+r.IntN(4))
	if r.IntN(60) == 0 {
		grown = tower(r)
	}
	return known.keep(r, grown)
}

// keep writes a formula and keeps its tree; of one that is too long, another.
func (known trees) keep(r *rand.Rand, grown *tree) string {
	var out strings.Builder
	grown.write(r, &out, 0)
	if utf8.RuneCountInString(out.String()) > formulaMost {
		return known.randomFormula(r)
	}
	known[out.String()] = grown
	return out.String()
}
