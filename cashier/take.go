package cashier

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"shouqi/cashier/spool"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Tender is a payment being made at the desk. Begin it when the cashier starts to take money and keep it over every retry:
// its request id is what makes a second Enter, a double click or a lost answer harmless.
type Tender struct {
	RequestID  string
	Household  Household
	Selection  Selection
	Given      Given
	PayerName  string
	Overridden []string
	Late       *LateEntry
}

// LateEntry makes a tender the late entry of a hand-written receipt, with the second person's PIN.
type LateEntry struct {
	PaperNumber string
	ValueOn     calendar.Date
	Reason      till.Reason
	Second      Second
}

// Begin starts a tender for a household.
func (c *Counter) Begin(h Household) (*Tender, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("make a request id: %w", err)
	}
	return &Tender{RequestID: id.String(), Household: h, Selection: h.All(false), Given: Given{Rest: till.Cash, TenderedFen: Exact}}, nil
}

// Taken is a payment that is durable, and what became of asking for its paper: PaperError is set when the receipt could
// not even be queued. The money is safe either way.
type Taken struct {
	Payment    till.Payment
	PaperError error
}

// Take takes the money and then asks for the receipt and, for cash, the drawer. Only the first part can refuse. A bill that
// is paid whole brings its late fee as the household shows it; another sum by now is till.late_fee: read the household
// again, to the value date of a late entry.
func (c *Counter) Take(ctx context.Context, t *Tender) (Taken, error) {
	by := c.who() // Whoever locks the desk meanwhile does not take the paper from it.
	policies, err := c.Book.Policies(ctx)
	if err != nil {
		return Taken{}, err
	}
	quote, err := t.Household.Quote(t.Selection, t.Given, policies.RoundingMaxFen)
	if err != nil {
		return Taken{}, err
	}
	order := till.Order{RequestID: t.RequestID, Room: t.Household.Room.ID, PrepayFen: t.Selection.PrepayFen, Tenders: quote.Tenders,
		KeepChange: t.Given.KeepChange && quote.ChangeFen > 0, PayerName: t.PayerName, Overridden: t.Overridden}
	for _, line := range t.Household.Lines {
		if part := t.Selection.Parts[line.ID]; part > 0 {
			order.Bills = append(order.Bills, till.BillPart{Bill: line.ID, Fen: part})
		}
		if late := t.Selection.LateFen(line); late > 0 {
			order.LateFees = append(order.LateFees, till.BillPart{Bill: line.ID, Fen: late})
		}
	}
	if t.Late != nil {
		approval, err := c.approval(ctx, by, staff.EnterLate, t.Late.Second)
		if err != nil {
			return Taken{}, err
		}
		order.Late = &till.Late{PaperNumber: t.Late.PaperNumber, ValueOn: t.Late.ValueOn, Reason: t.Late.Reason, Approval: approval}
	}
	payment, err := c.Book.Till.Receive(ctx, by, order)
	if err != nil {
		return Taken{}, err
	}
	return Taken{Payment: payment, PaperError: c.printPayment(context.WithoutCancel(ctx), by, payment)}, nil
}

// printPayment queues the receipt of a fresh payment or reversal, and opens the drawer where cash moves. A replayed
// payment that has its copy already gets neither again.
func (c *Counter) printPayment(ctx context.Context, by staff.Actor, payment till.Payment) error {
	if payment.Copies > 0 {
		return nil
	}
	_, err := c.printCopy(ctx, by, payment.Number, 1)
	return errors.Join(err, c.openForCash(ctx, by, payment))
}

func (c *Counter) openForCash(ctx context.Context, by staff.Actor, payment till.Payment) error {
	for _, tender := range payment.Tenders {
		if tender.Kind == till.Cash {
			return c.openDrawer(ctx, by, "payment")
		}
	}
	return nil
}

// Reprint prints another copy, marked 补打, and gives its number.
func (c *Counter) Reprint(ctx context.Context, number string) (copyNumber int, err error) {
	return c.printCopy(ctx, c.who(), number, 0)
}

// printCopy notes the copy and queues it in one commit. Only is the copy number wanted, 0 for any: the original is asked
// for once, whoever asks.
func (c *Counter) printCopy(ctx context.Context, by staff.Actor, number string, only int) (copyNumber int, err error) {
	if _, err := c.openPrinter(); err != nil {
		return 0, err // no printer, no copy: nothing would have to be taken back
	}
	err = c.Book.Store.Write(ctx, func(tx *store.Tx) error {
		if only > 0 {
			payment, err := till.ByNumber(tx, number)
			if err != nil || payment.Copies >= only {
				return err
			}
		}
		if copyNumber, err = c.Book.Till.RecordCopy(tx, by.ID(), number); err != nil {
			return err
		}
		_, err = c.Spool.Enqueue(tx, spool.Receipt, number, copyNumber)
		return err
	})
	return copyNumber, err
}

// OpenDrawer logs that the drawer is opened, and why, and queues the kick in the same commit: never repeated by a reprint.
func (c *Counter) OpenDrawer(ctx context.Context, reason string) error {
	return c.openDrawer(ctx, c.who(), reason)
}

func (c *Counter) openDrawer(ctx context.Context, by staff.Actor, reason string) error {
	if _, err := c.openPrinter(); err != nil {
		return err
	}
	return c.Book.Store.Write(ctx, func(tx *store.Tx) error {
		if err := c.Book.Till.LogDrawer(tx, by, reason); err != nil {
			return err
		}
		_, err := c.Spool.Enqueue(tx, spool.Drawer, strings.ReplaceAll(reason, "_", "-"), 0)
		return err
	})
}
