package payment

import (
	"context"
	"errors"

	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Back is money that goes back to an owner the way it came (原路退回): a refund, or the reversal of a payment. The book has it as gone from
// the moment it was asked for, and the channel is asked until it says that the owner has it. No is our number of it at the channel.
type Back struct {
	Seq     int64     `json:"seq"`
	No      string    `json:"no"`
	OrderNo string    `json:"orderNo"`
	Channel Channel   `json:"channel"`
	Fen     money.Fen `json:"fen"`
	State   BackState `json:"state"`
	Failure string    `json:"failure"` // the code of what went wrong last
	Object  string    `json:"object"`
	Person  string    `json:"person"`
	MadeMS  int64     `json:"madeMS"`
	// Kept is the number of the receipt that booked it as a prepayment, "" where none did; see KeepBack.
	Kept string `json:"kept,omitempty"`

	deviceNo int64
	ofNo     string // the payment's number at its channel
	order    Order
}

// BackState says how money that goes back stands, as far as this counter knows.
type BackState string

// The states of money that goes back. BackFailed is what the channel itself gave up: it is asked for again, with the same number, and
// somebody has to look at the channel's own page.
const (
	BackCreated BackState = "created"
	BackWaiting BackState = "waiting"
	BackUnknown BackState = "unknown"
	BackFailed  BackState = "failed"
	BackDone    BackState = "done"
	// BackKept is what the channel gave up and the household has as a prepayment instead; see KeepBack.
	BackKept BackState = "kept"
	// BackTwice is what the channel gave back after all, once the household had it as a prepayment: the owner has it twice. The receipt of the
	// prepayment is to be reversed.
	BackTwice BackState = "twice"
)

const backQuery = `SELECT r.device, r.seq, r.no, r.order_no, i.channel, r.fen, r.state, r.failure, i.object, r.person, r.made_ms, i.channel_no,
	i.way, i.fen, i.subject, i.made_ms, i.expires_ms, coalesce((SELECT p.number FROM tenders t JOIN receipts p ON p.device = t.device AND p.seq = t.seq AND p.line = 1
		WHERE t.reference = r.no AND (t.kind = 'wechat' OR t.kind = 'alipay') AND t.fen > 0), '') FROM returns r JOIN intents i ON i.no = r.order_no `

func scanBack(scan func(dest ...any) error) (b Back, err error) {
	err = scan(&b.deviceNo, &b.Seq, &b.No, &b.OrderNo, &b.Channel, &b.Fen, &b.State, &b.Failure, &b.Object, &b.Person, &b.MadeMS, &b.ofNo,
		&b.order.Way, &b.order.Fen, &b.order.Subject, &b.order.MadeMS, &b.order.ExpiresMS, &b.Kept)
	b.order.No = b.OrderNo
	return b, err
}

// GoingBack returns what of this counter's money is on its way back to owners, the oldest first, at most 200.
func GoingBack(tx *store.Tx) ([]Back, error) {
	return store.All(tx, backQuery+"WHERE r.device = "+journal.Own+" AND r.state NOT IN ('done', 'kept') ORDER BY r.seq LIMIT ?", []any{trayMax}, scanBack)
}

// keptForMS is for how long a channel is asked about what it could not give back: the merchant's own page may give it back later. WeChat refunds
// for a year; what somebody settles there is settled within weeks.
const keptForMS = 60 * 24 * 3600_000

// KeptBacks returns what this counter's households were given as prepayments, because a channel could not give it back, in the last 60 days.
func KeptBacks(tx *store.Tx, nowMS int64) ([]Back, error) {
	return store.All(tx, backQuery+"WHERE r.device = "+journal.Own+" AND r.state = 'kept' AND r.made_ms > ? ORDER BY r.seq DESC LIMIT ?", []any{nowMS - keptForMS, trayMax}, scanBack)
}

// BacksOf returns what went back of an order, the oldest first.
func BacksOf(tx *store.Tx, orderNo string) ([]Back, error) {
	return store.All(tx, backQuery+"WHERE r.order_no = ? ORDER BY r.device, r.seq LIMIT ?", []any{orderNo, trayMax}, scanBack)
}

func backByNo(tx *store.Tx, no string) (Back, error) {
	all, err := store.All(tx, backQuery+"WHERE r.no = ?", []any{no}, scanBack)
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeUnknownOrder)
	}
	if err != nil {
		return Back{}, err
	}
	return all[0], nil
}

// sendBack puts on the disk that fen of an order go back, in the transaction that books them as gone; see till.SendBack. The trigger
// returns_bound refuses more than came.
func (p *Payments) sendBack(tx *store.Tx, by staff.Actor, order string, fen money.Fen) error {
	if back, err := backByNo(tx, order); err == nil {
		return p.undoKept(tx, by, back)
	} else if store.Code(err) != CodeUnknownOrder {
		return err
	}
	no, err := newNo()
	if err == nil {
		_, err = p.journal.Append(tx, kindBackBegun, backBegunV1{No: no, OrderNo: order, Fen: fen, By: by.ID()})
	}
	return err
}

