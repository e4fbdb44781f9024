package tariff

import (
	"math/big"
	"slices"

	"github.com/expr-lang/expr/ast"
)

// function is one that a formula may call. Those with a prefix ask for what is named in quotes; the others reckon.
type function struct {
	chinese, english string
	prefix           Measure // the kind of measure that it asks for, "" for a function that reckons
	least, most      int     // how many arguments it takes
	reckon           func([]Number) (Number, error)
}

// argumentsMost is how many arguments 最大 and 最小 take.
const argumentsMost = 10

// functions are all that a formula may call. 如果 has no reckon: it is compiled so that only the chosen side is worked out.
var functions = []function{
	{chinese: "用量", english: "usage", prefix: UsageOf, least: 1, most: 1},
	{chinese: "项目", english: "item", prefix: AmountOf, least: 1, most: 1},
	{chinese: "字段", english: "field", prefix: FieldOf, least: 1, most: 1},
	{chinese: "如果", english: "when", least: 3, most: 3},
	{chinese: "最大", english: "max", least: 1, most: argumentsMost, reckon: func(of []Number) (Number, error) {
		return slices.MaxFunc(of, Number.Cmp), nil
	}},
	{chinese: "最小", english: "min", least: 1, most: argumentsMost, reckon: func(of []Number) (Number, error) {
		return slices.MinFunc(of, Number.Cmp), nil
	}},
	{chinese: "取整", english: "floor_of", least: 1, most: 1, reckon: func(of []Number) (Number, error) { return of[0].floor(), nil }},
	{chinese: "进位", english: "ceil", least: 1, most: 1, reckon: func(of []Number) (Number, error) {
		// Rounding up is rounding down on the other side of 0.
		return of[0].minus().floor().minus(), nil
	}},
	{chinese: "四舍五入", english: "round", least: 1, most: 2, reckon: roundPlaces},
	{chinese: "绝对值", english: "abs", least: 1, most: 1, reckon: func(of []Number) (Number, error) {
		return of[0].Max(of[0].minus()), nil
	}},
}

// roundPlaces rounds a number to so many decimals (0 to 12, none given is 0), halves away from zero as 四舍五入 does. Places
// that are not a whole number of 0 to 12 are tariff.type.
func roundPlaces(of []Number) (Number, error) {
	places := int64(0)
	if len(of) == 2 {
		if !of[1].isWhole() || of[1].Sign() < 0 || of[1].Cmp(Whole(decimalDigitsMax)) > 0 {
			return Number{}, refuse(codeType)
		}
		places = of[1].value().Num().Int64()
	}
	scale := ofRat(new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(places), nil)))
	size := of[0].Max(of[0].minus()).Mul(scale).Add(Ratio(1, 2)).floor()
	if of[0].Sign() < 0 {
		size = size.minus()
	}
	return size.Quo(scale)
}

// call compiles the call of one of our functions. An unknown name is tariff.unknown_name, a wrong number of arguments
// tariff.arguments, and a function that asks for a measure wants its name in quotes (tariff.quoted), so that what a rule
// needs is known before any room is.
func (c *compiler) call(n *ast.CallNode, called string, arguments []ast.Node, depth int) (kind, step, error) {
	at := slices.IndexFunc(functions, func(f function) bool { return called == f.chinese || called == f.english })
	// People who know spreadsheets write if.
	if at < 0 && called == "if" {
		at = slices.IndexFunc(functions, func(f function) bool { return f.english == "when" })
	}
	if at < 0 {
		return 0, nil, c.unknown(n, called)
	}
	f := functions[at]
	if len(arguments) < f.least || len(arguments) > f.most {
		return 0, nil, c.refuse(n, codeArguments, called, f.least, f.most)
	}
	switch {
	case f.english == "when":
		return c.conditional(n, arguments, depth)
	case f.prefix != "":
		named, quoted := arguments[0].(*ast.StringNode)
		if !quoted || !goodName(named.Value) {
			return 0, nil, c.refuse(n, codeQuoted, called)
		}
		if f.prefix == FieldOf {
			return isField, c.field(named.Value, c.column(n)), nil
		}
		return isNumber, c.measure(f.prefix+Measure(named.Value), c.column(n)), nil
	}
	return c.reckoned(n, f, arguments, depth)
}

// reckoned compiles the call of a function over numbers. An argument that is not a number is tariff.type, placed at it.
func (c *compiler) reckoned(n *ast.CallNode, f function, arguments []ast.Node, depth int) (kind, step, error) {
	parts := make([]step, len(arguments))
	for i, argument := range arguments {
		kind, part, err := c.node(argument, depth+1)
		if err != nil {
			return 0, nil, err
		}
		if !kind.numeric() {
			return 0, nil, c.refuse(argument, codeType)
		}
		parts[i] = part
	}
	column := c.column(n)
	return isNumber, func(s *scene) (value, error) {
		numbers := make([]Number, len(parts))
		for i, part := range parts {
			number, err := numberOf(s, part)
			if err != nil {
				return value{}, err
			}
			numbers[i] = number
		}
		number, err := f.reckon(numbers)
		return numbered(number, err, column)
	}, nil
}
