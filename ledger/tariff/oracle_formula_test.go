package tariff_test

import (
	"math/big"
	"math/rand/v2"
	"strings"

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
func (n *tree) value(facts *tariff.Facts) *big.Rat {
	result := n.worked(facts)
	if result.Num().BitLen() > bitsMost || result.Denom().BitLen() > bitsMost {
		panic(cannot("too large"))
	}
	return result
}

func (n *tree) worked(facts *tariff.Facts) *big.Rat {
	switch n.op {
	case "number":
		return n.exact
	case "name":
		return measured(n.measure, facts)
	case "neg":
		return new(big.Rat).Neg(n.parts[0].value(facts))
	case "?":
		if n.parts[0].true(facts) {
			return n.parts[1].value(facts)
		}
		return n.parts[2].value(facts)
	}
	result := n.parts[0].value(facts)
	for _, part := range n.parts[1:] {
		operand := part.value(facts)
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
func (n *tree) true(facts *tariff.Facts) bool {
	switch n.op {
	case "and":
		return n.parts[0].true(facts) && n.parts[1].true(facts)
	case "or":
		return n.parts[0].true(facts) || n.parts[1].true(facts)
	case "not":
		return !n.parts[0].true(facts)
	}
	order := n.parts[0].value(facts).Cmp(n.parts[1].value(facts))
	return map[string]bool{"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0, "==": order == 0,
		"!=": order != 0}[n.op]
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
}{{"面积", "area"}, {"area", "area"}}

// numberTexts are literals that floats get wrong, and plain ones.
var numberTexts = []string{"0", "1", "2", "3", "7", "12", "30", "0.1", "0.2", "0.3", "2.85", "0.4883", "100", "1000",
	"123456789012345678", "9007199254740993", "0.123456789012", "999999.999999", "1.005", "4.35"}

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

// randomFormula gives a formula's text and keeps its tree. One in sixty is a tower of products that outgrows every bound.
func (known trees) randomFormula(r *rand.Rand) string {
	grown := randomTree(r, 1+r.IntN(4))
	if r.IntN(60) == 0 {
		grown = &tree{op: "number", text: "123456789012345678", exact: decimalOf("123456789012345678")}
		for range 3 + r.IntN(3) {
			grown = &tree{op: []string{"*", "*", "+"}[r.IntN(3)], parts: []*tree{grown, grown}}
		}
	}
	var out strings.Builder
	grown.write(r, &out, 0)
	if out.Len() > 1000 {
		return known.randomFormula(r)
	}
	known[out.String()] = grown
	return out.String()
}
