package undoing

import (
	"context"
	"errors"

	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Undo is a void or a reversal being asked for.
type Undo struct {
	RequestID   string
	Number      string
	CopiesTaken int
	Reason      till.Reason
	Second      session.Second
}

// Begin starts a void or reversal of a receipt. Keep it over every retry: its request id is what makes it happen once.
func (c *Undoing) Begin(number string) (Undo, error) {
	id, err := session.NewRequestID()
	return Undo{RequestID: id, Number: number}, err
}

// MustReverse reports whether a payment can only be reversed: it is of another shift than the open one, or electronic.
func (c *Undoing) MustReverse(state session.State, p till.Payment) bool {
	if state.Shift == nil || p.Shift != state.Shift.ShiftRef {
		return true
	}
	for _, t := range p.Tenders {
		if t.Kind.IsElectronic() {
			return true
		}
	}
	return false
}

// Void undoes a payment of the open shift; cash is given back as it came and the drawer opens.
func (c *Undoing) Void(ctx context.Context, undo Undo) (taking.Taken, error) {
	return c.undo(ctx, undo, staff.VoidPayment, c.session.Book.Till.Void)
}

// Reverse undoes a payment of an earlier shift, with a receipt of its own.
func (c *Undoing) Reverse(ctx context.Context, undo Undo) (taking.Taken, error) {
	return c.undo(ctx, undo, staff.Reverse, c.session.Book.Till.Reverse)
}

func (c *Undoing) undo(ctx context.Context, undo Undo, action staff.Action,
	command func(context.Context, staff.Actor, staff.Approval, till.Undoing) (till.Payment, error)) (taking.Taken, error) {
	by := c.session.Who()
	var of till.Payment
	err := c.session.Book.Store.Read(ctx, func(tx *store.Tx) (err error) {
		of, err = till.ByNumber(tx, undo.Number)
		return err
	})
	if err != nil {
		return taking.Taken{}, err
	}
	approval, err := c.session.Approval(ctx, by, undo.Second, action)
	if err != nil {
		return taking.Taken{}, err
	}
	undone, err := command(ctx, by, approval, till.Undoing{RequestID: undo.RequestID, Number: undo.Number, CopiesTaken: undo.CopiesTaken,
		CashBackFen: of.CashFen(), Reason: undo.Reason})
	if err != nil {
		return taking.Taken{}, err
	}
	ctx = context.WithoutCancel(ctx) // It is durable: whoever quits now still gets its paper.
	if undone.Number != "" {
		return taking.Taken{Payment: undone, PaperError: c.printing.Payment(ctx, by, undone)}, nil
	}
	if of.UndoneBy != "" && of.Copies > undo.CopiesTaken {
		return taking.Taken{Payment: undone}, nil // The answer was lost, and the slip has been asked for.
	}
	// A void has no receipt of its own: the slip that stays in the drawer is a copy of each that was voided, marked so.
	var slips error
	for _, receipt := range of.Receipts {
		_, err := c.printing.Copy(ctx, by, receipt.Number, 0)
		slips = errors.Join(slips, err)
	}
	return taking.Taken{Payment: undone, PaperError: errors.Join(slips, c.printing.OpenForCash(ctx, by, undone))}, nil
}
