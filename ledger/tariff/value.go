package tariff

// kind is what a part of a formula comes to. An own field may hold a number or a text; what it is compared or reckoned with
// decides as which it is read. The zero kind is none, of a part that does not compile.
type kind int

const (
	isNumber kind = iota + 1
	isText
	isTruth
	isField
)

// numeric reports whether the part can be read as a number.
func (k kind) numeric() bool { return k == isNumber || k == isField }

// textual reports whether the part can be read as a text.
func (k kind) textual() bool { return k == isText || k == isField }

// value is what a part of a formula came to on one room. kind says which of number, text and truth holds it. For an own field
// text is its content, name what it is called, and column where the formula names it, for the error that it is no number.
type value struct {
	kind   kind
	number Number
	text   string
	truth  bool
	name   string
	column int
}

// asNumber returns the value's number. An own field is read as a decimal; one that is not a decimal is tariff.field_number at
// the place where the formula names it.
func (v value) asNumber() (Number, error) {
	if v.kind != isField {
		return v.number, nil
	}
	number, err := ParseNumber(v.text)
	if err != nil {
		return Number{}, inColumn(refuse(codeFieldNumber, v.name), v.column)
	}
	return number, nil
}

// step works out one part of a formula on a scene.
type step func(*scene) (value, error)

// always returns the step of a value that is the same in every room.
func always(v value) step { return func(*scene) (value, error) { return v, nil } }

// numbered returns a number as a value, or the error that came with it. A number that outgrew its bounds is tariff.too_large,
// which is checked after each operation, so that no formula can build up a number that takes long to multiply.
func numbered(number Number, err error, column int) (value, error) {
	if err == nil && number.tooLarge() {
		err = refuse(CodeTooLarge)
	}
	if err != nil {
		return value{}, inColumn(err, column)
	}
	return value{kind: isNumber, number: number}, nil
}

// pair works out both sides as numbers, the left first: where both fail, the error is that of the left.
func pair(s *scene, left, right step) (Number, Number, error) {
	a, err := numberOf(s, left)
	if err != nil {
		return Number{}, Number{}, err
	}
	b, err := numberOf(s, right)
	return a, b, err
}

// numberOf works out a part and reads it as a number.
func numberOf(s *scene, part step) (Number, error) {
	v, err := part(s)
	if err != nil {
		return Number{}, err
	}
	return v.asNumber()
}

// arithmetic returns the step of + - * or /. A division by 0 is tariff.divide_by_zero at the operator.
func arithmetic(operator string, left, right step, column int) step {
	return func(s *scene) (value, error) {
		a, b, err := pair(s, left, right)
		if err != nil {
			return value{}, err
		}
		switch operator {
		case "+":
			a = a.Add(b)
		case "-":
			a = a.Sub(b)
		case "*":
			a = a.Mul(b)
		default:
			a, err = a.Quo(b)
		}
		return numbered(a, err, column)
	}
}

// ordered returns the step of < <= > or >= between two numbers.
func ordered(operator string, left, right step, column int) step {
	return func(s *scene) (value, error) {
		a, b, err := pair(s, left, right)
		if err != nil {
			return value{}, inColumn(err, column)
		}
		sign, truth := a.Cmp(b), false
		switch operator {
		case "<":
			truth = sign < 0
		case "<=":
			truth = sign <= 0
		case ">":
			truth = sign > 0
		default:
			truth = sign >= 0
		}
		return value{kind: isTruth, truth: truth}, nil
	}
}

// equal returns the step of == (wanted is true) or != (false). It compares numbers with numbers and text with text. An own
// field is read as what it is compared with; two of them are compared as numbers where both are, otherwise as text.
func equal(wanted bool, left, right step, column int) step {
	return func(s *scene) (value, error) {
		a, err := left(s)
		if err != nil {
			return value{}, err
		}
		b, err := right(s)
		if err != nil {
			return value{}, err
		}
		same := false
		switch {
		case a.kind == isField && b.kind == isField:
			same = sameAsAny(a.text, []string{b.text})
		case a.kind == isText || b.kind == isText:
			same = a.text == b.text
		default:
			x, y, err := pair(s, always(a), always(b))
			if err != nil {
				return value{}, inColumn(err, column)
			}
			same = x.Cmp(y) == 0
		}
		return value{kind: isTruth, truth: same == wanted}, nil
	}
}

// not returns the step that turns a truth round.
func not(operand step) step {
	return func(s *scene) (value, error) {
		v, err := operand(s)
		v.truth = !v.truth
		return v, err
	}
}

// both returns the step of and, or of or where and is false. The right side is worked out only where it decides, so that a
// formula can guard itself: 楼层 > 0 and 面积 / 楼层 > 5.
func both(and bool, left, right step) step {
	return func(s *scene) (value, error) {
		v, err := left(s)
		if err != nil || v.truth != and {
			return v, err
		}
		return right(s)
	}
}