// undoKept ends what a channel gave back after all, where the prepayment that was booked for it is reversed. Errors: payment.back_kept where
// the channel did not.
func (p *Payments) undoKept(tx *store.Tx, by staff.Actor, back Back) error {
	if back.State != BackTwice {
		return store.Refuse(codeBackKept)
	}
	return p.backMoves(tx, back, backMovedV1{State: BackDone, By: by.ID()})
}

// Return does what is to be done about money that goes back: it is asked for where the channel does not know of it, with the same number
// however often, and asked about where it does. What was kept for the household is only asked about. An error of the channel is in the Failure and returned too.
func (p *Payments) Return(ctx context.Context, no string) (back Back, err error) {
	read := func(tx *store.Tx) error {
		back, err = backByNo(tx, no)
		return err
	}
	if err := p.db.Read(ctx, read); err != nil || back.State == BackDone || back.State == BackTwice {
		return back, err
	}
	gateway, err := p.gateway(back.Channel)
	if err != nil {
		return back, err
	}
	refund := Refund{Order: back.order, ChannelNo: back.ofNo, No: back.No, Fen: back.Fen, MadeMS: back.MadeMS, Reason: refundReason}
	answer, failed := RefundAnswer{State: RefundAbsent}, error(nil)
	if back.State != BackCreated {
		answer, failed = gateway.QueryRefund(ctx, refund)
	}
	if failed == nil && back.State != BackKept && (answer.State == RefundAbsent || answer.State == RefundFailed) {
		answer, failed = gateway.Refund(ctx, refund)
	}
	err = p.db.Write(ctx, func(tx *store.Tx) error {
		if err := read(tx); err != nil {
			return err
		}
		moved, moves := back.after(answer, failed)
		if !moves {
			return nil
		}
		if err := p.backMoves(tx, back, moved); err != nil {
			return err
		}
		return read(tx)
	})
	return back, errors.Join(failed, err)
}

func (p *Payments) backMoves(tx *store.Tx, back Back, moved backMovedV1) error {
	device, err := journal.Device(tx, back.deviceNo)
	if err != nil {
		return err
	}
	moved.Of = journal.Ref{Device: device, Seq: back.Seq}
	_, err = p.journal.Append(tx, kindBackMoved, moved)
	return err
}

// refundReason is what an owner reads in the app beside money that comes back.
const refundReason = "物业费退款"

// after returns how money that goes back stands once its channel answered, or gave no answer that can be trusted (failed). moves is false
// where that says nothing new. What was kept for the household moves only where the channel gave it back after all.
func (b Back) after(answer RefundAnswer, failed error) (moved backMovedV1, moves bool) {
	isDone := failed == nil && answer.State == RefundDone && answer.Fen == b.Fen
	switch {
	case b.State == BackKept:
		return backMovedV1{State: BackTwice, ChannelNo: answer.ChannelNo}, isDone
	case b.State == BackDone || b.State == BackTwice:
		return moved, false
	case isDone:
		moved = backMovedV1{State: BackDone, ChannelNo: answer.ChannelNo}
	case failed != nil:
		moved = backMovedV1{State: BackUnknown, Failure: store.Code(failed)}
	case answer.State == RefundDone:
		moved = backMovedV1{State: BackUnknown, Failure: CodeMismatch}
	case answer.State == RefundFailed:
		moved = backMovedV1{State: BackFailed, Failure: CodeRefused}
	default:
		moved = backMovedV1{State: BackWaiting, ChannelNo: answer.ChannelNo}
	}
	return moved, moved.State != b.State || moved.Failure != b.Failure
}

// applyBackBegun inserts money that goes back.
func applyBackBegun(tx *store.Tx, e journal.Event, body backBegunV1) error {
	_, err := tx.Exec("INSERT INTO returns (device, seq, no, order_no, fen, person, made_ms, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, body.No, body.OrderNo, int64(body.Fen), body.By, e.AtMS, string(BackCreated))
	return err
}

// applyBackMoved notes how it stands.
func applyBackMoved(tx *store.Tx, e journal.Event, body backMovedV1) error {
	device, err := journal.DeviceNo(tx, body.Of.Device)
	if err == nil {
		err = body.Approver.Use(tx, e)
	}
	if err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE returns SET state = ?, failure = ?, channel_no = iif(?3 = '', channel_no, ?3) WHERE device = ?4 AND seq = ?5",
		string(body.State), body.Failure, body.ChannelNo, device, body.Of.Seq)
	if err == nil && changed != 1 {
		err = store.Refuse(CodeUnknownOrder)
	}
	return err
}
