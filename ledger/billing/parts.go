package billing

import (
	"cmp"
	"slices"

	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// parts returns the spans of a period that are to be priced. To bill, they are the whole period or, where bills by the item's rules
// have days of it, each stretch of days that none of them has: none where every day is billed. To compare, they are those bills. The
// cycles that have no periods of their own are billed for just the days asked for, and nothing is filled up.
func (p *pricing) parts(o estate.Object, span tariff.Span) ([]tariff.Span, error) {
	whole := []tariff.Span{span}
	if !p.item.regular() || p.fresh && !p.comparing {
		return whole, nil
	}
	if p.comparing {
		return p.billedParts(o, span)
	}
	_, state, err := p.revision(o, span)
	if err != nil || state != overlapping {
		return whole, err
	}
	spans, err := p.spansOf(o)
	if err != nil {
		return nil, err
	}
	stretches := unbilledOf(spans, span)
	if len(stretches) > 0 && !p.hasPartPrice(p.item.Name, o, span) {
		return whole, nil
	}
	return stretches, nil
}

// billedParts returns the days of the bills that stand within a period, in order, and the period itself where there are none. A bill
// that sticks out of it, because the day of a handover was corrected, is handed out once.
func (p *pricing) billedParts(o estate.Object, span tariff.Span) (parts []tariff.Span, err error) {
	spans, err := p.spansOf(o)
	if err != nil {
		return nil, err
	}
	for i, b := range spans {
		if !b.byRule || b.undone || b.compared || b.From > span.To || b.To < span.From {
			continue
		}
		spans[i].compared = true
		parts = append(parts, b.Span)
	}
	if len(parts) == 0 {
		return []tariff.Span{span}, nil
	}
	slices.SortFunc(parts, func(a, b tariff.Span) int { return cmp.Compare(a.From, b.From) })
	return parts, nil
}

// unbilledOf returns the stretches of a span that no bill by a rule which stands has a day of, in order.
func unbilledOf(bills []billedSpan, span tariff.Span) (stretches []tariff.Span) {
	standing := slices.DeleteFunc(slices.Clone(bills), func(b billedSpan) bool {
		return b.undone || !b.byRule || b.From > span.To || b.To < span.From
	})
	slices.SortFunc(standing, func(a, b billedSpan) int { return cmp.Compare(a.From, b.From) })
	from := span.From
	for _, b := range standing {
		if b.From > from {
			stretches = append(stretches, tariff.Span{From: from, To: b.From.AddDays(-1)})
		}
		from = max(from, b.To.AddDays(1))
	}
	if from <= span.To {
		stretches = append(stretches, tariff.Span{From: from, To: span.To})
	}
	return stretches
}

// hasPartPrice reports whether the prices that hold in a span say what a part of it costs: what is charged once a period, or follows
// another item, was charged with the part that is billed.
func (g *ground) hasPartPrice(item string, o estate.Object, span tariff.Span) bool {
	chosen, _, _, err := g.choose(item, o, tariff.Span{From: min(max(span.From, o.HandoverOn), span.To), To: span.To})
	if err != nil {
		return false
	}
	for i, v := range chosen.Versions {
		isOver := i+1 < len(chosen.Versions) && chosen.Versions[i+1].FromOn <= span.From
		if !isOver && v.FromOn <= span.To && !v.Rule.HasPartPrice() {
			return false
		}
	}
	return true
}

// countsDays reports whether the item's prices let a period be cut at any day.
func (p *pricing) countsDays() bool {
	return !slices.ContainsFunc(p.tariffs[p.item.Name], func(t Tariff) bool {
		return slices.ContainsFunc(t.Versions, func(v tariff.Version) bool { return !v.Rule.CountsDays() })
	})
}
