package charging

import (
	"cmp"
	"context"
	"slices"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// PlannedRun is one order with what it would bill, beside what the item charged the period before. Order carries a request
// and the preview's digest: issuing it gives these very bills, once. Err is what stops the whole order; the rest is then empty.
type PlannedRun struct {
	Order   billing.Order
	Preview billing.Preview
	Err     error
	// Before is the period before, and what it charged by object and in all.
	Before    tariff.Span
	BeforeOf  map[string]money.Fen
	BeforeFen money.Fen
	// Movers are the rooms whose amount changes most, the largest change first, at most moversMax.
	Movers []Mover
}

// Mover is a room whose amount is not what it was the period before; one that was not charged then is none.
type Mover struct {
	Code   string
	Home   string // the household, as in billing.Proposed
	WasFen money.Fen
	NowFen money.Fen
}

// ChangeFen is above zero where more is charged now.
func (m Mover) ChangeFen() money.Fen { return m.NowFen - m.WasFen }

// moversMax is how many movers a preview names.
const moversMax = 8

// Plan works out what several orders would bill, and changes nothing. Progress hears of each order how far it is; nil
// is nobody. Errors: the context's error when cancelled; what stops one order is in its Err.
func (c *Charging) Plan(ctx context.Context, orders []billing.Order, progress func(done, total int)) (planned []PlannedRun, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		for _, order := range orders {
			id, err := session.NewRequestID()
			if err != nil {
				return err
			}
			order.RequestID, order.Digest, order.Progress = id, "", progress
			plan := PlannedRun{Order: order}
			plan.Preview, plan.Err = c.session.Book.Billing.Preview(ctx, tx, order)
			if err := ctx.Err(); err != nil {
				return err
			}
			if plan.Err == nil {
				plan.Order.Digest = plan.Preview.Digest
				if err := plan.compare(tx); err != nil {
					return err
				}
			}
			planned = append(planned, plan)
		}
		return nil
	})
	return planned, err
}

// compare puts the period before beside the preview, where all of it is one item: the leases of a month have periods of their
// own.
func (p *PlannedRun) compare(tx *store.Tx) (err error) {
	items, err := p.Order.Source.Items(tx)
	if err != nil || len(items) != 1 {
		return err
	}
	from, to := p.Order.FromOn, p.Order.ToOn
	for _, bill := range p.Preview.Bills {
		from, to = min(from, bill.FromOn), max(to, bill.ToOn)
	}
	p.Before = spanBefore(from, to)
	if p.BeforeOf, err = billing.Charged(tx, items[0], p.Before.From, p.Before.To); err != nil {
		return err
	}
	now, code, home := make(map[string]money.Fen), make(map[string]string), make(map[string]string)
	for _, bill := range p.Preview.Bills {
		now[bill.Object] += bill.AmountFen
		code[bill.Object], home[bill.Object] = bill.Code, cmp.Or(bill.Home, bill.Object)
	}
	for object, fen := range p.BeforeOf {
		if _, again := now[object]; !again && p.Preview.Already > 0 {
			continue // what is billed already is not compared: the rest of a month beside the whole of the last one would mislead
		}
		if p.BeforeFen, err = money.Add(p.BeforeFen, fen); err != nil {
			return err
		}
	}
	for object, fen := range now {
		if was, charged := p.BeforeOf[object]; charged && was != fen {
			p.Movers = append(p.Movers, Mover{Code: code[object], Home: home[object], WasFen: was, NowFen: fen})
		}
	}
	slices.SortFunc(p.Movers, func(a, b Mover) int {
		if more := max(b.ChangeFen(), -b.ChangeFen()) - max(a.ChangeFen(), -a.ChangeFen()); more != 0 {
			return int(more)
		}
		return cmp.Compare(a.Code, b.Code)
	})
	p.Movers = p.Movers[:min(len(p.Movers), moversMax)]
	return nil
}

// spanBefore returns the days before a span that are as long: as many months where it is whole months, else as many days.
func spanBefore(from, to calendar.Date) tariff.Span {
	next := to.AddDays(1).Time()
	if from.Time().Day() == 1 && next.Day() == 1 {
		months := (next.Year()-from.Year())*12 + int(next.Month()) - int(from.Time().Month())
		return tariff.Span{From: calendar.Of(from.Time().AddDate(0, -months, 0)), To: from.AddDays(-1)}
	}
	return tariff.Span{From: from.AddDays(-to.DaysSince(from) - 1), To: from.AddDays(-1)}
}

// Issuable returns how many bills of the plan can be issued and what they come to, in fen: none where something stops it or,
// unless it is left out, something of it cannot be worked out.
func (p PlannedRun) Issuable(leaveOut bool) (count int, fen money.Fen) {
	if p.Err != nil || len(p.Preview.Exceptions) > 0 && !leaveOut {
		return 0, 0
	}
	return p.Preview.Count, p.Preview.SumFen
}

// Issue issues what was planned of those that can be issued, each item by itself: what stands in the way of one stops no
// other. An outcome without a result has its error: what billing.Run answers, billing.changed where the book would give
// other bills than the plan showed. Second agrees to each of those that reach far (Preview.Far). Errors: the context's error when cancelled; what was issued before stays.
func (c *Charging) Issue(ctx context.Context, planned []PlannedRun, leaveOut bool, second session.Second, progress func(done, total int)) ([]billing.Outcome, error) {
	by := c.session.Who()
	var orders []billing.Order
	for _, plan := range planned {
		if count, _ := plan.Issuable(leaveOut); count == 0 {
			continue
		}
		plan.Order.Progress, plan.Order.LeaveOut = progress, len(plan.Preview.Exceptions) > 0
		if plan.Preview.Far { // an approval is used once, and each order is issued by itself
			approval, err := c.session.Approval(ctx, by, second, staff.IssueFar)
			if err != nil {
				return nil, err
			}
			plan.Order.Approval = approval
		}
		orders = append(orders, plan.Order)
	}
	return c.session.Book.Billing.RunEach(ctx, by, orders)
}
