package tariff_test

import (
	"math/big"
	"slices"
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
	names   []tariff.Measure // all there are, once asked for
}

// moment is what a formula is worked out from.
type moment struct {
	facts        *tariff.Facts
	month        int
	months, days *big.Rat
}

// value works the tree out; it panics with cannot where there is no answer.
func (n *tree) value(at moment) *big.Rat {
	result := n.worked(at)
	if result.Num().BitLen() > bitsMost || result.Denom().BitLen() > bitsMost {
		panic(cannot("too large"))
	}
	return result
}

func (n *tree) worked(at moment) *big.Rat {
	switch n.op {
	case "number":
		return n.exact
	case "name":
		switch n.measure {
		case "month":
			return big.NewRat(int64(at.month), 1)
		case "months":
			return at.months
		case "days":
			return at.days
		}
		return measured(n.measure, at.facts)
	case "neg":
		return new(big.Rat).Neg(n.parts[0].value(at))
	case "?":
		if n.parts[0].true(at) {
			return n.parts[1].value(at)
		}
		return n.parts[2].value(at)
	}
	result := n.parts[0].value(at)
	for _, part := range n.parts[1:] {
		operand := part.value(at)
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
func (n *tree) true(at moment) bool {
	switch n.op {
	case "and":
		return n.parts[0].true(at) && n.parts[1].true(at)
	case "or":
		return n.parts[0].true(at) || n.parts[1].true(at)
	case "not":
		return !n.parts[0].true(at)
	}
	if (n.op == "==" || n.op == "!=") && n.parts[0].own() && n.parts[1].own() {
		left, right := n.parts[0].written(at), n.parts[1].written(at)
		if !isDecimal(left) || !isDecimal(right) {
			return (left == right) == (n.op == "==")
		}
	}
	order := n.parts[0].value(at).Cmp(n.parts[1].value(at))
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
func (n *tree) written(at moment) string {
	if n.op == "?" {
		if n.parts[0].true(at) {
			return n.parts[1].written(at)
		}
		return n.parts[2].written(at)
	}
	content := at.facts.Fields[strings.TrimPrefix(string(n.measure), "field:")]
	if content == "" {
		panic(cannot("no field"))
	}
	return content
}

// asks reports whether the tree has a name of such a measure anywhere.
func (n *tree) asks(such func(tariff.Measure) bool) bool { return slices.ContainsFunc(n.named(), such) }

// named are the measures of all names of the tree.
func (n *tree) named() []tariff.Measure {
	if n.names == nil {
		n.names = []tariff.Measure{}
		if n.op == "name" {
			n.names = append(n.names, n.measure)
		}
		for _, part := range n.parts {
			n.names = append(n.names, part.named()...)
		}
	}
	return n.names
}
