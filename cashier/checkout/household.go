package checkout

import (
	"slices"

	"shouqi/cashier/household"
	"shouqi/cashier/scanning"
	"shouqi/ledger/money"
)

// asideMax is how many drafts are kept aside; the oldest is forgotten then.
const asideMax = 20

// householdAnswered begins a payment for the household that was opened, or renews the one that is open.
func (c *Checkout) householdAnswered(a Answer) {
	if c.opening == "" {
		c.renewed(a)
		return
	}
	c.opening = ""
	if a.Err != nil {
		c.waiting = nil
		c.problem = Problem{Err: a.Err}
		c.search.Replace = c.search.Query != ""
		c.home()
		return
	}
	c.begin(a.Household, a.RequestID)
	c.tickPaper(a)
}

// tickPaper ticks what the scanned paper is about, and says by whom and when it was paid where nothing of it is left, or where some of
// the bills that it names are. Of a payment that was put aside all goes on but the ticks, which is said.
func (c *Checkout) tickPaper(a Answer) {
	slip, paid := c.paper.Slip, a.PaidBefore
	c.paper = OpenPaper{}
	if slip.Object == "" || c.draft.AtChannel != nil {
		return
	}
	isResumed := c.draft.isBegun()
	c.draft.tickPaper(slip)
	c.requote()
	when := []any{string(paid.Newest.BusinessOn), paid.By, paid.Newest.Number}
	switch isAny := len(c.draft.Parts) > 0; {
	case !isAny && paid.Bills > 0:
		c.problem = Problem{Key: "desk.paper.paid", Args: when}
	case !isAny:
		c.problem = Problem{Key: "desk.paper.nothing"}
	case paid.Bills > 0 && len(slip.Bills) > 0: // of a paper about whole months nobody knows which of them stood on it
		c.problem = Problem{Key: "desk.paper.some_paid", Args: append(when, paid.Bills)}
	case isResumed && c.problem.IsNone():
		c.problem = Problem{Key: "desk.paper.resumed", Calm: true}
	}
}

// tickPaper ticks exactly the bills that a paper is about.
func (d *Draft) tickPaper(slip scanning.Slip) {
	d.Parts, d.LateFirst, d.LateParts = make(map[string]money.Fen), nil, nil
	for _, line := range d.Household.OnPaper(slip) {
		d.Parts[line.ID] = line.OwedFen()
	}
}

// begin starts a payment, or goes on with the one that was put aside for the same room. A draft that somebody worked on is
// put aside.
func (c *Checkout) begin(h household.Household, requestID string) {
	c.putAside()
	c.draft = NewDraft(h, requestID)
	for i, kept := range c.aside {
		if kept.Household.Room.ID == h.Room.ID {
			c.aside = slices.Delete(c.aside, i, i+1)
			kept.renew(h)
			if kept.RequestID == "" { // its order ended without money while it was aside
				kept.RequestID = requestID
			}
			c.draft = kept
			break
		}
	}
	c.paid, c.problem, c.guards, c.early, c.isUnknown, c.reload = nil, Problem{}, nil, nil, false, Reload{}
	c.search, c.scanning = Search{Row: -1}, false
	if c.draft.AtChannel != nil {
		c.quote = c.draft.quoted
		c.askOrders()
	}
	c.requote()
	c.home()
}

// putAside keeps a draft that somebody began, so that nothing typed for it is lost.
func (c *Checkout) putAside() {
	if c.draft == nil || !c.draft.isBegun() {
		return
	}
	if len(c.aside) == asideMax {
		c.aside = slices.Delete(c.aside, 0, 1)
	}
	c.aside = append(c.aside, c.draft)
	c.draft = nil
}

// close forgets the household that is open, and all that was typed for it.
func (c *Checkout) close() {
	c.draft, c.guards, c.problem, c.early, c.isUnknown, c.reload = nil, nil, Problem{}, nil, false, Reload{}
	c.search, c.scanning = Search{Row: -1}, false
	c.quote = Quote{}
	c.drop(AskHousehold)
}

