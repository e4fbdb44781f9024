package cashier

import (
	"strings"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Selection is what is being paid now: which lines, of which a part, and what is put by.
type Selection struct {
	// Parts maps a bill's id to how much of it is paid.
	Parts     map[string]money.Fen
	PrepayFen money.Fen
}

// LateFen gives the late fee that is paid with a line: all of it when the bill is paid whole, none with a part, because the
// fee then goes on growing.
func (s Selection) LateFen(line Line) money.Fen {
	return till.Owed{Bill: line.ID, Fen: line.OwedFen(), LateFen: line.LateFen}.Late(s.Parts[line.ID])
}

// All selects every line that is due, whole; with future, those not yet due as well.
func (h Household) All(future bool) Selection {
	s := Selection{Parts: make(map[string]money.Fen)}
	for _, line := range h.Lines {
		if future || !line.Future {
			s.Parts[line.ID] = line.OwedFen()
		}
	}
	return s
}

// Given is how the owner pays. Amounts are 0 for ways not used. TenderedFen below zero means that nothing was typed: the
// exact sum. Rest is the tender that takes what credit does not: cash, card, transfer or cheque.
type Given struct {
	UseCredit   bool
	Rest        string
	TenderedFen money.Fen
	Reference   string
	KeepChange  bool
}

// Exact is the Given.TenderedFen of an empty field.
const Exact = till.Exact

// Quote is what a selection comes to with what is given.
type Quote struct {
	DueFen      money.Fen // the selection's sum, late fees included
	LateFen     money.Fen // the late fees in it
	CreditFen   money.Fen // spent from the prepayment
	RoundingFen money.Fen // given away by cash rounding
	RestFen     money.Fen // to be paid by the rest's tender
	TenderedFen money.Fen // handed over, the exact sum when nothing was typed
	ChangeFen   money.Fen // to be given back, or kept as prepayment
	Kept        bool
	Tenders     []till.Tender
	// MissingFen is what is still short, 0 when it is enough.
	MissingFen money.Fen
}

// Quote works a tender out by till.Settle, and answers what it answers, till.overpays and till.cash_unneeded. The figures are
// filled in even then, where the selection can be paid at all.
func (h Household) Quote(s Selection, given Given, roundingMaxFen money.Fen) (q Quote, err error) {
	var parts []money.Fen
	for _, line := range h.Lines {
		part := s.Parts[line.ID]
		if part < 0 || part > line.OwedFen() {
			return q, store.Refuse("till.overpays", line.Item, line.OwedFen().Yuan())
		}
		parts = append(parts, part, s.LateFen(line))
		q.LateFen += s.LateFen(line)
	}
	asked := till.Asked{PrepayFen: s.PrepayFen, KeepChange: given.KeepChange, CreditFen: h.CreditFen, RoundingMaxFen: roundingMaxFen}
	if asked.BillsFen, err = money.Sum(parts...); err != nil {
		return q, store.Fail("till.amount", err)
	}
	offered := []till.Tender{{Kind: given.Rest, Fen: given.TenderedFen, Reference: given.Reference}}
	if given.UseCredit {
		offered = append(offered, till.Tender{Kind: till.Prepaid, Fen: till.Exact})
	}
	settled, err := till.Settle(asked, offered)
	if err == nil && settled.UnneededFen > 0 {
		err = store.Refuse("till.cash_unneeded", settled.UnneededFen.Yuan())
	}
	q.DueFen, q.CreditFen, q.RoundingFen, q.RestFen, q.TenderedFen = settled.DueFen, settled.CreditFen, settled.RoundingFen, settled.RestFen, settled.TenderedFen
	q.ChangeFen, q.Kept = settled.ChangeFen+settled.KeptFen, settled.KeptFen > 0
	q.MissingFen, q.Tenders = settled.MissingFen, settled.Tenders
	return q, err
}

// Pieces gives the change in the fewest notes and coins, for the hand that gives it.
func Pieces(fen money.Fen) []Piece {
	count, err := till.CountOf(fen.DownToJiao())
	if err != nil {
		return nil
	}
	var pieces []Piece
	for i, n := range count {
		if n > 0 {
			pieces = append(pieces, Piece{Fen: till.Denominations[i], Count: n})
		}
	}
	return pieces
}

// Piece is so many notes or coins of one kind.
type Piece struct {
	Fen   money.Fen
	Count int
}

// Guard is a warning before money is taken: said in plain words, passed with one key, written into the payment. Code is
// what the event names, and "guard." + Code the catalogue's key.
type Guard struct {
	Code string
	Args []any
}

// Guards looks at a tender as a careful colleague would: ten times the usual, ten times what is due, an amount that looks
// like the room or a phone, a payment made minutes ago.
func (h Household) Guards(q Quote) []Guard {
	var guards []Guard
	if h.RecentPayment != "" {
		guards = append(guards, Guard{"paid_just_now", []any{h.RecentPayment}})
	}
	if h.UsualFen > 0 && q.DueFen >= 10*h.UsualFen {
		guards = append(guards, Guard{"ten_times_usual", []any{q.DueFen.Yuan(), h.UsualFen.Yuan()}})
	}
	if q.RestFen > 0 && q.TenderedFen >= 10*q.RestFen && q.TenderedFen > 100_00 {
		guards = append(guards, Guard{"ten_times_due", []any{q.TenderedFen.Yuan(), q.RestFen.Yuan()}})
	}
	if yuan := q.TenderedFen / 100; q.TenderedFen%100 == 0 && q.TenderedFen != q.RestFen && yuan > 0 {
		if looksLike(digitsOf(yuan), h) {
			guards = append(guards, Guard{"looks_like_room", []any{q.TenderedFen.Yuan()}})
		}
	}
	return guards
}

func digitsOf(n money.Fen) string {
	return strings.TrimSuffix(strings.TrimSuffix((n*100).String(), "0"), ".0")
}

// looksLike compares an amount's digits with the room as it is typed and the tails of the phones on file.
func looksLike(digits string, h Household) bool {
	parts := strings.Split(h.Room.Code, "-")
	if len(digits) >= 4 && (digits == parts[len(parts)-1] || digits == strings.Join(parts, "")) {
		return true
	}
	if len(parts) == 3 && len(parts[1]) == 1 && digits == parts[0]+"0"+parts[1]+parts[2] {
		return true
	}
	for _, person := range h.People {
		for _, phone := range person.Phones {
			if len(phone) >= 4 && len(digits) == 4 && strings.HasSuffix(phone, digits) {
				return true
			}
		}
	}
	return len(digits) == 11 && digits[0] == '1'
}
