package session

import (
	"context"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// State is what the frame of the window shows at any moment.
type State struct {
	Policies estate.Policies
	// Bounds are the limits of what one person does alone.
	Bounds staff.Bounds
	// Shift is the open shift, nil when there is none; Cashier is its person's name.
	Shift   *till.Shift
	Cashier string
	// Mine says whether the open shift is the signed-in person's.
	Mine bool
	// PastCutoff says that the open shift takes no money of today: its business day is over, or far ahead of a clock that was put right
	// (till.Takes). It must be closed first.
	PastCutoff bool
	// ClockBack says that the clock shows a time before the newest event: somebody should look at it.
	ClockBack bool
	// Last is the newest payment with its paper's state, nil before the first.
	Last *till.Payment
	// Skipped are the receipts' numbers that no receipt of this book has, since the last shift ended.
	Skipped []till.Skipped
	// Stopped says why no money can be taken (the book latched), nil when all is well.
	Stopped error
	// BusinessOn is the business day it is now.
	BusinessOn calendar.Date
	// Channels are those that this counter can ask for money, in the order of the screens' keys.
	Channels []payment.Channel
	// Unsettled is how many orders at a channel may still be paid or wait for a shift, and how much money is on its way back.
	Unsettled int
	// Pretends says that a channel is a pretend one: every screen says so.
	Pretends bool
	// SkewMS is how far the counter's clock is ahead of the channels', below 0 where it is behind; 0 unless it is so much that a person is
	// warned.
	SkewMS int64
	// Others is what is to be known of the other counters of the book, nothing where there is one.
	Others report.Others
}

// State reads the state of the counter.
func (s *Session) State(ctx context.Context) (state State, err error) {
	actor, signed := s.Actor()
	state.Channels, state.Pretends = s.Book.Payments.Connected(), s.Book.Payments.Pretends()
	if skewMS, warn := s.Book.Payments.SkewMS(); warn {
		state.SkewMS = skewMS
	}
	err = s.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if state.Policies, err = estate.ReadPolicies(tx); err != nil {
			return err
		}
		if state.Bounds, err = staff.ReadBounds(tx); err != nil {
			return err
		}
		if state.Shift, err = till.OpenShift(tx, state.Policies.Counter); err != nil {
			return err
		}
		now := s.Book.Journal.Now()
		state.BusinessOn = state.Policies.Today(now)
		s.cutoffHour.Store(int64(state.Policies.CutoffHour))
		if state.Shift != nil {
			if state.Cashier, err = s.Book.Staff.Name(tx, state.Shift.Cashier); err != nil {
				return err
			}
			state.Mine = signed && state.Shift.Cashier == actor.ID()
			state.PastCutoff = !till.Takes(state.Shift.BusinessOn, state.BusinessOn)
		}
		if state.Unsettled, err = payment.CountUnsettled(tx); err != nil {
			return err
		}
		if state.Others, err = report.ReadOthers(tx); err != nil {
			return err
		}
		if state.ClockBack, err = clockRanBack(tx, now); err != nil {
			return err
		}
		if state.Skipped, err = till.SkippedNow(tx, state.Policies.Counter); err != nil {
			return err
		}
		last, err := till.Last(tx)
		if store.Code(err) == till.CodeUnknownReceipt {
			return nil
		}
		state.Last = &last
		return err
	})
	if latched := s.Book.Store.Latched(); latched != nil {
		state.Stopped = latched
	}
	return state, err
}

// clockTolerance is how far a clock may fall behind before somebody is told: synchronising steps are smaller.
const clockTolerance = 2 * time.Minute

func clockRanBack(tx *store.Tx, now time.Time) (bool, error) {
	newest, err := till.NewestEventMS(tx)
	return newest > now.Add(clockTolerance).UnixMilli(), err
}
