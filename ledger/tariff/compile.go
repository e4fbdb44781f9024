package tariff

import (
	"unicode"

	"github.com/expr-lang/expr/ast"
)

// wordEnd returns the end of the name or number that begins at i, or i where there is none. A number ends before a letter that
// is not a Latin one, because people write 面积>90且楼层>6 without a blank. A Latin letter stays with it: 1e3 is one word, and
// no number.
func wordEnd(source []rune, i int) int {
	isNumber := i < len(source) && unicode.IsDigit(source[i])
	for i < len(source) && (source[i] == '_' || unicode.IsLetter(source[i]) || unicode.IsDigit(source[i])) {
		if isNumber && source[i] > unicode.MaxASCII && !unicode.IsDigit(source[i]) {
			break
		}
		i++
	}
	return i
}

// endsOperand reports whether the formula so far ends with something that an operator may follow: a number, a closing bracket
// or a closing quote. A name is not among them, because what follows it without a blank is a part of it.
func endsOperand(text []rune) bool {
	end := len(text) - 1
	for end >= 0 && unicode.IsSpace(text[end]) {
		end--
	}
	if end < 0 || text[end] == ')' || text[end] == '"' {
		return end >= 0
	}
	start := end
	for start >= 0 && (unicode.IsLetter(text[start]) || unicode.IsDigit(text[start]) || text[start] == '_') {
		start--
	}
	return start < end && unicode.IsDigit(text[start+1])
}

// quoteEnd returns the end of the text in quotes that begins at i, or the end of the formula where the quotes stay open. As
// in the grammar, a backslash keeps the next character from closing them, except between backquotes.
func quoteEnd(source []rune, i int) int {
	closing := source[i]
	if closing == '“' {
		closing = '”'
	}
	for at := i + 1; at < len(source); at++ {
		if source[at] == '\\' && closing != '`' {
			at++
			continue
		}
		if source[at] == closing {
			return at + 1
		}
	}
	return len(source)
}

// compiler turns the grammar's tree into steps. Only the nodes named in node exist in a formula: no loops, lists, members
// or pipes.
type compiler struct {
	text    []rune   // the formula as the grammar read it
	columns []int    // for each character of text its index in the formula as typed
	nodes   int      // how many were met so far
	program *program // what is being made
}

// column returns the character of the formula, counted from 1, at which a node stands. A c ? a : b is placed at its
// condition.
func (c *compiler) column(node ast.Node) int {
	if ternary, is := node.(*ast.ConditionalNode); is {
		return c.column(ternary.Cond)
	}
	return columnAt(c.columns, node.Location().From)
}

// refuse returns an *Error placed at a node.
func (c *compiler) refuse(node ast.Node, code string, args ...any) error {
	return inColumn(refuse(code, args...), c.column(node))
}

// node compiles one node of the tree and all below it. It returns the kind of what the node comes to, which is known before
// any room is, and the step that works it out. depth is how deeply the node is nested; it is bounded because the compiler
// calls itself once for each level.
func (c *compiler) node(node ast.Node, depth int) (kind, step, error) {
	c.nodes++
	if c.nodes > formulaNodesMost {
		return 0, nil, c.refuse(node, codeTooLong, formulaCharsMost)
	}
	if depth > formulaDepthMost {
		return 0, nil, c.refuse(node, codeTooDeep, formulaDepthMost)
	}
	switch n := node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		number, err := c.literal(node)
		return isNumber, number, err
	case *ast.StringNode:
		return isText, always(value{kind: isText, text: n.Value}), nil
	case *ast.BoolNode:
		return isTruth, always(value{kind: isTruth, truth: n.Value}), nil
	case *ast.IdentifierNode:
		kind, run := c.name(n)
		return kind, run, nil
	case *ast.UnaryNode:
		return c.unary(n, depth)
	case *ast.BinaryNode:
		return c.binary(n, depth)
	case *ast.ConditionalNode:
		return c.conditional(n, []ast.Node{n.Cond, n.Exp1, n.Exp2}, depth)
	case *ast.CallNode:
		if callee, plain := n.Callee.(*ast.IdentifierNode); plain {
			return c.call(n, callee.Value, n.Arguments, depth)
		}
	// The grammar reads all(…), filter(…) and their like as its own even where they are turned off.
	case *ast.BuiltinNode:
		return 0, nil, c.unknown(node, n.Name)
	}
	return 0, nil, c.refuse(node, codeSyntax)
}

