package ledger

import (
	"context"
	"slices"

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
			if _, err := b.Till.CreditExcess(tx, by, bill); err != nil && !staysOverpaid(err) {
				return result, err
			}
		}
		return result, nil
	})
}

// staysOverpaid reports whether an error says that what is paid too much on a bill may not become prepayment.
func staysOverpaid(err error) bool {
	return slices.Contains([]string{till.CodeNoExcess, till.CodeExcessGiven, till.CodeExcessDeposit, till.CodeUnverifiedSource, till.CodeDepositFrozen}, store.Code(err))
}

// MovedExcesses is on how many bills too much was paid and moved, with the sum in fen, and on how many it stays, because it may not become prepayment.
type MovedExcesses struct {
	Bills int       `json:"bills"`
	Fen   money.Fen `json:"fen"`
	Stay  int       `json:"stay"`
}

// MoveExcesses moves what is paid too much on any bill, because two counters took the same one, to the prepayment of its household. It takes 1,000 bills at
// a time. Errors: staff.may_not.
func (b *Book) MoveExcesses(ctx context.Context, by staff.Actor) (MovedExcesses, error) {
	return store.Do(ctx, b.Store, nil, func(tx *store.Tx) (moved MovedExcesses, err error) {
		if err := b.Staff.Require(tx, by, staff.ReduceBill); err != nil {
			return moved, err
		}
		bills, err := billing.Overpaid(tx)
		for _, bill := range bills {
			fen, err := b.Till.CreditExcess(tx, by, bill.ID)
			switch {
			case err == nil:
				moved.Bills, moved.Fen = moved.Bills+1, moved.Fen+fen
			case staysOverpaid(err):
				moved.Stay++
			default:
				return moved, err
			}
		}
		return moved, err
	})
}
