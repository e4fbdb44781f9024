package template

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"shouqi/ledger/tariff"
)

// Ask is one figure the manager fills in.
type Ask struct {
	// Path names the place in the rule: "lines.0.price", "lines.0.tiers.1.upTo". Its last name says what may stand there: a
	// formula and a condition's value are text, everything else a decimal or an own field in brackets.
	Path  string `json:"path"`
	Label string `json:"label"` // 单价
	Unit  string `json:"unit"`  // 元/m²·月
	// Also are other places that take the same figure.
	Also []string `json:"also,omitempty"`
}

const (
	valueRunesMax   = 30
	formulaRunesMax = 2000
)

// Values gives what stands in the rule now for each ask, by its path: what the entries of the screen begin with.
func (t Template) Values() (map[string]string, error) {
	tree, err := treeOf(t.Rule)
	if err != nil {
		return nil, err
	}
	values := make(map[string]string, len(t.Asks))
	for _, ask := range t.Asks {
		leaf, found := at(tree, ask.Path)
		text, isText := leaf.get().(string)
		if !found || !isText {
			return nil, refuse("template.path", ask.Path)
		}
		values[ask.Path] = text
	}
	return values, nil
}

// Fill gives the rule with the values put in by the paths of the asks; what is not in values stays as the template has it.
// A path that is no ask is refused as template.path, a value that does not fit its place as template.value with the ask's
// label, and a rule that the values spoil (tiers out of order) as Rule.Check says. The template itself does not change.
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
			return tariff.Rule{}, refuse("template.value", ask.Label)
		}
		for _, path := range append([]string{ask.Path}, ask.Also...) {
			leaf, found := at(tree, path)
			if !found {
				return tariff.Rule{}, refuse("template.path", path)
			}
			leaf.set(value)
		}
	}
	if filled != len(values) {
		return tariff.Rule{}, refuse("template.path", t.strange(values))
	}
	rule, err := ruleOf(tree)
	if err != nil {
		return tariff.Rule{}, err
	}
	return rule, rule.Check()
}

// strange gives the first path of the values, in the order of text, that is no ask.
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

// takes reports whether a value may stand in the ask's place.
func (a Ask) takes(value string) bool {
	runes := len([]rune(value))
	switch {
	case value == "":
		return false
	case strings.HasSuffix(a.Path, ".formula"):
		return runes <= formulaRunesMax
	case strings.Contains(a.Path, ".values."):
		return runes <= valueRunesMax
	}
	if name, opened := strings.CutPrefix(value, "["); opened {
		name, closed := strings.CutSuffix(name, "]")
		return closed && strings.TrimSpace(name) != "" && runes <= valueRunesMax
	}
	_, err := tariff.ParseNumber(value)
	return err == nil
}

// treeOf gives the rule as JSON objects, lists and texts, which paths walk through.
func treeOf(rule tariff.Rule) (any, error) {
	text, err := json.Marshal(rule)
	if err != nil {
		return nil, fmt.Errorf("template: encode: %w", err)
	}
	// Numbers stay text: the tree holds no float.
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("template: decode: %w", err)
	}
	return tree, nil
}

func ruleOf(tree any) (tariff.Rule, error) {
	text, err := json.Marshal(tree)
	if err != nil {
		return tariff.Rule{}, fmt.Errorf("template: encode: %w", err)
	}
	var rule tariff.Rule
	if err := decode(text, &rule); err != nil {
		return tariff.Rule{}, fmt.Errorf("template: decode: %w", err)
	}
	return rule, nil
}

// leaf is a place in the tree: a key of an object or an index of a list.
type leaf struct {
	object map[string]any
	list   []any
	key    string
	index  int
}

func (l leaf) get() any {
	if l.object != nil {
		return l.object[l.key]
	}
	if l.list != nil {
		return l.list[l.index]
	}
	return nil
}

func (l leaf) set(value string) {
	if l.object != nil {
		l.object[l.key] = value
		return
	}
	l.list[l.index] = value
}

// at walks to the place that a path names; false is a path that leads nowhere.
func at(tree any, path string) (leaf, bool) {
	var here leaf
	for name := range strings.SplitSeq(path, ".") {
		switch node := tree.(type) {
		case map[string]any:
			if _, found := node[name]; !found {
				return leaf{}, false
			}
			here = leaf{object: node, key: name}
		case []any:
			index, err := strconv.Atoi(name)
			if err != nil || index < 0 || index >= len(node) {
				return leaf{}, false
			}
			here = leaf{list: node, index: index}
		default:
			return leaf{}, false
		}
		tree = here.get()
	}
	return here, true
}
