package payment

import (
	"net"
	"net/url"

	"shouqi/ledger/store"
)

// Pretended is a Gateway to a pretend channel, whose money is no money: what it is asked for says so for good.
type Pretended struct{ Gateway }

// IsHere reports whether the address of a pretend channel (http://127.0.0.1:8087) is this machine itself; any other could be a real one.
func IsHere(base string) bool {
	address, err := url.Parse(base)
	if err != nil {
		return false
	}
	host := address.Hostname()
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// Pretends reports whether a channel that can be asked is a pretend one: every screen and every receipt of its money then says so.
func (p *Payments) Pretends() bool {
	for _, channel := range p.Connected() {
		if p.isPretend(channel) {
			return true
		}
	}
	return false
}

func (p *Payments) isPretend(channel Channel) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, pretends := p.gateways[channel].(Pretended)
	return pretends
}

// IsPretend reports whether money was asked of a pretend channel, by the event that began its order: it stays so whatever is connected later.
// No is the order's number, or that of a refund of it that was kept. Errors: payment.unknown_order.
func IsPretend(tx *store.Tx, no string) (bool, error) {
	intent, err := FindIntent(tx, no)
	if err != nil {
		return false, err
	}
	begun, err := intent.begun(tx)
	return begun.Pretend, err
}
