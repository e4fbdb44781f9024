package ledger

import (
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// The commands in this file lower what is owed. What was already paid beyond the lower sum moves to the household's
// prepayment (预存款) in the same transaction, so that no power cut can leave the one done without the other.

// Reduce takes fen off a bill (冲减) and moves what was paid beyond the rest to the household's prepayment. It
// returns the fen that it moved, 0 where the bill was not paid beyond the rest. Errors: those of billing.Reduce.
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
			// What may not become prepayment stays on the list of what is paid too much.
			_, err := b.Till.CreditExcess(tx, by, bill)
			if code := store.Code(err); err != nil && code != till.CodeNoExcess && code != till.CodeExcessGiven && code != till.CodeExcessDeposit && code != till.CodeUnverifiedSource {
				return result, err
			}
		}
		return result, nil
	})
}
