package billing

import (
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// What a period of an object is: open, billed, or touched by a bill of other days.
type billedState int

const (
	unbilled billedState = iota
	alreadyBilled
	overlapping
)

// revision tells whether a span of an object can be billed, and as which revision: the one after a bill that was undone.
func (p *pricing) revision(o estate.Object, span tariff.Span) (int, billedState, error) {
	if p.fresh {
		return 0, unbilled, nil
	}
	spans, ok := p.billed[o.ID]
	if !ok {
		var err error
		if spans, err = p.billedSpans(o.ID); err != nil {
			return 0, unbilled, err
		}
		p.billed[o.ID] = spans
	}
	revision, state := 0, unbilled
	for _, b := range spans {
		switch {
		case b.Span == span:
			revision = max(revision, b.revision+1)
			if !b.undone {
				state = alreadyBilled
			}
		case b.undone || state != unbilled:
		case p.item.Cycle == tariff.Once && b.byRule:
			state = alreadyBilled // whatever days it was billed for
		case b.byRule && b.From <= span.To && b.To >= span.From:
			state = overlapping
		}
	}
	return revision, state, nil
}

// billedSpans reads them from as far back as a bill can reach. An adjustment takes a revision and bills no period of its own.
func (p *pricing) billedSpans(object string) ([]billedSpan, error) {
	from := p.Order.FromOn.AddDays(-2 * spanDaysMax)
	if p.item.Cycle == tariff.Once {
		from = ""
	}
	return store.All(p.Tx, `SELECT period_from, period_to, revision, undone OR of_bill IS NOT NULL, tariff <> '' FROM bills
		WHERE object = ? AND item = ? AND period_from >= ?`, []any{object, p.item.Name, string(from)},
		func(scan func(dest ...any) error) (billedSpan, error) {
			var b billedSpan
			return b, scan(&b.From, &b.To, &b.revision, &b.undone, &b.byRule)
		})
}
