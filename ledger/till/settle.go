package till

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// Exact is the Fen of an offered tender that pays whatever is left: an amount field that nothing was typed into.
const Exact money.Fen = -1

// Asked is what a payment is to pay, and what the arithmetic must know of the household and of the house's rules.
type Asked struct {
	BillsFen       money.Fen // the bills, or parts of them, and the late fees paid with them
	PrepayFen      money.Fen // put by as prepayment besides
	KeepChange     bool      // what is over, of any tender, stays as prepayment instead of being given back
	CreditFen      money.Fen // the household's prepayment for any purpose before
	Kept           []Kept    // its prepayments that are kept for one purpose, each purpose once
	RoundingMaxFen money.Fen // the policy's limit of cash rounding
}

// Kept is a household's prepayment that is kept for one purpose: it pays the bills of that purpose alone.
type Kept struct {
	Purpose   billing.Purpose
	CreditFen money.Fen // what there is of it
	BillsFen  money.Fen // how much of Asked.BillsFen is of its purpose
}

// Settlement is what pays what. Where it is enough, the tenders less the change are what is due and what is kept, to the fen.
type Settlement struct {
	DueFen      money.Fen // BillsFen + PrepayFen
	CreditFen   money.Fen // spent from the prepayment
	RoundingFen money.Fen // given away by cash rounding
	// RestFen is what the rest's tender must pay after the prepayment, the other tenders that were stated and the rounding.
	// The rest's tender is the card, transfer or cheque that is Exact, for as long as it has something to pay, and else cash.
	RestFen     money.Fen
	TenderedFen money.Fen // what the rest's tender puts on the table: RestFen when it is Exact
	ChangeFen   money.Fen // to be given back
	KeptFen     money.Fen // kept as prepayment because of KeepChange, whatever it was paid with
	MissingFen  money.Fen // still short, 0 when it is enough
	UnneededFen money.Fen // cash offered that the payment does not need at all: to be handed back, and not among Tenders
	Tenders     []Tender  // what the till is asked with: prepayment, slips, cash, rounding; none of 0 fen
}

// Settle works out what the offered tenders pay. It is the one arithmetic of a payment: the desk shows it, and the till
// checks with it.
//
// The prepayment pays first, and bills only; Tender{Prepaid, Exact} is as much of it as the bills need, what is kept for one
// purpose before what is kept for any, and none when something is put by, because a prepayment is never made from itself. Cash pays last: what is left to pay in cash is rounded
// down to 角 in the owner's favour, up to the policy's limit, and never where something is put by or kept. Change comes off
// cash alone.
//
// A shortfall is not an error but MissingFen, and cash that nothing is left for is UnneededFen. What no till could take is
// refused: till.amount (no amount, or one beyond all bounds, or two Exact), till.tender, till.rounding (rounding is worked
// out, never offered), till.credit_short, till.kept_unfit, till.change (more than is due on a tender that gives no change, unless it is kept),
// till.cash_jiao (single fen in cash, handed over or staying) and till.cash_much (more cash than a drawer holds). With the last five
// the settlement is filled in, so that a screen can go on showing what is due.
func Settle(asked Asked, offered []Tender) (Settlement, error) {
	if err := asked.check(offered); err != nil {
		return Settlement{}, err
	}
	s := asked.settle(offered)
	return s, asked.refusal(s)
}

// settle works out a settlement of amounts that check has passed. It refuses nothing: what no till could take is for
// refusal to tell.
func (asked Asked) settle(offered []Tender) Settlement {
	stated, slip := asked.stated(offered)
	s := Settlement{DueFen: asked.dueFen(), CreditFen: ofKind(stated, Prepaid), TenderedFen: ofKind(stated, Cash)}
	// inCash is what is left for cash to pay. It is below 0 where the prepayment and the slips alone pay more than is
	// due.
	inCash := s.DueFen - notCash(stated)
	// Nobody rounds what is paid to the fen by slips: rounding needs cash on the table.
	if s.TenderedFen > 0 {
		s.RoundingFen = asked.rounding(inCash)
	}
	s.RestFen = max(0, inCash) - s.RoundingFen
	switch over := s.TenderedFen - s.RestFen; {
	case over < 0:
		s.MissingFen = -over
	// What the slips pay beyond what is due is kept as well.
	case asked.KeepChange:
		s.KeptFen = over + max(0, -inCash)
	// Everything is paid without the cash, which goes back as it came and is no tender at all.
	case s.RestFen == 0:
		s.UnneededFen, s.TenderedFen = over, 0
	default:
		s.ChangeFen = over
	}
	// The caller shows one amount field as the rest; where a slip pays the rest, that field has the sum of the slip
	// and not of the cash.
	if s.Tenders = inTurn(stated, s); slip > 0 {
		s.RestFen, s.TenderedFen = slip, slip
	}
	return s
}

// dueFen returns what the payment is to pay altogether, in fen.
func (asked Asked) dueFen() money.Fen { return asked.BillsFen + asked.PrepayFen }

// rounding returns how much of what is left to pay in cash is given away: the fen below a whole 角, where the house's rules
// let them go and something is left to be paid.
func (asked Asked) rounding(inCash money.Fen) money.Fen {
	fen := inCash - inCash.DownToJiao()
	if inCash <= fen || fen > asked.RoundingMaxFen || asked.PrepayFen > 0 || asked.KeepChange {
		return 0
	}
	return fen
}

