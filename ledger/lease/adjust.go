package lease

import (
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// adjustments returns what is to be put right on a lease's bills; billing.Adjust does it. A period that waits for its
// turnover is not among them, nor one that is not billed at all: a run makes its first bill.
func (s *Leases) adjustments(tx *store.Tx, l Lease) ([]billing.Adjustment, error) {
	all, _, err := s.billing.Adjustments(tx.Context(), tx, Adjusting(l.Number))
	return all, err
}

// Adjusting returns the order for putting right every bill of one lease, by its number. It names no days, because Compare
// looks at all of a lease's bills.
func Adjusting(number string) billing.Order {
	return billing.Order{Source: Source{Leases: []string{number}}}
}

// compare holds the bills of every period against what the lease asks for now. A period is known by its first day, so
// that the last one, which an early end cuts short, is still found.
func (l *Lease) compare(run *billing.Proposing, compare func(bills []billing.Bill, should billing.Proposed) error) error {
	turnovers, err := Turnovers(run.Tx, l.ID)
	if err != nil {
		return err
	}
	charges, err := Schedule(*l, turnovers, l.FromOn, l.ToOn)
	if err != nil {
		return err
	}
	object, err := estate.ByID(run.Tx, l.Objects[0])
	if err != nil {
		return err
	}
	for _, item := range []string{l.Items.Rent, l.Items.Share} {
		bills, err := billsOf(run.Tx, *l, item)
		if err != nil {
			return err
		}
		// Stable, so that the bills of one period stay in the order they were issued.
		slices.SortStableFunc(bills, func(a, b billing.Bill) int { return a.FromOn.DaysSince(b.FromOn) })
		for len(bills) > 0 {
			n := 1
			for n < len(bills) && bills[n].FromOn == bills[0].FromOn {
				n++
			}
			if charge := l.chargeOf(bills[0], charges); !charge.Unreported {
				if err := compare(bills[:n], l.should(run, bills[0], charge, object)); err != nil {
					return err
				}
			}
			bills = bills[n:]
		}
	}
	return nil
}

// chargeOf returns what a bill's period asks for now. Where the lease has no such period any more, because it ended
// before, that is a charge of nothing, and the whole bill is taken off.
func (l *Lease) chargeOf(bill billing.Bill, charges []Charge) Charge {
	for _, c := range charges {
		if c.Item == bill.Item && c.Span.From == bill.FromOn {
			return c
		}
	}
	return Charge{Item: bill.Item, TermsFromOn: l.FromOn}
}

// should returns the bill that a period would have now, for the days and with the debtor of the one it has. It falls due
// today or later: nobody is late with an adjustment.
func (l *Lease) should(run *billing.Proposing, of billing.Bill, charge Charge, object estate.Object) billing.Proposed {
	charge.Span, charge.DueOn = tariff.Span{From: of.FromOn, To: of.ToOn}, max(charge.DueOn, run.Today)
	bill := l.bill(charge, of.Kind)
	bill.Debtor = of.Debtor
	return billing.Proposed{NewBill: bill, Code: object.Code, Contract: l.Number, AllSteps: charge.Steps}
}
