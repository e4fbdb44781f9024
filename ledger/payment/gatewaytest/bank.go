// Package gatewaytest is a pretend channel and the suite that every gateway passes. A Bank is what the channel knows: orders, who paid, what
// went back. It is reached by a fake gateway in the same process, and over HTTP as the real channels are.
package gatewaytest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
)

// Fault is what goes wrong with one call.
type Fault string

// The faults. Those after the money did what was asked before they went wrong.
const (
	Lost       Fault = "lost"        // it is not done, and nobody answers
	LostAfter  Fault = "lost_after"  // it is done, and nobody answers
	Broken     Fault = "broken"      // 502 with a page of HTML
	BadSign    Fault = "bad_sign"    // it is done, and the answer has another signature
	Unsigned   Fault = "unsigned"    // it is done, and the answer has none
	Skewed     Fault = "skewed"      // it is done, and the channel's clock is an hour off
	OtherOrder Fault = "other_order" // the signed answer is about another order
	OtherSum   Fault = "other_sum"   // the signed answer has another sum
	Refusal    Fault = "refusal"     // the channel says that it does not do it
)

// Call names what is asked of a channel.
type Call string

// The calls.
const (
	ShowCall        Call = "show"
	ChargeCall      Call = "charge"
	QueryCall       Call = "query"
	CloseCall       Call = "close"
	RefundCall      Call = "refund"
	QueryRefundCall Call = "query_refund"
	StatementCall   Call = "statement"
)

// Order is an order at the bank.
type Order struct {
	No, ChannelNo, Subject string
	Fen, RefundedFen       money.Fen
	State                  payment.State
	AtMS, PaidMS           int64
}

// Refund is a refund at the bank.
type Refund struct {
	No, OrderNo, ChannelNo string
	Fen                    money.Fen
	State                  payment.RefundState
	AtMS                   int64
}

// Bank is a pretend channel. Its methods may be called by several goroutines.
type Bank struct {
	Now func() time.Time

	mu      sync.Mutex
	orders  map[string]*Order
	refunds map[string]*Refund
	made    []string // the numbers of orders and refunds in the order in which they were made
	faults  map[Call][]Fault
	// withPassword are the sums in fen from which the payer of a charge is asked for the password.
	withPassword money.Fen
	number       int
}

// NewBank returns a bank without orders. now tells its time; nil is the machine's.
func NewBank(now func() time.Time) *Bank {
	if now == nil {
		now = time.Now
	}
	return &Bank{Now: now, orders: make(map[string]*Order), refunds: make(map[string]*Refund), faults: make(map[Call][]Fault), withPassword: 1_000_00}
}

// Fails lets the next calls of a kind go wrong, one after the other; "" lets one go well.
func (b *Bank) Fails(call Call, faults ...Fault) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults[call] = append(b.faults[call], faults...)
}

// fault takes what goes wrong with this call.
func (b *Bank) fault(call Call) Fault {
	b.mu.Lock()
	defer b.mu.Unlock()
	queue := b.faults[call]
	if len(queue) == 0 {
		return ""
	}
	b.faults[call] = queue[1:]
	return queue[0]
}

// Order returns an order as the bank has it; found is false where it has none.
func (b *Bank) Order(no string) (order Order, found bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	one, found := b.orders[no]
	if found {
		order = *one
	}
	return order, found
}

// Orders returns all orders, the oldest first.
func (b *Bank) Orders() (all []Order) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, no := range b.made {
		if order, found := b.orders[no]; found {
			all = append(all, *order)
		}
	}
	return all
}

// Refunded returns a refund as the bank has it; found is false where it has none.
func (b *Bank) Refunded(no string) (refund Refund, found bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	one, found := b.refunds[no]
	if found {
		refund = *one
	}
	return refund, found
}

// make opens an order, or returns the one that there is. exists says that there was one.
func (b *Bank) make(no, subject string, fen money.Fen) (order *Order, exists bool) {
	if order, exists := b.orders[no]; exists {
		return order, true
	}
	b.number++
	order = &Order{No: no, Subject: subject, Fen: fen, State: payment.Waiting, AtMS: b.Now().UnixMilli(), ChannelNo: fmt.Sprintf("42000%023d", b.number)}
	b.orders[no], b.made = order, append(b.made, no)
	return order, false
}

