// Package gatewaytest pretends to be WeChat Pay, Alipay and a bank-card terminal: a Bank with the owner's phone and card, an HTTP server that signs
// and verifies like the real ones, a terminal at the end of a line, a Gateway that asks the Bank without any network, and the suite that every Gateway has to pass.
package gatewaytest

import (
	"slices"
	"sync"
	"time"

	"shouqi/ledger/money"
	"shouqi/ledger/payment"
)

// Clock is the time of a pretend world: that of the computer until a test lets some pass. Its methods may be called by several goroutines.
type Clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

// Pass lets time pass.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// Refusal is why the bank does not do what it is asked.
type Refusal string

// The refusals, each of which a channel says in its own code.
const (
	Absent      Refusal = "absent"       // there is no such order, refund or file
	Used        Refusal = "used"         // the number was used for something else
	AlreadyPaid Refusal = "already paid" // the order is paid
	Gone        Refusal = "gone"         // the order is closed, taken back or too old
	BadCode     Refusal = "bad code"     // the payment code is unknown, used or older than a minute
	TooMuch     Refusal = "too much"     // more would go back than was paid
	NotPaid     Refusal = "not paid"     // nothing can go back of what was not paid
	WrongWay    Refusal = "wrong way"    // a charge is taken back, not closed, and a code that is shown the other way round
	Full        Refusal = "full"         // the bank keeps no more orders
)

// Error returns the refusal as it is.
func (r Refusal) Error() string { return string(r) }

// The states of an order at the bank.
const (
	shown    = "shown"    // a code is on the screen and nobody scanned it: no order yet for Alipay
	waiting  = "waiting"  // scanned
	entering = "entering" // the phone asks for the password
	refused  = "refused"  // and was told no
	paid     = "paid"
	closed   = "closed"
	reversed = "reversed" // taken back by us, whether it was paid (PaidMS) or not
)

// Order is what the bank knows of an order. Moments are milliseconds since 1970 in UTC, 0 where there is none.
type Order struct {
	Channel   payment.Channel `json:"channel"`
	No        string          `json:"no"`
	Way       payment.Way     `json:"way"`
	Fen       money.Fen       `json:"fen"`
	Subject   string          `json:"subject"`
	State     string          `json:"state"`
	ChannelNo string          `json:"channelNo"`
	Code      string          `json:"code"` // what is shown
	ExpiresMS int64           `json:"expiresMS"`
	PaidMS    int64           `json:"paidMS"`
	BackMS    int64           `json:"backMS"` // when it was taken back
	Refunds   []Refund        `json:"refunds"`
}

// Refund is what the bank gave back of an order, or was asked to.
type Refund struct {
	No        string              `json:"no"`
	Fen       money.Fen           `json:"fen"`
	State     payment.RefundState `json:"state"`
	ChannelNo string              `json:"channelNo"`
	AtMS      int64               `json:"atMS"`
}

// back returns what goes back by refunds, whether it is there yet or not.
func (o Order) back() (fen money.Fen) {
	for _, refund := range o.Refunds {
		fen += refund.Fen
	}
	return fen
}

// exists reports whether the channel says that it has the order: for Alipay only once somebody scanned it.
func (o Order) exists() bool { return o.Channel != payment.Alipay || o.State != shown }

// bankMax is how many orders the bank keeps.
const bankMax = 100_000

// An order that is charged and never paid ends by itself at Alipay, and a payment code works for a minute.
const (
	chargedForMS = 3 * 60_000
	codeForMS    = 60_000
)

// Bank holds the orders of all pretend channels, and is the owner's phone and card. It is as good as its clock: the same questions at the same times
// get the same answers. Its methods may be called by several goroutines.
type Bank struct {
	// Script says what goes wrong.
	Script Script

	mu   sync.Mutex
	now  func() time.Time
	held holdings
}

// holdings are what a bank keeps over a restart.
type holdings struct {
	Last   int64                `json:"last"` // the last number given to anything
	Orders []*Order             `json:"orders"`
	Codes  map[string]payerCode `json:"codes"`
}

// payerCode is a code that the phone shows.
type payerCode struct {
	Channel  payment.Channel `json:"channel"`
	Password bool            `json:"password"`
	MadeMS   int64           `json:"madeMS"`
}

// NewBank returns a bank without any order, which takes now for the time.
func NewBank(now func() time.Time) *Bank {
	return &Bank{now: now, held: holdings{Codes: make(map[string]payerCode)}}
}

func (b *Bank) nowMS() int64 { return b.now().UnixMilli() }

func (b *Bank) next() int64 {
	b.held.Last++
	return b.held.Last
}

// find returns an order as it stands by now, nil where there is none: what was not paid in time is closed.
func (b *Bank) find(channel payment.Channel, no string) *Order {
	at := slices.IndexFunc(b.held.Orders, func(o *Order) bool { return o.Channel == channel && o.No == no })
	if at < 0 {
		return nil
	}
	o := b.held.Orders[at]
	switch o.State {
	case waiting, entering, refused:
	case shown:
		if o.Channel == payment.Alipay {
			return o // nobody can scan it any more, and for Alipay it never was an order
		}
	default:
		return o
	}
	if o.ExpiresMS != 0 && b.nowMS() >= o.ExpiresMS {
		o.State = closed
	}
	return o
}

// IsOnScreen reports whether its code is shown and nobody scanned it.
func (o Order) IsOnScreen() bool { return o.State == shown }

// IsEntering reports whether the phone asks for the password.
func (o Order) IsEntering() bool { return o.State == entering }

// Find returns an order that the channel says it has.
func (b *Bank) Find(channel payment.Channel, no string) (Order, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.find(channel, no)
	if o == nil || !o.exists() {
		return Order{}, Absent
	}
	found := *o
	found.Refunds = slices.Clone(o.Refunds)
	return found, nil
}

// byChannelNo returns our number of the order with a channel's, "" where there is none.
func (b *Bank) byChannelNo(channel payment.Channel, channelNo string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, o := range b.held.Orders {
		if o.Channel == channel && o.ChannelNo == channelNo && channelNo != "" {
			return o.No
		}
	}
	return ""
}

// Holds returns what the merchant has of an order in the end: what was paid and does not go back.
func (b *Bank) Holds(channel payment.Channel, no string) money.Fen {
	o, err := b.Find(channel, no)
	if err != nil || o.State != paid {
		return 0
	}
	return o.Fen - o.back()
}

// Open returns the orders that the owner can do something about, the newest first, at most limit.
func (b *Bank) Open(limit int) []Order {
	b.mu.Lock()
	defer b.mu.Unlock()
	var open []Order
	for _, o := range slices.Backward(b.held.Orders) {
		if o = b.find(o.Channel, o.No); len(open) < limit && (o.State == waiting || o.State == entering || o.State == shown && b.nowMS() < o.ExpiresMS) {
			open = append(open, *o)
		}
	}
	return open
}

func (b *Bank) add(o *Order) error {
	if len(b.held.Orders) >= bankMax {
		return Full
	}
	b.held.Orders = append(b.held.Orders, o)
	return nil
}
