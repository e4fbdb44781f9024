package taking

import (
	"context"

	"shouqi/cashier/collecting"
	"shouqi/cashier/session"
	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Order is what the desk asks the till for: the order as it stood on the screen, and the second person who agrees to what
// the cashier does not do alone. The order's request id is what makes a second Enter, a double click or a lost answer
// harmless: keep it over every retry.
type Order struct {
	Order  till.Order
	Late   *LateEntry
	Second session.Second
	// Way says how a tender of a channel is to be paid; "" where there is none.
	Way payment.Way
}

// LateEntry makes a payment the late entry of a hand-written receipt, with the PIN of the second person, who agrees to
// everything else in the payment too.
type LateEntry struct {
	PaperNumber string
	ValueOn     calendar.Date
	Reason      till.Reason
	Second      session.Second
}

// Taken is a payment that is durable, and what became of asking for its paper: PaperError is set when the receipt could
// not even be queued. The money is safe either way.
//
// Order is set where a channel is asked for a part of the money: Payment is empty then until the channel says that the owner paid.
type Taken struct {
	Payment    till.Payment
	PaperError error
	Order      *collecting.Order
}

// UsedSlips returns those of the slips among tenders that an earlier payment has.
func (c *Taking) UsedSlips(ctx context.Context, tenders []till.Tender) (used []till.UsedSlip, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		used, err = till.UsedSlips(tx, tenders)
		return err
	})
	return used, err
}

// Take takes the money and then asks for the receipt and, for cash, the drawer. Only the first part can refuse: it answers
// what till.Receive answers, and what an approval does. A bill that is paid whole brings its late fee as the household
// showed it; another sum by now is till.late_fee: read the household again, to the value date of a late entry. For a tender of a channel
// it only puts the order on the disk (collecting.Begin).
func (c *Taking) Take(ctx context.Context, taking Order) (Taken, error) {
	by := c.session.Who() // Whoever locks the desk meanwhile does not take the paper from it.
	order := taking.Order
	second := taking.Second
	if late := taking.Late; late != nil {
		second = late.Second
		order.Late = &till.Late{PaperNumber: late.PaperNumber, ValueOn: late.ValueOn, Reason: late.Reason}
	}
	var err error
	if order.Approval, err = c.session.Approval(ctx, by, second, order.Second()...); err != nil {
		return Taken{}, err
	}
	if _, isChannel := till.ChannelTender(order.Tenders); isChannel {
		begun, err := c.collecting.Begin(ctx, by, order, taking.Way)
		return takenOf(begun), err
	}
	payment, err := c.session.Book.Till.Receive(ctx, by, order)
	if err != nil {
		return Taken{}, err
	}
	return Taken{Payment: payment, PaperError: c.printing.Payment(context.WithoutCancel(ctx), by, payment)}, nil
}

// takenOf is what an order at a channel comes to by now.
func takenOf(order collecting.Order) Taken {
	taken := Taken{PaperError: order.PaperError, Order: &order}
	if order.Payment != nil {
		taken.Payment = *order.Payment
	}
	return taken
}
