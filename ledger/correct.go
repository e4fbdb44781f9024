package ledger

import (
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// What stands here lowers what is owed and moves what was paid too much with it: bills and money in one write.

// Reduce takes fen off a bill (冲减) and moves what was paid beyond what is left to the household's prepayment; it returns what
// it moved. Errors: those of billing.Reduce.
func (b *Book) Reduce(ctx context.Context, by staff.Actor, approval staff.Approval, bill string, fen money.Fen, reason string) (credited money.Fen, err error) {
	return store.Do(ctx, b.Store, nil, func(tx *store.Tx) (money.Fen, error) {
		if err := b.Billing.In(tx).Reduce(ctx, by, approval, bill, fen, reason); err != nil {
			return 0, err
		}
		moved, err := b.Till.CreditExcess(tx, by, bill)
		if store.Code(err) == till.CodeNoExcess {
			return 0, nil
		}
		return moved, err
	})
}

// Adjust makes the adjustment bills and reductions of billed periods (补差、冲减) and moves what is paid too much on the bills
// that were reduced to their household's prepayment. Errors: those of billing.Adjust.
func (b *Book) Adjust(ctx context.Context, by staff.Actor, approval staff.Approval, order billing.Order, reason string) (billing.RunResult, error) {
	return store.Do(ctx, b.Store, nil, func(tx *store.Tx) (billing.RunResult, error) {
		result, err := b.Billing.In(tx).Adjust(ctx, by, approval, order, reason)
		if err != nil {
			return result, err
		}
		for _, bill := range result.Reduced {
			if _, err := b.Till.CreditExcess(tx, by, bill); err != nil && store.Code(err) != till.CodeNoExcess {
				return result, err
			}
		}
		return result, nil
	})
}
