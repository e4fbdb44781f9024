package checkout

import (
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/estate"
)

// waitingMax bounds how many Inputs wait while a household is read; a person types far fewer.
const waitingMax = 200

// Finder looks households up in memory, at most limit of them; it must be quick, and the same text must find the same.
type Finder func(text string, limit int) estate.Found

// Checkout is the desk's payment. Make it with New; it is used by one goroutine.
type Checkout struct {
	find Finder

	state     session.State
	stateRead bool

	search  Search
	draft   *Draft
	quote   Quote
	guards  []Guard
	problem Problem
	askLate *taking.LateEntry
	// askSecond says that the book wants a second person for what was to be taken, and wanted the guards passed for it.
	askSecond bool
	wanted    []string
	early     Input
	paid      *Paid
	aside     []*Draft
	misquoted bool // the problem is that the draft could not be worked out

	// opening is the room being read for a new draft, "" for none.
	opening string
	// paper is that by which it is opened, the zero value for none.
	paper OpenPaper
	// isUnknown says that the book did not answer whether it took the draft's money.
	isUnknown bool
	// reload is what is to be done with the household that is being read anew.
	reload Reload
	// scanning says that the owner's payment code is waited for.
	scanning bool
	// staleOrders says that an order went on while orders were asked about.
	staleOrders bool
	// left says that the desk was locked while money was on its way.
	left bool
	// staleState says that something happened while the counter's state was asked for.
	staleState bool
	// stalePaper says that the paper went on while it was asked about.
	stalePaper bool

	waiting   []Input
	keyboard  Place
	questions int
	asked     [AskCodes + 1]int
	asks      []Question

	no, stood uint64
	claimed   claim
}

// New makes a checkout that looks households up with find.
func New(find Finder) *Checkout { return &Checkout{find: find, search: Search{Row: -1}} }

// Do takes an Input and returns the View that stands from then on. What View.Asks names is to be asked of the book, each
// once, and answered with an Answer.
func (c *Checkout) Do(input Input) View {
	c.asks, c.keyboard, c.askLate, c.askSecond = nil, Stay, nil, false
	if waits(input) && c.opening != "" {
		if len(c.waiting) < waitingMax {
			c.waiting = append(c.waiting, unseen(input))
		}
		return c.view()
	}
	c.do(input)
	for c.opening == "" && len(c.waiting) > 0 {
		next := c.waiting[0]
		c.waiting = c.waiting[1:]
		c.do(next)
	}
	return c.view()
}

// waits says whether an Input is meant for the household that is open, and so waits for one that is being opened.
func waits(input Input) bool {
	switch input.(type) {
	case Amount, Reference, Tick, TickAll, TickNone, Part, Oldest, Package, Prepay, Payer, Late, UseCredit, KeepChange, PayWith, Give, TakeBack, Restart, Confirm, Pass, Collect, Scan:
		return true
	}
	return false
}

// unseen makes of a key that waits one that saw nothing: the sum of the household to come cannot have stood before it.
func unseen(input Input) Input {
	switch input.(type) {
	case Confirm:
		return Confirm{}
	case Pass:
		return Pass{}
	case Scan:
		return Scan{}
	}
	if asked, isCollect := input.(Collect); isCollect {
		asked.Seen = 0
		return asked
	}
	return input
}

func (c *Checkout) do(input Input) {
	switch in := input.(type) {
	case Query:
		c.setQuery(in.Text)
	case Point:
		c.point(in.Row)
	case Submit:
		c.submit(in.Seen)
	case Open:
		c.open(in.Object, OpenPaper{})
	case OpenPaper:
		c.open(in.Slip.Object, in)
	case Find:
		c.keyboard = AtSearch
	case Confirm:
		c.confirm(in.Seen)
	case Pass:
		c.pass(in.Seen)
	case Agree:
		c.agree(in)
	case Collect:
		c.collect(in.Channel, in.Seen)
	case Scan:
		c.scan(in.Seen)
	case PayerCode:
		c.charge(in.Code)
	case ShowAgain:
		c.askOrder(Question{Kind: AskShow})
	case SetAside:
		c.setAside()
	case OrderChanged:
		c.orderChanged(in.No)
	case Reprint:
		c.reprint(in.Seen)
	case ShowCode:
		c.showCode(in.Seen)
	case Again:
		c.again(in.Seen)
	case Back:
		c.back(in.InSearch)
	case Leave:
		c.leave()
	case Resume:
		c.resume(in.Kept)
	case Restart:
		c.restart(in.Draft)
	case Refresh:
		c.refresh()
	case PaperChanged:
		c.paperChanged()
	case Answer:
		c.answer(in)
	default:
		c.edit(input)
	}
}

// step is where the payment stands.
func (c *Checkout) step() Step {
	switch {
	case c.isAsked(AskTake):
		return Waiting
	case c.opening != "":
		return Opening
	case c.isUnknown:
		return Unknown
	case c.search.Query != "":
		return Choosing
	case c.draft != nil && c.draft.AtChannel != nil:
		return Collecting
	case c.draft != nil && c.scanning:
		return Scanning
	case c.draft != nil:
		return Tendering
	case c.paid != nil && c.paid.Fresh:
		return Taken
	}
	return Idle
}

// isTaking says whether what is being paid must stay as it is: the book is asked to take it, or did not say whether it did, or an order at
// a channel is open for it.
func (c *Checkout) isTaking() bool {
	return c.isAsked(AskTake) || c.isUnknown || c.draft != nil && c.draft.AtChannel != nil
}

// mayTake says whether a Confirm would take money now: never while the hits of a search lie over the bills.
func (c *Checkout) mayTake() bool {
	return c.stop() == Free && c.draft != nil && c.draft.AtChannel == nil && !c.isAsked(AskTake) && c.opening == "" && c.search.Query == ""
}

// home takes the keyboard to where the work is.
func (c *Checkout) home() {
	switch {
	case c.draft == nil || c.search.Query != "":
		c.keyboard = AtSearch
	case c.draft.AtChannel != nil:
		c.keyboard = Nowhere
	case c.scanning:
		c.keyboard = AtPayerCode
	case c.draft.isCash() || c.draft.Rest.IsChannel():
		c.keyboard = AtAmount
	default:
		c.keyboard = AtReference
	}
}
