package tariff

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// monthField is the field of a condition on the calendar month, 1 to 12.
const monthField = "month"

// conditionOps are all operators; =, ≠ and in ask whether values are equal, empty and filled whether there is anything, the
// others order them.
var conditionOps = []string{"=", "≠", "<", "≤", ">", "≥", "in", "between", opEmpty, opFilled}

// The operators that ask whether a text or an own field is there at all. They take no values.
const (
	opEmpty  = "empty"
	opFilled = "filled"
)

// byMonth reports whether one of the conditions asks for the month.
func byMonth(conditions []Condition) bool {
	return slices.ContainsFunc(conditions, func(c Condition) bool { return c.Field == monthField })
}

// failing returns the first condition that does not hold, nil where all do.
func (s *scene) failing(conditions []Condition) (*Condition, error) {
	for i := range conditions {
		holds, err := s.holds(&conditions[i])
		if err != nil {
			return nil, err
		}
		if !holds {
			return &conditions[i], nil
		}
	}
	return nil, nil
}

// orders reports whether the operator asks which of two numbers is larger, and not only whether two values are equal.
func (c *Condition) orders() bool {
	return slices.Contains([]string{"<", "≤", ">", "≥", "between"}, c.Op)
}

// holds reports whether the condition holds on the scene. It takes the condition as checked: its values are numbers where
// numbers are compared, and there are as many as its operator needs.
func (s *scene) holds(c *Condition) (bool, error) {
	if text, is := s.facts.text(c.Field); is {
		if c.Op == opEmpty || c.Op == opFilled {
			return (text == "") == (c.Op == opEmpty), nil
		}
		return slices.Contains(c.Values, text) == (c.Op != "≠"), nil
	}
	// An own field may hold a number or a word. One that the room does not have compares as "" and is no error here.
	if prefix, name := Measure(c.Field).split(); prefix == FieldOf && !c.orders() {
		if c.Op == opEmpty || c.Op == opFilled {
			return (s.facts.Fields[name] == "") == (c.Op == opEmpty), nil
		}
		return sameAsAny(s.facts.Fields[name], c.Values) == (c.Op != "≠"), nil
	}
	have := Whole(int64(s.month))
	if c.Field != monthField {
		asked, err := s.measured(Measure(c.Field))
		if err != nil {
			return false, err
		}
		have = asked
	}
	// signs holds for each value whether what the room has is below it (-1), equal to it (0) or above it (1).
	signs := make([]int, len(c.Values))
	for i, text := range c.Values {
		value, err := ParseNumber(text)
		if err != nil {
			return false, err
		}
		signs[i] = have.Cmp(value)
	}
	switch c.Op {
	case "=", "in":
		return slices.Contains(signs, 0), nil
	case "≠":
		return !slices.Contains(signs, 0), nil
	case "<":
		return signs[0] < 0, nil
	case "≤":
		return signs[0] <= 0, nil
	case ">":
		return signs[0] > 0, nil
	case "≥":
		return signs[0] >= 0, nil
	default: // between
		return signs[0] >= 0 && signs[1] <= 0, nil
	}
}

// sameAsAny compares an own field with each value: as numbers where both are, otherwise as text.
func sameAsAny(content string, values []string) bool {
	number, err := ParseNumber(content)
	return slices.ContainsFunc(values, func(value string) bool {
		if err == nil {
			if other, otherErr := ParseNumber(value); otherErr == nil {
				return number.Cmp(other) == 0
			}
		}
		return content == value
	})
}

// checkConditions refuses more than 20 conditions (tariff.conditions) and any that is not well formed (tariff.condition).
func checkConditions(conditions []Condition) error {
	if len(conditions) > conditionsMost {
		return refuse(codeConditions, conditionsMost)
	}
	for i := range conditions {
		if err := conditions[i].check(); err != nil {
			return err
		}
	}
	return nil
}

// label returns what people call what the condition asks for.
func (c *Condition) label() string {
	if at := slices.IndexFunc(names, func(n name) bool { return n.english == c.Field }); at >= 0 {
		return names[at].chinese
	}
	label, _ := Measure(c.Field).label()
	return label
}

// check refuses an unknown field or operator, a number of values that the operator does not take, an order of texts, a value
// that is not a number where numbers are compared, a month outside 1 to 12, and a between whose first value is above its
// second. All of these are tariff.condition with what people call the field.
func (c *Condition) check() error {
	wrong := refuse(CodeCondition, c.label())
	_, isText := (&Facts{}).text(c.Field)
	if !isText && c.Field != monthField && (c.Field == "" || !Measure(c.Field).known()) {
		return wrong
	}
	// in takes any number of values from 1 to 100, between two, every other operator one.
	counts := map[string]int{"in": max(len(c.Values), 1), "between": 2, opEmpty: 0, opFilled: 0}
	count, several := counts[c.Op]
	if !several {
		count = 1
	}
	if !slices.Contains(conditionOps, c.Op) || len(c.Values) != count || count > valuesMost || isText && c.orders() {
		return wrong
	}
	prefix, _ := Measure(c.Field).split()
	if count == 0 && !isText && prefix != FieldOf {
		return wrong
	}
	var bounds []Number
	for _, text := range c.Values {
		// Nothing to compare with is a condition that was not filled in.
		if strings.TrimSpace(text) == "" || utf8.RuneCountInString(text) > nameCharsMost {
			return wrong
		}
		if isText || prefix == FieldOf && !c.orders() {
			continue
		}
		number, err := ParseNumber(text)
		if err != nil {
			return wrong
		}
		month := number.isWhole() && number.Cmp(Whole(1)) >= 0 && number.Cmp(Whole(12)) <= 0
		if c.Field == monthField && !month {
			return wrong
		}
		bounds = append(bounds, number)
	}
	if c.Op == "between" && bounds[0].Cmp(bounds[1]) > 0 {
		return wrong
	}
	return nil
}
