package payment

import (
	"context"
	"errors"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// after returns how an intent stands once its channel answered, or gave no answer that can be trusted (failed). moves is false where that
// says nothing new. Only what the channel said itself ends an intent.
func (i Intent) after(answer Answer, failed error) (moved movedV1, moves bool) {
	switch {
	case failed != nil:
		moved = movedV1{State: Unknown, Failure: store.Code(failed)}
	case answer.State == Paid && answer.Fen != i.Order.Fen:
		moved = movedV1{State: Unknown, Failure: CodeMismatch}
	case answer.State == Paid:
		// Also where it was closed: an owner may have paid in the same moment.
		moved = movedV1{State: IsPaid, ChannelNo: answer.ChannelNo, Fen: answer.Fen, PaidMS: answer.PaidMS}
		return moved, i.State != IsPaid && i.State != IsBack
	case answer.State == Returned:
		moved = movedV1{State: IsBack, ChannelNo: answer.ChannelNo}
		// What was booked goes back over a code's channel by refunds, which the book has; at the terminal somebody took the sale back by hand.
		return moved, i.State != IsBack && (i.Receipt == "" || !i.Channel.HasCodes())
	case answer.State == Closed:
		moved = movedV1{State: IsClosed}
	case i.IsRefused() && answer.State != Entering:
		return moved, false // That it has no order, or that nobody paid it, is what its refusal said already.
	default:
		moved = movedV1{State: Pending}
	}
	return moved, i.State.IsOpen() && (moved.State != i.State || moved.Failure != i.Failure)
}

// record keeps what a channel answered, and books the money where it is there and a shift is open. What the channel said is on the disk before the money is booked, in a write of its own: if booking fails, it is found again.
func (p *Payments) record(ctx context.Context, no string, answer Answer, failed error) (intent Intent, err error) {
	p.noteClock(answer)
	err = p.db.Write(ctx, func(tx *store.Tx) error {
		if intent, err = IntentByNo(tx, no); err != nil {
			return err
		}
		moved, moves := intent.after(answer, failed)
		if !moves {
			return nil
		}
		if moved.Of, err = intent.ref(tx); err != nil {
			return err
		}
		if _, err = p.journal.Append(tx, kindMoved, moved); err != nil {
			return err
		}
		intent, err = IntentByNo(tx, no)
		return err
	})
	if err == nil && failed == nil && intent.agrees(answer) {
		p.mu.Lock()
		p.answeredMS[no] = p.journal.Now().UnixMilli()
		p.mu.Unlock()
	}
	if err != nil || !intent.IsFound() {
		return intent, err
	}
	return p.Book(ctx, no)
}

// Book books the money of an intent that was found, in the shift open at the counter; where none is open, or that of an earlier day, it
// stays found and nothing is written. What it was for is paid where that still can be; where it cannot, as when another counter took the
// bill meanwhile, or when cash beside it went back because it was given up, the money is put by for the household, and Intent.Credited says why. Called again it books nothing twice.
func (p *Payments) Book(ctx context.Context, no string) (intent Intent, err error) {
	err = p.db.Write(ctx, func(tx *store.Tx) error {
		if intent, err = IntentByNo(tx, no); err != nil || !intent.IsFound() {
			return err
		}
		if err = p.book(tx, intent); err != nil {
			return err
		}
		intent, err = IntentByNo(tx, no)
		return err
	})
	return intent, err
}

func (p *Payments) book(tx *store.Tx, intent Intent) error {
	begun, err := intent.begun(tx)
	if err != nil {
		return err
	}
	body := bookedV1{}
	payment := till.Payment{}
	if intent.Stopped && intent.BesideFen > 0 {
		err = store.Refuse(codeGivenUp)
	} else {
		payment, err = p.till.Fulfil(tx, "intent-"+intent.Order.No, begun.Promise)
	}
	if isRefused(err) && !noShift(err) {
		body.Credited = store.Code(err)
		payment, err = p.till.Fulfil(tx, "intent-"+intent.Order.No, begun.Promise.AsCredit())
	}
	if noShift(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if body.Of, err = intent.ref(tx); err != nil {
		return err
	}
	body.Payment = journal.Ref{Device: p.journal.Device, Seq: payment.Seq}
	_, err = p.journal.Append(tx, kindBooked, body)
	return err
}

// isRefused reports whether an error turns something down, rather than being a failure of the book.
func isRefused(err error) bool {
	var refusal *store.Error
	return errors.As(err, &refusal) && refusal.Err == nil
}

// noShift reports whether an error says that no shift is open that takes the money of today.
func noShift(err error) bool {
	code := store.Code(err)
	return code == till.CodeNoShift || code == till.CodeShiftPastCutoff || code == till.CodeShiftAhead
}
