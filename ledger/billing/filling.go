package billing

import (
	"cmp"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// partBill is a bill of a part of a period: one that stands, or one that the run has just made.
type partBill struct {
	tariff.Span
	fen     money.Fen // as it was issued
	exact   string
	tariff  string
	version calendar.Date
}

// isPricedAs reports whether the bill was made from the same figures as a price, whatever its rounding.
func (b partBill) isPricedAs(from priced) bool {
	return b.exact == from.Result.Exact.String() && b.tariff == from.Tariff && b.version == from.Version
}

// partBills returns the bills of an object that have a part of a period each, in order: those that stand and those that this run made.
func (p *pricing) partBills(o estate.Object, whole tariff.Span) ([]partBill, error) {
	bills, err := store.All(p.Tx, `SELECT period_from, period_to, amount_fen, exact, tariff, tariff_from FROM bills
		WHERE object = ? AND item = ? AND period_from >= ? AND period_to <= ? AND undone = 0 AND origin = 'tariff' AND of_bill IS NULL`,
		[]any{o.ID, p.item.Name, string(whole.From), string(whole.To)}, func(scan func(dest ...any) error) (b partBill, err error) {
			return b, scan(&b.From, &b.To, &b.fen, &b.exact, &b.tariff, &b.version)
		})
	bills = append(bills, p.handed...)
	slices.SortFunc(bills, func(a, b partBill) int { return cmp.Compare(a.From, b.From) })
	return bills, err
}

// filled returns what a part of a period asks, whose own days come to own. Parts are rounded and bounded one by one, and would come to
// another sum than the period: the part with which the period is full asks what the period does less what the others ask, and none asks
// for more than that. That holds where one price is for all of the period and the others were made from the figures of today; otherwise each part is by its own days.
//
// A part that is compared keeps what it asks while nothing that it was made from has changed.
func (p *pricing) filled(o estate.Object, whole, part tariff.Span, own priced) (priced, error) {
	if part == whole || p.source.isTrial() && !p.comparing || own.Result.AmountFen < 0 {
		return own, nil
	}
	bills, err := p.partBills(o, whole)
	if err != nil || len(bills) == 0 {
		return own, err
	}
	others := slices.DeleteFunc(slices.Clone(bills), func(b partBill) bool { return b.Span == part })
	isLast := !slices.ContainsFunc(others, func(b partBill) bool { return b.From >= part.From })
	changed := false
	if at := slices.IndexFunc(bills, func(b partBill) bool { return b.Span == part }); at >= 0 {
		if changed = !bills[at].isPricedAs(own); !changed {
			own.Result.AmountFen = bills[at].fen
		}
	}
	if p.comparing && !isLast {
		return own, nil
	}
	sum, same, err := p.othersCome(o, others, &changed)
	if err != nil || !same || p.comparing && !changed {
		return own, err
	}
	all, outcome, err := p.price(p.item.Name, o, whole, nil)
	if err != nil || outcome == outside {
		if err != nil && fatal(err) {
			return own, err
		}
		return own, nil // the part has a price of its own
	}
	left, full := all.Result.AmountFen-sum, isFull(others, part, all.Covered)
	if !full && own.Result.AmountFen <= left || !p.isOnePrice(o, all, own, others) {
		return own, nil
	}
	step := "本期合计 " + all.Result.AmountFen.String() + " − 已出 " + sum.String() + " = " + left.String()
	if full {
		step += "，是本期最后一张"
	} else {
		step += "，不超过本期余下的"
	}
	own.Result = own.Result.Ending(max(0, left), step)
	return own, nil
}

// othersCome returns what the other parts of a period ask: as they were issued, or, where the figures have changed since, what they
// should. To bill, same is false where one of them was made from other figures, for an adjustment puts that right and no other bill.
func (p *pricing) othersCome(o estate.Object, others []partBill, changed *bool) (sum money.Fen, same bool, err error) {
	for _, b := range others {
		now, outcome, err := p.price(p.item.Name, o, b.Span, nil)
		switch {
		case err != nil && fatal(err):
			return 0, false, err
		case err != nil || outcome == outside:
			return 0, false, nil
		case b.isPricedAs(now):
			sum += b.fen
		case !p.comparing:
			return 0, false, nil
		default:
			*changed = true
			sum += now.Result.AmountFen
		}
	}
	return sum, true, nil
}

// isFull reports whether parts, one more with them, have every day of what is charged.
func isFull(parts []partBill, more, charged tariff.Span) bool {
	spans := []billedSpan{{Span: more, byRule: true}}
	for _, b := range parts {
		spans = append(spans, billedSpan{Span: b.Span, byRule: true})
	}
	return len(unbilledOf(spans, charged)) == 0
}

// isOnePrice reports whether one version of one tariff is for a whole period, and made each of its parts.
func (p *pricing) isOnePrice(o estate.Object, all, own priced, others []partBill) bool {
	if len(p.pricesOver(p.item.Name, o, all.Covered, all.Result.Steps)) > 1 || own.Tariff != all.Tariff || own.Version != all.Version {
		return false
	}
	return !slices.ContainsFunc(others, func(b partBill) bool { return b.tariff != all.Tariff || b.version != all.Version })
}
