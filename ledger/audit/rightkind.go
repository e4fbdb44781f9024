package audit

import (
	"slices"

	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// rule says of a kind of event who had to be allowed what, and what it changes for the events after it.
type rule struct {
	claims func(w *rights, b *body) []claim
	note   func(w *rights, b *body)
}

// RightKinds returns the kinds of event of which the audit knows who may do them. A kind that it does not know is a finding wherever it
// stands, so that none can be forgotten.
func RightKinds() (kinds []string) {
	for kind := range rules {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// nobody is the rule of what no person does: why says what does it.
func nobody(why string) rule {
	if why == "" {
		panic("what nobody does wants a reason")
	}
	return rule{claims: func(*rights, *body) []claim { return nil }}
}

// by is the rule of what the person of the field by does alone who may do one of the actions.
func by(actions ...staff.Action) rule {
	return rule{claims: func(_ *rights, b *body) []claim { return []claim{{who: b.By, may: actions}} }}
}

// two is the rule of what the person of the field by does with a second one wherever the action takes one of that role.
func two(action staff.Action) rule {
	return judged(func(w *rights, b *body) claim {
		return claim{may: []staff.Action{action}, agree: []staff.Action{action, staff.PassLaw}, must: b.lawful(w.takes(b.By, action)...)}
	})
}

// judged is the rule of a claim of the person of the field by and of who agreed.
func judged(of func(w *rights, b *body) claim) rule {
	return rule{claims: func(w *rights, b *body) []claim {
		c := of(w, b)
		c.who, c.consent = b.By, b.Approver
		if c.before == "" {
			c.before = b.Agreed
		}
		return []claim{c}
	}}
}

// atShift is the rule of what a cashier does in the own shift, with a second person where must says so.
func atShift(must ...staff.Action) rule {
	return rule{claims: func(w *rights, b *body) []claim {
		c := claim{who: b.Cashier, may: []staff.Action{staff.Collect}, consent: b.Approver, agree: must, must: must}
		if slices.Contains(must, staff.MoveCash) && w.isBeyond(staff.MoveMax, b.Fen) {
			c.beyond = staff.MoveMax
		}
		return append([]claim{c}, w.ownShift(b, b.Cashier)...)
	}}
}

// overBilled is the rule of a charge that one person makes before bills were made by it, and two people afterwards.
func overBilled(w *rights, b *body) claim {
	must := b.lawful()
	if w.billed[text(b.Item)] {
		must = append(must, staff.SetPrices)
	}
	return claim{may: []staff.Action{staff.SetUpItems}, agree: []staff.Action{staff.SetPrices, staff.PassLaw}, must: must}
}

// kindLeaseEnded has the text of a code of its room, which is a constant of its own.
const kindLeaseEnded = "lease.ended"

// rules are all kinds of event with who may do them: one that none does says so.
var rules = map[string]rule{
	"book.founded":     nobody("a book is founded before it knows anybody"),
	"book.restored":    nobody("who put a backup in the place of a book was asked by the book that it replaced"),
	"counter.heard":    nobody("what was heard of the other counters is said by the counter itself"),
	"counter.joined":   nobody("the counter that let this one in says who did"),
	"counter.invited":  {claims: claimsOfCounter},
	"counter.ended":    {claims: claimsOfCounter},
	"counter.placed":   nobody("the recovery key says where the counter is, which names nobody"),
	"counter.retired":  {claims: claimsOfRetiring},
	"receipts.skipped": nobody("numbers are skipped by who puts a backup in the place of a book or brings the recovery key, as the event beside it says"),
	"intent.moved":     nobody("the channel says how an order stands"),
	"intent.booked":    nobody("money that arrived by itself is booked; the payment before it says in whose shift"),
	"shift.reported":   nobody("the report is the close's own, by whom the event before it says"),

	"staff.recorded":     {claimsOfPerson, notePerson},
	"staff.pin_set":      {claimsOfPIN, notePIN},
	"staff.pin_accepted": {knownPerson, noteAccepted},
	"staff.pin_refused":  {claims: knownPerson},
	"staff.unlocked":     {claims: claimsOfUnlocking},
	"staff.agreed": judged(func(w *rights, b *body) claim {
		return claim{may: []staff.Action{b.Action}, agree: []staff.Action{b.Action}, must: w.takes(b.By, b.Action)}
	}),
	"approval.asked": {by().claims, noteAsked},
	"approval.moved": {claimsOfMoved, noteMoved},
	"limit.set":      {claimsOfLimit, noteLimit},
	"policy.set":     {claimsOfPolicy, notePolicy},
	"vault.slot_set": {claims: claimsOfSlot},

	"person.erased":     by(staff.Settings),
	"person.unmasked":   by(staff.Unmask),
	"estate.recorded":   by(staff.Import),
	"register.taken":    by(staff.Import),
	"steward.set":       by(staff.Import),
	"credit.opened":     by(staff.Import),
	"register.mended":   judged(alsoAgreed(staff.Import, staff.ChangeOwing)),
	"meter.installed":   by(staff.TakeReadings, staff.Import),
	"meter.replaced":    by(staff.TakeReadings),
	"meter.terms_set":   by(staff.TakeReadings),
	"readings.recorded": by(staff.TakeReadings),
	"readings.taken":    by(staff.TakeReadings),
	"reading.corrected": by(staff.TakeReadings),
	"reading.undone":    by(staff.TakeReadings),

	"item.set":                  {claimsOfItem, noteItem},
	"item.renamed":              by(staff.SetUpItems),
	"item.deleted":              {by(staff.SetUpItems).claims, func(w *rights, b *body) { delete(w.items, text(b.Item)) }},
	"package.set":               by(staff.SetUpItems),
	"tariff.set":                judged(overBilled),
	"tariff.ended":              judged(overBilled),
	"tariff.version_set":        {claims: claimsOfVersion},
	"tariff.version_taken_back": two(staff.SetPrices),
	"concession.granted":        two(staff.SetPrices),
	"concession.ended":          two(staff.SetPrices),
	"offer.set":                 two(staff.SetPrices),
	"lease.signed":              two(staff.SetPrices),
	"lease.amended":             two(staff.SetPrices),
	kindLeaseEnded:              two(staff.SetPrices),
	"turnover.reported":         judged(alsoAgreed(staff.IssueBills, staff.ReduceBill)),

	"bills.issued":    {claimsOfBills, noteBills},
	"run.issued":      judged(claimOfRun),
	"bill.undone":     judged(claimOfUndone),
	"bill.reduced":    two(staff.ReduceBill),
	"late_fee.waived": judged(claimOfWaived),
	"excess.credited": {claims: func(_ *rights, b *body) []claim {
		if b.Fen < 0 { // goes back where its payment is undone
			return []claim{{who: b.By, may: []staff.Action{staff.Collect}}}
		}
		return []claim{{who: b.By, may: []staff.Action{staff.ReduceBill}}}
	}},

	"shift.opened":        {claimsOfOpening, noteOpening},
	"shift.counted":       {claims: inAnyShift},
	"shift.slips_counted": {claims: inAnyShift},
	"shift.closed":        {claims: claimsOfClose},
	"drawer.opened": {claims: func(w *rights, b *body) []claim {
		may := []staff.Action{staff.OpenDrawer}
		if b.Reason == "payment" {
			may = []staff.Action{staff.Collect}
		}
		return append(w.ownShift(b, b.By), claim{who: b.By, may: may})
	}},
	"payment.received": {claims: claimsOfPayment},
	"payment.voided":   atShift(staff.VoidPayment),
	"payment.reversed": atShift(staff.Reverse),
	"payment.refunded": {claims: claimsOfPayout},
	"cash.moved":       atShift(staff.MoveCash),
	"conflict.settled": judged(claimOfSettled),
	"cash.banked":      two(staff.BankCash),
	"cash.unbanked":    two(staff.BankCash),
	"cash.counterfeit": judged(claimOfCounterfeit),
	"receipt.copied": {claims: func(w *rights, b *body) []claim {
		if b.Copy > 1 {
			return []claim{{who: b.By, may: []staff.Action{staff.Reprint}}}
		}
		return []claim{{who: b.By}}
	}},
	"receipt.copy_failed": nobody("a printer failed; by is who was at the counter, who may be nobody"),
	"receipt.large_set":   by(staff.Collect),
	"tender.verified":     by(staff.Verify),

	"refund.asked":   {judged(alsoAgreed(staff.Refund, staff.Refund)).claims, noteRefund},
	"refund.decided": {claimsOfDecided, noteDecided},

	"deposit.inspected":   by(staff.InspectWorks),
	"deposit.frozen":      two(staff.FreezeDeposit),
	"deposit.unfrozen":    two(staff.UnfreezeDeposit),
	"deposit.moved":       two(staff.MoveDeposit),
	"prepayment.moved":    two(staff.MovePrepaid),
	"prepayment.auto_set": by(staff.Collect),
	"prepayment.frozen": judged(func(w *rights, b *body) claim {
		action := staff.UnfreezePrepaid
		if b.Frozen {
			action = staff.FreezePrepaid
		}
		return claim{may: []staff.Action{action}, agree: []staff.Action{action}, must: w.takes(b.By, action)}
	}),

	"channel.connected": two(staff.ConnectChannel),
	"intent.begun":      {claimsOfOrder, notePromise},
	"intent.stopped":    by(staff.Collect),
	"return.begun":      by(staff.Collect),
	"return.moved":      {claimsOfReturn, notePromise},
}

// alsoAgreed is a claim of one action to which, in some cases that the event does not say, somebody agreed for another.
func alsoAgreed(action, agreed staff.Action) func(w *rights, b *body) claim {
	return func(*rights, *body) claim {
		return claim{may: []staff.Action{action}, agree: []staff.Action{agreed}}
	}
}

// unlessFounding are the claims of what nobody does as long as the book knows nobody, and somebody afterwards who may do the action.
func unlessFounding(action staff.Action) func(w *rights, b *body) []claim {
	return func(w *rights, b *body) []claim {
		if len(w.people) == 0 && b.By == "" {
			return nil
		}
		return []claim{{who: b.By, may: []staff.Action{action}}}
	}
}

// claimsOfRetiring are those of who retires a counter. Nobody does where a copy of one that was retired takes its place.
func claimsOfRetiring(_ *rights, b *body) []claim {
	if b.By == "" {
		return nil
	}
	return []claim{{who: b.By, may: []staff.Action{staff.Settings}}}
}

func knownPerson(_ *rights, b *body) []claim { return []claim{{who: b.Person}} }

// claimOfSettled is that of who settles a conflict of two counters: what went out twice is given up by two people.
func claimOfSettled(_ *rights, b *body) claim {
	if b.Settled != string(till.ConflictGivenUp) {
		return claim{may: []staff.Action{staff.Collect}}
	}
	return claim{may: []staff.Action{staff.ReduceBill}, agree: []staff.Action{staff.ReduceBill}, must: []staff.Action{staff.ReduceBill}}
}
