package checkout

// back is Esc: out of what is being read, out of the hits, out of a warning, out of the household, out of what was taken. A payment
// that took work is put aside and not forgotten: who presses Esc twice by habit loses nothing and is asked nothing, the household brings
// it back, and Restart begins it anew.
func (c *Checkout) back(inSearch bool) {
	switch {
	case c.isAsked(AskTake):
		return
	case c.opening != "":
		c.cancelOpening()
	case c.search.Query != "":
		c.search = Search{Row: -1}
		c.early = nil
	case c.draft != nil && inSearch:
	case c.draft != nil && c.draft.AtChannel != nil:
		c.backFromOrder()
	case c.scanning:
		c.problem = Problem{}
		c.leaveChannel()
	case c.draft != nil && c.dismiss():
	case c.draft != nil:
		if c.isUnknown || c.draft.isWorked() {
			c.putAside()
		}
		c.close()
		c.askState()
	case c.paid != nil && c.paid.Codes != nil:
		c.paid.Codes = nil
	case c.paid != nil:
		c.paid.Fresh = false
		c.paid.Household.Room.ID = ""
	default:
		c.problem = Problem{}
	}
	c.home()
}

// dismiss takes away what was said about the draft, and says whether there was anything to take away: what is wrong with the
// sum itself goes on being said.
func (c *Checkout) dismiss() bool {
	if c.isUnknown || len(c.guards) == 0 && c.problem.IsNone() && c.early == nil {
		return false
	}
	c.problem, c.early = Problem{}, nil
	c.requote()
	return c.problem.IsNone()
}

// leave forgets the household, the drafts put aside and the payment shown. Money on its way is heard to its end first.
func (c *Checkout) leave() {
	if c.isAsked(AskTake) {
		c.left = true
		return
	}
	c.opening, c.waiting = "", nil
	c.close()
	c.aside, c.paid = nil, nil
}
