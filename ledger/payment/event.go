package payment

import (
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// The kinds of the events of this room. A kind is hashed into the chain and names the projector of a replay, so it is never renamed.
const (
	kindBegun   = "intent.begun"
	kindStopped = "intent.stopped"
	kindMoved   = "intent.moved"
	kindBooked  = "intent.booked"

	kindBackBegun = "return.begun"
	kindBackMoved = "return.moved"
)

// The bodies below are stored and hashed as JSON: a field is never renamed or removed and never takes another meaning.

// begunV1 is the body of intent.begun, which is on the disk before the channel is asked. Pretend says that the channel is a pretend one.
type begunV1 struct {
	Request   journal.Request `json:"request"`
	No        string          `json:"no"`
	Channel   Channel         `json:"channel"`
	Way       Way             `json:"way"`
	Fen       money.Fen       `json:"fen"`
	Subject   string          `json:"subject"`
	ExpiresMS int64           `json:"expiresMS"`
	Promise   till.Promise    `json:"promise"`
	Approver  staff.Consent   `json:"approver,omitzero"`
	Pretend   bool            `json:"pretend,omitempty"`
}

// stoppedV1 is the body of intent.stopped: somebody at the counter gave an order up, and nothing but closing it is tried from then on. Of is
// the event that began it, Object and Fen repeat whose it is.
type stoppedV1 struct {
	Of     journal.Ref `json:"of"`
	Object string      `json:"object"`
	Fen    money.Fen   `json:"fen"`
	By     string      `json:"by"`
}

// movedV1 is the body of intent.moved: an order stands otherwise at its channel than it did. Of is the event that began it. Failure is the
// code of what went wrong where the state is unknown.
type movedV1 struct {
	Of        journal.Ref `json:"of"`
	State     Standing    `json:"state"`
	Failure   string      `json:"failure,omitempty"`
	ChannelNo string      `json:"channelNo,omitempty"`
	Fen       money.Fen   `json:"fen,omitempty"`
	PaidMS    int64       `json:"paidMS,omitempty"`
}

// bookedV1 is the body of intent.booked, right after its payment and in the same transaction. Credited is the code for which the money was
// put by for the household instead of paying what it was for, "" where it paid that.
type bookedV1 struct {
	Of       journal.Ref `json:"of"`
	Payment  journal.Ref `json:"payment"`
	Credited string      `json:"credited,omitempty"`
}

// backBegunV1 is the body of return.begun, which stands before the event that books the money as gone and in the same transaction.
type backBegunV1 struct {
	No      string    `json:"no"`
	OrderNo string    `json:"orderNo"`
	Fen     money.Fen `json:"fen"`
	By      string    `json:"by"`
}

// backMovedV1 is the body of return.moved: money that goes back stands otherwise than it did. Of is the event that began it.
// By and Approver are who put what the channel gave up by for the household (BackKept), and By who reversed that (BackDone).
type backMovedV1 struct {
	Of        journal.Ref   `json:"of"`
	State     BackState     `json:"state"`
	Failure   string        `json:"failure,omitempty"`
	ChannelNo string        `json:"channelNo,omitempty"`
	By        string        `json:"by,omitempty"`
	Approver  staff.Consent `json:"approver,omitzero"`
}
