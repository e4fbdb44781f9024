package till

import (
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// isGiven reports whether an offer pays a bill.
func isGiven(tenders []Tender, bill string) bool {
	return slices.ContainsFunc(tenders, func(t Tender) bool { return t.Kind == OfferGift && t.Reference == bill })
}

// checkGifts holds what an order says is given to the offers of its value date: each gift pays the whole of one bill, and the bills
// that are paid whole beside it earn it. An order may leave a gift out. Errors: till.offer_gone, with the item, where no offer gives
// it: the offer ended, or fewer bills are paid; till.offer_bill for a gift of a bill that the order does not pay whole.
func (body *receivedV1) checkGifts(tx *store.Tx, order Order) error {
	if ofKind(order.Tenders, OfferGift) == 0 {
		return nil
	}
	offers, err := billing.OffersOn(tx, body.ValueOn)
	if err != nil {
		return err
	}
	var whole []billing.Bill
	paid := make(map[string]money.Fen)
	items := make(map[string]string)
	for _, part := range order.Bills {
		bill, err := billing.ByID(tx, part.Bill)
		if err != nil {
			return err
		}
		if part.Fen == bill.OwedFen() {
			whole = append(whole, bill)
		}
		paid[part.Bill], items[part.Bill] = part.Fen, bill.Item
	}
	free := billing.FreeBills(offers, whole, body.ValueOn)
	for i, tender := range order.Tenders {
		switch {
		case tender.Kind != OfferGift:
		case paid[tender.Reference] != tender.Fen || isGiven(order.Tenders[:i], tender.Reference):
			return store.Refuse(codeOfferBill)
		case !slices.Contains(free, tender.Reference):
			return store.Refuse(CodeOfferGone, items[tender.Reference])
		}
	}
	return nil
}

// giftsStay refuses (till.refund_gift, with its item) to give a bill of a payment back that earned a gift in it: the payment is
// reversed as a whole, and the gift with it.
func (p Payment) giftsStay(bill string) error {
	item := func(id string) string {
		for _, allocation := range p.Allocations {
			if allocation.Kind == ToBill && allocation.Bill == id {
				return allocation.Item + allocation.Object
			}
		}
		return ""
	}
	for _, tender := range p.Tenders {
		if tender.Kind == OfferGift && item(tender.Reference) == item(bill) {
			return store.Refuse(codeRefundGift, p.Number)
		}
	}
	return nil
}
