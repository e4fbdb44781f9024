package checkout

import (
	"shouqi/cashier/household"
	"shouqi/ledger/estate"
)

// HitsMax is how many households the hits list; how many match in all is said above them.
const HitsMax = 50

// setQuery looks a text up in memory.
func (c *Checkout) setQuery(text string) {
	if text == c.search.Query {
		c.search.Replace = false
		return
	}
	c.search = Search{Query: text, Row: -1}
	if c.draft == nil {
		c.problem = Problem{}
	}
	if text != "" {
		c.search.Found = c.find(text, HitsMax)
		c.search.Row = sureHit(text, c.search.Found)
	}
}

// sureHit returns the one hit that can only be meant, or -1: the only one there is, or the only room typed whole.
func sureHit(text string, found estate.Found) int {
	if len(found.Hits) == 1 && found.Total == 1 {
		return 0
	}
	sure := -1
	for row, hit := range found.Hits {
		if hit.By != estate.ByRoom || !household.IsWholeRoom(hit.Code, text) {
			continue
		}
		if sure >= 0 {
			return -1
		}
		sure = row
	}
	return sure
}

// point moves the choice among the hits.
func (c *Checkout) point(row int) {
	if row >= -1 && row < len(c.search.Found.Hits) {
		c.search.Row = row
	}
}

// submit is Enter in the search: it opens what is meant. Where several could be, the first Enter only goes to the list, so
// that nobody's bills are opened by guessing. A search that failed is typed over. With nothing looked for, Enter is meant
// for the payment that stands there.
func (c *Checkout) submit(seen uint64) {
	hits := c.search.Found.Hits
	switch {
	case c.search.Query == "" && c.opening == "":
		c.confirm(seen)
	case len(hits) == 0:
		c.search.Replace = true
		c.keyboard = AtSearch
	case c.search.Row < 0:
		c.search.Row = 0
	default:
		c.open(hits[c.search.Row].Object, OpenPaper{})
	}
}

// open reads a household in order to begin a payment for it. Nothing is opened while money is on its way.
func (c *Checkout) open(object string, paper OpenPaper) {
	if object == "" || c.isAsked(AskTake) || c.opening == object {
		return
	}
	c.opening, c.paper = object, paper
	c.waiting = nil
	c.problem = Problem{}
	c.ask(Question{Kind: AskHousehold, Object: object, Paper: paper})
}

// cancelOpening returns up reading a household; what waited for it is gone with it.
func (c *Checkout) cancelOpening() {
	c.opening = ""
	c.waiting = nil
	c.drop(AskHousehold)
	if c.draft != nil && c.reload.Draft == c.draft.RequestID {
		c.reread(c.reload)
	}
}
