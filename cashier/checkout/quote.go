package checkout

import (
	"slices"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Quote is what a draft comes to with what is given.
type Quote struct {
	till.Settlement
	// LateFen is the late fees in DueFen.
	LateFen money.Fen
	// UnroundedFen is what would be rounded off if nothing were put by or kept, which it may not be beside either; 0 for nothing.
	UnroundedFen money.Fen
	// GiftFen is what the offers give, which is not in DueFen, and Gifts are the bills that they give.
	GiftFen money.Fen
	Gifts   []till.Tender
	// Unearned are bills that an offer gives nothing for, because too few of them are ticked.
	Unearned []billing.Unearned
}

// Quote works the draft out with the till's own arithmetic. Cash is rounded down by at most roundingMaxFen. It refuses
// till.overpays, a sum out of bounds (till.amount), an amount that is none (money's errors), and what till.Settle refuses, whose
// figures stand beside some refusals.
func (d *Draft) Quote(roundingMaxFen money.Fen) (Quote, error) {
	var q Quote
	asked := till.Asked{PrepayFen: d.PrepayFen, KeepChange: d.KeepChange, CreditFen: d.Household.CreditFen, Kept: slices.Clone(d.Household.Kept), RoundingMaxFen: roundingMaxFen}
	q.Gifts, q.Unearned = d.gifts()
	var amounts []money.Fen
	for _, line := range d.Household.Lines {
		part := d.Parts[line.ID]
		if part < 0 || part > line.OwedFen() {
			return q, store.Refuse(till.CodeOverpays, line.Item, line.OwedFen().Yuan())
		}
		late := d.LateFen(line)
		if slices.ContainsFunc(q.Gifts, func(t till.Tender) bool { return t.Reference == line.ID }) {
			q.GiftFen += part
			continue
		}
		amounts = append(amounts, part, late)
		q.LateFen += late
		for i := range asked.Kept {
			if asked.Kept[i].Purpose == line.Purpose {
				asked.Kept[i].BillsFen += part + late
			}
		}
	}
	bills, err := money.Sum(amounts...)
	if err != nil {
		return q, store.Fail(till.CodeAmount, err)
	}
	asked.BillsFen = bills
	offered, err := d.offered()
	if err != nil {
		return q, err
	}
	q.Settlement, err = settle(asked, offered)
	if q.RoundingFen == 0 && asked.PrepayFen+q.KeptFen > 0 {
		asked.PrepayFen, asked.KeepChange = 0, false
		if plain, refusal := till.Settle(asked, offered); refusal == nil {
			q.UnroundedFen = plain.RoundingFen
		}
	}
	return q, err
}

// settle works out a payment of which what is over is to be kept as one that keeps nothing, where nothing is over: only what is kept
// forbids rounding, and that it would have been kept does not.
func settle(asked till.Asked, offered []till.Tender) (till.Settlement, error) {
	settlement, err := till.Settle(asked, offered)
	if !asked.KeepChange || settlement.KeptFen > 0 {
		return settlement, err
	}
	asked.KeepChange = false
	if plain, refusal := till.Settle(asked, offered); refusal == nil && plain.RoundingFen > 0 && plain.ChangeFen == 0 {
		return plain, nil
	}
	return settlement, err
}

// offered is what lies on the counter: the prepayment where it is spent, the tenders given, and the tender of the rest.
func (d *Draft) offered() ([]till.Tender, error) {
	rest := till.Tender{Kind: d.Rest, Fen: till.Exact}
	var offered []till.Tender
	switch takesCash := d.isCash() || d.Rest.IsChannel(); {
	case !takesCash:
		rest.Reference = strings.TrimSpace(d.Reference)
	case d.Typed != "":
		fen, err := money.Parse(strings.TrimSuffix(d.Typed, "."))
		if err != nil {
			return nil, err
		}
		if d.isCash() {
			rest.Fen = fen
		} else if fen > 0 { // a part in cash, and the channel is asked for the rest
			offered = append(offered, till.Tender{Kind: till.Cash, Fen: fen})
		}
	}
	if d.UseCredit {
		offered = append(offered, till.Tender{Kind: till.Prepaid, Fen: till.Exact})
	}
	return append(append(offered, d.Given...), rest), nil
}

// Order is what the till is asked for.
func (d *Draft) Order(q Quote) till.Order {
	order := till.Order{RequestID: d.RequestID, Room: d.Household.Room.ID, PrepayFen: d.PrepayFen, PrepayPurpose: d.purpose(), Tenders: append(slices.Clone(q.Gifts), q.Tenders...),
		KeepChange: q.KeptFen > 0, PayerName: d.PayerName, Overridden: d.passed}
	for _, line := range d.Household.Lines {
		if part := d.Parts[line.ID]; part > 0 {
			order.Bills = append(order.Bills, till.BillPart{Bill: line.ID, Fen: part})
		}
		if fee, asked := d.fee(line); asked {
			order.LateFees = append(order.LateFees, fee)
		}
	}
	return order
}

// gifts returns what the offers of the day give of the bills that are ticked whole, and those that they give nothing for.
func (d *Draft) gifts() (gifts []till.Tender, unearned []billing.Unearned) {
	var whole []billing.Bill
	for _, line := range d.Household.Lines {
		if d.Parts[line.ID] == line.OwedFen() && line.OwedFen() > 0 {
			whole = append(whole, line.Bill)
		}
	}
	for _, bill := range billing.FreeBills(d.Household.Offers, whole, d.Household.LateOn) {
		gifts = append(gifts, till.Tender{Kind: till.OfferGift, Fen: d.Parts[bill], Reference: bill})
	}
	return gifts, billing.UnearnedBills(d.Household.Offers, whole, d.Household.LateOn)
}

// purpose returns what is put by is kept for; none where nothing is put by.
func (d *Draft) purpose() billing.Purpose {
	if d.PrepayFen == 0 {
		return billing.AnyPurpose
	}
	return d.PrepayPurpose
}

// requote works the draft out anew after anything about it changed; a guard passed for other figures is due again. A draft
// whose money is on the way is not touched.
func (c *Checkout) requote() {
	if c.draft == nil || c.isTaking() {
		return
	}
	c.guards, c.draft.passed = nil, nil
	c.drop(AskSlips)
	var err error
	c.quote, err = c.draft.Quote(c.state.Bounds.Fen(staff.RoundingMax))
	if c.misquoted = err != nil; c.misquoted {
		c.problem = Problem{Err: err}
	}
}
