package cashier

import (
	"context"
	"errors"
	"fmt"

	"shouqi/cashier/paper"
	"shouqi/cashier/session"
	"shouqi/ledger/estate"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// recentMax is how many receipts the list of receipts shows.
const recentMax = 200

// Receipt is a payment as the list of receipts shows it.
type Receipt struct {
	till.Payment
	Room  string
	Payer string // masked
}

// Receipts lists the newest payments, voids and reversals; numberTail narrows to numbers that end so.
func (c *Counter) Receipts(ctx context.Context, numberTail string) (list []Receipt, err error) {
	err = c.Book.Store.Read(ctx, func(tx *store.Tx) error {
		payments, err := till.Recent(tx, numberTail, recentMax)
		if err != nil {
			return err
		}
		for _, payment := range payments {
			receipt, err := c.receiptRow(tx, payment)
			if err != nil {
				return err
			}
			list = append(list, receipt)
		}
		return nil
	})
	return list, err
}

func (c *Counter) receiptRow(tx *store.Tx, payment till.Payment) (Receipt, error) {
	room, err := estate.ByID(tx, payment.Object)
	if err != nil {
		return Receipt{}, err
	}
	name, kind, err := c.payer(tx, payment)
	return Receipt{Payment: payment, Room: room.Code, Payer: estate.MaskName(name, kind)}, err
}

func (c *Counter) payer(tx *store.Tx, payment till.Payment) (name, kind string, err error) {
	subject, version := payment.Payer()
	if subject == "" {
		return report.Developer, estate.Company, nil
	}
	profile, err := estate.ProfileOf(tx, c.Book.Vault, subject, version)
	if err != nil {
		return "", "", err
	}
	kind, err = estate.KindOf(tx, subject)
	return profile.Name, kind, err
}

// PaperReceipt returns everything that stands on a copy of a receipt. Copy 0 is a preview of the original.
func (c *Counter) PaperReceipt(ctx context.Context, number string, copyNumber int) (r paper.Receipt, err error) {
	err = c.Book.Store.Read(ctx, func(tx *store.Tx) error {
		payment, err := till.ByNumber(tx, number)
		if err != nil {
			return err
		}
		r, err = c.paperReceipt(tx, payment, max(1, copyNumber))
		return err
	})
	return r, err
}

func (c *Counter) paperReceipt(tx *store.Tx, p till.Payment, copyNumber int) (paper.Receipt, error) {
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return paper.Receipt{}, err
	}
	room, err := estate.ByID(tx, p.Object)
	if err != nil {
		return paper.Receipt{}, err
	}
	r := paper.Receipt{Estate: policies.Estate, Company: policies.Company, Counter: policies.Counter, Number: p.Number, State: paper.State(p.State),
		Linked: p.Of, Room: room.Code, Sums: p.Sums(), Ways: p.Ways(), PrepaidAfterFen: p.CreditAfterFen, AtMS: p.AtMS,
		BusinessOn: p.BusinessOn, ValueOn: p.ValueOn, PaperNumber: p.PaperNumber, Copy: copyNumber,
		CheckMark: p.Hash[:16], QR: fmt.Sprintf("SQ1:%s:%d:%s", p.Number, p.TotalFen, p.Hash[:16]), Large: c.settings().Large}
	if p.State == string(paper.Reversed) {
		r.Linked = p.UndoneBy
	}
	if err := c.paperPeople(tx, p, &r); err != nil {
		return r, err
	}
	r.Lines, err = paperLines(tx, room, p)
	return r, err
}

func (c *Counter) paperPeople(tx *store.Tx, p till.Payment, r *paper.Receipt) error {
	name, _, err := c.payer(tx, p)
	if err != nil {
		return err
	}
	r.Payer = name
	subject, _ := p.Payer()
	debtor, _, err := estate.Debtor(tx, p.Object, p.ValueOn)
	if err != nil {
		return err
	}
	r.OnBehalf = subject != "" && subject != debtor && till.TypedPayer(subject)
	if r.Cashier, err = c.Book.Staff.Name(tx, p.Cashier); err != nil {
		return err
	}
	if p.Approver != "" {
		if r.Approver, err = c.Book.Staff.Name(tx, p.Approver); err != nil {
			return err
		}
	}
	return c.paperCopy(tx, r)
}

// paperCopy says who asked for a reprint and when: the printer may get to it when somebody else is at the counter.
func (c *Counter) paperCopy(tx *store.Tx, r *paper.Receipt) error {
	if r.Copy == 1 {
		return nil
	}
	person, atMS, err := till.CopyAsked(tx, r.Number, r.Copy)
	if err != nil || person == "" {
		return err
	}
	r.CopiedMS = atMS
	r.CopiedBy, err = c.Book.Staff.Name(tx, person)
	return err
}

// Undo is a void or a reversal being asked for.
type Undo struct {
	RequestID   string
	Number      string
	CopiesTaken int
	Reason      till.Reason
	Second      session.Second
}

// BeginUndo starts a void or reversal of a receipt. Keep it over every retry: its request id is what makes it happen once.
func (c *Counter) BeginUndo(number string) (Undo, error) {
	id, err := session.NewRequestID()
	return Undo{RequestID: id, Number: number}, err
}

// MustReverse reports whether a payment can only be reversed: it is of another shift than the open one, or electronic.
func (c *Counter) MustReverse(state session.State, p till.Payment) bool {
	if state.Shift == nil || p.ShiftSeq != state.Shift.Seq {
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
func (c *Counter) Void(ctx context.Context, undo Undo) (Taken, error) {
	return c.undo(ctx, undo, staff.VoidPayment, c.Book.Till.Void)
}

// Reverse undoes a payment of an earlier shift, with a receipt of its own.
func (c *Counter) Reverse(ctx context.Context, undo Undo) (Taken, error) {
	return c.undo(ctx, undo, staff.Reverse, c.Book.Till.Reverse)
}

func (c *Counter) undo(ctx context.Context, undo Undo, action staff.Action,
	command func(context.Context, staff.Actor, staff.Approval, till.Undoing) (till.Payment, error)) (Taken, error) {
	by := c.Who()
	var of till.Payment
	err := c.Book.Store.Read(ctx, func(tx *store.Tx) (err error) {
		of, err = till.ByNumber(tx, undo.Number)
		return err
	})
	if err != nil {
		return Taken{}, err
	}
	approval, err := c.Approval(ctx, by, action, undo.Second)
	if err != nil {
		return Taken{}, err
	}
	undone, err := command(ctx, by, approval, till.Undoing{RequestID: undo.RequestID, Number: undo.Number, CopiesTaken: undo.CopiesTaken,
		CashBackFen: of.CashFen(), Reason: undo.Reason})
	if err != nil {
		return Taken{}, err
	}
	ctx = context.WithoutCancel(ctx) // It is durable: whoever quits now still gets its paper.
	if undone.Number != "" {
		return Taken{Payment: undone, PaperError: c.printPayment(ctx, by, undone)}, nil
	}
	if of.UndoneBy != "" && of.Copies > undo.CopiesTaken {
		return Taken{Payment: undone}, nil // The answer was lost, and the slip has been asked for.
	}
	// A void has no receipt of its own: the slip that stays in the drawer is a copy of the voided one, marked so.
	_, slip := c.printCopy(ctx, by, undo.Number, 0)
	return Taken{Payment: undone, PaperError: errors.Join(slip, c.openForCash(ctx, by, undone))}, nil
}
