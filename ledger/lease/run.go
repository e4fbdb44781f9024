package lease

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// The longest span of one run, in days, and the most leases it names.
const (
	spanDaysMax = 1100
	namedMax    = 1000
)

// Order is what a run is asked to bill: the periods of leases that touch FromOn to ToOn.
type Order struct {
	RequestID string        `json:"-"`
	FromOn    calendar.Date `json:"fromOn"`
	ToOn      calendar.Date `json:"toOn"`
	// Leases are the numbers of those to bill; none is all.
	Leases []string `json:"leases,omitempty"`
	// LeaveOut issues the other bills where some cannot be worked out; without it a run with exceptions issues nothing.
	LeaveOut bool `json:"leaveOut,omitempty"`
	// Digest is that of the preview a person agreed to; a run that would come out otherwise is refused. "" is not asked.
	Digest string `json:"digest,omitempty"`
}

// Proposed is a bill as a run would make it.
type Proposed struct {
	billing.NewBill
	Number string // of the contract
	Code   string // of the object it stands on
	Charge Charge
}

// Exception is a period that a run cannot bill, and why.
type Exception struct {
	Number string
	Code   string // of the object
	Span   tariff.Span
	Err    error
}

// Preview is what a run would do.
type Preview struct {
	Bills  []Proposed
	SumFen money.Fen
	// Already counts the charges that are billed, Nothing those of 0, Waiting the periods that are not over and wait for their turnover.
	Already, Nothing, Waiting int
	Exceptions                []Exception
	// Digest stands for every bill with its amount.
	Digest string
}

// Result is what a run made; Run is the id that its event and the list of runs name.
type Result struct {
	Run        string      `json:"run"`
	Count      int         `json:"count"`
	SumFen     money.Fen   `json:"sumFen"`
	Already    int         `json:"already"`
	Exceptions []Exception `json:"-"`
}

// Propose works out what a run would bill, and issues nothing. It asks ctx between leases.
func Propose(ctx context.Context, tx *store.Tx, order Order, today calendar.Date) (Preview, error) {
	if err := checkSpan(order.FromOn, order.ToOn); err != nil {
		return Preview{}, err
	}
	if order.ToOn.DaysSince(order.FromOn) >= spanDaysMax || len(order.Leases) > namedMax {
		return Preview{}, store.Refuse("billing.span_long", spanDaysMax)
	}
	leases, err := ordered(tx, order)
	if err != nil {
		return Preview{}, err
	}
	t := tally{tx: tx, today: today}
	for _, l := range leases {
		if err := ctx.Err(); err != nil {
			return Preview{}, err
		}
		if err := t.lease(l, order); err != nil {
			return Preview{}, err
		}
	}
	sum := sha256.New()
	for _, b := range t.Bills {
		fmt.Fprintln(sum, billing.BillID(b.Item, b.Object, b.FromOn, b.ToOn, b.Revision), int64(b.AmountFen)) // a hash takes every write
	}
	t.Digest = hex.EncodeToString(sum.Sum(nil)[:16])
	return t.Preview, nil
}

// Run issues the bills of an order in the caller's transaction: all of them or, on any error, none. It refuses a run with
// exceptions unless the order leaves them out (billing.exceptions, with their number and the first), one that would come out otherwise than the preview a
// person agreed to (lease.changed), and one of which nothing is left to bill (lease.already, billing.nothing). The same
// request again gives what it made.
func (s *Leases) Run(ctx context.Context, tx *store.Tx, by staff.Actor, order Order, today calendar.Date) (Result, error) {
	request, err := journal.NewRequest(order.RequestID, order)
	if err != nil {
		return Result{}, err
	}
	if _, _, happened, err := request.Earlier(tx); err != nil || happened {
		if err != nil {
			return Result{}, err
		}
		return runOf(tx, request)
	}
	if err := s.staff.Require(tx, by, staff.IssueBills); err != nil {
		return Result{}, err
	}
	made, err := Propose(ctx, tx, order, today)
	switch {
	case err != nil:
		return Result{}, err
	case len(made.Exceptions) > 0 && !order.LeaveOut:
		return Result{Exceptions: made.Exceptions}, store.Fail("billing.exceptions", made.Exceptions[0].Err, len(made.Exceptions), made.Exceptions[0].Number)
	case order.Digest != "" && order.Digest != made.Digest:
		return Result{}, store.Refuse("lease.changed")
	case len(made.Bills) == 0 && made.Already > 0:
		return Result{}, store.Refuse("lease.already", string(order.FromOn), string(order.ToOn), made.Already)
	}
	bills := make([]billing.NewBill, len(made.Bills))
	for i, b := range made.Bills {
		bills[i] = b.NewBill
	}
	if _, err := s.billing.Issue(tx, request, by.ID(), staff.Consent{}, bills); err != nil {
		return Result{}, err
	}
	result, err := runOf(tx, request)
	result.Already, result.Exceptions = made.Already, made.Exceptions
	return result, err
}

