package checkout

import (
	"maps"
	"slices"

	"shouqi/cashier/collecting"
	"shouqi/cashier/household"
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// Problem is what was refused or went wrong: an error of the book, or a sentence of the catalogue.
type Problem struct {
	Err  error
	Key  string
	Args []any
	// Calm says that it is how something ends that a person asked for, and nothing went wrong.
	Calm bool
}

// IsNone says that nothing went wrong.
func (p Problem) IsNone() bool { return p.Err == nil && p.Key == "" }

// Search is what is looked for, and found.
type Search struct {
	Query string
	Found estate.Found
	// Row is the hit that Enter opens, -1 for none.
	Row int
	// Replace says that what is typed next replaces the text: the search failed.
	Replace bool
}

// Aside is a household put aside with what was typed for it, until it is opened again; see Keep.
type Aside struct {
	Object, Room string
	// Typed is the amount as typed, "" for none.
	Typed string
	// Order is the order at a channel that goes on for it, nil for none.
	Order *collecting.Order
}

// Paid is a payment that is done, and what is known of its paper. Fresh is one made just now at this desk; otherwise it is
// the last payment of the book, shown at the start.
type Paid struct {
	Payment    till.Payment
	Household  household.Household
	Printed    printing.Printed
	Room       string // the room's code
	PaperError error
	Unread     error
	Fresh      bool
	// Codes are its receipts as the owner scans them off a screen, who wants no paper; none until they are asked for.
	Codes []printing.ByCode
	// Credited is the code for which money of a channel was put by for the household instead of paying what it was for, "" elsewhere.
	Credited string
	// BesideFen is what cash and slips were to pay beside such money, in fen: it is not booked, and goes back to the owner.
	BesideFen money.Fen
}

// Sums are the figures of the payment, the same as on its paper.
func (p Paid) Sums() till.Sums { return p.Payment.Sums() }

// Number returns the receipt that stands for the payment: a void has the one of what it voided.
func (p Paid) Number() string {
	if p.Payment.Number == "" {
		return p.Payment.Of
	}
	return p.Payment.Number
}

// Numbers returns all receipts of the payment: one for each book that has its own.
func (p Paid) Numbers() []string {
	if len(p.Payment.Receipts) < 2 {
		return []string{p.Number()}
	}
	return p.Payment.Numbers()
}

// View is everything the desk shows. It is a copy: nothing that is done to it reaches the Checkout.
type View struct {
	// No numbers the Views from 1.
	No uint64
	// Stood is the number of the first View that asked for what this one asks: the same step, household, sum and
	// warnings. A key that was begun before it takes nothing.
	Stood uint64
	Step  Step
	// Keyboard is where it goes now.
	Keyboard Place

	State session.State
	Stop  Stop
	// MayTake says whether a Confirm would take money, or say what is missing.
	MayTake bool
	// Early is the key that came before the sum could be seen, and took nothing: a Confirm, a Pass, a Collect or a Scan; nil for none.
	Early Input

	Search Search
	// Draft is the payment being made, nil when no household is open.
	Draft *Draft
	Quote Quote
	// Guards are the warnings to be passed before money is taken.
	Guards  []Guard
	Problem Problem
	// AskLate is a late entry that the book refused, to be asked for again with what was typed; nil for none. Its problem
	// is Problem. It stands on one View alone.
	AskLate *taking.LateEntry
	// AskSecond says that the book wants a second person's word for the payment; Problem says for what. It stands on one View
	// alone, and Agree answers it.
	AskSecond bool
	Paid      *Paid
	Aside     []Aside

	// Stopping says that the order of the draft is being given up.
	Stopping bool

	Asks []Question
}

// Shown returns the household on the screen: the one being paid for, or the one just paid.
func (v View) Shown() household.Household {
	switch {
	case v.Draft != nil:
		return v.Draft.Household
	case v.Paid != nil:
		return v.Paid.Household
	}
	return household.Household{}
}

// claim is what a confirming key would agree to.
type claim struct {
	step                           Step
	draft, guards, paid, given     string
	order                          string
	rest                           till.TenderKind
	dueFen, restFen, creditFen     money.Fen
	mayTake, isLate, isKeep, fresh bool
}

// view makes the View of the moment, with the next number.
func (c *Checkout) view() View {
	c.no++
	v := View{No: c.no, Step: c.step(), Keyboard: c.keyboard, State: c.state, Stop: c.stop(), Early: c.early, Search: c.search,
		Quote: c.quote, Guards: c.guards, Problem: c.problem, AskLate: c.askLate, AskSecond: c.askSecond, Asks: c.asks}
	v.MayTake, v.Stopping = c.mayTake(), c.isAsked(AskStop)
	if c.draft != nil {
		draft := *c.draft
		draft.Parts, draft.LateFirst, draft.LateParts = maps.Clone(draft.Parts), maps.Clone(draft.LateFirst), maps.Clone(draft.LateParts)
		draft.Given = slices.Clone(draft.Given)
		draft.AtChannel = copyOf(draft.AtChannel)
		v.Draft = &draft
	}
	if c.paid != nil {
		paid := *c.paid
		paid.Codes = slices.Clone(paid.Codes)
		v.Paid = &paid
	}
	for _, draft := range c.aside {
		v.Aside = append(v.Aside, Aside{Object: draft.Household.Room.ID, Room: draft.Household.Room.Code, Typed: draft.Typed, Order: copyOf(draft.AtChannel)})
	}
	if claimed := c.claim(v); claimed != c.claimed {
		c.claimed, c.stood = claimed, v.No
	}
	v.Stood = c.stood
	return v
}

func copyOf(order *collecting.Order) *collecting.Order {
	if order == nil {
		return nil
	}
	copied := *order
	return &copied
}

func (c *Checkout) claim(v View) claim {
	claimed := claim{step: v.Step, mayTake: v.MayTake}
	if v.Draft != nil {
		claimed.draft, claimed.rest, claimed.isLate, claimed.isKeep = v.Draft.RequestID, v.Draft.Rest, v.Draft.Late != nil, v.Draft.KeepChange
		if order := v.Draft.AtChannel; order != nil {
			claimed.order = order.Order.No + " " + string(order.State) + " " + order.Code
		}
		for _, tender := range v.Draft.Given {
			claimed.given += string(tender.Kind) + tender.Fen.String() + " "
		}
		claimed.dueFen, claimed.restFen, claimed.creditFen = v.Quote.DueFen, v.Quote.RestFen, v.Quote.CreditFen
	}
	for _, guard := range v.Guards {
		claimed.guards += guard.Code + " "
	}
	if v.Paid != nil {
		claimed.paid, claimed.fresh = v.Paid.Number(), v.Paid.Fresh
	}
	return claimed
}
