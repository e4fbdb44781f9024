package checkout

import (
	"slices"

	"shouqi/cashier/printing"
	"shouqi/ledger/till"
)

// paperChanged asks again what became of the paper of the payment shown. One question is kept under way, however fast the
// printer's jobs go on.
func (c *Checkout) paperChanged() {
	switch {
	case c.paid != nil && c.isAsked(AskPaper):
		c.stalePaper = true
	case c.paid != nil:
		c.readPaper()
	case c.draft == nil:
		c.askState()
	}
}

func (c *Checkout) readPaper() {
	c.stalePaper = false
	c.ask(Question{Kind: AskPaper, Numbers: c.paid.Numbers()})
}

func (c *Checkout) paperAnswered(a Answer) {
	if c.paid == nil {
		return
	}
	if c.stalePaper && a.Err == nil {
		c.readPaper()
		return
	}
	if c.paid.Unread = a.Err; a.Err == nil {
		c.paid.Printed = a.Printed
	}
}

// reprint gets the paper of the receipt shown out: the copy that never came, or another one. A press that was begun before
// the payment stood there was meant for something else.
func (c *Checkout) reprint(seen uint64) {
	if c.draft != nil || c.paid == nil || c.isAsked(AskReprint) || c.isAsked(AskTake) || seen < c.stood {
		return
	}
	c.ask(Question{Kind: AskReprint, Numbers: c.paid.Numbers()})
}

func (c *Checkout) reprintAnswered(a Answer) {
	if c.paid == nil {
		return
	}
	c.paid.PaperError = a.Err
	c.readPaper()
}

// MayShowCode says whether the receipts can be given out as codes: those of money that came in, and stays.
func (p Paid) MayShowCode() bool { return p.Payment.Kind == till.Paid && p.Payment.UndoneBy == "" }

// showCode gives out the receipts shown as codes, for an owner who wants no paper, or puts the codes away that stand there.
func (c *Checkout) showCode(seen uint64) {
	switch {
	case c.draft != nil || c.paid == nil || c.isAsked(AskReprint) || c.isAsked(AskCodes) || seen < c.stood || !c.paid.MayShowCode():
	case c.paid.Codes != nil:
		c.paid.Codes = nil
	default:
		c.ask(Question{Kind: AskCodes, Numbers: c.paid.Numbers()})
	}
}

func (c *Checkout) codesAnswered(a Answer) {
	if c.paid == nil {
		return
	}
	c.paid.PaperError = a.Err
	isOf := func(code printing.ByCode, number string) bool { return code.Number == number }
	if slices.EqualFunc(a.Codes, c.paid.Numbers(), isOf) { // another payment may stand there by now
		c.paid.Codes = a.Codes
	}
	c.readPaper()
}

// again begins another payment for the household just paid.
func (c *Checkout) again(seen uint64) {
	if c.draft == nil && c.paid != nil && seen >= c.stood {
		c.open(c.paid.Household.Room.ID, OpenPaper{})
	}
}
