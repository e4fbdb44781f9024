package charging

import (
	"context"
	"slices"
	"time"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// RunShown is a run with the name of who made it.
type RunShown struct {
	billing.RunLine
	Name string
	At   time.Time
}

// Runs returns the newest runs with the names of who made them.
func (c *Charging) Runs(ctx context.Context, limit int) (all []RunShown, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		runs, err := billing.Runs(tx, limit)
		if err != nil {
			return err
		}
		for _, run := range runs {
			name, err := c.session.Book.Staff.Name(tx, run.By)
			if err != nil {
				return err
			}
			all = append(all, RunShown{RunLine: run, Name: name, At: time.UnixMilli(run.AtMS).In(calendar.Zone)})
		}
		return nil
	})
	return all, err
}

// BillLine is a bill with the code of what it is for.
type BillLine struct {
	billing.Bill
	Code string
}

// BillsOfRun returns the bills that a run made; see billing.OfRun.
func (c *Charging) BillsOfRun(ctx context.Context, run string) (lines []BillLine, count int, err error) {
	return c.bills(ctx, func(tx *store.Tx) ([]billing.Bill, int, error) { return billing.OfRun(tx, run) })
}

// Bills lists bills with the codes of what they are for.
func (c *Charging) Bills(ctx context.Context, query billing.Query) (lines []BillLine, count int, err error) {
	return c.bills(ctx, func(tx *store.Tx) ([]billing.Bill, int, error) { return billing.List(tx, query) })
}

// BillsOfSource returns the bills of a source's items whose periods touch some days, with those that were taken back, at most
// 10,000 of each item, and how many there are.
func (c *Charging) BillsOfSource(ctx context.Context, source billing.Source, span tariff.Span) (lines []BillLine, count int, err error) {
	return c.bills(ctx, func(tx *store.Tx) (bills []billing.Bill, count int, err error) {
		items, err := source.Items(tx)
		if err != nil {
			return nil, 0, err
		}
		for _, item := range items {
			more, all, err := billing.List(tx, billing.Query{Item: item, FromOn: span.From, ToOn: span.To, Undone: true})
			if err != nil {
				return nil, 0, err
			}
			bills, count = append(bills, more...), count+all
		}
		return bills, count, nil
	})
}

// bills reads some bills, of which there are count in all, and sets the code of what each is for beside it.
func (c *Charging) bills(ctx context.Context, read func(tx *store.Tx) (bills []billing.Bill, count int, err error)) (lines []BillLine, count int, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		bills, all, err := read(tx)
		if err != nil {
			return err
		}
		count = all
		lines, err = withCodes(tx, bills)
		return err
	})
	return lines, count, err
}

// SourceOf returns the source that some bills came from, nil where they have none or several: what puts their periods right.
func SourceOf(bills []BillLine) billing.Source {
	var items []string
	leases := len(bills) > 0
	for _, bill := range bills {
		leases = leases && bill.Origin == billing.FromLease
		if !slices.Contains(items, bill.Item) {
			items = append(items, bill.Item)
		}
	}
	switch {
	case leases:
		return lease.Source{}
	case len(items) == 1:
		return billing.ItemSource{Item: items[0]}
	}
	return nil
}

func withCodes(tx *store.Tx, bills []billing.Bill) ([]BillLine, error) {
	codes := make(map[string]string)
	lines := make([]BillLine, len(bills))
	for i, bill := range bills {
		code, known := codes[bill.Object]
		if !known {
			object, err := estate.ByID(tx, bill.Object)
			if err != nil {
				return nil, err
			}
			code = object.Code
			codes[bill.Object] = code
		}
		lines[i] = BillLine{Bill: bill, Code: code}
	}
	return lines, nil
}

// PlannedAdjustment is what putting billed periods right would do. Order carries a request: doing it twice does it once.
type PlannedAdjustment struct {
	Order      billing.Order
	All        []billing.Adjustment
	Exceptions []billing.Exception
}

// PlanAdjustment works out what Adjust would do, and changes nothing.
func (c *Charging) PlanAdjustment(ctx context.Context, order billing.Order, progress func(done, total int)) (plan PlannedAdjustment, err error) {
	id, err := session.NewRequestID()
	if err != nil {
		return plan, err
	}
	order.RequestID, order.Progress = id, progress
	plan.Order = order
	plan.All, plan.Exceptions, err = c.Adjustments(ctx, order)
	return plan, err
}
