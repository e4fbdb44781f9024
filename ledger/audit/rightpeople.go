package audit

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"shouqi/ledger/staff"
	"shouqi/ledger/vault"
)

// claimsOfPerson are those of a person's entry. The first one is the founding's. Who could sign in or approve by it and could not before is
// given a login, which takes a second person where anybody else can approve.
func claimsOfPerson(w *rights, b *body) []claim {
	if len(w.people) == 0 && b.By == "" && b.Role == staff.Manager {
		return nil
	}
	before, known := w.people[b.Person]
	isGiven := !known || b.Active && !before.isActive || b.Role != before.role && b.Role.IsApprover()
	return []claim{w.ofLogin(b, isGiven, b.Role)}
}

// ofLogin is the claim of who manages staff, and of who agreed where a login of this role is given. Who alone may approve gives one to another
// who may by the recovery key, which a demo does not have.
func (w *rights) ofLogin(b *body, isGiven bool, role staff.Role) claim {
	c := claim{who: b.By, may: []staff.Action{staff.ManageStaff}, consent: b.Approver, agree: []staff.Action{staff.GiveLogin}}
	if isGiven {
		c.must, c.isAlone = c.agree, b.Alone && !w.otherApprover(b.By) && (b.Recovery || !w.hasKey || !role.IsApprover())
	}
	return c
}

func notePerson(w *rights, b *body) {
	w.people[b.Person] = seat{role: b.Role, isActive: b.Active, hasPIN: w.people[b.Person].hasPIN}
}

// claimsOfPIN are those of a PIN: the first one goes with the person's entry, one's own takes nobody, and the recovery key is nobody's.
func claimsOfPIN(w *rights, b *body) []claim {
	person, known := w.people[b.Person]
	switch {
	case !known:
		return []claim{{who: b.Person}}
	case b.By == staff.ByRecovery || b.By == "" && len(w.people) == 1 && !person.hasPIN:
		return nil
	case b.By == b.Person:
		return []claim{{who: b.By, may: everybody}}
	case !person.hasPIN:
		return []claim{{who: b.By, may: []staff.Action{staff.ManageStaff}}}
	}
	return []claim{w.ofLogin(b, true, person.role)}
}

// claimsOfSlot are those of a key that opens the book. A new recovery key, which stands for a second person, takes two as long as there is another
// who may agree, in the event right before; one that was in force and took an older copy's place takes nobody anew.
func claimsOfSlot(w *rights, b *body) []claim {
	if b.Kept { // two people made it, in a book that was newer
		return nil
	}
	if b.By == "" && w.beforeKind == "counter.joined" && strings.HasSuffix(b.Slot.Subject, fmt.Sprintf("@%d", b.at.device)) { // the machine's own, for which it was let in
		return nil
	}
	claims := unlessFounding(staff.Settings)(w, b)
	if len(claims) > 0 && b.Slot.Subject == "slot/"+vault.SlotRecovery {
		claims[0].must = []staff.Action{staff.GiveLogin}
		claims[0].isAlone = b.Alone && !w.otherApprover(b.By) || w.beforeKind == "staff.agreed" && w.before.By == b.By && w.before.About == b.Slot.Subject
	}
	return claims
}

// claimsOfCounter are those of a counter that is let into the book or ended, which like a login takes two as long as there is another who may agree, in the event
// right before.
func claimsOfCounter(w *rights, b *body) []claim {
	return []claim{{who: b.By, may: []staff.Action{staff.Settings}, must: []staff.Action{staff.GiveLogin},
		isAlone: b.Alone && !w.otherApprover(b.By) || w.beforeKind == "staff.agreed" && w.before.By == b.By && w.before.About == "counter/"+text(b.Device)}}
}

// everybody is an action that every role may do: it asks only whether a person is active.
var everybody = []staff.Action{staff.ReadFigures}

func notePIN(w *rights, b *body) {
	person := w.people[b.Person]
	person.hasPIN = true
	w.people[b.Person] = person
}

func claimsOfUnlocking(w *rights, b *body) []claim {
	claims := knownPerson(w, b)
	if b.By == staff.ByRecovery {
		return claims
	}
	// Nobody lets themself in again, which is told as who agreed to the own deed.
	return append(claims, claim{who: b.By, may: []staff.Action{staff.ManageStaff}}, otherThan(b.By, b.Person))
}

// otherThan is a claim that one person is not the other.
func otherThan(who, other string) claim {
	if who != other {
		return claim{who: who}
	}
	return claim{who: who, consent: staff.Consent{Person: other}}
}

func noteAccepted(w *rights, b *body) { w.given[b.at] = given{person: b.Person, actions: purposes(b)} }

func noteAsked(w *rights, b *body) { w.asked[b.at] = given{asker: b.By, actions: alsoIn(b)} }

