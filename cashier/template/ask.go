package template

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"shouqi/ledger/tariff"
)

// Ask is one figure the manager fills in.
type Ask struct {
	// Path names the place in the rule: "lines.0.price", "lines.0.tiers.1.upTo". Its last name says what may stand there: a
	// formula and one value of a condition ("when.0.values.0") are text, all values of a condition ("when.0.values") are
	// texts with 、 between them, everything else is a decimal or an own field in brackets.
	Path  string `json:"path"`
	Label string `json:"label"` // 单价
	Unit  string `json:"unit"`  // 元/m²·月
	// Also are other places that take the same figure.
	Also []string `json:"also,omitempty"`
}

// Condition returns the place in the rule of the condition of which the ask is all values, the line counted from 0 and -1 for the whole
// rule; false for an ask of anything else.
func (a Ask) Condition() (line, condition int, is bool) {
	path, is := strings.CutSuffix(a.Path, listEnd)
	if !is {
		return 0, 0, false
	}
	line = -1
	if _, err := fmt.Sscanf(path, "lines.%d.when.%d", &line, &condition); err == nil {
		return line, condition, true
	}
	_, err := fmt.Sscanf(path, "when.%d", &condition)
	return -1, condition, err == nil
}

const (
	valueRunesMax   = 30
	valuesMax       = 50
	formulaRunesMax = 2000
)

// listEnd is how a path to all values of a condition ends.
const listEnd = ".values"

// Values returns what stands in the rule now for each ask, by its path: what the entries of the screen begin with.
func (t Template) Values() (map[string]string, error) {
	tree, err := treeOf(t.Rule)
	if err != nil {
		return nil, err
	}
	values := make(map[string]string, len(t.Asks))
	for _, ask := range t.Asks {
		leaf, found := at(tree, ask.Path)
		if !found {
			return nil, refuse(CodePath, ask.Path)
		}
		text, err := leaf.text()
		if err != nil {
			return nil, err
		}
		values[ask.Path] = text
	}
	return values, nil
}

// Fill returns the rule with the values put in by the paths of the asks; what is not in values stays as the template has it.
// A path that is no ask is refused as template.path, a value that does not fit its place as template.value,
// template.names or template.formula with the ask's label, and a rule that the values spoil (tiers out of order) as Rule.Check says. The template itself does not change.
func (t Template) Fill(values map[string]string) (tariff.Rule, error) {
	tree, err := treeOf(t.Rule)
	if err != nil {
		return tariff.Rule{}, err
	}
	filled := 0
	for _, ask := range t.Asks {
		value, given := values[ask.Path]
		if !given {
			continue
		}
		filled++
		value = strings.TrimSpace(value)
		if !ask.takes(value) {
			return tariff.Rule{}, refuse(ask.wrong(), ask.Label)
		}
		for _, path := range append([]string{ask.Path}, ask.Also...) {
			leaf, found := at(tree, path)
			if !found {
				return tariff.Rule{}, refuse(CodePath, path)
			}
			leaf.set(path, value)
		}
	}
	if filled != len(values) {
		return tariff.Rule{}, refuse(CodePath, t.strange(values))
	}
	rule, err := ruleOf(tree)
	if err != nil {
		return tariff.Rule{}, err
	}
	if t.Share != "" {
		return rule, nil // it has no price, and billing.CheckSplitting checks the rest with its item
	}
	return rule, rule.Check()
}

// strange returns the first path of the values, in the order of text, that is no ask.
func (t Template) strange(values map[string]string) string {
	first := ""
	for path := range values {
		isAsk := false
		for _, ask := range t.Asks {
			isAsk = isAsk || ask.Path == path
		}
		if !isAsk && (first == "" || path < first) {
			first = path
		}
	}
	return first
}

// wrong is the code that says what may stand in the ask's place.
func (a Ask) wrong() string {
	switch {
	case strings.HasSuffix(a.Path, ".formula"):
		return CodeFormula
	case strings.HasSuffix(a.Path, listEnd):
		return CodeNames
	}
	return CodeValue
}

// takes reports whether a value may stand in the ask's place.
func (a Ask) takes(value string) bool {
	runes := utf8.RuneCountInString(value)
	switch {
	case value == "":
		return false
	case strings.HasSuffix(a.Path, ".formula"):
		return runes <= formulaRunesMax
	case strings.HasSuffix(a.Path, listEnd):
		names := splitNames(value)
		return len(names) > 0 && len(names) <= valuesMax && !slices.ContainsFunc(names, func(name string) bool {
			return utf8.RuneCountInString(name) > valueRunesMax
		})
	case strings.Contains(a.Path, listEnd+"."):
		return runes <= valueRunesMax
	}
	if name, opened := strings.CutPrefix(value, "["); opened {
		name, closed := strings.CutSuffix(name, "]")
		return closed && strings.TrimSpace(name) != "" && runes <= valueRunesMax
	}
	_, err := tariff.ParseNumber(value)
	return err == nil
}

// splitNames parts what a person types between commas of any kind, semicolons and spaces.
func splitNames(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("、，,；; \t\u3000", r) })
}
