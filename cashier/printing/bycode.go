package printing

import (
	"context"

	"shouqi/cashier/spool"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// ByCode is a receipt as its owner takes it without paper: the code, with the number and the sum that stand in it.
type ByCode struct {
	Number string
	Fen    money.Fen
	Code   string
}

// GiveCodes gives out receipts as codes (电子收据): what of them still waits to be printed is not, and counts as no copy, so that a void
// asks for none back. What is on paper stays, and its code is shown beside it.
func (c *Printing) GiveCodes(ctx context.Context, numbers []string) (given []ByCode, err error) {
	by := c.session.Who().ID()
	for _, number := range numbers {
		receipt, err := c.PaperReceipt(ctx, number, 1)
		if err != nil {
			return nil, err
		}
		err = c.Spool.GiveCode(ctx, number, func(tx *store.Tx, job spool.Job) error {
			return c.session.Book.Till.RecordCopyFailed(tx, by, number, job.Copy)
		})
		if err != nil {
			return nil, err
		}
		given = append(given, ByCode{Number: number, Fen: receipt.Sums.ReceivedFen, Code: receipt.QR})
	}
	return given, nil
}
