package till

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// Book is one of the separate books (账) that the money of a payment lands in. What is collected for others and what is to be
// given back is none of the company's income, and stands in accounts and, where the policies say so, on receipts of its own.
type Book string

// The books. An event of the company's own book has no name for it.
const (
	OwnBook     Book = ""
	AgencyBook  Book = "agency"
	DepositBook Book = "deposit"
)

// Books are all books in the order in which what an owner hands over fills them: what belongs to others first, then what is to
// be given back, then the company's own.
var Books = []Book{AgencyBook, DepositBook, OwnBook}

// BookOf returns the book of a kind of bill.
func BookOf(kind string) Book {
	switch kind {
	case billing.Agency:
		return AgencyBook
	case billing.Deposit:
		return DepositBook
	}
	return OwnBook
}

// Name returns what a receipt of the book alone is called by, "" for the company's own.
func (b Book) Name() string {
	return map[Book]string{AgencyBook: "代收代付", DepositBook: "押金"}[b]
}

// hasOwnReceipt reports whether a book's money stands on a receipt of its own: a deposit always does, because its receipt is
// what the owner brings back for it, and what is collected for others where the policies say so.
func (b Book) hasOwnReceipt(policies estate.Policies) bool {
	return b == DepositBook || b == AgencyBook && policies.AgencyReceipt
}

// receiptFen is what a payment puts on one receipt.
type receiptFen struct {
	book Book
	fen  money.Fen
}

// divided returns what each receipt of a payment is for, in the order of Books. There is one at least, and none of 0 fen.
func divided(policies estate.Policies, allocations []Allocation) (parts []receiptFen) {
	for _, book := range Books {
		var fen money.Fen
		found := false
		for _, allocation := range allocations {
			on := OwnBook
			if allocation.Book.hasOwnReceipt(policies) {
				on = allocation.Book
			}
			if on == book {
				fen += allocation.Fen
				found = true
			}
		}
		if found {
			parts = append(parts, receiptFen{book, fen})
		}
	}
	return parts
}
