package checkout

import (
	"maps"

	"shouqi/cashier/session"
	"shouqi/ledger/till"
)

// Kept is what a person was paying for when they locked the desk or closed the shift: the household that was open and those put aside, with all that was
// typed for them. It holds what a household's people are called: keep it in memory, for that person alone. The zero value is nothing.
type Kept struct {
	drafts []*Draft
	// open is the room that was open, "" for none.
	open string
}

// IsNone says that nothing is kept.
func (k Kept) IsNone() bool { return len(k.drafts) == 0 && k.open == "" }

// Rooms are the codes of the households that something was begun for.
func (k Kept) Rooms() []string {
	rooms := make([]string, len(k.drafts))
	for i, d := range k.drafts {
		rooms[i] = d.Household.Room.Code
	}
	return rooms
}

// Keep returns what is being paid, to be given back by Resume after a Leave. A payment whose money is on its way is not among it: it is
// booked or refused while nobody looks, and stands on the desk as the last one where it was booked. A second person's PIN is not kept.
func (c *Checkout) Keep() (kept Kept) {
	keep := func(d *Draft) {
		one := *d
		one.payerCode = ""
		if one.Late != nil {
			late := *one.Late
			late.Second = session.Second{Who: late.Second.Who}
			one.Late = &late
		}
		kept.drafts = append(kept.drafts, &one)
	}
	for _, d := range c.aside {
		keep(d)
	}
	if c.draft != nil && !c.isAsked(AskTake) {
		kept.open = c.draft.Household.Room.ID
		if c.draft.isBegun() { // else it begins anew, with the bills that are there by then
			keep(c.draft)
		}
	}
	return kept
}

// resume puts aside what was kept and opens the household that was open: it is read anew, because much may have happened to it, and
// its payment goes on as after any household that was put aside.
func (c *Checkout) resume(kept Kept) {
	if c.draft != nil || c.opening != "" || len(c.aside) > 0 {
		return // the desk is in use: what was kept is older
	}
	c.aside = append(c.aside, kept.drafts...)
	c.askOrders()
	if kept.open != "" {
		c.open(kept.open, OpenPaper{})
	}
}

// restart begins the payment of a draft anew, "" for whichever is open: with its request, so that what the book may have of it is not
// taken a second time.
func (c *Checkout) restart(draft string) {
	d := c.draft
	if d == nil || c.isTaking() || draft != "" && draft != d.RequestID {
		return
	}
	*d = Draft{RequestID: d.RequestID, Household: d.Household, Revision: d.Revision + 1, Rest: till.Cash, sent: d.sent}
	d.TickDue(false)
	c.early, c.problem = nil, Problem{}
	c.setLate(d, nil) // the late fees are read to today again, and the keyboard goes home
	c.requote()
}

// isWorked says whether more was done to the draft than a sum typed or a way to pay chosen: what would have to be asked for and worked
// out anew, the ticks, a tender of a split, a slip's number, money put by, who pays, a late entry.
func (d *Draft) isWorked() bool {
	if len(d.Given) > 0 || d.PrepayFen > 0 || d.PayerName != "" || d.Late != nil || d.Reference != "" {
		return true
	}
	return d.touched && !maps.Equal(d.Parts, NewDraft(d.Household, "").Parts)
}

// isBegun says whether the draft is other than one that begins anew: what was typed and taken away again is nothing that waits. One that
// was sent has the request that the book may know, and is kept whatever stands in it.
func (d *Draft) isBegun() bool {
	return d.sent || d.isWorked() || d.touched && (d.Typed != "" || d.UseCredit || d.KeepChange || d.Rest != till.Cash)
}

// IsTouched says whether somebody changed anything about the draft.
func (d *Draft) IsTouched() bool { return d.touched }
