package charges

import (
	"strconv"
	"strings"

	"shouqi/ledger/tariff"
)

// conditionFields are what a condition may look at; measures and own fields of the estate come behind.
var conditionFields = []string{"use", "layout", "state", "party", "building", "unit", "number", "floor", "nth", "area", "month", "heads"}

// textFields are those that compare as text.
var textFields = []string{"use", "layout", "state", "party", "building", "unit", "number", "kind"}

// conditionLines are the conditions of a block, or of the whole rule for an empty prefix.
func (e *editor) conditionLines(prefix string, conditions *[]tariff.Condition) []line {
	var rows []line
	for i := range *conditions {
		c, key := &(*conditions)[i], prefix+"when."+strconv.Itoa(i)+"."
		rows = append(rows, e.fieldLine(key, c), e.opLine(key, c))
		if !asksWhether(c.Op) {
			rows = append(rows, e.valuesLine(key, c))
		}
	}
	return rows
}

// asksWhether reports whether an operator asks only whether there is anything, so that nothing is compared with.
func asksWhether(op string) bool { return op == "empty" || op == "filled" }

func (e *editor) fieldLine(key string, c *tariff.Condition) line {
	one := line{key: key + "field", label: e.s.text("charges.line.whenField"), value: c.Field, set: func(value string) {
		c.Field, c.Op, c.Values = value, "=", []string{""}
	}}
	known := false
	for _, field := range conditionFields {
		one.options = append(one.options, option{field, e.s.text("charges.field." + field)})
		known = known || field == c.Field
	}
	for _, field := range e.s.estate.fields {
		value := string(tariff.FieldOf) + field
		one.options = append(one.options, option{value, field})
		known = known || value == c.Field
	}
	if !known {
		one.options = append(one.options, option{c.Field, e.s.measureWords(tariff.Measure(c.Field))})
	}
	return one
}

func (e *editor) opLine(key string, c *tariff.Condition) line {
	ops := []string{"=", "≠", "in"}
	isText := contains(textFields, c.Field)
	if !isText {
		ops = append(ops, "<", "≤", ">", "≥", "between")
	}
	if isText || strings.HasPrefix(c.Field, string(tariff.FieldOf)) {
		ops = append(ops, "empty", "filled")
	}
	return e.choice(key+"op", "whenOp", "charges.op.", c.Op, ops, func(value string) {
		if c.Op = value; asksWhether(value) {
			c.Values = nil
		} else if len(c.Values) == 0 {
			c.Values = []string{""}
		}
	})
}

// valuesLine is what is compared with, of what the estate has where that is known.
func (e *editor) valuesLine(key string, c *tariff.Condition) line {
	one := line{key: key + "values", label: e.s.text("charges.line.whenValues"), value: joined(c.Values), many: true, help: e.s.text("charges.help.whenValues"),
		set: func(typed string) {
			if c.Values = splitNames(clean(typed)); len(c.Values) == 0 {
				c.Values = []string{""}
			}
			if len(c.Values) > 1 && (c.Op == "=" || c.Op == "≠") && contains(textFields, c.Field) {
				c.Op = "in"
			}
		}}
	facts := e.s.estate
	known := map[string][]string{"use": facts.uses, "layout": facts.layouts, "state": facts.states, "building": facts.buildings,
		"party": {"owner", "tenant", "none"}}[c.Field]
	for _, name := range known {
		label := name
		if c.Field == "party" {
			label = e.s.text("charges.party." + name)
		}
		one.options = append(one.options, option{name, label})
	}
	return one
}
