package till

import (
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
)

// pairing pairs tenders with allocations. Each pair is one transfer with a debit and a credit of the same amount, so
// every fen of a tender can be followed to the item that it paid. Pairs of the same accounts, item and object that follow
// each other, as the months of one item do, are one transfer: which bill got how much stands in the allocations.
//
// tendersLeft and toPay are what is not paired yet, in fen, by the places of tenders and allocations.
type pairing struct {
	counter     string
	tenders     []Tender
	tendersLeft []money.Fen
	allocations []Allocation
	toPay       []money.Fen
	transfers   []journal.Transfer
	// shares are what each tender pays of each allocation: shares[allocation][tender], by their places.
	shares [][]money.Fen
}

// pair pairs what a payment took. The order of the pairs decides which bill bears the rounding (抹零) and what a later
// reversal negates, so a replay must make the same pairs.
//
// The change comes off the last cash tenders. What an offer gives pays the bill that it gives. A prepayment that is kept for a purpose pays first, and the bills of that purpose
// alone. A deposit pays bills and no other deposit. Rounding is a cost of the company: it pays the company's own bills, and
// what is collected for others or is to be returned only where nothing else was paid. Then the prepayment pays in the same
// order, and then the rest fills the books in the order of Books, what is put by last. Neither rounding nor an older
// prepayment ever makes a new one: Settle does not let the two meet.
func pair(counter string, tenders []Tender, allocations []Allocation, change money.Fen) *pairing {
	p := &pairing{counter: counter, tenders: tenders, allocations: allocations}
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
		p.shares = append(p.shares, make([]money.Fen, len(p.tenders)))
	}
	// Backwards through the books: the company's own first, and never what is put by.
	own := slices.Concat(p.billsOf(OwnBook), p.billsOf(DepositBook), p.billsOf(AgencyBook))
	var handed []int
	for _, book := range Books {
		handed = append(handed, p.billsOf(book)...)
	}
	for i, allocation := range p.allocations {
		if allocation.Kind == ToPrepaid {
			handed = append(handed, i)
		}
	}
	for _, next := range []struct {
		turn  turn
		order []int
	}{{turnOffer, own}, {turnPurpose, own}, {turnDeposit, own}, {turnRounding, own}, {turnPrepaid, own}, {turnHanded, handed}} {
		for i, tender := range p.tenders {
			if tender.turn() == next.turn {
				p.pay(i, next.order)
			}
		}
	}
	return p
}

// transfers returns what a payment moves.
func (body receivedV1) transfers() []journal.Transfer {
	return pair(body.Counter, body.Tenders, body.Allocations, body.ChangeFen).transfers
}

// billsOf returns the places of the allocations to bills of a book.
func (p *pairing) billsOf(book Book) (places []int) {
	for i, allocation := range p.allocations {
		if allocation.Kind == ToBill && allocation.Book == book {
			places = append(places, i)
		}
	}
	return places
}

// pay spends what is left of a tender on the allocations in the given order, each up to what it still needs.
func (p *pairing) pay(tender int, order []int) {
	for _, at := range order {
		moved := min(p.tendersLeft[tender], p.toPay[at])
		to := p.allocations[at]
		if p.tenders[tender].Kind == OfferGift && p.tenders[tender].Reference != to.Bill {
			continue
		}
		if purpose := p.tenders[tender].purpose(); purpose != billing.AnyPurpose && purpose != to.Purpose {
			continue
		}
		if moved <= 0 || to.account() == p.tenders[tender].account(p.counter) {
			continue
		}
		p.move(journal.Transfer{Debit: p.tenders[tender].account(p.counter), Credit: to.account(), Fen: moved, Item: to.Item, Object: to.Object})
		p.tendersLeft[tender] -= moved
		p.toPay[at] -= moved
		p.shares[at][tender] += moved
	}
}

// move adds a transfer: to the last one, where both differ in nothing but the sum.
func (p *pairing) move(next journal.Transfer) {
	if last := len(p.transfers) - 1; last >= 0 {
		before := &p.transfers[last]
		if next.Debit == before.Debit && next.Credit == before.Credit && next.Item == before.Item && next.Object == before.Object {
			before.Fen += next.Fen
			return
		}
	}
	p.transfers = append(p.transfers, next)
}
