package charges

import (
	"regexp"
	"strconv"
	"strings"

	"shouqi/ledger/tariff"
)

// spanTyped is how people write from one number to another: 7-15, 7～15, 7至15, with floors below the ground -2~-1.
var spanTyped = regexp.MustCompile(`^(-?\d+(?:\.\d+)?)\s*[-~～〜至到—–－]+?\s*(-?\d+(?:\.\d+)?)$`)

// spanned reads two numbers with a dash between them: the floors, the months or the square metres from the one to the other.
func spanned(typed string) (low, high string, is bool) {
	match := spanTyped.FindStringSubmatch(strings.TrimSuffix(clean(typed), "层"))
	if match == nil {
		return "", "", false
	}
	return match[1], match[2], true
}

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
	facts := e.s.estate
	known := map[string][]string{"use": facts.uses, "layout": facts.layouts, "state": facts.states, "building": facts.buildings,
		"party": {"owner", "tenant", "none"}}[c.Field]
	// Who owes is an inner word in the rule and a word of the language here, in the list and where it is typed.
	said, meant := map[string]string{}, map[string]string{}
	if c.Field == "party" {
		for _, party := range known {
			words := e.s.text("charges.party." + party)
			said[party], meant[words] = words, party
		}
	}
	one := line{key: key + "values", label: e.s.text("charges.line.whenValues"), value: joined(renamed(c.Values, said)), many: true, help: e.s.text("charges.help.whenValues"),
		set: func(typed string) {
			if low, high, is := spanned(typed); is && !contains(textFields, c.Field) {
				c.Op, c.Values = "between", []string{low, high}
				return
			}
			if c.Values = renamed(splitNames(clean(typed)), meant); len(c.Values) == 0 {
				c.Values = []string{""}
			}
			if len(c.Values) > 1 && (c.Op == "=" || c.Op == "≠") && contains(textFields, c.Field) {
				c.Op = "in"
			}
		}}
	if !contains(textFields, c.Field) {
		one.help = e.s.text("charges.help.whenNumbers")
		if c.Op == "between" && len(c.Values) == 2 {
			one.value = c.Values[0] + "-" + c.Values[1]
		}
	}
	for _, name := range renamed(known, said) {
		one.options = append(one.options, option{name, name})
	}
	return one
}

// renamed returns names with those that another is given for replaced by it.
func renamed(names []string, by map[string]string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = name
		if other, there := by[name]; there {
			all[i] = other
		}
	}
	return all
}
