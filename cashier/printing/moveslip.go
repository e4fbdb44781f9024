package printing

import (
	"context"

	"shouqi/assets"
	"shouqi/cashier/paper"
	"shouqi/cashier/spool"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// MoveSlip returns everything that stands on a copy of the slip of a deposit that was moved, by the move's number. What was typed
// as a note stays sealed. Errors: till.unknown_deposit for a number that none has.
func (c *Printing) MoveSlip(ctx context.Context, number string, copyNumber int) (slip paper.MoveSlip, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		move, err := till.DepositMoveByNumber(tx, number)
		if err != nil {
			return err
		}
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		slip = paper.MoveSlip{Estate: policies.Estate, Company: policies.Company, Number: move.Number, MovedOn: move.MovedOn, Item: move.Item, Fen: move.Fen,
			Reason: assets.Text(assets.Chinese, "refunds.moving."+move.Reason), Copy: copyNumber}
		for _, place := range []struct {
			object string
			into   *string
		}{{move.FromObject, &slip.From}, {move.ToObject, &slip.To}} {
			object, err := estate.ByID(tx, place.object)
			if err != nil {
				return err
			}
			*place.into = object.Code
		}
		if slip.By, err = c.session.Book.Staff.Name(tx, move.By); err != nil {
			return err
		}
		slip.Approver, err = c.session.Book.Staff.Name(tx, move.Approver)
		return err
	})
	return slip, err
}

// PrintMove queues the slip of a move: the original the first time, and a copy (补打) each time after it.
func (c *Printing) PrintMove(ctx context.Context, number string) error {
	if _, err := c.OpenPrinter(); err != nil {
		return err
	}
	printed, err := c.Spool.OfSubject(ctx, number)
	if err != nil {
		return err
	}
	return c.Enqueue(ctx, spool.Move, number, len(printed)+1)
}
