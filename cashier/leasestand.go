package cashier

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/store"
)

// LeaseStanding is a lease with how far it is billed and what it asks for next.
type LeaseStanding struct {
	LeaseLine
	BilledTo calendar.Date // of its rent; "" before the first bill
	// Next is the first charge of rent that has no bill and asks for something; nil where none is left.
	Next *lease.Charge
}

// LeaseStandings returns every lease, by number, with how it stands.
func (c *Counter) LeaseStandings(ctx context.Context) (all []LeaseStanding, err error) {
	lines, err := c.Leases(ctx)
	if err != nil {
		return nil, err
	}
	err = c.Book.Store.Read(ctx, func(tx *store.Tx) error {
		all = make([]LeaseStanding, len(lines))
		for i, line := range lines {
			all[i].LeaseLine = line
			if err := all[i].stand(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

func (s *LeaseStanding) stand(tx *store.Tx) error {
	bills, _, err := billing.List(tx, billing.Query{Item: s.Items.Rent, Object: s.Objects[0]})
	if err != nil {
		return err
	}
	for _, bill := range bills {
		if bill.Tariff == s.Tariff() {
			s.BilledTo = max(s.BilledTo, bill.ToOn)
		}
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
		if !charge.Share && charge.AmountFen > 0 && charge.Span.From > s.BilledTo {
			s.Next = &charge
			return nil
		}
	}
	return nil
}

// Places tells rooms and spaces apart among what a person typed: codes in full, or a room's digits as at the desk. What is
// neither is estate.unknown_room.
func (c *Counter) Places(ctx context.Context, typed []string) (rooms, spaces []string, err error) {
	err = c.Book.Store.Read(ctx, func(tx *store.Tx) error {
		rooms, spaces = nil, nil
		for _, text := range typed {
			if _, err := estate.ByCode(tx, text); err == nil {
				rooms = append(rooms, text)
				continue
			}
			if _, err := estate.ByCodeOf(tx, estate.Space, text); err == nil {
				spaces = append(spaces, text)
				continue
			}
			found := c.Find(text, 1)
			if len(found.Hits) == 0 || !IsWholeRoom(found.Hits[0].Code, text) {
				return store.Refuse(estate.CodeUnknownRoom, text)
			}
			rooms = append(rooms, found.Hits[0].Code)
		}
		return nil
	})
	return rooms, spaces, err
}

// AdjustLease puts right every bill of a lease that does not fit what it asks for now, all of them or, on an error, none, and
// returns how many periods it were. Errors: those of Adjust.
func (c *Counter) AdjustLease(ctx context.Context, requestID, number, reason string, second session.Second) (billing.RunResult, error) {
	order := lease.Adjusting(number)
	order.RequestID = requestID
	return c.Adjust(ctx, order, reason, second)
}