// Show opens an order for a code that the owner scans; ok is false for one that is closed or has another sum.
func (b *Bank) Show(no, subject string, fen money.Fen) (ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	order, exists := b.make(no, subject, fen)
	return !exists || order.State == payment.Waiting && order.Fen == fen
}

// Charge takes the money by the payer's code, or asks the payer for the password where the sum is large; ok is false for a number that was
// used.
func (b *Bank) Charge(no, subject string, fen money.Fen) (order Order, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	one, exists := b.make(no, subject, fen)
	if exists {
		return *one, false
	}
	if one.State = payment.Entering; fen < b.withPassword {
		b.pay(one)
	}
	return *one, true
}

// Pay is what the owner does on the phone: scan and pay, or type the password. ok is false for an order that nobody can pay any more.
func (b *Bank) Pay(no string) (ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	order, found := b.orders[no]
	if !found || order.State != payment.Waiting && order.State != payment.Entering {
		return false
	}
	b.pay(order)
	return true
}

func (b *Bank) pay(order *Order) { order.State, order.PaidMS = payment.Paid, b.Now().UnixMilli() }

// Close closes an order that nobody has paid. paid says that it was too late.
func (b *Bank) Close(no string) (found, paid bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	order, found := b.orders[no]
	if !found {
		return false, false
	}
	if order.State == payment.Paid {
		return true, true
	}
	order.State = payment.Closed
	return true, false
}

// Reverse takes a charge back, and gives the money back where it was paid.
func (b *Bank) Reverse(no string) (found bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	order, found := b.orders[no]
	if !found {
		return false
	}
	if order.State == payment.Paid {
		order.RefundedFen = order.Fen
	}
	order.State = payment.Closed
	return true
}

// Refund takes note of a refund, once for its number; ok is false where more would go back than came.
func (b *Bank) Refund(no, orderNo string, fen money.Fen) (refund Refund, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if one, exists := b.refunds[no]; exists {
		return *one, one.OrderNo == orderNo && one.Fen == fen
	}
	order, found := b.orders[orderNo]
	if !found || order.State != payment.Paid || order.RefundedFen+fen > order.Fen {
		return Refund{}, false
	}
	order.RefundedFen += fen
	b.number++
	one := &Refund{No: no, OrderNo: orderNo, Fen: fen, State: payment.RefundWaiting, AtMS: b.Now().UnixMilli(), ChannelNo: fmt.Sprintf("50300%023d", b.number)}
	b.refunds[no], b.made = one, append(b.made, no)
	return *one, true
}

// Arrive lets a refund arrive, or fail.
func (b *Bank) Arrive(no string, state payment.RefundState) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if refund, found := b.refunds[no]; found {
		refund.State = state
	}
}

// Statement returns what was paid and given back on a day, the oldest first.
func (b *Bank) Statement(day calendar.Date) (lines []payment.StatementLine) {
	b.mu.Lock()
	defer b.mu.Unlock()
	on := func(ms int64) bool { return calendar.Of(time.UnixMilli(ms)) == day }
	for _, no := range b.made {
		if order, found := b.orders[no]; found && order.PaidMS != 0 && on(order.PaidMS) {
			lines = append(lines, payment.StatementLine{OrderNo: no, ChannelNo: order.ChannelNo, Fen: order.Fen, AtMS: order.PaidMS})
		}
		if refund, found := b.refunds[no]; found && on(refund.AtMS) {
			lines = append(lines, payment.StatementLine{OrderNo: refund.OrderNo, RefundNo: no, ChannelNo: b.orders[refund.OrderNo].ChannelNo, Fen: -refund.Fen, AtMS: refund.AtMS})
		}
	}
	return lines
}

// calls and faults are what a scenario may name.
var (
	calls  = []Call{ShowCall, ChargeCall, QueryCall, CloseCall, RefundCall, QueryRefundCall, StatementCall}
	faults = []Fault{Lost, LostAfter, Broken, BadSign, Unsigned, Skewed, OtherOrder, OtherSum, Refusal}
)

// IsCall reports whether a scenario may name a call so.
func IsCall(name string) bool { return slices.Contains(calls, Call(name)) }

// FaultNamed returns a fault by its name, none for "ok"; known is false for any other word.
func FaultNamed(name string) (fault Fault, known bool) {
	if name == "ok" {
		return "", true
	}
	return Fault(name), slices.Contains(faults, Fault(name))
}
