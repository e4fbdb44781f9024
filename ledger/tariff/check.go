package tariff

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of a rule.
const (
	linesMost      = 20
	tiersMost      = 20
	bandsMost      = 10
	conditionsMost = 20
	valuesMost     = 100
	nameCharsMost  = 40
	headsOverMost  = 100
)

// goodName reports whether a name can stand in a rule: 1 to 40 characters, none of them a control or a bracket.
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
		return refuse(codeProration, string(r.Proration))
	}
	if !r.Rounding.known() {
		return refuse(codeRounding)
	}
	if r.LimitPer != "" && r.LimitPer != Month && r.LimitPer != Period {
		return refuse(codePer, string(r.LimitPer))
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

func (l *Line) check() error {
	if l.Name != "" && !goodName(l.Name) {
		return refuse(codeName, nameCharsMost)
	}
	if !l.Measure.known() {
		return refuse(codeMeasure, string(l.Measure))
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
	switch l.Per {
	case "", Period:
	case Month, Day, Year:
		if l.Measure.overPeriod() {
			return refuse(codePer, string(l.Per))
		}
	default:
		return refuse(codePer, string(l.Per))
	}
	return l.checkTiers()
}

// checkPrice wants a price, tiers or a formula: one of them.
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

// checkValues wants decimals or own fields in brackets; none at all is allowed.
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

// checkBounds also wants the least not to be above the most, where both are decimals.
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
