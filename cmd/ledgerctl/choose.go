package main

import (
	"cmp"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// choose puts into an order the bills that its tenders pay, oldest first, each with its late fee, and the cash rounding where
// they are then paid. What no till could take is left for the till to say.
func (c *collectCommand) choose(tx *store.Tx, order *till.Order, bills []billing.Bill, fees map[string]money.Fen, asked till.Asked, on calendar.Date) (err error) {
	owed := make([]till.Owed, len(bills))
	for i, bill := range bills {
		owed[i] = till.Owed{Bill: bill.ID, Fen: bill.OwedFen(), LateFen: fees[bill.ID], Book: till.BookOf(bill.Kind)}
		if owed[i].Purpose, err = billing.PurposeOf(tx, bill.Item); err != nil {
			return err
		}
	}
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return err
	}
	offered, inPart := order.Tenders, c.Part
	if c.Oldest.Fen != 0 { // so many fen are paid to the fen, in whatever way
		offered, inPart = c.oldest(), true
	}
	offers, err := billing.OffersOn(tx, on)
	if err != nil {
		return err
	}
	by := till.AllocateBy(policies)
	given := func(paid []till.Owed) []till.Tender { return giftsOf(offers, paid, bills, on) }
	gifts, err := cover(order, by.InOrder(owed), asked, offered, inPart, by, given)
	if err != nil {
		return err
	}
	wanted := c.wanted(by.InOrder(owed), *order)
	for _, bill := range wanted {
		order.Bills = append(order.Bills, till.BillPart{Bill: bill.Bill, Fen: bill.Fen})
		if bill.LateFen > 0 {
			order.LateFees = append(order.LateFees, till.BillPart{Bill: bill.Bill, Fen: bill.LateFen})
		}
	}
	// Late fees that are left whole stand last: so they are found again where the request is sent once more.
	slices.SortStableFunc(order.LateFees, func(a, b till.BillPart) int { return cmp.Compare(min(b.Fen, 1), min(a.Fen, 1)) })
	if len(wanted) > 0 { // what is missing is missing beside what would be given with them
		gifts = given(slices.DeleteFunc(slices.Clone(owed), func(bill till.Owed) bool { return !isPaid(*order, bill.Bill) }))
	}
	asked = asked.For(owed, slices.DeleteFunc(slices.Clone(order.Bills), func(part till.BillPart) bool { return isGift(gifts, part.Bill) }), order.LateFees)
	settled, err := till.Settle(asked, order.Tenders)
	if err == nil && settled.MissingFen == 0 && settled.RoundingFen > 0 {
		order.Tenders = append(order.Tenders, till.Tender{Kind: till.Rounding, Fen: settled.RoundingFen})
	}
	order.Tenders = append(gifts, order.Tenders...)
	return nil
}

// cover chooses the bills that the money pays, and returns what the offers give of them. It is told the bills in the order in which they
// are paid: as many of the first as the money pays less what is given with them, and of those after them what it still pays. What is given
// is worked out before the money is spent: else it would come back as change beside bills that it pays.
func cover(order *till.Order, owed []till.Owed, asked till.Asked, offered []till.Tender, inPart bool, by till.Allocate,
	given func(paid []till.Owed) []till.Tender) (gifts []till.Tender, err error) {
	for first := len(owed); first >= 0; first-- {
		if gifts = given(owed[:first]); len(gifts) == 0 && first > 0 {
			continue // the fewest bills, none, are paid as they are
		}
		paid := slices.DeleteFunc(slices.Clone(owed), func(bill till.Owed) bool { return isGift(gifts, bill.Bill) })
		chosen, _, err := till.Cover(asked, paid[:first-len(gifts)], offered, false, by)
		if err != nil {
			return nil, err
		}
		if len(chosen) < first-len(gifts) {
			continue
		}
		if order.Bills, order.LateFees, err = till.Cover(asked, paid, offered, inPart, by); err != nil {
			return nil, err
		}
		break
	}
	for _, gift := range gifts {
		order.Bills = append(order.Bills, till.BillPart{Bill: gift.Reference, Fen: gift.Fen})
	}
	return gifts, nil
}

// isGift reports whether a bill is given.
func isGift(gifts []till.Tender, bill string) bool {
	return slices.ContainsFunc(gifts, func(gift till.Tender) bool { return gift.Reference == bill })
}

// giftsOf returns what the offers of a day give where these bills are paid whole.
func giftsOf(offers map[string]billing.Offer, paid []till.Owed, bills []billing.Bill, on calendar.Date) (gifts []till.Tender) {
	if len(offers) == 0 {
		return nil
	}
	fen := make(map[string]money.Fen)
	for _, bill := range paid {
		fen[bill.Bill] = bill.Fen
	}
	whole := slices.DeleteFunc(slices.Clone(bills), func(bill billing.Bill) bool { return fen[bill.ID] != bill.OwedFen() })
	for _, bill := range billing.FreeBills(offers, whole, on) {
		gifts = append(gifts, till.Tender{Kind: till.OfferGift, Fen: fen[bill], Reference: bill})
	}
	return gifts
}

