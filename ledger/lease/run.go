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
	// Already counts the charges that are billed, Nothing those of 0, Waiting the periods that are not over and wait for their
	// turnover.
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
		return Preview{}, store.Refuse(billing.CodeSpanLong, spanDaysMax)
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
		sum.Write(fmt.Appendln(nil, billing.BillID(b.Item, b.Object, b.FromOn, b.ToOn, b.Revision), int64(b.AmountFen)))
	}
	t.Digest = hex.EncodeToString(sum.Sum(nil)[:16])
	return t.Preview, nil
}

// Run issues the bills of an order: all of them or, on any error, none. It refuses a run with exceptions unless the order
// leaves them out (billing.exceptions, with their number and the first), one that would come out otherwise than the preview a
// person agreed to (lease.changed), and one of which nothing is left to bill (lease.already, billing.nothing). The same
// request again gives what it made.
func (s *Leases) Run(ctx context.Context, by staff.Actor, order Order) (Result, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (Result, error) {
		return s.doRun(ctx, tx, by, order, today)
	})
}

func (s *Leases) doRun(ctx context.Context, tx *store.Tx, by staff.Actor, order Order, today calendar.Date) (Result, error) {
	request, err := journal.NewRequest(order.RequestID, order)
	if err != nil {
		return Result{}, err
	}
	return journal.Once(tx, request, runAt, func() (Result, error) {
		if err := s.staff.Require(tx, by, staff.IssueBills); err != nil {
			return Result{}, err
		}
		return s.run(ctx, tx, request, by, order, today)
	})
}

func (s *Leases) run(ctx context.Context, tx *store.Tx, request journal.Request, by staff.Actor, order Order, today calendar.Date) (Result, error) {
	made, err := Propose(ctx, tx, order, today)
	switch {
	case err != nil:
		return Result{}, err
	case len(made.Exceptions) > 0 && !order.LeaveOut:
		return Result{Exceptions: made.Exceptions}, store.Fail(billing.CodeExceptions, made.Exceptions[0].Err, len(made.Exceptions), made.Exceptions[0].Number)
	case order.Digest != "" && order.Digest != made.Digest:
		return Result{}, store.Refuse(CodeChanged)
	case len(made.Bills) == 0 && made.Already > 0:
		return Result{}, store.Refuse(codeAlready, string(order.FromOn), string(order.ToOn), made.Already)
	}
	bills := make([]billing.NewBill, len(made.Bills))
	for i, b := range made.Bills {
		bills[i] = b.NewBill
	}
	if _, err := s.billing.Issue(tx, request, by.ID(), staff.Consent{}, bills); err != nil {
		return Result{}, err
	}
	deviceNo, seq, _, err := request.Earlier(tx)
	if err != nil {
		return Result{}, err
	}
	result, err := runAt(tx, deviceNo, seq)
	result.Already, result.Exceptions = made.Already, made.Exceptions
	return result, err
}

// runAt reads back what the run that one event closed made.
func runAt(tx *store.Tx, deviceNo, seq int64) (r Result, err error) {
	found, err := tx.Get("SELECT run, bills, sum_fen FROM runs WHERE device = ? AND seq = ?", []any{deviceNo, seq}, &r.Run, &r.Count, &r.SumFen)
	if err == nil && !found {
		err = store.Refuse(billing.CodeNothing)
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
