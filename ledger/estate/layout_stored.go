package estate

import (
	"encoding/json"
	"slices"
)

// StoredLayout reads a layout that the book keeps. It never fails, so that no receipt waits for it: what this program does not know,
// because a newer one wrote it, or does not allow any more, because an older one did, is left out, and what is no layout at all is the
// usual receipt. ParseLayout reads one that is to be kept.
func StoredLayout(text string) Layout {
	var l Layout
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return Layout{}
	}
	l.Hide = known(l.Hide, Parts)
	if l.Order = known(l.Order, Sections); len(l.Order) > 0 {
		l.Order = known(append(l.Order, Sections...), Sections)
	}
	l.Head, l.Foot = goodLines(l.Head), goodLines(l.Foot)
	if l.Logo != nil && l.Logo.check() != nil {
		l.Logo = nil
	}
	return l
}

// known returns those of names that are among all, each once.
func known[Name ~string](names, all []Name) (kept []Name) {
	for _, name := range names {
		if slices.Contains(all, name) && !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	return kept
}

// goodLines returns the lines that can stand on a receipt, as many as there may be.
func goodLines(lines []string) []string {
	kept := slices.DeleteFunc(lines, func(line string) bool { return !GoodWords([]string{line}) })
	return kept[:min(len(kept), LayoutLinesMax)]
}
