package printing

import (
	"context"
	"errors"
	"strings"

	"shouqi/cashier/spool"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Payment queues the receipts of a fresh payment or reversal, and opens the drawer where cash moves. A replayed
// payment that has its copy already gets neither again. Where receipts are printed on demand, that of a payment waits to be asked for;
// what goes back is signed for by its taker, on paper.
func (c *Printing) Payment(ctx context.Context, by staff.Actor, payment till.Payment) error {
	if payment.Copies > 0 {
		return nil
	}
	if payment.Kind == till.Paid && c.OnDemand() {
		return c.OpenForCash(ctx, by, payment)
	}
	var all error
	for _, receipt := range payment.Receipts {
		_, err := c.Copy(ctx, by, receipt.Number, 1)
		all = errors.Join(all, err)
	}
	return errors.Join(all, c.OpenForCash(ctx, by, payment))
}

// OpenForCash opens the drawer for a payment in which cash moves, where one hangs on the printer.
func (c *Printing) OpenForCash(ctx context.Context, by staff.Actor, payment till.Payment) error {
	if printer, err := c.OpenPrinter(); err == nil && !printer.Capabilities().CanKickDrawer {
		return nil // nothing opens, so nothing is logged as opened
	}
	for _, tender := range payment.Tenders {
		if tender.Kind == till.Cash {
			return c.openDrawer(ctx, by, "payment")
		}
	}
	return nil
}

// Reprint prints another copy, marked 补打, and gives its number.
func (c *Printing) Reprint(ctx context.Context, number string) (copyNumber int, err error) {
	return c.Copy(ctx, c.session.Who(), number, 0)
}

// Copy notes the copy and queues it in one commit. Only is the copy number wanted, 0 for any: the original is asked
// for once, whoever asks.
func (c *Printing) Copy(ctx context.Context, by staff.Actor, number string, only int) (copyNumber int, err error) {
	if _, err := c.OpenPrinter(); err != nil {
		return 0, err // no printer, no copy: nothing would have to be taken back
	}
	err = c.session.Book.Store.Write(ctx, func(tx *store.Tx) error {
		if only > 0 {
			payment, err := till.ByNumber(tx, number)
			if err != nil || payment.Part(number).Copies >= only {
				return err
			}
		}
		if copyNumber, err = c.session.Book.Till.RecordCopy(tx, by, number); err != nil {
			return err
		}
		_, err = c.Spool.Enqueue(tx, spool.Receipt, number, copyNumber)
		return err
	})
	return copyNumber, err
}

// OpenDrawer logs that the drawer is opened, and why, and queues the kick in the same commit: never repeated by a reprint.
func (c *Printing) OpenDrawer(ctx context.Context, reason string) error {
	return c.openDrawer(ctx, c.session.Who(), reason)
}

func (c *Printing) openDrawer(ctx context.Context, by staff.Actor, reason string) error {
	if _, err := c.OpenPrinter(); err != nil {
		return err
	}
	return c.session.Book.Store.Write(ctx, func(tx *store.Tx) error {
		if err := c.session.Book.Till.LogDrawer(tx, by, reason); err != nil {
			return err
		}
		_, err := c.Spool.Enqueue(tx, spool.Drawer, strings.ReplaceAll(reason, "_", "-"), 0)
		return err
	})
}
