package tariff

import "slices"

const monthField = "month"

var conditionOps = []string{"=", "≠", "<", "≤", ">", "≥", "in", "between"}

// byMonth reports whether one of the conditions asks for the month.
func byMonth(conditions []Condition) bool {
	return slices.ContainsFunc(conditions, func(c Condition) bool { return c.Field == monthField })
}

// failing gives the first condition that does not hold, nil where all do.
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

func (c *Condition) orders() bool { return c.Op != "=" && c.Op != "≠" && c.Op != "in" }

func (s *scene) holds(c *Condition) (bool, error) {
	if text, is := s.facts.text(c.Field); is {
		return slices.Contains(c.Values, text) == (c.Op != "≠"), nil
	}
	if prefix, name := Measure(c.Field).split(); prefix == FieldOf && !c.orders() {
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
	default:
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
