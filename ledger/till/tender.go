package till

import (
	"regexp"

	"shouqi/ledger/billing"
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
			return store.Refuse(codeReference)
		}
	case Card, Transfer, Cheque:
		if t.Reference == "" || !referenceForm.MatchString(t.Reference) {
			return store.Refuse(codeReference)
		}
	default:
		return store.Refuse(codeTender, t.Kind)
	}
	if t.Fen <= 0 || t.Fen > money.MaxFen {
		return store.Refuse(CodeAmount)
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

// sumTenders adds up the tenders; a sum out of bounds is till.amount.
func sumTenders(tenders []Tender) (sum money.Fen, err error) {
	for _, t := range tenders {
		if sum, err = money.Add(sum, t.Fen); err != nil {
			return 0, store.Fail(CodeAmount, err)
		}
	}
	return sum, nil
}

func sumAllocations(allocations []Allocation) (sum money.Fen, err error) {
	for _, a := range allocations {
		if sum, err = money.Add(sum, a.Fen); err != nil {
			return 0, store.Fail(CodeAmount, err)
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
