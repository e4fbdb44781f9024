package cashier

import (
	"context"
	"errors"
	"strings"

	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Taking is what the desk asks the till for: the order as it stood on the screen and, for a late entry, the second person
// who agrees. The order's request id is what makes a second Enter, a double click or a lost answer harmless: keep it over
// every retry.
type Taking struct {
	Order till.Order
	Late  *LateEntry
}

// LateEntry makes a payment the late entry of a hand-written receipt, with the second person's PIN.
type LateEntry struct {
	PaperNumber string
	ValueOn     calendar.Date
	Reason      till.Reason
	Second      session.Second
}

// Taken is a payment that is durable, and what became of asking for its paper: PaperError is set when the receipt could
// not even be queued. The money is safe either way.
type Taken struct {
	Payment    till.Payment
	PaperError error
}

// Take takes the money and then asks for the receipt and, for cash, the drawer. Only the first part can refuse: it answers
// what till.Receive answers, and what an approval does. A bill that is paid whole brings its late fee as the household
// showed it; another sum by now is till.late_fee: read the household again, to the value date of a late entry.
func (c *Counter) Take(ctx context.Context, taking Taking) (Taken, error) {
	by := c.Who() // Whoever locks the desk meanwhile does not take the paper from it.
	order := taking.Order
	if late := taking.Late; late != nil {
		approval, err := c.Approval(ctx, by, staff.EnterLate, late.Second)
		if err != nil {
			return Taken{}, err
		}
		order.Late = &till.Late{PaperNumber: late.PaperNumber, ValueOn: late.ValueOn, Reason: late.Reason, Approval: approval}
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
	return c.printCopy(ctx, c.Who(), number, 0)
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
	return c.openDrawer(ctx, c.Who(), reason)
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
