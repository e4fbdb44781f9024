package till

import (
	"regexp"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// The ways money arrives.
const (
	Cash     = "cash"
	Card     = "card"     // a slip of a card terminal
	Transfer = "transfer" // a bank transfer already seen
	Cheque   = "cheque"
	Prepaid  = "prepaid"  // spent from the household's own prepayment
	Rounding = "rounding" // what cash rounding to 角 gives away
)

// The accounts the till posts to beside those of billing. Cash has one account a counter.
const (
	accountCash      = "cash:"
	accountTransit   = "transit:"
	accountPrepaid   = "prepaid"
	accountRounding  = "rounding"
	accountOverShort = "over_short"
)

// CashAccount names the cash account of a counter.
func CashAccount(counter string) string { return accountCash + counter }

// Tender is one way a payment was paid. Reference is the slip, transfer or cheque number, "" for cash.
type Tender struct {
	Kind      string    `json:"kind"`
	Fen       money.Fen `json:"fen"`
	Reference string    `json:"reference"`
}

var referenceForm = regexp.MustCompile(`^[0-9A-Za-z-]{0,40}$`)

// Electronic reports whether the money moved on a channel of its own, so that a void in the drawer cannot bring it back.
func (t Tender) Electronic() bool { return t.Kind == Card || t.Kind == Transfer }

func (t Tender) account(counter string) string {
	switch t.Kind {
	case Cash:
		return CashAccount(counter)
	case Prepaid:
		return accountPrepaid
	case Rounding:
		return accountRounding
	}
	return accountTransit + t.Kind
}

func (t Tender) check() error {
	switch t.Kind {
	case Cash, Prepaid, Rounding:
		if t.Reference != "" {
			return store.Refuse("till.reference")
		}
	case Card, Transfer, Cheque:
		if t.Reference == "" || !referenceForm.MatchString(t.Reference) {
			return store.Refuse("till.reference")
		}
	default:
		return store.Refuse("till.tender", t.Kind)
	}
	if t.Fen <= 0 || t.Fen > money.MaxFen {
		return store.Refuse("till.amount")
	}
	return nil
}

// The kinds of allocation.
const (
	ToBill    = "bill"
	ToPrepaid = "prepaid"
)

// Allocation says what a part of a payment is for: a bill, or the household's prepayment (Bill "").
type Allocation struct {
	Kind   string    `json:"kind"`
	Bill   string    `json:"bill"`
	Object string    `json:"object"`
	Item   string    `json:"item"`
	Fen    money.Fen `json:"fen"`
}

func (a Allocation) account() string {
	if a.Kind == ToPrepaid {
		return accountPrepaid
	}
	return billing.AccountReceivable
}

// transfersOf pairs tenders, less the change, with allocations in order: each pair is one transfer, so the set is zero-sum
// by shape and every fen of a tender can be followed to what it paid. The change comes off the last cash tenders. A
// prepayment that is spent and what rounding gives away pay the bills, first of all: a prepayment is never made from them.
func transfersOf(counter string, tenders []Tender, changeFen money.Fen, allocations []Allocation) []journal.Transfer {
	left := make([]money.Fen, len(tenders))
	for i := len(tenders) - 1; i >= 0; i-- {
		left[i] = tenders[i].Fen
		if tenders[i].Kind == Cash {
			taken := min(changeFen, left[i])
			left[i] -= taken
			changeFen -= taken
		}
	}
	order := make([]int, len(tenders))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return tenders[a].turn() - tenders[b].turn() })
	var transfers []journal.Transfer
	for _, allocation := range allocations {
		for open := allocation.Fen; open > 0 && len(order) > 0; {
			next := order[0]
			moved := min(open, left[next])
			if moved > 0 {
				transfers = append(transfers, journal.Transfer{Debit: tenders[next].account(counter), Credit: allocation.account(),
					Fen: moved, Item: allocation.Item, Object: allocation.Object})
			}
			open -= moved
			left[next] -= moved
			if left[next] == 0 {
				order = order[1:]
			}
		}
	}
	return transfers
}

// turn says which tenders are used up first.
func (t Tender) turn() int {
	if t.Kind == Prepaid || t.Kind == Rounding {
		return 0
	}
	return 1
}

// sumTenders adds up the tenders; a sum out of bounds is till.amount.
func sumTenders(tenders []Tender) (sum money.Fen, err error) {
	for _, t := range tenders {
		if sum, err = money.Add(sum, t.Fen); err != nil {
			return 0, store.Fail("till.amount", err)
		}
	}
	return sum, nil
}

func sumAllocations(allocations []Allocation) (sum money.Fen, err error) {
	for _, a := range allocations {
		if sum, err = money.Add(sum, a.Fen); err != nil {
			return 0, store.Fail("till.amount", err)
		}
	}
	return sum, nil
}

func ofKind(tenders []Tender, kind string) (sum money.Fen) {
	for _, t := range tenders {
		if t.Kind == kind {
			sum += t.Fen
		}
	}
	return sum
}
