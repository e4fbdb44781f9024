package billing

import (
	"context"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Preview works out what a run would bill, and writes nothing. What one object cannot be billed for is among its
// Exceptions; an error is what stops the whole: see the Propose of the order's source. Its Digest is what Run is given to
// make just this.
func (s *Billing) Preview(ctx context.Context, tx *store.Tx, order Order) (Preview, error) {
	today, err := s.today(tx)
	if err != nil {
		return Preview{}, err
	}
	return previewOn(ctx, tx, order, today)
}

// previewOn is Preview for a business day. It keeps the first 100,000 bills and counts and sums up all.
func previewOn(ctx context.Context, tx *store.Tx, order Order, today calendar.Date) (Preview, error) {
	run := newProposing(ctx, tx, order, today)
	run.places = map[string]place{}
	run.take = func(b Proposed) error {
		if len(run.made.Bills) < previewsKept {
			run.made.Bills = append(run.made.Bills, b)
		}
		return nil
	}
	return run.propose()
}

// Try is Preview for an item that is not in the book: what a manager who puts a rule together sees before saving it. The
// source's Draft is its tariff (billing.no_tariff without one); order's own source is not looked at.
func (s *Billing) Try(ctx context.Context, tx *store.Tx, item Item, source ItemSource, order Order) (Preview, error) {
	if err := item.check(); err != nil {
		return Preview{}, err
	}
	source.Item, source.Anew = item.Name, true // no bill can be of it yet
	if source.Draft == nil {
		return Preview{}, store.Refuse(CodeNoTariff, item.Name)
	}
	draft := *source.Draft
	draft.Item = item.Name
	source.Draft, source.trying = &draft, &item
	order.Source = source
	return s.Preview(ctx, tx, order)
}

// Run issues the bills of an order: all of them or, on any error or when ctx ends, none. It works the order out again and
// does not take a preview's word, because a room may have changed in between. It refuses a run with exceptions unless the
// order leaves them out (billing.exceptions, with their number and the first), one that would come out otherwise than the
// preview a person agreed to (billing.changed), and one of which everything is billed already (billing.already_all) or
// that makes nothing (billing.nothing). What the rules of the law say is in Preview.Law; see Authorize. A run that reaches far takes a second person
// (Preview.Far), and one that has days more than five years away or apart is billing.issue_far. The same request again returns what it made, without its exceptions.
func (s *Billing) Run(ctx context.Context, by staff.Actor, order Order) (RunResult, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (RunResult, error) {
		return s.doRun(ctx, tx, by, order, today)
	})
}

// Outcome is what became of one order of several: what it made, or why it made nothing.
type Outcome struct {
	Order  Order
	Result RunResult
	Err    error
}

// RunEach issues the bills of several orders, each in a write of its own: an order is issued whole or not at all, and what
// stands in the way of one stops no other. Each order has a request of its own, so that a part of the whole can be asked
// again. It stops, and says so, where ctx ends, the book itself fails or the person may not issue bills; what was issued
// before stays issued.
func (s *Billing) RunEach(ctx context.Context, by staff.Actor, orders []Order) (outcomes []Outcome, err error) {
	for _, order := range orders {
		result, err := s.Run(ctx, by, order)
		if ctx.Err() != nil {
			return outcomes, ctx.Err()
		}
		if err != nil && (fatal(err) || strings.HasPrefix(store.Code(err), "staff.")) {
			return outcomes, err
		}
		outcomes = append(outcomes, Outcome{order, result, err})
	}
	return outcomes, nil
}

// doRun asks whether the request has happened before it asks for the right, so that a retry is answered even if the
// person may not issue bills any more.
func (s *Billing) doRun(ctx context.Context, tx *store.Tx, by staff.Actor, order Order, today calendar.Date) (RunResult, error) {
	if err := s.staff.Require(tx, by, order.Source.Right()); err != nil { // before a repeated request is answered
		return RunResult{}, err
	}
	request, err := journal.NewRequest(order.RequestID, order)
	if err != nil {
		return RunResult{}, err
	}
	return journal.Once(tx, request, runAt, func() (RunResult, error) {
		return s.issueOrder(ctx, tx, by, request, order, today)
	})
}

// issueOrder writes bills while the source proposes them, so that a run of any size needs little memory. What was written
// when it then refuses is rolled back with the transaction.
func (s *Billing) issueOrder(ctx context.Context, tx *store.Tx, by staff.Actor, request journal.Request, order Order, today calendar.Date) (RunResult, error) {
	writer, err := s.newIssue(tx, by.ID())
	if err != nil {
		return RunResult{}, err
	}
	run := newProposing(ctx, tx, order, today)
	run.Issuing = true
	run.take = func(b Proposed) error {
		if len(run.made.Exceptions) > 0 && !order.LeaveOut {
			return nil // the whole is refused; the rest only has to be searched for more exceptions
		}
		_, err := writer.add(b.NewBill)
		return err
	}
	made, err := run.propose()
	switch {
	case err != nil:
		return RunResult{}, err
	case ctx.Err() != nil: // cancelled after the last call of At
		return RunResult{}, ctx.Err()
	case len(made.Exceptions) > 0 && !order.LeaveOut:
		return RunResult{Exceptions: made.Exceptions}, refuseExceptions(made.Exceptions)
	// This stands before the digest: who issues a month a second time must hear that it is billed, not that it changed.
	case made.Count == 0 && made.Already > 0:
		return RunResult{}, store.Refuse(codeAlreadyAll, order.Source.Title(), string(order.FromOn), string(order.ToOn), made.Already)
	case order.Digest != "" && order.Digest != made.Digest:
		return RunResult{}, store.Refuse(CodeChanged, order.Source.Title())
	case made.Count == 0:
		return RunResult{}, store.Refuse(CodeNothing)
	}
	far, err := run.farDeeds(made)
	if err != nil {
		return RunResult{}, err
	}
	consent, err := Authorize(s.staff, tx, by, order.Approval, made.Law, order.Source.Title(), far...)
	if err != nil {
		return RunResult{}, err
	}
	result := RunResult{Run: writer.closing.Run, Count: made.Count, SumFen: made.SumFen, Already: made.Already, PoolFen: made.PoolFen, BorneFen: made.BorneFen,
		Exceptions: made.Exceptions, Law: made.Law}
	writer.closing.Law = made.Law.Passed()
	return result, writer.close(request, consent)
}

// runAt reads back the run that one event closed: what a repeated request is answered.
func runAt(tx *store.Tx, deviceNo, seq int64) (r RunResult, err error) {
	found, err := tx.Get("SELECT run, bills, sum_fen FROM runs WHERE device = ? AND seq = ?", []any{deviceNo, seq}, &r.Run, &r.Count, &r.SumFen)
	if err == nil && !found {
		err = store.Refuse(CodeNothing)
	}
	r.Repeated = true
	return r, err
}
