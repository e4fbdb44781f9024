package gatewaytest

import (
	"cmp"
	"fmt"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
)

// Refund gives back a part of a paid order. The same number again gives back nothing more, but tries anew what failed. state is how it
// stands after that, unless it stood already.
func (b *Bank) Refund(channel payment.Channel, no, refundNo string, fen money.Fen, state payment.RefundState) (Order, Refund, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if o, refund := b.findRefund(channel, refundNo); refund != nil {
		if o.No != no || refund.Fen != fen {
			return Order{}, Refund{}, Used
		}
		return *o, *refund, nil
	}
	o := b.find(channel, no)
	switch {
	case o == nil || !o.exists():
		return Order{}, Refund{}, Absent
	case o.State != paid:
		return *o, Refund{}, NotPaid
	case fen <= 0 || fen > o.Fen-o.back():
		return *o, Refund{}, TooMuch
	}
	refund := Refund{No: refundNo, Fen: fen, State: state, ChannelNo: fmt.Sprintf("5030%024d", b.next()), AtMS: b.nowMS()}
	o.Refunds = append(o.Refunds, refund)
	return *o, refund, nil
}

func (b *Bank) findRefund(channel payment.Channel, refundNo string) (*Order, *Refund) {
	for _, o := range b.held.Orders {
		for i := range o.Refunds {
			if o.Channel == channel && o.Refunds[i].No == refundNo {
				return o, &o.Refunds[i]
			}
		}
	}
	return nil, nil
}

// FindRefund returns a refund and its order.
func (b *Bank) FindRefund(channel payment.Channel, refundNo string) (Order, Refund, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o, refund := b.findRefund(channel, refundNo)
	if refund == nil {
		return Order{}, Refund{}, Absent
	}
	return *o, *refund, nil
}

// WaitingRefund is a refund that is not there yet, with its order.
type WaitingRefund struct {
	Order  Order
	Refund Refund
}

// Waiting returns the refunds that are not there yet, the oldest first, at most limit.
func (b *Bank) Waiting(limit int) (waits []WaitingRefund) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, o := range b.held.Orders {
		for _, refund := range o.Refunds {
			if refund.State == payment.RefundWaiting && len(waits) < limit {
				waits = append(waits, WaitingRefund{Order: *o, Refund: refund})
			}
		}
	}
	return waits
}

// Settle ends a refund that waits.
func (b *Bank) Settle(channel payment.Channel, refundNo string, state payment.RefundState) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, refund := b.findRefund(channel, refundNo)
	if refund == nil || refund.State != payment.RefundWaiting {
		return Absent
	}
	refund.State = state
	return nil
}

// Bill returns what a channel settled on a day, the oldest first. A payment that was taken back stands in it with a line below 0 that has
// no refund number.
func (b *Bank) Bill(channel payment.Channel, day calendar.Date) (lines []payment.StatementLine, ready bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	line := func(o *Order, refundNo string, fen money.Fen, atMS int64) {
		if atMS != 0 && calendar.OfMS(atMS) == day {
			lines = append(lines, payment.StatementLine{OrderNo: o.No, RefundNo: refundNo, ChannelNo: o.ChannelNo, Fen: fen, FeeFen: feeOf(fen), AtMS: atMS})
		}
	}
	for _, o := range b.held.Orders {
		if o.Channel != channel {
			continue
		}
		line(o, "", o.Fen, o.PaidMS)
		if o.State == reversed && o.PaidMS != 0 {
			line(o, "", -o.Fen, o.BackMS)
		}
		for _, refund := range o.Refunds {
			if channel == payment.WeChat || refund.State == payment.RefundDone {
				line(o, refund.No, -refund.Fen, refund.AtMS)
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b payment.StatementLine) int { return cmp.Compare(a.AtMS, b.AtMS) })
	return lines, b.now().In(calendar.Zone).After(day.AddDays(1).Time().Add(readyAfter))
}

// feeOf returns what the channel keeps of a sum: 0.6 %, to the fen, less the half.
func feeOf(fen money.Fen) money.Fen { return fen * 6 / 1000 }
