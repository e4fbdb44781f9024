package gatewaytest

import (
	"fmt"

	"shouqi/ledger/money"
	"shouqi/ledger/payment"
)

// Show makes an order, or the code of the same one anew, and returns what the code holds. expiresMS is when nobody can begin to pay it any
// more, 0 for never.
func (b *Bank) Show(channel payment.Channel, no string, fen money.Fen, subject string, expiresMS int64) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.find(channel, no)
	switch {
	case o == nil && expiresMS != 0 && b.nowMS() >= expiresMS:
		return "", Gone
	case o == nil:
		o = &Order{Channel: channel, No: no, Way: payment.Shown, Fen: fen, Subject: subject, State: shown, ExpiresMS: expiresMS}
		if err := b.add(o); err != nil {
			return "", err
		}
	case o.State == paid:
		return "", AlreadyPaid
	case o.State == closed || o.State == reversed:
		return "", Gone
	case o.Way != payment.Shown || o.Fen != fen || o.Subject != subject:
		return "", Used
	}
	o.Code = fmt.Sprintf("weixin://wxpay/bizpayurl?pr=SQ%07d", b.next())
	if channel == payment.Alipay {
		o.Code = fmt.Sprintf("https://qr.alipay.com/bax%07d", b.held.Last)
	}
	return o.Code, nil
}

// Charge takes the money of a new order by the code on the owner's phone; the order then is paid, or the phone asks for the password. At the
// terminal there is no code: where no card lies on it the owner is waited for.
func (b *Bank) Charge(channel payment.Channel, no string, fen money.Fen, subject, code string) (Order, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if o := b.find(channel, no); o != nil {
		switch {
		case o.State == paid:
			return *o, AlreadyPaid
		case o.State == closed || o.State == reversed:
			return *o, Gone
		}
		return *o, Used
	}
	shownCode, known := b.held.Codes[code]
	if channel == payment.Terminal && !known {
		shownCode, known = payerCode{Channel: channel, Password: true, MadeMS: b.nowMS()}, true
	}
	if !known || shownCode.Channel != channel || b.nowMS() >= shownCode.MadeMS+codeForMS {
		return Order{}, BadCode
	}
	o := &Order{Channel: channel, No: no, Way: payment.Charged, Fen: fen, Subject: subject, State: entering}
	if channel != payment.WeChat {
		o.ExpiresMS = b.nowMS() + chargedForMS
	}
	if err := b.add(o); err != nil {
		return Order{}, err
	}
	delete(b.held.Codes, code)
	b.number(o)
	if !shownCode.Password {
		o.State, o.PaidMS = paid, b.nowMS()
	}
	return *o, nil
}

// number gives an order the channel's own number.
func (b *Bank) number(o *Order) {
	if o.ChannelNo == "" {
		head := map[payment.Channel]string{payment.WeChat: "4200", payment.Alipay: "2026", payment.Terminal: "5123"}[o.Channel]
		o.ChannelNo = fmt.Sprintf("%s%024d", head, b.next())
	}
}

// Close closes an order that nobody has paid yet.
func (b *Bank) Close(channel payment.Channel, no string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.find(channel, no)
	switch {
	case o == nil || !o.exists():
		return Absent
	case o.State == paid:
		return AlreadyPaid
	case o.State == reversed:
		return Gone
	case channel == payment.WeChat && o.Way == payment.Charged:
		return WrongWay
	}
	o.State = closed
	return nil
}

// Reverse takes an order back: what was paid goes to the owner, and what was not is never paid.
func (b *Bank) Reverse(channel payment.Channel, no string) (wasPaid bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.find(channel, no)
	switch {
	case o == nil || !o.exists():
		return false, Absent
	case channel == payment.WeChat && o.Way == payment.Shown:
		return false, WrongWay
	case len(o.Refunds) > 0:
		return false, TooMuch
	case o.State == paid:
		o.State, o.BackMS = reversed, b.nowMS()
	case o.State != reversed && o.State != closed:
		o.State = reversed
	}
	return o.PaidMS != 0, nil
}
