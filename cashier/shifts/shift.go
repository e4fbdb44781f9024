package shifts

import (
	"context"
	"errors"
	"strconv"

	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/ledger"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Opening is how a shift begins: over the counted float. Second approves one that differs beyond the limit from what the
// last close left, with Reason, and a day that is far from the last (till.FarFrom).
type Opening struct {
	Counted till.Counted
	Second  session.Second
	Reason  till.Reason
}

// Open opens the shift of who is signed in. Errors: what till.Open answers.
func (c *Shifts) Open(ctx context.Context, opening Opening) (till.Shift, error) {
	by := c.session.Who()
	actions, err := c.openingActions(ctx)
	if err != nil {
		return till.Shift{}, err
	}
	approval, err := c.session.Approval(ctx, by, opening.Second, actions...)
	if err != nil {
		return till.Shift{}, err
	}
	return c.session.Book.Till.Open(ctx, by, till.Opening{Counted: opening.Counted, Approval: approval, Reason: opening.Reason})
}

// openingActions reads what the second person of an opening approves.
func (c *Shifts) openingActions(ctx context.Context) (actions []staff.Action, err error) {
	policies, err := c.session.Book.Policies(ctx)
	if err != nil {
		return nil, err
	}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		actions, err = till.OpeningActions(tx, policies.Today(c.session.Book.Journal.Now()))
		return err
	})
	return actions, err
}

// Count takes the blind count; only its answer shows what was expected.
func (c *Shifts) Count(ctx context.Context, counted till.Counted) (till.Shift, error) {
	return c.session.Book.Till.Count(ctx, c.session.Who(), counted)
}

// Overview is what the close shows before the count is committed: nothing of how much should be there.
type Overview struct {
	Shift        till.Shift
	Payments     int
	Voids        int
	Reversals    int
	FirstReceipt string
	LastReceipt  string
	// Between is how many numbers between them no receipt has, and Skipped are all numbers that none will have since the shift before, because papers of
	// a lost book may have them.
	Between    int64
	Skipped    []till.Skipped
	NotPrinted int
	// Unresolved is the electronic money that is not settled: to close over it takes a second person.
	Unresolved []till.Unresolved
}

// between returns how many numbers between the first and the last receipt of a shift none of it has, 0 where a new year began a new series.
func between(z till.ZReport) int64 {
	series, first, _ := till.ReadNumber(z.FirstReceipt)
	another, last, err := till.ReadNumber(z.LastReceipt)
	if err != nil || series != another {
		return 0
	}
	return last - first + 1 - int64(z.Receipts)
}

// Overview reads what the close shows beside the blind count.
func (c *Shifts) Overview(ctx context.Context) (o Overview, err error) {
	policies, err := c.session.Book.Policies(ctx)
	if err != nil {
		return o, err
	}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		shift, err := till.OpenShift(tx, policies.Counter)
		if err != nil {
			return err
		}
		if shift == nil {
			return store.Refuse(till.CodeNoShift)
		}
		o.Shift = *shift
		z, err := till.Summarize(tx, policies, *shift)
		if err != nil {
			return err
		}
		o.Payments, o.Voids, o.Reversals = z.Payments.Count, z.Voids.Count, z.Reversals.Count
		o.FirstReceipt, o.LastReceipt = z.FirstReceipt, z.LastReceipt
		o.Between, o.Skipped = between(z), z.Skipped
		o.Unresolved, err = till.UnresolvedMoney(tx)
		return err
	})
	if err != nil {
		return o, err
	}
	unsure, err := c.printing.Spool.NotSurelyPrinted(ctx)
	o.NotPrinted = len(unsure)
	return o, err
}

// Handover is how a counted shift is closed. Receiver takes the cash that is not left; Second approves a difference
// beyond the limit, with Reason.
type Handover struct {
	LeftFen  money.Fen
	Receiver session.Second
	Second   session.Second
	Reason   till.Reason
	// LeftPieces are the notes and coins of what is left, nil where only its sum is told; SlipReason says why the slips are not what the
	// book has.
	LeftPieces *till.Count
	SlipReason till.Reason
}

// Close ends the counted shift, queues the Z report and checks the book. Errors: what till.Close answers.
func (c *Shifts) Close(ctx context.Context, handover Handover) (till.ZReport, error) {
	by := c.session.Who()
	receiver, err := c.session.Approval(ctx, by, handover.Receiver, staff.TakeOver)
	if err != nil {
		return till.ZReport{}, err
	}
	var actions []staff.Action
	if err := c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		actions, err = till.ClosingActions(tx)
		return err
	}); err != nil {
		return till.ZReport{}, err
	}
	approval, err := c.session.Approval(ctx, by, handover.Second, actions...)
	if err != nil {
		return till.ZReport{}, err
	}
	z, err := c.session.Book.Till.Close(ctx, by, till.Closing{LeftFen: handover.LeftFen, Receiver: receiver, Approval: approval, Reason: handover.Reason,
		LeftPieces: handover.LeftPieces, SlipReason: handover.SlipReason})
	if err != nil {
		return z, err
	}
	ctx = context.WithoutCancel(ctx) // The shift is closed: nobody may be told that it was cancelled.
	// Where no printer is set up nobody waits for paper; the report can be read and printed later.
	if _, err := c.printing.OpenPrinter(); !errors.Is(err, spool.ErrNoPrinter) {
		if err := c.printing.Enqueue(ctx, spool.Z, strconv.FormatInt(z.No, 10), 1); err != nil {
			return z, err
		}
	}
	return z, errors.Join(c.session.Book.Store.Checkpoint(ctx), c.check(ctx))
}

// check looks over what came since the last mark and stops money if anything is wrong.
func (c *Shifts) check(ctx context.Context) error {
	findings, err := c.session.Book.Audit().Quick(ctx)
	if err != nil || len(findings) == 0 {
		return err
	}
	stopped := store.Refuse(ledger.CodeFindings, len(findings))
	c.session.Book.Store.Latch(stopped)
	return stopped
}

// MoveCash books cash put into the drawer or taken out, with a second person, and opens the drawer for it.
func (c *Shifts) MoveCash(ctx context.Context, move till.Move, second session.Second) error {
	by := c.session.Who()
	approval, err := c.session.Approval(ctx, by, second, staff.MoveCash)
	if err != nil {
		return err
	}
	if err := c.session.Book.Till.MoveCash(ctx, by, approval, move); err != nil {
		return err
	}
	// The move is booked; where there is no printer to kick the drawer, a key opens it.
	if err := c.printing.OpenDrawer(ctx, "other"); !errors.Is(err, spool.ErrNoPrinter) {
		return err
	}
	return nil
}
