package till

import (
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// Receipt is one receipt of a payment: its number, the book that it is for (OwnBook where it is for all of the payment that
// no other receipt is for), its sum in fen, its state and how many copies of it were printed.
type Receipt struct {
	Number string    `json:"number"`
	Book   Book      `json:"book"`
	Fen    money.Fen `json:"fen"`
	State  string    `json:"state"`
	Copies int       `json:"copies"`
}

// Numbers returns the numbers of all receipts of the payment, in order; none for a void.
func (p Payment) Numbers() []string {
	numbers := make([]string, len(p.Receipts))
	for i, receipt := range p.Receipts {
		numbers[i] = receipt.Number
	}
	return numbers
}

// Part returns what the payment's receipt of this number is for, as a payment: its allocations, and what each tender paid of
// them. Change is taken off the cash already; what was handed over and given back stands on the payment as a whole. A number
// that is not its own, and a payment of one receipt, is the payment as it is.
func (p Payment) Part(number string) Payment {
	if len(p.Receipts) < 2 {
		return p
	}
	for _, receipt := range p.Receipts {
		if receipt.Number == number {
			return p.part(receipt)
		}
	}
	return p
}

func (p Payment) part(receipt Receipt) Payment {
	sign := money.Fen(1)
	tenders, allocations := p.Tenders, p.Allocations
	// An undoing is the negation of its payment, and is shared out as that was.
	if p.TotalFen < 0 {
		sign = -1
		tenders, allocations = negated(tenders, allocations)
	}
	shares := pair("", tenders, allocations, sign*p.ChangeFen).shares
	// A refund goes back in one way, whatever book it comes from.
	if p.Kind == Refunded {
		for at, allocation := range allocations {
			shares[at] = []money.Fen{allocation.Fen}
		}
	}
	part := p
	part.Number, part.State, part.Copies, part.TotalFen, part.TenderedFen, part.ChangeFen = receipt.Number, receipt.State, receipt.Copies, receipt.Fen, receipt.Fen, 0
	part.Receipts, part.Tenders, part.Allocations = []Receipt{receipt}, nil, nil
	paid := make([]money.Fen, len(tenders))
	for at, allocation := range p.Allocations {
		if !p.isOn(receipt, allocation) {
			continue
		}
		part.Allocations = append(part.Allocations, allocation)
		for tender, fen := range shares[at] {
			paid[tender] += fen
		}
	}
	for i, tender := range p.Tenders {
		if paid[i] != 0 {
			tender.Fen = sign * paid[i]
			part.Tenders = append(part.Tenders, tender)
		}
	}
	return part
}

// isOn reports whether an allocation stands on a receipt of the payment: on that of its book, or, where that has none, on the
// one of the company's own.
func (p Payment) isOn(receipt Receipt, allocation Allocation) bool {
	for _, other := range p.Receipts {
		if other.Book == allocation.Book {
			return receipt.Book == allocation.Book
		}
	}
	return receipt.Book == OwnBook
}

// numberFor returns the number of the receipt that an allocation of the payment stands on.
func (p Payment) numberFor(allocation Allocation) string {
	for _, receipt := range p.Receipts {
		if p.isOn(receipt, allocation) {
			return receipt.Number
		}
	}
	return p.Number
}

// LinkedReceipt returns the number of the receipt that undid this one, or that it undoes, "" where there is none. A reversal
// has a receipt for each of its payment's, in the same order.
func LinkedReceipt(tx *store.Tx, number string) (linked string, err error) {
	series, no, ok := parseNumber(number)
	if !ok {
		return "", store.Refuse(CodeUnknownReceipt)
	}
	_, err = tx.Get(`SELECT l.number FROM receipts r JOIN undoings u ON u.device = r.device AND u.seq = r.seq OR u.of_device = r.device AND u.of_seq = r.seq
		JOIN receipts l ON l.line = r.line AND (l.device, l.seq) <> (r.device, r.seq)
			AND ((l.device, l.seq) = (u.device, u.seq) OR (l.device, l.seq) = (u.of_device, u.of_seq))
		WHERE r.series = ? AND r.no = ?`, []any{series, no}, &linked)
	return linked, err
}
