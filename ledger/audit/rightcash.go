package audit

import (
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// ownShift is a claim that the shift of an event is somebody else's than who's, none where it is who's own.
func (w *rights) ownShift(b *body, who string) []claim {
	if w.shifts[place{b.at.device, b.Shift}] == who {
		return nil
	}
	return []claim{{who: who, isNotOwn: true}}
}

// inAnyShift are the claims of counting and closing: the own shift, or that of somebody who is not there.
func inAnyShift(w *rights, b *body) []claim {
	claims := []claim{{who: b.By, may: []staff.Action{staff.Collect}}}
	if len(w.ownShift(b, b.By)) > 0 {
		claims = append(claims, claim{who: b.By, may: []staff.Action{staff.CloseOther}})
	}
	return claims
}

func claimsOfOpening(w *rights, b *body) []claim {
	var must []staff.Action
	if !b.First && w.isBeyond(staff.DifferenceMax, b.Difference) {
		must = append(must, staff.Difference)
	}
	if w.hasDay && till.IsFar(b.BusinessOn, w.day) {
		must = append(must, staff.OpenFar)
	}
	return []claim{{who: b.Cashier, may: []staff.Action{staff.Collect}, consent: b.Approver, agree: []staff.Action{staff.Difference, staff.OpenFar}, must: must}}
}

func noteOpening(w *rights, b *body) {
	w.shifts[b.at] = b.Cashier
	if b.at.device == w.device {
		w.day, w.hasDay = b.BusinessOn, true
	}
}

func claimsOfClose(w *rights, b *body) []claim {
	var must []staff.Action
	gap, _ := till.SlipGap(b.Slips)
	if w.isBeyond(staff.DifferenceMax, b.Difference) || w.isBeyond(staff.DifferenceMax, gap) {
		must = append(must, staff.Difference)
	}
	if len(b.Unresolved) > 0 {
		must = append(must, staff.CarryUnresolved)
	}
	claims := append(inAnyShift(w, b), claim{who: b.By, consent: b.Approver, agree: []staff.Action{staff.Difference, staff.CarryUnresolved}, must: must})
	if b.Handed > 0 {
		takeOver := []staff.Action{staff.TakeOver}
		claims = append(claims, claim{who: b.By, may: takeOver, consent: b.HandedTo, agree: takeOver, must: takeOver})
	}
	return claims
}

// claimsOfPayment are those of a payment. What a channel collected is booked when it arrives, in the shift that is open then, whoever's it is
// and whatever that person may do by then.
func claimsOfPayment(w *rights, b *body) []claim {
	must, isCollected := w.paying(b.Tenders, len(b.Late) > 0)
	must = b.lawful(must...)
	c := claim{who: b.Cashier, may: []staff.Action{staff.Collect}, consent: b.Approver, agree: ofPayment, must: must}
	if isCollected {
		c.may = nil
	}
	if b.AgreedBefore != "" {
		if c.isAlone = w.promised[b.AgreedBefore]; !c.isAlone {
			c.must = append(c.must, staff.TakeUnverified)
		}
	}
	for _, tender := range b.Tenders {
		if tender.Kind == till.Rounding && w.isBeyond(staff.RoundingMax, tender.Fen) {
			c.beyond = staff.RoundingMax
		}
	}
	return append(w.ownShift(b, b.Cashier), c)
}

// ofPayment are the actions of a payment that a second person approves.
var ofPayment = []staff.Action{staff.EnterLate, staff.DeductDeposit, staff.TakeUnverified, staff.PassLaw}

func claimsOfOrder(w *rights, b *body) []claim {
	must, _ := w.paying(b.Promise.Tenders, false)
	return []claim{{who: b.Promise.Cashier, may: []staff.Action{staff.Collect}, consent: b.Approver, agree: ofPayment, must: must}}
}

func notePromise(w *rights, b *body) {
	if b.Approver.Person != "" {
		w.promised[b.Approver.Person] = true
	}
}

// claimsOfReturn are those of money that goes back: the channel says how it stands, but that the household has it instead is agreed to.
func claimsOfReturn(_ *rights, b *body) []claim {
	refund := []staff.Action{staff.Refund}
	switch {
	case b.State == "kept" || b.Approver.Person != "":
		return []claim{{who: b.By, may: refund, consent: b.Approver, agree: refund, must: refund}}
	case b.By != "":
		return []claim{{who: b.By, may: []staff.Action{staff.Collect}}}
	}
	return nil
}

func claimOfCounterfeit(w *rights, b *body) claim {
	switch b.Place {
	case "":
		return claim{may: []staff.Action{staff.Collect}}
	case till.PlaceSafe:
		return claim{may: []staff.Action{staff.BankCash}, agree: []staff.Action{staff.BankCash}, must: w.takes(b.By, staff.BankCash)}
	}
	return claim{may: []staff.Action{staff.MoveCash}, agree: []staff.Action{staff.MoveCash}, must: w.takes(b.By, staff.MoveCash)}
}