// runOf reads back what the run of a request made.
func runOf(tx *store.Tx, request journal.Request) (r Result, err error) {
	deviceNo, seq, _, err := request.Earlier(tx)
	if err != nil {
		return r, err
	}
	found, err := tx.Get("SELECT run, bills, sum_fen FROM runs WHERE device = ? AND seq = ?", []any{deviceNo, seq}, &r.Run, &r.Count, &r.SumFen)
	if err == nil && !found {
		err = store.Refuse("billing.nothing")
	}
	return r, err
}

func ordered(tx *store.Tx, order Order) ([]Lease, error) {
	if len(order.Leases) == 0 {
		return All(tx)
	}
	var leases []Lease
	for _, number := range order.Leases {
		l, err := ByNumber(tx, number)
		if err != nil {
			return nil, err
		}
		leases = append(leases, l)
	}
	return leases, nil
}

// tally works a run out, lease by lease.
type tally struct {
	tx    *store.Tx
	today calendar.Date
	Preview
}

func (t *tally) lease(l Lease, order Order) error {
	object, err := estate.ByID(t.tx, l.Objects[0])
	if err != nil {
		return err
	}
	turnovers, err := Turnovers(t.tx, l.ID)
	if err != nil {
		return err
	}
	asked := tariff.Span{From: order.FromOn, To: order.ToOn}
	charges, err := Schedule(l, turnovers, asked.From, asked.To)
	if err != nil {
		t.except(l, object, asked, err)
		return nil
	}
	billed, err := billedPeriods(t.tx, l)
	if err != nil {
		return err
	}
	var named tariff.Span // a period is named once, though its rent and its share both wait
	for _, c := range charges {
		switch {
		case billed[charged{c.Item, c.Span.From}]:
			t.Already++
		case c.Unreported && c.Span == named:
		case c.Unreported && c.Span.To >= t.today:
			t.Waiting++
			named = c.Span
		case c.Unreported:
			t.except(l, object, c.Span, store.Refuse("lease.turnover_missing", l.Number, string(c.Span.From), string(c.Span.To), c.FloorFen.Grouped()))
			named = c.Span
		case c.AmountFen == 0:
			t.Nothing++
		default:
			if err := t.propose(l, object, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tally) except(l Lease, o estate.Object, s tariff.Span, err error) {
	t.Exceptions = append(t.Exceptions, Exception{Number: l.Number, Code: o.Code, Span: s, Err: err})
}

func (t *tally) propose(l Lease, o estate.Object, c Charge) error {
	kind, err := kindOf(t.tx, c.Item, billing.Income)
	if err != nil {
		return err
	}
	bill := l.bill(c, kind)
	// A bill that a rule of the item made for these days would ask for the same money again.
	by, err := t.tx.Get(`SELECT 1 FROM bills WHERE object = ? AND item = ? AND undone = 0 AND of_bill IS NULL AND tariff <> '' AND tariff NOT LIKE 'lease/%'
		AND period_from <= ? AND period_to >= ? LIMIT 1`, []any{bill.Object, bill.Item, string(bill.ToOn), string(bill.FromOn)}, new(int))
	if err != nil {
		return err
	}
	if by {
		t.except(l, o, c.Span, store.Refuse("lease.bill_there", o.Code, c.Item))
		return nil
	}
	if bill.Revision, err = revision(t.tx, bill); err != nil {
		return err
	}
	if t.SumFen, err = money.Add(t.SumFen, bill.AmountFen); err != nil {
		return store.Fail("billing.amount", err)
	}
	t.Bills = append(t.Bills, Proposed{NewBill: bill, Number: l.Number, Code: o.Code, Charge: c})
	return nil
}

// charged names a period of an item by its first day: a lease that ended early keeps it.
type charged struct {
	item string
	from calendar.Date
}

// billedPeriods gives what of a lease has a standing bill.
func billedPeriods(tx *store.Tx, l Lease) (map[charged]bool, error) {
	all, err := store.All(tx, "SELECT item, period_from FROM bills WHERE object = ? AND tariff = ? AND undone = 0", []any{l.Objects[0], l.Tariff()},
		func(scan func(dest ...any) error) (charged, error) {
			var c charged
			return c, scan(&c.item, &c.from)
		})
	billed := make(map[charged]bool, len(all))
	for _, c := range all {
		billed[c] = true
	}
	return billed, err
}
