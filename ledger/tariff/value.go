package tariff

// kind is what a part of a formula gives. An own field may be a number or text: what it is compared or reckoned with says.
type kind int

const (
	isNumber kind = iota + 1
	isText
	isTruth
	isField
)

func (k kind) numeric() bool { return k == isNumber || k == isField }
func (k kind) textual() bool { return k == isText || k == isField }

// value is what a part of a formula came to. For an own field text is its content and name what it is called.
type value struct {
	kind   kind
	number Number
	text   string
	truth  bool
	name   string
	column int
}

// asNumber reads an own field as the number it must be.
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

func always(v value) step { return func(*scene) (value, error) { return v, nil } }

// numbered returns a number that did not outgrow its bounds.
func numbered(number Number, err error, column int) (value, error) {
	if err == nil && number.tooLarge() {
		err = refuse(CodeTooLarge)
	}
	if err != nil {
		return value{}, inColumn(err, column)
	}
	return value{kind: isNumber, number: number}, nil
}

// pair works out both sides as numbers.
func pair(s *scene, left, right step) (Number, Number, error) {
	a, err := numberOf(s, left)
	if err != nil {
		return Number{}, Number{}, err
	}
	b, err := numberOf(s, right)
	return a, b, err
}

func numberOf(s *scene, part step) (Number, error) {
	v, err := part(s)
	if err != nil {
		return Number{}, err
	}
	return v.asNumber()
}

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

// equal compares numbers with numbers and text with text. An own field is read as what it is compared with; two of them
// are compared as numbers where both are.
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

func not(operand step) step {
	return func(s *scene) (value, error) {
		v, err := operand(s)
		v.truth = !v.truth
		return v, err
	}
}

// both is and, or (with and false) or; the right side is worked out only where it decides.
func both(and bool, left, right step) step {
	return func(s *scene) (value, error) {
		v, err := left(s)
		if err != nil || v.truth != and {
			return v, err
		}
		return right(s)
	}
}
