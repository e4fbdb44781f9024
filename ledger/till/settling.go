package till

import (
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// settle checks that the tenders pay what is due and writes the change, or what is kept, into the body. Errors: those
// of Tender.check and of Order.settled, and till.nothing for an order without tenders or without anything to pay.
func settle(tx *store.Tx, room string, order Order, body *receivedV1) error {
	for _, tender := range order.Tenders {
		if err := tender.check(); err != nil {
			return err
		}
	}
	if _, err := sumTenders(order.Tenders); err != nil {
		return err
	}
	due, err := sumAllocations(body.Allocations)
	if err != nil {
		return err
	}
	// With KeepChange an order without bills is fine: all of it becomes prepayment.
	if len(order.Tenders) == 0 || (due == 0 && !order.KeepChange) {
		return store.Refuse(CodeNothing)
	}
	// What an offer gives asks nothing of the owner.
	asked := Asked{BillsFen: due - order.PrepayFen - ofKind(order.Tenders, OfferGift), PrepayFen: order.PrepayFen, KeepChange: order.KeepChange}
	if asked.CreditFen, err = Credit(tx, room); err != nil {
		return err
	}
	if asked.Kept, err = body.kept(tx, room); err != nil {
		return err
	}
	bounds, err := staff.ReadBounds(tx)
	if err != nil {
		return err
	}
	asked.RoundingMaxFen = bounds.Fen(staff.RoundingMax)
	settled, err := order.settled(asked)
	if err != nil {
		return err
	}
	if body.ChangeFen = settled.ChangeFen; settled.KeptFen > 0 {
		body.keep(settled.KeptFen, room)
	}
	return nil
}

// kept gives each bill of a payment its purpose, where the payment spends a prepayment that is kept for one, and returns what the
// household has of those with what the bills of each purpose ask. Most payments spend none, and ask nothing more of the book.
func (body *receivedV1) kept(tx *store.Tx, room string) ([]Kept, error) {
	if !slices.ContainsFunc(body.Tenders, func(t Tender) bool { return t.purpose() != billing.AnyPurpose }) {
		return nil, nil
	}
	bills := make(map[billing.Purpose]money.Fen)
	for i, allocation := range body.Allocations {
		if allocation.Kind != ToBill || allocation.Book == DepositBook {
			continue
		}
		purpose, err := billing.PurposeOf(tx, allocation.Item)
		if err != nil {
			return nil, err
		}
		body.Allocations[i].Purpose = purpose
		if !isGiven(body.Tenders, allocation.Bill) {
			bills[purpose] += allocation.Fen
		}
	}
	kept, err := KeptOf(tx, room)
	for i := range kept {
		kept[i].BillsFen = bills[kept[i].Purpose]
	}
	return kept, err
}

// keep adds fen to the prepayment that a payment makes. It joins what the order puts by anyway, so that a receipt has
// one such line.
func (body *receivedV1) keep(fen money.Fen, room string) {
	last := len(body.Allocations) - 1
	if last >= 0 && body.Allocations[last].Kind == ToPrepaid && body.Allocations[last].Purpose == billing.AnyPurpose {
		body.Allocations[last].Fen += fen
		return
	}
	body.Allocations = append(body.Allocations, Allocation{Kind: ToPrepaid, Object: room, Fen: fen})
}

// settled compares an order with what Settle makes of its tenders: the rounding must be exactly the one that Settle
// works out, nothing may be missing, and no cash may be there that the payment does not need. Errors: those of
// Settle, till.rounding, till.not_enough (till.late_fee_short where the bills themselves are covered), till.cash_jiao
// (fen to be paid in cash that the order does not round away) and till.cash_unneeded (cash that would only come back
// as change).
func (order Order) settled(asked Asked) (Settlement, error) {
	rounding := ofKind(order.Tenders, Rounding)
	// Settle refuses rounding as an offer, so it is asked without it and works it out by itself; and what is given stands outside of
	// the sums on both sides.
	s, err := Settle(asked, slices.DeleteFunc(slices.Clone(order.Tenders), func(t Tender) bool { return t.Kind == Rounding || t.Kind == OfferGift }))
	switch {
	// A wrong rounding is told before any other refusal: none of the others would say what is wrong with the order.
	case rounding > 0 && rounding != s.RoundingFen:
		err = store.Refuse(codeRounding, asked.RoundingMaxFen.Yuan())
	case err != nil:
	case s.MissingFen > 0 && s.MissingFen <= order.lateFen():
		err = store.Refuse(codeLateFeeShort, s.MissingFen.Yuan(), order.lateFen().Yuan())
	case s.MissingFen > 0:
		err = store.Refuse(CodeNotEnough, s.MissingFen.Yuan())
	case rounding != s.RoundingFen:
		err = store.Refuse(codeCashJiao, (s.RestFen + s.RoundingFen).Yuan())
	case s.UnneededFen > 0:
		err = store.Refuse(codeCashUnneeded, s.UnneededFen.Yuan())
	}
	return s, err
}

// lateFen returns the late fees of an order in fen.
func (order Order) lateFen() (sum money.Fen) {
	for _, fee := range order.LateFees {
		sum += fee.Fen
	}
	return sum
}