// claimsOfMoved are those of what was asked for: who asked may take it back, and only another who may approve it does anything else.
func claimsOfMoved(w *rights, b *body) []claim {
	ask := w.asked[w.of(ref(b.Of))]
	if b.State == string(staff.Withdrawn) && ask.asker == b.By {
		return []claim{{who: b.By, may: everybody}}
	}
	claims := []claim{{who: b.By, may: everybody}, otherThan(b.By, ask.asker)}
	if len(ask.actions) == 0 || !w.people[b.By].role.MayAgree(ask.actions[0]) {
		claims = append(claims, claim{who: b.By, may: []staff.Action{"approve " + staff.Action(words(ask.actions))}})
	}
	return claims
}

func noteMoved(w *rights, b *body) {
	ask := w.asked[w.of(ref(b.Of))]
	if b.State == string(staff.Approved) {
		w.given[b.at] = given{person: b.By, asker: ask.asker, actions: ask.actions}
	}
}

func claimsOfLimit(w *rights, b *body) []claim {
	raise := []staff.Action{staff.RaiseLimit}
	c := claim{who: b.By, may: []staff.Action{staff.Settings}, consent: b.Approver, agree: raise}
	if value, read := number(b.Value); !read || w.hasAsked && value > w.limits[b.Limit] {
		c.must = raise
	}
	return []claim{c}
}

func noteLimit(w *rights, b *body) {
	if value, read := number(b.Value); read {
		w.limits[b.Limit] = value
	}
}

func number(raw json.RawMessage) (said int64, read bool) {
	err := json.Unmarshal(raw, &said)
	return said, err == nil
}

// claimsOfPolicy are those of a policy. Who agreed to one that takes two stands in the event before it.
func claimsOfPolicy(w *rights, b *body) []claim {
	claims := unlessFounding(staff.Settings)(w, b)
	name := text(b.Name)
	if !w.policyTakesTwo(name, text(b.Value)) || w.beforeKind == "staff.agreed" && w.before.By == b.By && w.before.About == "policy/"+name && w.before.Approver.Person != "" {
		return claims
	}
	return append(claims, claim{who: b.By, must: []staff.Action{staff.RaiseLimit}})
}

func notePolicy(w *rights, b *body) { w.policies[text(b.Name)] = text(b.Value) }

// claimsOfItem are those of an item: one person makes it, and two change it.
func claimsOfItem(w *rights, b *body) []claim {
	name, rest := itemOf(b)
	before, known := w.items[name]
	must := b.lawful()
	if known && (before != rest || w.billed[name]) {
		must = append(must, staff.SetPrices)
	}
	return []claim{{who: b.By, may: []staff.Action{staff.SetUpItems}, consent: b.Approver, agree: []staff.Action{staff.SetPrices, staff.SetUpItems, staff.PassLaw}, must: must}}
}

func noteItem(w *rights, b *body) {
	name, rest := itemOf(b)
	w.items[name] = rest
}

// claimsOfVersion are those of a price: the first goes with its tariff, every other takes two.
func claimsOfVersion(w *rights, b *body) []claim {
	if w.beforeKind == "tariff.set" && text(w.before.Item) == text(b.Item) && text(w.before.Name) == b.Tariff && w.before.By == b.By {
		return []claim{{who: b.By, may: []staff.Action{staff.SetUpItems}}}
	}
	return two(staff.SetPrices).claims(w, b)
}

func noteRefund(w *rights, b *body) {
	w.refunds[b.at] = refund{asker: b.By, isApproved: b.Approver.Person != ""}
}

// claimsOfDecided are those of a refund: another than who asked approves it, and who asked may take it back.
func claimsOfDecided(w *rights, b *body) []claim {
	asked := w.refunds[w.of(ref(b.Of))]
	claims := []claim{{who: b.By, may: []staff.Action{staff.Refund}}}
	if b.Withdrawn && asked.asker == b.By {
		return claims
	}
	if !w.people[b.By].role.MayAgree(staff.Refund) {
		claims = append(claims, claim{who: b.By, may: []staff.Action{"approve " + staff.Refund}})
	}
	return append(claims, otherThan(b.By, asked.asker))
}

func noteDecided(w *rights, b *body) {
	at := w.of(ref(b.Of))
	asked := w.refunds[at]
	asked.isApproved = b.Approved && !b.Withdrawn
	w.refunds[at] = asked
}

// claimsOfPayout are those of a refund that is paid: somebody else agreed before.
func claimsOfPayout(w *rights, b *body) []claim {
	claims := append(w.ownShift(b, b.Cashier), claim{who: b.Cashier, may: []staff.Action{staff.Collect}})
	if !w.refunds[w.of(b.Refund)].isApproved {
		claims = append(claims, claim{who: b.Cashier, must: []staff.Action{staff.Refund}})
	}
	return slices.Clip(claims)
}