// stated returns the offered tenders with sums in place of Exact, and slip, the sum of the slip that was Exact, 0
// where none was. check has made sure that at most one prepayment and one other tender is Exact.
func (asked Asked) stated(offered []Tender) (stated []Tender, slip money.Fen) {
	stated = asked.spread(offered)
	var rest *Tender
	for i := range stated {
		if stated[i].Fen == Exact {
			rest = &stated[i]
			rest.Fen = 0
		}
	}
	if rest == nil {
		return stated, 0
	}
	// left is what all stated tenders but cash leave to be paid.
	left, cash := asked.dueFen()-notCash(stated), ofKind(stated, Cash)
	if isCash(*rest) {
		rest.Fen = max(0, left-asked.rounding(left)-cash)
		return stated, 0
	}
	// A slip pays to the fen, so with cash beside it nothing has to be rounded.
	rest.Fen = max(0, left-cash.DownToJiao())
	return stated, rest.Fen
}

// spread returns the offered tenders with sums in place of the prepayment that was Exact: as much as the bills need and there
// is, less what other prepayment tenders state already. What is kept for one purpose stands first, and what is kept for any pays
// the rest.
func (asked Asked) spread(offered []Tender) (stated []Tender) {
	stated = make([]Tender, 0, len(offered)+len(asked.Kept))
	spent := make(map[billing.Purpose]money.Fen) // what tenders of a stated sum spend
	var all money.Fen
	for _, tender := range offered {
		if tender.Kind == Prepaid && tender.Fen != Exact {
			spent[tender.purpose()] += tender.Fen
			all += tender.Fen
		}
	}
	for _, tender := range offered {
		if tender.Kind != Prepaid || tender.Fen != Exact {
			stated = append(stated, tender)
			continue
		}
		spend := func(purpose billing.Purpose, most money.Fen) {
			fen := max(0, min(most-spent[purpose], asked.BillsFen-all))
			if asked.PrepayFen == 0 && fen > 0 {
				stated = append(stated, Tender{Kind: Prepaid, Fen: fen, Reference: string(purpose)})
				all += fen
			}
		}
		for _, kept := range asked.Kept {
			spend(kept.Purpose, min(kept.CreditFen, kept.BillsFen))
		}
		spend(billing.AnyPurpose, asked.CreditFen)
	}
	return stated
}

// creditShort refuses tenders that spend more of a prepayment than there is (till.credit_short, with how much that is), or than the
// bills of its purpose ask (till.kept_unfit, with how much they do).
func (asked Asked) creditShort(tenders []Tender) error {
	most := map[billing.Purpose]money.Fen{billing.AnyPurpose: min(asked.CreditFen, asked.BillsFen)}
	has := map[billing.Purpose]money.Fen{billing.AnyPurpose: asked.CreditFen}
	fits := make(map[billing.Purpose]money.Fen)
	spent := make(map[billing.Purpose]money.Fen)
	for _, kept := range asked.Kept {
		most[kept.Purpose], has[kept.Purpose], fits[kept.Purpose] = min(kept.CreditFen, kept.BillsFen), kept.CreditFen, kept.BillsFen
	}
	left := asked.BillsFen
	for _, tender := range tenders {
		if tender.Kind != Prepaid {
			continue
		}
		purpose := tender.purpose()
		most[purpose] -= tender.Fen
		spent[purpose] += tender.Fen
		left -= tender.Fen
		switch {
		case most[purpose] >= 0 && left >= 0 && asked.PrepayFen == 0:
		case purpose != billing.AnyPurpose && spent[purpose] <= has[purpose] && fits[purpose] < spent[purpose]:
			return store.Refuse(codeKeptUnfit, KeptItem(purpose), fits[purpose].Yuan())
		default:
			return store.Refuse(CodeCreditShort, has[purpose].Yuan())
		}
	}
	return nil
}

// cashMax is the most cash in fen that one payment takes: more than the digits of any telephone at a desk, which are asked about as such,
// and far more than any drawer holds.
const cashMax money.Fen = 100_000_000_00

// refusal returns why no till could take a settlement: till.cash_much, till.credit_short, till.kept_unfit, till.change or till.cash_jiao.
// It is nil where one could, and where money is only missing, because the cashier is still typing then.
func (asked Asked) refusal(s Settlement) error {
	if ofKind(s.Tenders, Cash) > cashMax || s.UnneededFen > cashMax {
		return store.Refuse(codeCashMuch, cashMax.Yuan())
	}
	if err := asked.creditShort(s.Tenders); err != nil {
		return err
	}
	if over := notCash(s.Tenders) - s.DueFen; over > 0 && !asked.KeepChange {
		return store.Refuse(codeChange, over.Yuan())
	}
	if odd := s.OddCashFen(); odd > 0 {
		return store.Refuse(codeCashJiao, odd.Yuan())
	}
	return nil
}

// OddCashFen returns the cash that no coins make, as it is handed over or as it stays after the change; 0 where coins make
// it, and while money is missing. No coin is smaller than 1 角, so a drawer that should hold single fen could never be counted
// right.
func (s Settlement) OddCashFen() money.Fen {
	if s.MissingFen > 0 {
		return 0
	}
	handed := ofKind(s.Tenders, Cash)
	for _, cash := range []money.Fen{handed, handed - s.ChangeFen} {
		if cash != cash.DownToJiao() {
			return cash
		}
	}
	return 0
}
