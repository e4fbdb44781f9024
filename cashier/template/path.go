package template

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"shouqi/ledger/tariff"
)

// treeOf returns the rule as JSON objects, lists and texts, which paths walk through.
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

// text returns what stands there as a person types it.
func (l leaf) text() (string, error) {
	switch held := l.get().(type) {
	case string:
		return held, nil
	case []any:
		names := make([]string, len(held))
		for i, one := range held {
			name, isText := one.(string)
			if !isText {
				return "", refuse(CodePath, l.key)
			}
			names[i] = name
		}
		return strings.Join(names, "、"), nil
	}
	return "", refuse(CodePath, l.key)
}

func (l leaf) set(path, typed string) {
	var value any = typed
	if strings.HasSuffix(path, listEnd) {
		value = splitNames(typed)
	}
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
