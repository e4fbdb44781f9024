package till

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
)

// Sums are the figures of a payment under the names that they have everywhere: on paper, on the desk, in the Z report and on
// the command line. All of them are in fen and negative on a void or a reversal. What is due is what was received, what the
// prepayment and deposits paid, and what was given, to the fen.
type Sums struct {
	DueFen      money.Fen `json:"dueFen"`      // 应收合计: the bills and what is put by
	CreditFen   money.Fen `json:"creditFen"`   // 预存款抵扣: spent from the household's prepayment, received long ago
	OffsetFen   money.Fen `json:"offsetFen"`   // 押金抵扣: spent from deposits, received long ago
	OfferFen    money.Fen `json:"offerFen"`    // 预缴减免: given by the company to who pays ahead
	RoundingFen money.Fen `json:"roundingFen"` // 抹零: given away by the company, received by nobody
	ReceivedFen money.Fen `json:"receivedFen"` // 本次实收: cash that stayed, cards, transfers and cheques
	CashFen     money.Fen `json:"cashFen"`     // the cash in ReceivedFen
	HandedFen   money.Fen `json:"handedFen"`   // 收到现金: cash handed over, before the change
	ChangeFen   money.Fen `json:"changeFen"`   // 找零: cash given back of it
}

// Sums adds the payment up.
func (p Payment) Sums() Sums {
	s := Sums{DueFen: p.TotalFen, CreditFen: ofKind(p.Tenders, Prepaid), OffsetFen: ofKind(p.Tenders, DepositOffset), OfferFen: ofKind(p.Tenders, OfferGift), RoundingFen: ofKind(p.Tenders, Rounding),
		HandedFen: ofKind(p.Tenders, Cash), ChangeFen: p.ChangeFen}
	s.CashFen = s.HandedFen - s.ChangeFen
	for _, way := range p.Tenders {
		if way.Kind.IsReceived() {
			s.ReceivedFen += way.Fen
		}
	}
	// Change is always given in cash, which is among the kinds just added.
	s.ReceivedFen -= s.ChangeFen
	return s
}

// IsTold reports whether DueFen and ReceivedFen differ, so that what lies between them must be told.
func (s Sums) IsTold() bool { return s.DueFen != s.ReceivedFen }

// Ways returns what each way of paying brought of ReceivedFen: the cash that stayed as one, then every slip as it stands.
func (p Payment) Ways() []Tender {
	var ways []Tender
	if cash := p.Sums(); cash.HandedFen != 0 {
		ways = append(ways, Tender{Kind: Cash, Fen: cash.CashFen})
	}
	for _, t := range p.Tenders {
		if t.Kind.IsReceived() && !isCash(t) {
			ways = append(ways, t)
		}
	}
	return ways
}

// Spent returns what the payment spent of each prepayment: they add up to CreditFen, and Reference is the purpose that the money was
// kept for.
func (p Payment) Spent() []Tender {
	var spent []Tender
	for _, t := range p.Tenders {
		if t.Kind == Prepaid {
			spent = append(spent, t)
		}
	}
	return spent
}

// Called returns what a tender is called on paper: its kind, and behind a prepayment that is kept for a purpose that purpose.
func (t Tender) Called() string {
	purpose := billing.Purpose(t.Reference)
	if t.Kind != Prepaid || purpose == billing.AnyPurpose {
		return t.Kind.Name()
	}
	return t.Kind.Name() + "（" + purpose.Name() + "）"
}
