package leasing

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Standing is a lease with how far it is billed and what it asks for next.
type Standing struct {
	Line
	BilledTo calendar.Date // of its rent; "" before the first bill
	// Next is the first charge of rent that has no bill and asks for something; nil where none is left.
	Next *lease.Charge
}

// Standings returns every lease, by number, with how it stands.
func (c *Leasing) Standings(ctx context.Context) (all []Standing, err error) {
	lines, err := c.All(ctx)
	if err != nil {
		return nil, err
	}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		all = make([]Standing, len(lines))
		for i, line := range lines {
			all[i].Line = line
			if err := all[i].stand(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

func (s *Standing) stand(tx *store.Tx) error {
	bills, err := billsOf(tx, s.Lease, s.Items.Rent)
	if err != nil {
		return err
	}
	billed := make(map[calendar.Date]bool, len(bills)) // by first day: a month that was passed over is still to come
	for _, bill := range bills {
		s.BilledTo, billed[bill.FromOn] = max(s.BilledTo, bill.ToOn), true
	}
	if s.LastOn() < s.FromOn {
		return nil // it never began
	}
	turnovers, err := lease.Turnovers(tx, s.ID)
	if err != nil {
		return err
	}
	charges, err := lease.Schedule(s.Lease, turnovers, s.FromOn, s.LastOn())
	if err != nil {
		return err
	}
	for _, charge := range charges {
		if !charge.Share && charge.AmountFen > 0 && !billed[charge.Span.From] {
			s.Next = &charge
			return nil
		}
	}
	return nil
}

// Adjust puts right every bill of a lease that does not fit what it asks for now, all of them or, on an error, none, and
// returns how many periods it were. Errors: those of ledger.Book.Adjust.
func (c *Leasing) Adjust(ctx context.Context, requestID, number, reason string, second session.Second) (result billing.RunResult, err error) {
	order := lease.Adjusting(number)
	order.RequestID = requestID
	err = c.session.Agreed(ctx, staff.ReduceBill, second, func(by staff.Actor, approval staff.Approval) error {
		result, err = c.session.Book.Adjust(ctx, by, approval, order, reason)
		return err
	})
	return result, err
}
