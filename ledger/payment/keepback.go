package payment

import (
	"context"

	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// KeepBack ends money that its channel cannot give back to the owner, as to a card that is closed: the merchant still has it, and the
// household has it as a prepayment again, which a refund pays out another way. The channel is asked once more first, and not asked any more
// afterwards; two people agree, because what the merchant's own page does later is not seen from here. It returns how the money stands,
// which may be that it has gone back meanwhile, and the payment that booked the prepayment, the zero one where there is none. Called again
// it books nothing twice. Errors: payment.back_open where the channel has not said that it cannot, payment.unknown_order, those of
// Authorize for staff.Refund, those of Till.KeepBack.
func (p *Payments) KeepBack(ctx context.Context, by staff.Actor, approval staff.Approval, no string) (back Back, kept till.Payment, err error) {
	if back, err = p.Return(ctx, no); err != nil || back.State == BackDone || back.State == BackTwice {
		return back, kept, err
	}
	err = p.db.Write(ctx, func(tx *store.Tx) error {
		if back, err = backByNo(tx, no); err != nil {
			return err
		}
		approver := staff.Consent{}
		switch back.State {
		case BackFailed:
			if approver, err = p.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.Refund, Fen: back.Fen, About: back.No}); err != nil {
				return err
			}
			if err := p.backMoves(tx, back, backMovedV1{State: BackKept, By: by.ID(), Approver: approver}); err != nil {
				return err
			}
		case BackKept:
		default:
			return store.Refuse(codeBackOpen)
		}
		intent, err := IntentByNo(tx, back.OrderNo)
		if err != nil {
			return err
		}
		begun, err := intent.begun(tx)
		if err != nil {
			return err
		}
		if kept, err = p.till.KeepBack(tx, by, begun.Promise, till.Tender{Kind: till.TenderKind(back.Channel), Fen: back.Fen, Reference: back.No}, approver.Person); err != nil {
			return err
		}
		back, err = backByNo(tx, no)
		return err
	})
	return back, kept, err
}