// unary compiles a sign or a not. A sign is a multiplication by 1 or −1, which also reads an own field as the number it must
// be.
func (c *compiler) unary(n *ast.UnaryNode, depth int) (kind, step, error) {
	kind, operand, err := c.node(n.Node, depth+1)
	if err != nil {
		return 0, nil, err
	}
	column := c.column(n)
	switch {
	case (n.Operator == "not" || n.Operator == "!") && kind == isTruth:
		return isTruth, not(operand), nil
	case (n.Operator == "-" || n.Operator == "+") && (kind == isNumber || kind == isField):
		sign := Whole(1)
		if n.Operator == "-" {
			sign = Whole(-1)
		}
		return isNumber, arithmetic("*", always(value{kind: isNumber, number: sign}), operand, column), nil
	}
	return 0, nil, c.refuse(n, codeType)
}

// binary compiles an operator between two operands. Kinds that do not go together are tariff.type, an operator that formulas
// do not have (%, **, ..) is tariff.syntax.
func (c *compiler) binary(n *ast.BinaryNode, depth int) (kind, step, error) {
	// a + b + c leans to the left without being nested, so only the right side goes deeper.
	leftKind, left, err := c.node(n.Left, depth)
	if err != nil {
		return 0, nil, err
	}
	rightKind, right, err := c.node(n.Right, depth+1)
	if err != nil {
		return 0, nil, err
	}
	numbers := leftKind.numeric() && rightKind.numeric()
	column := c.column(n)
	switch n.Operator {
	case "+", "-", "*", "/":
		if numbers {
			return isNumber, arithmetic(n.Operator, left, right, column), nil
		}
	case "<", "<=", ">", ">=":
		if numbers {
			return isTruth, ordered(n.Operator, left, right, column), nil
		}
	case "==", "!=":
		if numbers || leftKind.textual() && rightKind.textual() {
			return isTruth, equal(n.Operator == "==", left, right, column), nil
		}
	case "and", "&&", "or", "||":
		if leftKind == isTruth && rightKind == isTruth {
			return isTruth, both(n.Operator == "and" || n.Operator == "&&", left, right), nil
		}
	default:
		return 0, nil, c.refuse(n, codeSyntax)
	}
	return 0, nil, c.refuse(n, codeType)
}

// conditional compiles c ? a : b and when(c, a, b). Only the side that is chosen is worked out, so that the other may divide
// by 0 or ask for what a room does not have.
func (c *compiler) conditional(n ast.Node, parts []ast.Node, depth int) (kind, step, error) {
	if len(parts) != 3 {
		return 0, nil, c.refuse(n, codeType)
	}
	var kinds [3]kind
	var steps [3]step
	for i, part := range parts {
		var err error
		if kinds[i], steps[i], err = c.node(part, depth+1); err != nil {
			return 0, nil, err
		}
	}
	// Both sides must be of one kind. An own field takes the other side's kind, unless that is a truth, which no field
	// holds.
	result := kinds[1]
	if result == isField {
		result = kinds[2]
	}
	if kinds[0] != isTruth || kinds[1] != kinds[2] && (kinds[1] != isField && kinds[2] != isField || result == isTruth) {
		return 0, nil, c.refuse(n, codeType)
	}
	return result, func(s *scene) (value, error) {
		truth, err := steps[0](s)
		if err != nil {
			return value{}, err
		}
		chosen := steps[2]
		if truth.truth {
			chosen = steps[1]
		}
		return chosen(s)
	}, nil
}