// oldest is --oldest as one tender, beside the prepayment that is kept for a purpose and pays its part of it.
func (c *collectCommand) oldest() (tenders []till.Tender) {
	rest := c.Oldest.Fen
	for _, one := range c.Kept {
		tenders = append(tenders, till.Tender{Kind: till.Prepaid, Fen: one.fen, Reference: string(one.Purpose)})
		rest -= one.fen
	}
	if rest > 0 {
		tenders = append(tenders, till.Tender{Kind: till.Transfer, Fen: rest})
	}
	return tenders
}

// wanted returns the bills that the money does not cover and that the till is asked all the same, so that it says how much is
// missing: those asked for by name or as a package, and the first in turn where not even that one is covered. With --oldest and
// --part what gets nothing is left out; see leftOut.
func (c *collectCommand) wanted(owed []till.Owed, order till.Order) []till.Owed {
	switch {
	case (len(c.Bill) > 0 || c.Package != "") && !c.Part && c.Oldest.Fen == 0:
		return slices.DeleteFunc(slices.Clone(owed), func(bill till.Owed) bool { return isPaid(order, bill.Bill) })
	case len(order.Bills)+len(order.LateFees) == 0 && len(owed) > 0:
		return owed[:1]
	}
	return nil
}

// isPaid reports whether an order pays anything of a bill or its late fee.
func isPaid(order till.Order, bill string) bool {
	isOf := func(part till.BillPart) bool { return part.Bill == bill }
	return slices.ContainsFunc(order.Bills, isOf) || slices.ContainsFunc(order.LateFees, isOf)
}

// leftOut is a bill that was asked for by name and got nothing, because the money was used up.
type leftOut struct {
	Bill string    `json:"bill"`
	Item string    `json:"item"`
	Fen  money.Fen `json:"fen"`
}

// leftOut returns what of the bills asked for by name an order pays nothing of, and a line for each.
func (c *collectCommand) leftOut(tx *store.Tx, order till.Order) (left []leftOut, lines []string, err error) {
	for _, id := range c.Bill {
		if isPaid(order, id) {
			continue
		}
		bill, err := billing.ByID(tx, id)
		if err != nil {
			return nil, nil, err
		}
		left = append(left, leftOut{id, bill.Called(), bill.OwedFen()})
		lines = append(lines, "  钱不够，没有收 "+bill.Called()+" "+bill.OwedFen().Grouped()+"，账单编号 "+id)
	}
	return left, lines, nil
}

func sumOfParts(parts []till.BillPart) (sum money.Fen) {
	for _, part := range parts {
		sum += part.Fen
	}
	return sum
}

// earlierMax is how many of a household's payments a repeated request is looked for in.
const earlierMax = 1000

// earlier returns the payment that this request made before.
func (c *collectCommand) earlier(tx *store.Tx, room string) (payment till.Payment, happened bool, err error) {
	_, seq, happened, err := journal.Request{ID: c.RequestID}.Earlier(tx)
	if err != nil && store.Code(err) != journal.CodeRequestReused {
		return payment, false, err
	}
	if !happened {
		return payment, false, nil
	}
	history, err := till.HistoryOf(tx, room, earlierMax)
	if err != nil {
		return payment, false, err
	}
	for _, payment := range history {
		if payment.Seq == seq && payment.Kind == till.Paid {
			return payment, true, nil
		}
	}
	return payment, false, store.Refuse(journal.CodeRequestReused, c.RequestID)
}

// repeat asks again for what the earlier payment paid: its late fees as fees of their bills, everything else as it was.
func (c *collectCommand) repeat(tx *store.Tx, order *till.Order, earlier till.Payment) error {
	var err error
	if order.LateFees, err = till.LateFeesOf(tx, earlier); err != nil {
		return err
	}
	asked := make(map[string]bool)
	for _, id := range c.Bill {
		asked[id] = true
	}
	for _, allocation := range earlier.Allocations {
		if allocation.Kind != till.ToBill || allocation.Made {
			continue
		}
		if len(c.Bill) > 0 && !asked[allocation.Bill] {
			return store.Refuse(journal.CodeRequestReused, c.RequestID)
		}
		delete(asked, allocation.Bill)
		order.Bills = append(order.Bills, till.BillPart{Bill: allocation.Bill, Fen: allocation.Fen})
	}
	mayBeLeft := c.Part || c.Oldest.Fen != 0
	if oldest := c.Oldest.Fen; len(asked) > 0 && !mayBeLeft || oldest != 0 && sumOfParts(order.Bills)+sumOfParts(order.LateFees) > oldest {
		return store.Refuse(journal.CodeRequestReused, c.RequestID)
	}
	if err := c.repeatsPackage(tx, order); err != nil {
		return err
	}
	for at, tender := range earlier.Tenders {
		if tender.Kind == till.OfferGift {
			order.Tenders = slices.Insert(order.Tenders, at, tender)
		}
		if tender.Kind == till.Rounding {
			order.Tenders = append(order.Tenders, tender)
		}
	}
	return nil
}
