package demo

import (
	"context"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Of the months behind, the demo keeps the counter's busiest days; of the last fortnight, every working day.
var busyDays = []int{5, 12, 19, 26}

const (
	fortnightDays = 14
	floatFen      = money.Fen(500_00)
	paymentsMax   = 40
)

// history makes the bills of each month and works the shifts of its days.
func (m *maker) history(ctx context.Context) error {
	cashiers := make([]staff.Actor, 0, 2)
	for _, p := range People {
		if p.Role != staff.Cashier {
			continue
		}
		actor, err := m.book.Staff.SignIn(ctx, p.Code, p.PIN)
		if err != nil {
			return err
		}
		cashiers = append(cashiers, actor)
	}
	if m.options.Months == 0 {
		return nil
	}
	for number := range m.options.Months + 1 {
		first := m.month(number)
		if first >= m.options.Today {
			break
		}
		m.clock = first.Time().Add(9*time.Hour + 30*time.Minute)
		m.options.Progress(first.Month())
		if err := m.issue(ctx, first); err != nil {
			return err
		}
		for day := first; day.Month() == first.Month() && day < m.options.Today; day = day.AddDays(1) {
			if !m.works(day) {
				continue
			}
			if err := m.shift(ctx, cashiers[m.made.Shifts%len(cashiers)], day); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *maker) works(day calendar.Date) bool {
	if m.options.Today.DaysSince(day) <= fortnightDays {
		return day.Time().Weekday() != time.Sunday
	}
	for _, busy := range busyDays {
		if day.Time().Day() == busy {
			return true
		}
	}
	return false
}

// shift is one day at the counter: float, payments, now and then a void, a reversal or a late entry, count and hand-over.
func (m *maker) shift(ctx context.Context, cashier staff.Actor, day calendar.Date) error {
	m.clock = day.Time().Add(8*time.Hour + 25*time.Minute)
	count, err := till.CountOf(floatFen)
	if err != nil {
		return err
	}
	shift, err := m.book.Till.Open(ctx, cashier, till.Opening{Counted: count})
	if err != nil {
		return err
	}
	m.made.Shifts++
	work := &counterDay{maker: m, ctx: ctx, cashier: cashier, day: day}
	for range min(paymentsMax, 3+len(m.homes)/20) {
		m.clock = m.clock.Add(time.Duration(2+m.random.IntN(9)) * time.Minute)
		if err := work.serve(pick(m.random, m.homes)); err != nil {
			return err
		}
	}
	m.clock = day.Time().Add(17*time.Hour + 40*time.Minute)
	return m.close(ctx, cashier, shift)
}

// close counts what is there, now and then a little off, leaves the float and hands over the rest.
func (m *maker) close(ctx context.Context, cashier staff.Actor, shift till.Shift) error {
	var drawer money.Fen
	var slips []till.SlipCount
	err := m.book.Store.Read(ctx, func(tx *store.Tx) (err error) {
		if slips, err = till.SlipsIn(tx, shift.ShiftRef); err != nil {
			return err
		}
		drawer, err = till.Drawer(tx, shift.Counter, shift.ShiftRef, shift.FloatFen)
		return err
	})
	if err != nil {
		return err
	}
	counted := drawer.DownToJiao()
	if off := money.Fen(m.random.IntN(30)*10 - 150); chance(m.random, 15) && counted+off >= floatFen {
		counted += off
	}
	count, err := till.CountOf(counted)
	if err != nil {
		return err
	}
	if _, err := m.book.Till.Count(ctx, cashier, count); err != nil {
		return err
	}
	if _, err := m.book.Till.CountSlips(ctx, cashier, slips); err != nil {
		return err
	}
	closing := till.Closing{LeftFen: min(floatFen, counted)}
	if counted > closing.LeftFen {
		if closing.Receiver, err = m.approve(ctx, cashier, staff.TakeOver); err != nil {
			return err
		}
	}
	_, err = m.book.Till.Close(ctx, cashier, closing)
	return err
}

// approve takes the supervisor's word.
func (m *maker) approve(ctx context.Context, cashier staff.Actor, action staff.Action) (staff.Approval, error) {
	return m.book.Staff.Approve(ctx, cashier, People[1].Code, People[1].PIN, action)
}
