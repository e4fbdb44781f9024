package billing

import (
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// billedState says what bills there are for a period of an object.
type billedState int

const (
	unbilled      billedState = iota // the period can be billed
	alreadyBilled                    // a bill of these very days stands
	overlapping                      // a bill of other days stands that shares days with it
)

// spansOf returns the periods of an object that have a bill, undone or not, read once.
func (p *pricing) spansOf(o estate.Object) ([]billedSpan, error) {
	spans, ok := p.billed[o.ID]
	if !ok {
		var err error
		if spans, err = p.billedSpans(o.ID); err != nil {
			return nil, err
		}
		p.billed[o.ID] = spans
	}
	return spans, nil
}

// revision returns whether a span of an object can be billed, and as which revision: the one after the bills of the same
// days, which were undone or adjust others, 0 where there are none. It keeps the room from paying for one day twice.
func (p *pricing) revision(o estate.Object, span tariff.Span) (int, billedState, error) {
	if p.fresh {
		return 0, unbilled, nil
	}
	spans, err := p.spansOf(o)
	if err != nil {
		return 0, unbilled, err
	}
	revision, state := 0, unbilled
	for _, b := range spans {
		switch {
		case b.Span == span:
			// Undone bills and adjustments keep their ids, so that the next bill takes the revision after theirs.
			if b.revision < ownRevisions {
				revision = max(revision, b.revision+1)
			}
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

// billedSpans reads the bills of an object from as far back as one can reach into the order's days: a bill spans at most
// as many days as an order. An item that comes once was perhaps billed long before, so all of its bills are read. An
// adjustment takes a revision and bills no period of its own, and is read as if it were undone.
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
