package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// claim is what an event says of a person: who did something, and who agreed.
type claim struct {
	who string
	// may are the actions one of which who had to be allowed; none asks only that the book knew who it was.
	may []staff.Action
	// isNotOwn says that the shift of the event was somebody else's.
	isNotOwn bool
	// consent names who agreed, and agree are the actions one of which they had to be allowed to approve.
	consent staff.Consent
	agree   []staff.Action
	// must are the actions for which it took a second person, and before who agreed in an event before this one, "" for nobody.
	must   []staff.Action
	before string
	// isAlone says that nobody else could have agreed.
	isAlone bool
	// beyond is the limit that the event goes beyond although nobody may, "" for none.
	beyond staff.LimitName
}

// seat is what a person was at a moment of the book.
type seat struct {
	role     staff.Role
	isActive bool
	hasPIN   bool
}

// given is an approval that somebody gave: with the PIN, or of what was asked for, which is by nobody else than who asked.
type given struct {
	person, asker string
	actions       []staff.Action
}

// place names an event by its device's number and its own.
type place struct{ device, seq int64 }

// rights is what the events up to a moment say of people, and of what decides whether something took two of them.
type rights struct {
	found  func(place place, detail string)
	people map[string]seat
	limits staff.Bounds
	hasKey bool // the book has a recovery key
	given  map[place]given
	asked  map[place]given // an approval that was asked for, by who asked
	agreed map[string]string
	// promised are the people who agreed to what a channel collected, or could not give back.
	promised map[string]bool
	shifts   map[place]string
	device   int64         // whose view it is
	day      calendar.Date // that of its newest shift
	hasDay   bool
	// hasAsked says that somebody was asked for money, and billed of which items by a tariff.
	hasAsked bool
	billed   map[string]bool
	items    map[string]string
	policies map[string]string
	refunds  map[place]refund
	run      runSeen
	// alone is a run of a cashier's bill by hand to which nobody agreed, until the event after it says that it was a deposit's.
	alone place
	// numbers are the small numbers of the devices by their ids.
	numbers map[string]int64
	// before is the event before this one, and its kind.
	before     body
	beforeKind string
}

// rights asks of each event whether its person had the right to it at that moment, by what its device knew then, and where it takes a second
// person, whether somebody else agreed who could. What an event does is held to the tables elsewhere.
func (a *Audit) rights(ctx context.Context, tx *store.Tx) error {
	v, err := a.newViews(tx)
	if err != nil {
		return err
	}
	err = tx.Each("SELECT device, seq, kind, at_ms, body FROM events ORDER BY id", nil, func(scan func(dest ...any) error) error {
		var at place
		var kind string
		var atMS int64
		var text []byte
		if err := scan(&at.device, &at.seq, &kind, &atMS, &text); err != nil {
			return err
		}
		v.event(at, kind, atMS, text)
		return ctx.Err()
	})
	for _, w := range v.of {
		w.foundAlone()
	}
	return err
}

// foundAlone names the bill by hand to which nobody agreed, where there is one.
func (w *rights) foundAlone() {
	if w.alone != (place{}) {
		w.found(w.alone, "takes a second person to "+string(staff.AddBill)+", and names none who agreed")
	}
}

// event checks one event of the own device and notes what it changes for those after it.
func (w *rights) event(rule rule, kind string, b *body) {
	if w.alone != (place{}) && !(kind == "payment.received" && isFromDeposit(b.Tenders)) {
		w.foundAlone()
	}
	w.alone = place{}
	for _, c := range rule.claims(w, b) {
		w.check(b.at, c)
	}
	if rule.note != nil {
		rule.note(w, b)
	}
	if b.Approver.Person != "" {
		w.agreed[b.By+b.Cashier] = b.Approver.Person
	}
	w.before, w.beforeKind = *b, kind
}

// check holds a claim to what the events before it say.
func (w *rights) check(at place, c claim) {
	person, known := w.people[c.who]
	switch {
	case !known:
		w.found(at, "the book knew nobody of this id then")
		return
	case len(c.may) > 0 && !person.isActive:
		w.found(at, "who did it was not active then")
	case len(c.may) > 0 && !slices.ContainsFunc(c.may, person.role.May):
		w.found(at, fmt.Sprintf("who did it was %s then, who may not %s", person.role, words(c.may)))
	case c.isNotOwn:
		w.found(at, "the shift was somebody else's")
	case c.beyond != "":
		w.found(at, "nobody may go beyond "+string(c.beyond))
	}
	if c.consent.Person != "" {
		w.checkConsent(at, c)
		return
	}
	if len(c.must) > 0 && !c.isAlone && (c.before == "" || w.agreed[c.who] != c.before) {
		w.found(at, "takes a second person to "+words(c.must)+", and names none who agreed")
	}
}

// checkConsent holds to them who agreed, and the event in which they did.
func (w *rights) checkConsent(at place, c claim) {
	person, known := w.people[c.consent.Person]
	word := w.given[place{at.device, c.consent.Seq}]
	mayNot := func(action staff.Action) bool { return !person.role.MayAgree(action) }
	notGiven := func(action staff.Action) bool { return !slices.Contains(word.actions, action) }
	switch {
	case c.consent.Person == c.who:
		w.found(at, "who did it agreed to it too")
	case !known || !person.isActive:
		w.found(at, "who agreed was not active then")
	case slices.ContainsFunc(c.must, mayNot) || !slices.ContainsFunc(c.agree, person.role.MayAgree):
		w.found(at, fmt.Sprintf("who agreed was %s then, who may not agree to %s", person.role, words(c.agree)))
	case c.consent.Seq >= at.seq || word.person != c.consent.Person:
		w.found(at, fmt.Sprintf("event %d/%d is not one in which that person agreed", at.device, c.consent.Seq))
	case word.asker != "" && word.asker != c.who:
		w.found(at, fmt.Sprintf("event %d/%d agreed to what somebody else asked for", at.device, c.consent.Seq))
	case slices.ContainsFunc(c.must, notGiven) || !slices.ContainsFunc(c.agree, func(action staff.Action) bool { return slices.Contains(word.actions, action) }):
		w.found(at, fmt.Sprintf("event %d/%d agreed to something else", at.device, c.consent.Seq))
	}
}

func words(actions []staff.Action) string {
	parts := make([]string, len(actions))
	for i, action := range actions {
		parts[i] = string(action)
	}
	return strings.Join(parts, ", ")
}

// of returns where an event is that a body names.
func (w *rights) of(ref journal.Ref) place { return place{w.numbers[ref.Device], ref.Seq} }

// takes returns the action where a person of the role of who never does it alone.
func (w *rights) takes(who string, action staff.Action) []staff.Action {
	if slices.Contains(staff.RightTo(action).Second, w.people[who].role) {
		return []staff.Action{action}
	}
	return nil
}

// otherApprover reports whether anybody but who could approve then.
func (w *rights) otherApprover(who string) bool {
	for id, person := range w.people {
		if id != who && person.isActive && person.role.IsApprover() {
			return true
		}
	}
	return false
}
