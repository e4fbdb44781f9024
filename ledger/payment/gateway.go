package payment

import (
	"context"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// Gateway is how a channel is asked for money: one implementation for each channel's own interface, and one for a service that holds the
// keys elsewhere. It keeps nothing: every order is on the disk before a method is called with it, and whoever calls again calls with
// the same order. The suite in gatewaytest says what an implementation has to do.
//
// No method may trust an answer that is not signed by the channel, or that is about another merchant, another order or another sum
// (payment.mismatch); a card terminal signs nothing, and is believed because it is at the end of its line. An error says nothing about the money: whatever it was, the order stands as it stood, and Query is asked again.
// The one exception is payment.refused, by which the channel says that it did not do what was asked; and since such an answer is not
// signed by every channel, even after it an order is free only when Query or Close says Closed.
type Gateway interface {
	// Show asks for the code that the owner's phone scans off our screen. The text is what the QR code holds. Called again with the
	// same order it returns a code of the same order, and the code before may no longer work.
	Show(ctx context.Context, order Order) (code string, err error)
	// Charge takes the money by the code that the owner's phone shows, 16 to 24 digits, or "" at a card terminal. Entering means that the owner is asked for
	// the password. A code works once and for a minute, so that a charge is never sent again: Query tells how it went.
	Charge(ctx context.Context, order Order, payerCode string) (Answer, error)
	// Query asks how an order stands.
	Query(ctx context.Context, order Order) (Answer, error)
	// Close makes sure that nobody can pay the order any more. Closed is final; Returned says besides that it had been paid and
	// that the channel gives the owner the money back; Paid that it was too late to close. Waiting says that the channel cannot close
	// it yet: a code that nobody scanned dies by itself after Order.ExpiresMS.
	Close(ctx context.Context, order Order) (Answer, error)
	// Refund gives back a part of a paid order or all of it, the way it came. Called again with the same refund it gives nothing back
	// twice. What it returns is that the channel took note; QueryRefund tells whether the money went.
	Refund(ctx context.Context, refund Refund) (RefundAnswer, error)
	// QueryRefund asks how a refund stands.
	QueryRefund(ctx context.Context, refund Refund) (RefundAnswer, error)
	// Statement returns what the channel settled on a day, in the order of its own file; payment.no_statement where it has none yet. A day
	// without payments is no error: where a channel has no file by ten o'clock of the next day, in China, that is what it means.
	Statement(ctx context.Context, day calendar.Date) ([]StatementLine, error)
}

// Way says who shows the code to whom.
type Way string

// The ways of asking for electronic money.
const (
	Shown   Way = "shown"   // the owner scans the code on our screen
	Charged Way = "charged" // we scan the code on the owner's phone
)

// Order is what a channel is asked to collect. All of it is on the disk before the first call, and every call has the same.
type Order struct {
	// No is our order number, 20 to 32 of A-Z and 0-9: both channels take that, and neither takes the same number twice.
	No  string
	Way Way
	Fen money.Fen
	// Subject is what the owner reads in the app: at most 40 characters, and nothing about a person.
	Subject string
	// MadeMS is when the order was made, and ExpiresMS when nobody can begin to pay it any more, in milliseconds since 1970 in UTC.
	MadeMS, ExpiresMS int64
}

// State says how an order stands at its channel.
type State string

// The states of an order. Paid, Closed and Returned are final, and only a signed answer may say so.
const (
	// Absent: the channel says that it has no such order. It may still come: a charge can be under way, and a code that nobody
	// scanned is no order for Alipay. So it frees nothing.
	Absent   State = "absent"
	Waiting  State = "waiting"  // nobody has paid yet
	Entering State = "entering" // the owner is asked for the password
	Paid     State = "paid"
	Closed   State = "closed" // not paid, and never will be
	// Returned: was paid, and goes back to the owner as a whole. A channel may say so too of an order that refunds gave back in parts.
	Returned State = "returned"
)

// IsFinal reports whether an order in this state stays in it.
func (s State) IsFinal() bool { return s == Paid || s == Closed || s == Returned }

// Answer is what a channel says of an order.
type Answer struct {
	State State
	// ChannelNo is the channel's own number of the payment, "" before there is one.
	ChannelNo string
	// Fen is what was paid, once it is.
	Fen money.Fen
	// PaidMS is when, by the channel's clock, in milliseconds since 1970 in UTC; 0 before, or where the channel does not say.
	PaidMS int64
	// ClockMS is the channel's clock as it answered, by the Date of its answer; 0 where it did not say.
	ClockMS int64
}

// Refund is what of a paid order goes back the way it came.
type Refund struct {
	Order Order
	// ChannelNo is the number of the payment at its channel.
	ChannelNo string
	// No is our number of the refund, of the same form as Order.No: a new number would give the money back a second time.
	No  string
	Fen money.Fen
	// MadeMS is when it was asked for first, in milliseconds since 1970 in UTC.
	MadeMS int64
	// Reason is what the owner reads in the app, at most 40 characters, and nothing about a person.
	Reason string
}

// RefundState says how a refund stands at its channel.
type RefundState string

// The states of a refund. A refund that is Absent or Failed is asked for again, with the same number.
const (
	RefundAbsent  RefundState = "absent"  // the channel knows no such refund
	RefundWaiting RefundState = "waiting" // taken note of, not there yet
	RefundDone    RefundState = "done"    // given back: final
	// RefundFailed: the channel could not give it back, as to a card that is gone: somebody has to settle it on the channel's own page.
	RefundFailed RefundState = "failed"
)

// RefundAnswer is what a channel says of a refund. Fen is what this refund gives back; ChannelNo the channel's number of it, "" where it
// has none.
type RefundAnswer struct {
	State     RefundState
	ChannelNo string
	Fen       money.Fen
}

// StatementLine is one line of a channel's file of a day: a payment, or a refund with RefundNo set and its sums below 0. A charge that was
// taken back has no refund number of ours: its line has the order's in that place. FeeFen is what the channel keeps for its service, below 0 where it gives it back. AtMS is in milliseconds since 1970 in UTC.
type StatementLine struct {
	OrderNo, RefundNo, ChannelNo string
	Fen, FeeFen                  money.Fen
	AtMS                         int64
}
