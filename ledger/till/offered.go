package till

import (
	"cmp"
	"slices"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// check refuses amounts that no payment can have. Errors: till.amount for a negative one, a sum out of bounds or two
// tenders that both pay the rest; till.tender for an unknown kind; till.rounding for a rounding, which is worked out
// and never offered.
func (asked Asked) check(offered []Tender) error {
	if _, err := money.Add(asked.BillsFen, asked.PrepayFen); err != nil {
		return store.Fail(CodeAmount, err)
	}
	if asked.BillsFen < 0 || asked.PrepayFen < 0 {
		return store.Refuse(CodeAmount)
	}
	stated := make([]money.Fen, 0, len(offered))
	var credits, rests int // how many tenders are Exact
	for _, tender := range offered {
		if tender.Kind == Rounding {
			return store.Refuse(codeRounding, asked.RoundingMaxFen.Yuan())
		}
		if tender.Kind == OfferGift {
			return store.Refuse(CodeTender, string(tender.Kind)) // what is given is no answer to what is asked
		}
		if _, known := tender.Kind.Type(); !known {
			return store.Refuse(CodeTender, string(tender.Kind))
		}
		switch {
		case tender.Fen == Exact && tender.Kind == Prepaid:
			credits++
		case tender.Fen == Exact:
			rests++
		case tender.Fen < 0:
			return store.Refuse(CodeAmount)
		default:
			stated = append(stated, tender.Fen)
		}
	}
	if credits > 1 || rests > 1 {
		return store.Refuse(CodeAmount)
	}
	if _, err := money.Sum(stated...); err != nil {
		return store.Fail(CodeAmount, err)
	}
	return nil
}

// inTurn returns the tenders of a settlement in the order in which the till is asked with them: prepayment, slips,
// cash, rounding. Tenders of 0 fen and cash that is not needed are left out. It changes stated in place.
func inTurn(stated []Tender, s Settlement) []Tender {
	tenders := slices.DeleteFunc(stated, func(t Tender) bool { return t.Fen == 0 || isCash(t) && s.UnneededFen > 0 })
	slices.SortStableFunc(tenders, func(a, b Tender) int { return cmp.Compare(a.place(), b.place()) })
	if s.RoundingFen > 0 {
		tenders = append(tenders, Tender{Kind: Rounding, Fen: s.RoundingFen})
	}
	return tenders
}

// place returns the rank of a tender in that order. Cash is last of those that are handed over, because it alone
// gives change.
func (t Tender) place() int {
	switch {
	case t.turn() != turnHanded:
		return 0
	case isCash(t):
		return 2
	}
	return 1
}

func isCash(t Tender) bool { return t.Kind == Cash }

// notCash returns what all tenders but cash pay, in fen.
func notCash(tenders []Tender) (sum money.Fen) {
	for _, t := range tenders {
		if !isCash(t) {
			sum += t.Fen
		}
	}
	return sum
}
