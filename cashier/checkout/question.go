package checkout

import (
	"shouqi/cashier/collecting"
	"shouqi/cashier/household"
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/calendar"
	"shouqi/ledger/till"
)

// Kind is what a question is about.
type Kind uint8

// The kinds of question.
const (
	// AskState asks for the counter's state, the paper of the last payment and the code of its room.
	AskState Kind = iota
	// AskHousehold asks for a household, and for a fresh request id.
	AskHousehold
	// AskTake asks the book to take the money, and then for the household and the paper as they are.
	AskTake
	// AskPaper asks what became of a receipt's paper.
	AskPaper
	// AskReprint asks for a receipt's paper.
	AskReprint
	// AskSlips asks which slips of the money to be taken an earlier payment has, so that this is said with all else that warns.
	AskSlips
	// AskOrders asks how orders at a channel stand. AskShow asks the channel for the code of one, AskCharge charges it by the owner's, and
	// AskStop gives it up. Of the order whose room is Object the household and the paper are read, once it is paid.
	AskOrders
	AskShow
	AskCharge
	AskStop
	// AskCodes gives out receipts as codes, and asks what became of their paper by that.
	AskCodes
)

// Question is something to be asked of the book, once, off the UI thread. Its answer brings its number back.
type Question struct {
	No   int
	Kind Kind
	// Object and ValueOn are the household to be read and the day its late fees run to ("" is the business day).
	Object  string
	ValueOn calendar.Date
	// Paper is that by which the household is opened: which payment paid what it is about is read too.
	Paper OpenPaper
	// Taking is the money to be taken, for Object.
	Taking taking.Order
	// Numbers are the receipts, or the orders.
	Numbers []string
	// PayerCode is the code on the owner's phone: for a minute it is as good as money.
	PayerCode string
}

// Answer is what the book said to the question with its number. What was not asked for is empty.
type Answer struct {
	No  int
	Err error
	// NotAsked says that the question never reached the book.
	NotAsked bool

	State     session.State
	LastRoom  string // the code of the last payment's room
	Household household.Household
	RequestID string
	// PaidBefore is what was paid of what the paper is about.
	PaidBefore household.Paid
	Taken      taking.Taken
	Orders     []collecting.Order
	UsedSlips  []till.UsedSlip
	Printed    printing.Printed
	Codes      []printing.ByCode
	// Unread says why Household or Printed could not be read after the money was taken.
	Unread error
}

// ask puts a question into the View. Of each kind only the newest question's answer counts.
func (c *Checkout) ask(q Question) {
	c.questions++
	q.No = c.questions
	c.asked[q.Kind] = q.No
	c.asks = append(c.asks, q)
}

// askState asks for the counter's state. One question is kept under way: what happens meanwhile is asked about once more.
func (c *Checkout) askState() {
	if c.isAsked(AskState) {
		c.staleState = true
		return
	}
	c.staleState = false
	c.ask(Question{Kind: AskState})
}

// isAsked says whether the newest question of a kind is still without an answer.
func (c *Checkout) isAsked(kind Kind) bool { return c.asked[kind] != 0 }

// drop makes the answer to the newest question of a kind an old one.
func (c *Checkout) drop(kind Kind) { c.asked[kind] = 0 }

// answer takes what the book said; what is not the answer to the newest question of its kind changes nothing.
func (c *Checkout) answer(a Answer) {
	for kind, no := range c.asked {
		if no == 0 || no != a.No {
			continue
		}
		c.asked[kind] = 0
		switch Kind(kind) {
		case AskState:
			c.stateAnswered(a)
		case AskHousehold:
			c.householdAnswered(a)
		case AskTake:
			c.takeAnswered(a)
		case AskPaper:
			c.paperAnswered(a)
		case AskReprint:
			c.reprintAnswered(a)
		case AskCodes:
			c.codesAnswered(a)
		case AskSlips:
			c.slipsAnswered(a)
		case AskOrders, AskShow, AskCharge, AskStop:
			c.ordersAnswered(a, Kind(kind) == AskStop)
		}
		return
	}
}