// reread has the household that is open read anew, to the value date of a late entry; not while another is being opened or
// money is on its way.
func (c *Checkout) reread(r Reload) {
	if c.draft == nil || c.opening != "" || c.isTaking() {
		return
	}
	r.Draft = c.draft.RequestID
	if c.reload.Draft == r.Draft {
		r.NewRequest = r.NewRequest || c.reload.NewRequest
	}
	if r.TickNew = r.TickNew || c.reload.Draft == r.Draft && c.reload.TickNew; r.TickTo == "" {
		r.TickTo = c.reload.TickTo
	}
	c.reload = r
	q := Question{Kind: AskHousehold, Object: c.draft.Household.Room.ID}
	if c.draft.Late != nil {
		q.ValueOn = c.draft.Late.ValueOn
	}
	c.ask(q)
}

// renewed takes the household that is open as it was read anew; a problem that stands stays.
func (c *Checkout) renewed(a Answer) {
	reload := c.reload
	c.reload = Reload{}
	d := c.draft
	if d == nil || c.isTaking() || a.Household.Room.ID != d.Household.Room.ID && a.Err == nil {
		return
	}
	if a.Err != nil {
		c.problem = Problem{Err: a.Err}
		return
	}
	before := d.Household
	d.renew(a.Household)
	if reload.NewRequest {
		d.RequestID = a.RequestID
	}
	if reload.TickNew {
		d.tickNew(before, reload)
	}
	problem := c.problem
	c.requote()
	if !problem.IsNone() {
		c.problem = problem
	}
}

// tickNew takes in the bills that were not there before, and those that begin by the reload's day.
func (d *Draft) tickNew(before household.Household, reload Reload) {
	known := make(map[string]bool)
	for _, line := range before.Lines {
		known[line.ID] = true
	}
	for _, line := range d.Household.Lines {
		if !known[line.ID] || line.Future && line.FromOn <= reload.TickTo {
			d.Parts[line.ID] = line.OwedFen()
		}
	}
	d.touched = true
}

// refresh reads the counter's state and the household that is open anew; what was typed stays.
func (c *Checkout) refresh() {
	c.askState()
	c.reread(Reload{})
}

// stateAnswered takes the counter's state. While nothing else is shown, the book's last payment is.
func (c *Checkout) stateAnswered(a Answer) {
	if c.staleState { // What was read is older than what happened since.
		c.askState()
		return
	}
	if a.Err != nil {
		c.problem = Problem{Err: a.Err}
		return
	}
	c.state, c.stateRead = a.State, true
	if c.draft == nil && c.search.Query == "" {
		c.problem = Problem{}
	}
	last := a.State.Last
	switch {
	case last == nil || c.draft != nil || c.isAsked(AskTake):
	case c.paid != nil && c.paid.Fresh && c.paid.Payment.Seq == last.Seq:
		c.paid.Printed = a.Printed
	default: // At the start, and after the payment shown was undone.
		paid := &Paid{Payment: *last, Printed: a.Printed, Room: a.LastRoom}
		if c.paid != nil && c.paid.Payment.Seq == last.Seq {
			paid.Codes = c.paid.Codes // somebody scans them
		}
		c.paid = paid
	}
	problem, guards, passed := c.problem, c.guards, []string(nil)
	if c.misquoted { // without the limits, which have come only now
		problem, c.problem = Problem{}, Problem{}
	}
	if c.draft != nil {
		passed = c.draft.passed
	}
	before := c.quote.Settlement
	c.requote()
	if c.draft != nil && !c.isTaking() && before.DueFen == c.quote.DueFen && before.RestFen == c.quote.RestFen {
		c.guards, c.draft.passed = guards, passed // The state alone changed: a warning that stands goes on standing.
	}
	if !problem.IsNone() {
		c.problem = problem
	}
}
