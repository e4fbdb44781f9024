package gatewaytest

import (
	"fmt"

	"shouqi/ledger/payment"
)

// Scan is the owner's phone scanning a code that is shown: the order is there from now on.
func (b *Bank) Scan(channel payment.Channel, no string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.scan(b.find(channel, no))
}

func (b *Bank) scan(o *Order) error {
	switch {
	case o == nil:
		return Absent
	case o.State == shown && o.ExpiresMS != 0 && b.nowMS() >= o.ExpiresMS:
		return Gone
	case o.State == shown:
		o.State = waiting
		b.number(o)
	case o.State != waiting:
		return Gone
	}
	return nil
}

// Pay is the owner paying: a code that is shown is scanned first, and where the phone asks for the password it is entered.
func (b *Bank) Pay(channel payment.Channel, no string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.find(channel, no)
	if o == nil || o.State != entering {
		if err := b.scan(o); err != nil {
			return err
		}
	}
	b.number(o)
	o.State, o.PaidMS = paid, b.nowMS()
	return nil
}

// PayLate is a card that pays an order which was declined or taken off the terminal, and which it said was not paid.
func (b *Bank) PayLate(channel payment.Channel, no string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.find(channel, no)
	if o == nil || o.State != closed {
		return Gone
	}
	b.number(o)
	o.State, o.PaidMS = paid, b.nowMS()
	return nil
}

// Decline is the owner saying no where the phone asks for the password, or the bank declining the card at the terminal, which ends the order.
func (b *Bank) Decline(channel payment.Channel, no string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.find(channel, no)
	if o == nil || o.State != entering {
		return Absent
	}
	o.State = refused
	if channel == payment.Terminal {
		o.State = closed
	}
	return nil
}

// NewCode returns the payment code that the phone shows now, of 18 digits: it works once and for a minute. password says whether the phone
// will ask for the password. At the terminal it is the card that is tapped as soon as a sum is asked for, and there is no code.
func (b *Bank) NewCode(channel payment.Channel, password bool) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	for code, shown := range b.held.Codes {
		if b.nowMS() >= shown.MadeMS+codeForMS {
			delete(b.held.Codes, code)
		}
	}
	if channel == payment.Terminal {
		b.held.Codes[""] = payerCode{Channel: channel, Password: password, MadeMS: b.nowMS()}
		return ""
	}
	head := "13"
	if channel == payment.Alipay {
		head = "28"
	}
	// Two fresh codes differ in more than the last digit, so that a mistyped one is nobody else's.
	code := fmt.Sprintf("%s%016d", head, b.next()%1_000_000*7_368_787_000_331%10_000_000_000_000_000)
	b.held.Codes[code] = payerCode{Channel: channel, Password: password, MadeMS: b.nowMS()}
	return code
}
