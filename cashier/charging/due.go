package charging

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// DueRun is a run that is due, of an item or of the leases, with what its bills are called today.
type DueRun struct {
	billing.DueRun
	Title string
	// LateDays is how many days ago it could have been made; 0 is today.
	LateDays int
}

// Due returns the runs that are due on this business day, the oldest first.
func (c *Charging) Due(ctx context.Context) (all []DueRun, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		today, err := c.session.Book.Today(tx)
		if err != nil {
			return err
		}
		runs, err := billing.Due(ctx, tx, today)
		if err != nil {
			return err
		}
		names, err := billing.ReadNames(tx)
		if err != nil {
			return err
		}
		for _, run := range runs {
			all = append(all, DueRun{run, names.On(run.Item.Name, today), run.LateDays(today)})
		}
		leases, err := c.leasesDue(ctx, tx, today)
		all = append(all, leases...)
		slices.SortStableFunc(all, func(a, b DueRun) int { return a.DueOn.DaysSince(b.DueOn) })
		return err
	})
	return all, err
}

// leaseMonthsBack is how many months of leases are looked through, this one among them.
const leaseMonthsBack = 13

// leasesDue returns the months in which leases ask for something that is not billed. A month is due on its first day where
// some of it is paid in advance, else when it is over.
func (c *Charging) leasesDue(ctx context.Context, tx *store.Tx, today calendar.Date) (all []DueRun, err error) {
	leases, err := lease.All(tx)
	if err != nil || len(leases) == 0 {
		return nil, err
	}
	begun, first := today, calendar.Date("")
	for _, l := range leases {
		begun = min(begun, l.FromOn)
		for _, item := range []string{l.Items.Rent, l.Items.Share} {
			on, err := billing.FirstBilled(tx, item)
			if err != nil {
				return nil, err
			}
			if on != "" && (first == "" || on < first) {
				first = on
			}
		}
	}
	begun = max(begun, first) // a book that took leases over owes no runs of the months before it
	months, err := tariff.EveryMonth.Periods(max(begun, today.AddDays(-31*(leaseMonthsBack-1))), today, "")
	if err != nil {
		return nil, err
	}
	for _, month := range months {
		run, due, err := c.leaseMonth(ctx, tx, month, today)
		if err != nil {
			return nil, err
		}
		if due {
			all = append(all, run)
		}
	}
	return all, nil
}

// leaseMonth returns what leases ask for in a month and whether anything of it is due.
func (c *Charging) leaseMonth(ctx context.Context, tx *store.Tx, month tariff.Span, today calendar.Date) (run DueRun, due bool, err error) {
	order := billing.Order{Source: lease.Source{}, FromOn: month.From, ToOn: month.To}
	preview, err := c.session.Book.Billing.Preview(ctx, tx, order)
	if err != nil {
		return run, false, err
	}
	on := month.To.AddDays(1)
	if slices.ContainsFunc(preview.Bills, func(b billing.Proposed) bool { return b.DueOn <= b.ToOn }) {
		on = month.From
	}
	missing := billing.PlacesOf(preview.Exceptions)
	run = DueRun{Title: order.Source.Title(), LateDays: today.DaysSince(on),
		DueRun: billing.DueRun{Span: month, DueOn: on, Order: order, Left: preview.Places.Charged + missing, Billed: preview.Already}}
	if missing > 0 {
		run.Waits, run.WaitsOf = billing.WaitsOther, missing
		if slices.ContainsFunc(preview.Exceptions, func(e billing.Exception) bool { return store.Code(e.Err) == lease.CodeTurnoverMissing }) {
			run.Waits = billing.WaitsTurnover
		}
	}
	return run, on <= today && preview.Count+missing > 0, nil
}

// PlanDue works out what the runs that are due would bill, and changes nothing. Pools are the totals of shared costs in fen, by
// the run's Key; a shared cost without one is not among what is planned. The request of each is the same for the same item,
// period and content, whoever sends it from wherever, so that a run is made once.
func (c *Charging) PlanDue(ctx context.Context, due []DueRun, pools map[string]money.Fen, progress func(done, total int)) ([]PlannedRun, error) {
	var orders []billing.Order
	for _, run := range due {
		order := run.Order
		if source, ok := order.Source.(billing.ItemSource); ok && run.Item.ShareBy != "" {
			if pools[run.Key()] <= 0 {
				continue
			}
			source.PoolFen = pools[run.Key()]
			order.Source = source
		}
		orders = append(orders, order)
	}
	planned, err := c.Plan(ctx, orders, progress)
	for i := range planned {
		planned[i].Order.RequestID = dueRequest(planned[i].Order)
	}
	return planned, err
}

// Key tells a run that is due from every other one.
func (r DueRun) Key() string {
	return strings.Join([]string{r.Order.Source.Title(), string(r.Span.From), string(r.Span.To)}, " ")
}

// dueRequest names what a run makes: its item, its period and, by the digest, its bills.
func dueRequest(order billing.Order) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{order.Source.Title(), string(order.FromOn), string(order.ToOn), order.Digest}, "\n")))
	return "due-" + hex.EncodeToString(sum[:16])
}

// Late counts the runs that are late for who may issue them, 0 for everybody else: what the desk says.
func (c *Charging) Late(ctx context.Context) (count int, err error) {
	by := c.session.Who()
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error { return c.session.Book.Staff.Require(tx, by, staff.IssueBills) })
	if err != nil {
		return 0, nil //nolint:nilerr // who may not issue bills has no late ones
	}
	due, err := c.Due(ctx)
	for _, run := range due {
		if run.LateDays > 0 {
			count++
		}
	}
	return count, err
}
