package tariff

import (
	"slices"
	"strings"

	"shouqi/ledger/calendar"
)

// The most versions and concessions that one amount may be worked out from.
const (
	versionsMost    = 1000
	concessionsMost = 100
)

// Price works out what a room owes for the days from..to (both included) under the versions of a rule, which may come in
// any order, and the concessions, likewise. The Result holds the steps that explain the amount. Which version and which
// concession holds on which days is described at Rule.
//
// It refuses an invalid span (tariff.span), two versions that begin on one day (tariff.versions), a span that begins before
// the first version (tariff.no_price, naming the day), a concession that ends before it begins or multiplies by less than 0
// (tariff.concession), a rule that Check refuses, and a rule that asks for what the room does not have. Every error is an
// *Error, and the Result is then empty.
func Price(versions []Version, facts Facts, from, to calendar.Date, concessions []Concession) (Result, error) {
	first, last, err := spanOf(from, to)
	if err != nil {
		return Result{}, err
	}
	begun, err := versionsOver(versions, first, last)
	if err != nil {
		return Result{}, err
	}
	granted, err := grantsOver(concessions, facts.meteredSince(first), last)
	if err != nil {
		return Result{}, err
	}
	// Only versions that hold within the span, or on days before it that a reading covers, are checked, and all of them
	// before any is worked out.
	metered := begun
	if since := facts.meteredSince(first); since < first {
		metered = versionsFrom(versions, since, last)
	}
	for _, version := range metered {
		if err := version.rule.Check(); err != nil {
			return Result{}, err
		}
	}
	w := work{facts: &facts, from: first, to: last, pieces: cut(begun, granted, first, last), versions: metered, granted: granted, since: first}
	return w.result()
}

// begun is a version with its first day read.
type begun struct {
	from day
	rule *Rule
}

// versionsOver returns the versions that hold within the span, in order; the first of them holds on the span's first day. It
// refuses more than 1,000 versions, an invalid day and two versions of one day (tariff.versions), and a span whose first day
// has no version (tariff.no_price).
func versionsOver(versions []Version, first, last day) ([]begun, error) {
	if len(versions) > versionsMost {
		return nil, refuse(codeVersions)
	}
	all := make([]begun, len(versions))
	for i := range versions {
		from, valid := dayOf(versions[i].FromOn)
		if !valid {
			return nil, refuse(codeVersions)
		}
		all[i] = begun{from, &versions[i].Rule}
	}
	slices.SortFunc(all, func(a, b begun) int { return int(a.from - b.from) })
	// start is the last version that began by the first day, end the place behind the last that began by the last day.
	start, end := -1, 0
	for i, version := range all {
		if i > 0 && version.from == all[i-1].from {
			return nil, refuse(codeVersions)
		}
		if version.from <= first {
			start = i
		}
		if version.from <= last {
			end = i + 1
		}
	}
	if start < 0 {
		return nil, refuse(codeNoPrice, string(first.date()))
	}
	return all[start:end], nil
}

// versionsFrom returns the versions that hold on the days from..to, in order, where versionsOver took them already: the first
// of all holds on the days before it too.
func versionsFrom(versions []Version, from, to day) []begun {
	all := make([]begun, 0, len(versions))
	for i := range versions {
		if on, _ := dayOf(versions[i].FromOn); on <= to {
			all = append(all, begun{on, &versions[i].Rule})
		}
	}
	slices.SortFunc(all, func(a, b begun) int { return int(a.from - b.from) })
	for len(all) > 1 && all[1].from <= from {
		all = all[1:]
	}
	return all
}

// meteredSince returns the first day that a reading covers, or first where none begins before it. Days that are not valid
// are refused where a line asks for them.
func (f *Facts) meteredSince(first day) day {
	for _, m := range f.Metered {
		for _, r := range m.Readings {
			if from, valid := dayOf(r.FromOn); valid {
				first = min(first, from)
			}
		}
	}
	return first
}

// grant is a concession with its days read and cut to the span, or to the days that readings cover; an open end is that of
// the span.
type grant struct {
	from, to   day
	concession *Concession
}

// grantsOver returns the concessions that hold on some day of the span, in a fixed order. It refuses more than 100 of them,
// an invalid day, an end before the beginning and a factor below 0 (tariff.concession with the concession's name).
func grantsOver(concessions []Concession, first, last day) ([]grant, error) {
	if len(concessions) > concessionsMost {
		return nil, refuse(codeConcession, "")
	}
	granted := make([]grant, 0, len(concessions))
	for i := range concessions {
		c := &concessions[i]
		from, to, held := first, last, true
		if c.FromOn != "" {
			from, held = dayOf(c.FromOn)
		}
		if held && c.ToOn != "" {
			to, held = dayOf(c.ToOn)
		}
		if !held || c.FromOn != "" && c.ToOn != "" && to < from || c.Factor.Sign() < 0 || c.Factor.tooLarge() {
			return nil, refuse(codeConcession, c.Name)
		}
		if from <= last && to >= first {
			granted = append(granted, grant{max(from, first), min(to, last), c})
		}
	}
	// The amount does not depend on the order, but the steps do, and the same bill must always read the same.
	slices.SortFunc(granted, func(a, b grant) int {
		if a.from != b.from {
			return int(a.from - b.from)
		}
		if a.to != b.to {
			return int(a.to - b.to)
		}
		if order := strings.Compare(a.concession.Name, b.concession.Name); order != 0 {
			return order
		}
		return a.concession.Factor.Cmp(b.concession.Factor)
	})
	return granted, nil
}

// piece is a part of the span over which one version and the same concessions hold.
type piece struct {
	from, to day
	rule     *Rule
	granted  []grant
}

// cut parts the span at the days on which a version or a concession begins and after those on which one ends. The pieces are
// in order, without a gap and never empty. versions must be those of versionsOver.
func cut(versions []begun, granted []grant, first, last day) []piece {
	starts := []day{first}
	for _, version := range versions[1:] {
		starts = append(starts, version.from)
	}
	starts = appendCuts(starts, granted, first, last)
	slices.Sort(starts)
	starts = slices.Compact(starts)
	pieces := make([]piece, len(starts))
	for i, from := range starts {
		to := last
		if i+1 < len(starts) {
			to = starts[i+1] - 1
		}
		// Both lists are in order, so the version of a piece is found by moving on from that of the piece before.
		for len(versions) > 1 && versions[1].from <= from {
			versions = versions[1:]
		}
		pieces[i] = piece{from: from, to: to, rule: versions[0].rule}
		for _, g := range granted {
			if g.from <= from && to <= g.to {
				pieces[i].granted = append(pieces[i].granted, g)
			}
		}
	}
	return pieces
}

// appendCuts appends the days within first..last on which what is granted changes.
func appendCuts(starts []day, granted []grant, first, last day) []day {
	for _, g := range granted {
		if g.from > first && g.from <= last {
			starts = append(starts, g.from)
		}
		if g.to >= first && g.to < last {
			starts = append(starts, g.to+1)
		}
	}
	return starts
}

// byCalendarMonth returns the piece cut at the ends of calendar months; a piece within one month is returned as it is.
func (p piece) byCalendarMonth() []piece {
	parts := make([]piece, 0, 1)
	for from := p.from; from <= p.to; {
		part := p
		part.from, part.to = from, min(p.to, from.monthEnd())
		parts = append(parts, part)
		from = part.to + 1
	}
	return parts
}
