package audit

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/staff"
)

func claimOfUndone(w *rights, b *body) claim {
	c := claim{may: []staff.Action{staff.IssueBills}, agree: []staff.Action{staff.UndoBills}}
	switch {
	case b.Reason == "payment": // the late fee that a payment made, by who undoes the payment
		return claim{may: []staff.Action{staff.Collect}, must: []staff.Action{staff.UndoBills}}
	case b.Reason == "register":
		c.may = []staff.Action{staff.Import}
	}
	if w.isBeyond(staff.UndoMaxFen, b.Fen) {
		c.must = []staff.Action{staff.UndoBills}
	}
	return c
}

func claimOfWaived(w *rights, b *body) claim {
	c := claim{may: []staff.Action{staff.WaiveFee}, agree: []staff.Action{staff.WaiveFee}}
	if w.isBeyond(staff.UndoMaxFen, b.Fen) || w.people[b.By].role == staff.Cashier && w.isBeyond(staff.WaiverMax, b.Fen) {
		c.must = c.agree
	}
	return c
}

// claimsOfBills holds each bill of a part to what made it.
func claimsOfBills(w *rights, b *body) (claims []claim) {
	var last billSeen
	for i, bill := range b.Bills {
		kind := billSeen{Kind: bill.Kind, Origin: bill.Origin, OfBill: bill.OfBill, Ahead: bill.Ahead}
		if kind.OfBill != "" {
			kind.OfBill = "one"
		}
		if i == 0 || kind != last { // bills of a part are mostly of one kind
			claims = append(claims, claim{who: b.By, may: bill.making()})
		}
		last = kind
	}
	return claims
}

func noteBills(w *rights, b *body) {
	if w.run.id != b.Run {
		w.run = runSeen{id: b.Run}
	}
	for _, bill := range b.Bills {
		w.hasAsked = w.hasAsked || bill.Kind != billing.Opening
		if bill.Origin == billing.FromTariff {
			w.billed[bill.Item] = true
			w.run.isRule = w.run.isRule || !bill.Ahead && bill.OfBill == ""
		}
		// The bill of a deposit is made by the payment or the move that puts money into it, too.
		isOther := bill.Kind == billing.Opening || bill.Kind == billing.Deposit || bill.OfBill != ""
		w.run.isByHand = w.run.isByHand || bill.Origin == billing.FromPerson && !isOther
	}
}

// claimOfRun is that of the end of a run. Who made its bills had to be allowed each of them.
func claimOfRun(w *rights, b *body) claim {
	c := claim{agree: []staff.Action{staff.IssueFar, staff.AddBill, staff.ReduceBill, staff.PassLaw}, must: b.lawful()}
	// What a deposit pays for is billed right before the payment, which names who agreed to that.
	if takes := w.takes(b.By, staff.AddBill); w.run.id == b.Run && w.run.isByHand && len(takes) > 0 {
		if b.Approver.Person == "" {
			w.alone = b.at
		} else {
			c.must = append(c.must, takes...)
		}
	}
	if w.isFar(b) {
		c.must = append(c.must, staff.IssueFar)
	}
	return c
}
