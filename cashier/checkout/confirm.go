package checkout

import (
	"errors"
	"slices"
	"strings"

	"shouqi/cashier/guard"
	"shouqi/cashier/household"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/billing"
	"shouqi/ledger/journal"
	"shouqi/ledger/law"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// confirm takes the money, unless something must be looked at first. Passing a guard has a key of its own, so that a second
// Enter never passes one. A key that was begun before the sum stood takes nothing.
func (c *Checkout) confirm(seen uint64) {
	if !c.mayTake() || len(c.guards) > 0 {
		return
	}
	c.draft.touched = true
	if c.isEarly(Confirm{}, seen) {
		return
	}
	if c.isUnknown {
		c.take()
		return
	}
	if c.problem = c.unready(); !c.problem.IsNone() {
		c.home()
		return
	}
	if c.guards = guardsOf(c.draft, c.quote); len(c.guards) > 0 {
		c.askSlips()
		return
	}
	c.proceed()
}

// isEarly says whether a key was begun before the sum stood that it would take, and keeps which: what helps is the same key once more.
func (c *Checkout) isEarly(key Input, seen uint64) bool {
	c.early = nil
	if seen < c.stood {
		c.early = key
	}
	return c.early != nil
}

// askSlips asks the book, where something warns already, which of the slips an earlier payment has: it is one question and not a second
// one after the first was passed. Where nothing else warns the till says it when it is asked for the money.
func (c *Checkout) askSlips() {
	order := c.draft.Order(c.quote)
	if slices.ContainsFunc(order.Tenders, func(t till.Tender) bool { row, _ := t.Kind.Type(); return row.Slip }) {
		c.ask(Question{Kind: AskSlips, Object: order.Room, Taking: taking.Order{Order: order}})
	}
}

// slipsAnswered puts the slips that an earlier payment has to what warns. What could not be read the till says again.
func (c *Checkout) slipsAnswered(a Answer) {
	if a.Err != nil || c.draft == nil || len(c.guards) == 0 {
		return
	}
	for _, slip := range a.UsedSlips {
		c.guards = append(c.guards, Guard{till.ReferenceUsed, []any{slip.Reference, slip.Receipt}})
	}
}

// unready says what is still wanting before the till is asked.
func (c *Checkout) unready() Problem {
	d := c.draft
	quote, err := d.Quote(c.state.Bounds.Fen(staff.RoundingMax))
	if err != nil {
		return Problem{Err: err}
	}
	c.quote = quote
	switch {
	case quote.DueFen == 0 && quote.KeptFen == 0:
		return Problem{Key: "desk.nothing"}
	case d.isUnsaid && d.isCash() && quote.RestFen > 0:
		return Problem{Key: "desk.collect.unsaid"}
	case quote.MissingFen > 0 && quote.MissingFen <= quote.LateFen:
		return Problem{Key: "desk.missing.late", Args: []any{quote.MissingFen.Yuan()}}
	case quote.MissingFen > 0:
		return Problem{Key: "desk.missing", Args: []any{quote.MissingFen.Yuan()}}
	case d.Rest.IsChannel() && !asksChannel(quote):
		return Problem{Key: "desk.collect.covered"}
	case !d.isCash() && !d.Rest.IsChannel() && quote.RestFen > 0 && strings.TrimSpace(d.Reference) == "":
		return Problem{Key: "desk.reference.missing"}
	}
	return Problem{}
}

// pass takes the money although the guards shown warn; which ones is written into the payment.
func (c *Checkout) pass(seen uint64) {
	if !c.mayTake() || len(c.guards) == 0 {
		return
	}
	if c.isEarly(Pass{}, seen) {
		return
	}
	for _, guard := range c.guards {
		if !slices.Contains(c.draft.passed, guard.Code) {
			c.draft.passed = append(c.draft.passed, guard.Code)
		}
	}
	c.guards = nil
	c.proceed()
}

// agree takes the money with a second person's word. The sum is the one that the person was asked for: anything that changed
// it since took the question away.
func (c *Checkout) agree(in Agree) {
	if !c.mayTake() || in.Draft != c.draft.RequestID || len(c.guards) > 0 {
		return
	}
	if c.problem = c.unready(); !c.problem.IsNone() {
		return
	}
	c.draft.passed = c.wanted
	c.takeWith(in.Second)
}

// take asks the till for what one person does.
func (c *Checkout) take() { c.takeWith(session.Second{}) }

// takeWith asks the till. The same draft asks with the same request at every retry, so a lost answer, a second Enter and a
// double click take the money once.
func (c *Checkout) takeWith(second session.Second) {
	c.early, c.draft.sent = nil, true
	c.drop(AskHousehold) // A household still being read must not change what the till is working on.
	c.drop(AskSlips)
	d := c.draft
	c.ask(Question{Kind: AskTake, Object: d.Household.Room.ID,
		Taking: taking.Order{Order: d.Order(c.quote), Late: d.Late, Second: second, Way: d.way}})
}

// takeAnswered shows what was taken, or why it was not.
func (c *Checkout) takeAnswered(a Answer) {
	if c.left {
		c.left = false
		c.leave()
		return
	}
	if a.Err != nil {
		c.refused(a)
		return
	}
	if order := a.Taken.Order; order != nil && order.Payment == nil {
		c.follow(*order)
		return
	}
	c.showPaid(a)
}

// showPaid shows the payment that the draft became.
func (c *Checkout) showPaid(a Answer) {
	d := c.draft
	paid := &Paid{Payment: a.Taken.Payment, PaperError: a.Taken.PaperError, Household: a.Household, Printed: a.Printed, Unread: a.Unread,
		Room: d.Household.Room.Code, Fresh: true}
	if a.Unread != nil {
		paid.Household = household.Household{Room: d.Household.Room, People: d.Household.People}
	}
	c.close()
	c.paid = paid
	c.keyboard = AtSearch
	c.askState()
}

// isUnknownWhether says whether an error leaves it open if the money was taken: only a refusal says that it was not.
func isUnknownWhether(err error) bool {
	switch store.Code(err) {
	case store.CodeIO, store.CodeInternal, guard.Code:
		return true
	}
	return false
}

var ofLateEntry = []string{till.CodeReason, till.CodeReasonNote, till.CodeLateClosed, till.CodeLateDate, till.CodeLatePaper, till.CodeLateTwice}

// isOfLateEntry says whether a refusal is about what was typed for a late entry, and not about a late fee.
func isOfLateEntry(code string) bool {
	return strings.HasPrefix(code, "staff.") || slices.Contains(ofLateEntry, code)
}

// argsOf returns what a refusal tells its sentence.
func argsOf(err error) []any {
	var refusal *store.Error
	if errors.As(err, &refusal) {
		return refusal.Args
	}
	return nil
}

// refused says why the money was not taken. Nothing typed is lost; a wrong second PIN asks for the late entry again, and a
// household that changed meanwhile is read again. A slip that an earlier receipt has is a warning like any other, and what was
// passed before is asked again with it.
func (c *Checkout) refused(a Answer) {
	err := a.Err
	c.problem = Problem{Err: err}
	c.askState()
	c.home()
	if !a.NotAsked && isUnknownWhether(err) || c.isUnknown && a.NotAsked || c.isUnknown && store.Code(err) == store.CodeLatched {
		c.isUnknown = true
		return
	}
	c.isUnknown = false
	passed, payerCode := c.draft.passed, c.draft.payerCode
	c.draft.passed, c.draft.payerCode, c.scanning = nil, "", false
	late := c.draft.Late
	switch code := store.Code(err); {
	case code == till.CodeLateFee:
		c.problem = Problem{Key: "desk.fee.changed"}
		c.reread(Reload{})
	case late != nil && isOfLateEntry(code):
		again := *late
		again.Second.PIN = ""
		// It stays a late entry whatever becomes of the question: an ordinary payment of today is only made by saying so.
		c.draft.Late = &again
		c.askLate = &again
		c.requote()
	case strings.HasPrefix(code, "staff.") && (law.IsSaid(err) || len(c.draft.Order(c.quote).Second()) > 0):
		c.askSecond, c.wanted, c.draft.payerCode = true, passed, payerCode
	case code == journal.CodeRequestReused, code == till.CodeRequestUndone:
		c.reread(Reload{NewRequest: true})
	case code == till.CodeReferenceUsed:
		c.guards = append(guardsOf(c.draft, c.quote), Guard{till.ReferenceUsed, argsOf(err)})
		c.problem = Problem{}
	case slices.Contains([]string{till.CodeOverpays, till.CodeCreditShort, billing.CodeUnknownBill}, code):
		c.reread(Reload{})
	}
	if !c.askSecond && len(c.guards) == 0 {
		c.leaveChannel()
	}
}
