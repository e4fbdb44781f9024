package template

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"shouqi/ledger/tariff"
)

// Place is one place of a rule that can be changed by its path, as Ask.Path names it, and what stands there. IsFigure says that it
// is a number or an own field in brackets.
type Place struct {
	Path, Value string
	IsFigure    bool
}

// figures are the last names of the paths to numbers.
var figures = []string{"price", "upTo", "less", "factor", "least", "most", "eachHead", "overHeads"}

// changeable are the last names of the paths that Fill puts a value into, beside the values of conditions.
var changeable = append([]string{"formula"}, figures...)

// Places returns the places of a rule that can be changed, in the order of their lines.
func Places(rule tariff.Rule) []Place {
	tree, err := treeOf(rule)
	if err != nil {
		return nil // a rule that is no JSON has no places
	}
	return placesIn(tree, "")
}

// placesIn walks a tree, its lists in their order and its objects by their keys.
func placesIn(tree any, path string) (all []Place) {
	last := path[strings.LastIndexByte(path, '.')+1:]
	switch node := tree.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(node)) {
			all = append(all, placesIn(node[key], strings.TrimPrefix(path+"."+key, "."))...)
		}
	case []any:
		if last == "values" {
			if text, err := (leaf{list: []any{node}}).text(); err == nil {
				return []Place{{Path: path, Value: text}}
			}
		}
		for i, one := range node {
			all = append(all, placesIn(one, path+"."+strconv.Itoa(i))...)
		}
	case string:
		if slices.Contains(changeable, last) {
			all = append(all, Place{path, node, slices.Contains(figures, last)})
		}
	}
	return all
}
