package till

import (
	"slices"

	"shouqi/ledger/journal"
	"shouqi/ledger/money"
)

// pairing pairs tenders with allocations: each pair is one transfer, so the set is zero-sum by shape and every fen of a
// tender can be followed to what it paid.
type pairing struct {
	counter     string
	tenders     []Tender
	tendersLeft []money.Fen
	allocations []Allocation
	toPay       []money.Fen
	transfers   []journal.Transfer
}

// transfers returns what a payment moves. The change comes off the last cash tenders. Rounding is the company's own cost: it
// pays the company's own bills, and what is collected for others, or is to be given back, only where nothing else was paid.
// Then the prepayment pays, and then the rest, in order; a prepayment is never made from either of the two.
func (body receivedV1) transfers() []journal.Transfer {
	p := &pairing{counter: body.Counter, tenders: body.Tenders, allocations: body.Allocations}
	change := body.ChangeFen
	p.tendersLeft = make([]money.Fen, len(p.tenders))
	for i := len(p.tenders) - 1; i >= 0; i-- {
		p.tendersLeft[i] = p.tenders[i].Fen
		if isCash(p.tenders[i]) {
			taken := min(change, p.tendersLeft[i])
			p.tendersLeft[i] -= taken
			change -= taken
		}
	}
	for _, allocation := range p.allocations {
		p.toPay = append(p.toPay, allocation.Fen)
	}
	own, all := body.ownFirst()
	for _, next := range []struct {
		turn  turn
		order []int
	}{{turnRounding, own}, {turnPrepaid, all}, {turnHanded, all}} {
		for i, tender := range p.tenders {
			if row, _ := tender.Kind.Type(); row.turn == next.turn {
				p.pay(i, next.order)
			}
		}
	}
	return p.transfers
}

// ownFirst returns the places of the allocations twice: the bills that the company may give away before those that it may
// not, and all as they stand.
func (body receivedV1) ownFirst() (own, all []int) {
	for i, allocation := range body.Allocations {
		if all = append(all, i); allocation.Kind == ToBill && !slices.Contains(body.Others, i) {
			own = append(own, i)
		}
	}
	return append(own, body.Others...), all
}

// pay uses a tender up, allocation after allocation.
func (p *pairing) pay(tender int, order []int) {
	for _, at := range order {
		moved := min(p.tendersLeft[tender], p.toPay[at])
		if moved <= 0 {
			continue
		}
		to := p.allocations[at]
		p.transfers = append(p.transfers, journal.Transfer{Debit: p.tenders[tender].account(p.counter), Credit: to.account(), Fen: moved, Item: to.Item, Object: to.Object})
		p.tendersLeft[tender] -= moved
		p.toPay[at] -= moved
	}
}
