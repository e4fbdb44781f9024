package billing

import (
	"cmp"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// periodPaid are the bills of one whole period, in turn: one, or the parts that the period was billed in.
type periodPaid []Bill

// periodsPaid returns the whole periods that bills are of, by item, object and time. The parts of a period are one period together where
// all of it is there, and nothing where a day is missing; nor is anything that reaches beyond its period.
func periodsPaid(offers map[string]Offer, bills []Bill) (all []periodPaid) {
	slices.SortFunc(bills, func(a, b Bill) int {
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Object, b.Object), cmp.Compare(a.FromOn, b.FromOn), cmp.Compare(a.Revision, b.Revision), cmp.Compare(a.ID, b.ID))
	})
	for i := range bills {
		if last := len(all) - 1; last >= 0 && isWithin(bills[i], all[last]) {
			continue // a part that was counted, or a second bill of the same days
		}
		if period := periodFrom(offers[bills[i].Item].Cycle, bills[i:]); period != nil {
			all = append(all, period)
		}
	}
	return all
}

// isWithin reports whether a bill begins in a period of its item and object that was counted.
func isWithin(b Bill, period periodPaid) bool {
	last := period[len(period)-1]
	return b.Item == last.Item && b.Object == last.Object && b.FromOn <= last.ToOn
}

// periodFrom returns the bills that make up the period that the first one begins, nil where it begins none or they do not fill it.
func periodFrom(cycle tariff.Cycle, bills []Bill) periodPaid {
	begins, ends := periodOf(cycle, bills[0])
	if bills[0].FromOn != begins {
		return nil
	}
	period := periodPaid{bills[0]}
	for _, bill := range bills[1:] {
		if last := period[len(period)-1]; last.ToOn < ends && bill.follows(last) {
			period = append(period, bill)
		}
	}
	if period[len(period)-1].ToOn != ends {
		return nil
	}
	return period
}

// periodOf returns the first and the last day of the period that a bill begins in. What a lease asks for has the periods of its contract,
// and an item whose cycle has none those that it was billed for. A year that is counted from a handover begins on any day.
func periodOf(cycle tariff.Cycle, bill Bill) (from, to calendar.Date) {
	if bill.Origin == FromLease || cycle == tariff.Once || cycle == tariff.AnySpan {
		return bill.FromOn, bill.ToOn
	}
	from, to, err := cycle.PeriodOf(bill.FromOn, bill.FromOn)
	if err != nil {
		return "", ""
	}
	return from, to
}
