package checkout

import (
	"math"
	"slices"
	"strings"

	"shouqi/cashier/collecting"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// collect asks a channel for the rest: the owner scans the code that is shown then, or pays by card at the terminal. Cash that was typed and does not cover what is due is a
// part of it. The owner agrees to the sum on the phone; a key begun before it stood here asks for nothing all the same.
func (c *Checkout) collect(channel payment.Channel, seen uint64) {
	way := payment.Shown
	if !channel.HasCodes() {
		way = payment.Charged
	}
	c.turnTo(Collect{Channel: channel}, till.TenderKind(channel), way, seen)
}

// scan waits for the code on the owner's phone, whose channel is known from the code alone.
func (c *Checkout) scan(seen uint64) {
	if at := slices.IndexFunc(c.state.Channels, payment.Channel.HasCodes); at >= 0 {
		c.turnTo(Scan{}, till.TenderKind(c.state.Channels[at]), payment.Charged, seen)
	}
}

// turnTo makes a channel's tender that of the rest and confirms, in one key.
func (c *Checkout) turnTo(key Input, kind till.TenderKind, way payment.Way, seen uint64) {
	if !c.mayTake() || c.isUnknown {
		return
	}
	if c.isEarly(key, seen) {
		return
	}
	d := c.draft
	d.Rest, d.way, d.payerCode, d.touched = kind, way, "", true
	c.problem, c.scanning = Problem{}, false
	c.requote()
	if c.misquoted {
		c.home()
		return
	}
	// The sum stood before the key, as was looked at above; only the way to pay it changed since.
	if c.confirm(math.MaxUint64); !c.problem.IsNone() {
		c.leaveChannel()
	}
}

// charge asks the channel of a code that was scanned off the owner's phone, in the step that waits for one; nowhere else does such a code
// do anything.
func (c *Checkout) charge(code string) {
	if !c.scanning || !c.mayTake() {
		return
	}
	d := c.draft
	c.problem, c.keyboard = Problem{}, AtPayerCode
	channel, err := payment.ChannelOf(code)
	if err != nil {
		c.problem = Problem{Err: err}
		return
	}
	d.Rest = till.TenderKind(channel)
	if c.quote, err = d.Quote(c.state.Bounds.Fen(staff.RoundingMax)); err != nil {
		c.problem = Problem{Err: err}
		return
	}
	d.payerCode = strings.TrimSpace(code)
	c.take()
}

// proceed takes the money once nothing warns any more, or waits for the code that a channel is to charge.
func (c *Checkout) proceed() {
	if d := c.draft; d.Rest.IsChannel() && payment.Channel(d.Rest).HasCodes() && d.way == payment.Charged && d.payerCode == "" {
		c.scanning, c.early = true, nil
		c.home()
		return
	}
	c.take()
}

// asksChannel says whether a channel has anything to pay beside what credit, cash and slips pay.
func asksChannel(q Quote) bool {
	tender, asks := till.ChannelTender(q.Tenders)
	return asks && tender.Fen > 0
}

// leaveChannel makes cash the tender of the rest again, where it was a channel's.
func (c *Checkout) leaveChannel() {
	c.scanning = false
	if d := c.draft; d != nil && d.AtChannel == nil && d.Rest.IsChannel() {
		d.release()
		c.requote()
	}
}

// follow keeps the order that collects the draft's money, and shows how it stands.
func (c *Checkout) follow(order collecting.Order) {
	c.isUnknown, c.scanning, c.problem = false, false, Problem{}
	payerCode := c.draft.payerCode
	c.draft.AtChannel, c.draft.quoted, c.draft.payerCode = &order, c.quote, ""
	c.home()
	c.heard(Answer{Orders: []collecting.Order{order}}, false)
	if order.State == payment.Created && (payerCode != "" || !order.Channel.HasCodes()) {
		c.askOrder(Question{Kind: AskCharge, PayerCode: payerCode})
	} else if order.State.IsOpen() && order.Order.Way == payment.Shown {
		c.askOrder(Question{Kind: AskShow})
	}
	c.askState()
}

// askOrders asks how the orders stand that the desk knows of: that of the open draft and those put aside. One question is kept under way.
func (c *Checkout) askOrders() {
	numbers, object := c.orderNumbers()
	if len(numbers) == 0 {
		return
	}
	if c.isAsked(AskOrders) {
		c.staleOrders = true
		return
	}
	c.staleOrders = false
	c.ask(Question{Kind: AskOrders, Numbers: numbers, Object: object})
}

// orderNumbers returns the numbers of those orders, and the room of the open one.
func (c *Checkout) orderNumbers() (numbers []string, object string) {
	if c.draft != nil && c.draft.AtChannel != nil {
		numbers, object = append(numbers, c.draft.AtChannel.Order.No), c.draft.Household.Room.ID
	}
	for _, d := range c.aside {
		if d.AtChannel != nil {
			numbers = append(numbers, d.AtChannel.Order.No)
		}
	}
	return numbers, object
}

// orderChanged asks again about the orders, where one of them went on.
func (c *Checkout) orderChanged(no string) {
	if numbers, _ := c.orderNumbers(); slices.Contains(numbers, no) {
		c.askOrders()
	}
}

// askOrder asks something of the channel about the order of the draft that is open: AskShow, AskCharge or AskStop.
func (c *Checkout) askOrder(q Question) {
	d := c.draft
	if d == nil || d.AtChannel == nil || c.isAsked(AskStop) {
		return
	}
	c.problem = Problem{}
	q.Numbers, q.Object = []string{d.AtChannel.Order.No}, d.Household.Room.ID
	c.ask(q)
}

// ordersAnswered takes what the book said of orders. What could not be stopped or shown is said; the order stands as it stood.
// What was read about orders beside that may be older and come later: it is read once more. isStop says that it answers AskStop.
func (c *Checkout) ordersAnswered(a Answer, isStop bool) {
	stale := c.staleOrders || c.isAsked(AskOrders)
	c.staleOrders = false
	if a.Err != nil {
		if c.draft != nil && c.draft.AtChannel != nil {
			c.problem = Problem{Err: a.Err}
			if store.Code(a.Err) == payment.CodeTooEarly { // its seconds would not count down
				c.problem = Problem{Key: "desk.collect.too_early"}
				if !c.draft.AtChannel.Channel.HasCodes() {
					c.problem = Problem{Key: "desk.collect.card_early"}
				}
			}
		}
	} else {
		c.heard(a, isStop || c.isAsked(AskStop))
	}
	if stale {
		c.askOrders()
	}
}

// heard takes in how orders stand: paid, closed, or still waited for. givenUp says that a person gave up the one of the draft that is open.
func (c *Checkout) heard(a Answer, givenUp bool) {
	for _, order := range a.Orders {
		if d := c.draft; d != nil && d.AtChannel != nil && d.AtChannel.Order.No == order.Order.No {
			c.heardOfOpen(order, a, givenUp || d.AtChannel.Stopped)
			continue
		}
		for i, d := range c.aside {
			if d.AtChannel == nil || d.AtChannel.Order.No != order.Order.No {
				continue
			}
			d.AtChannel = &order
			switch {
			case order.Payment != nil && c.opening == d.Household.Room.ID: // it is shown once its household is there
			case order.Payment != nil:
				c.aside = slices.Delete(c.aside, i, i+1)
			case !order.State.IsOpen() && !order.IsFound():
				d.release()
				d.RequestID = "" // it gets a new one when it is opened
			}
			break
		}
	}
}

// heardOfOpen takes in how the order of the draft that is open stands. One that has ended is not among what is not settled any more.
func (c *Checkout) heardOfOpen(order collecting.Order, a Answer, givenUp bool) {
	d := c.draft
	if order.Code == "" && order.State.IsOpen() && !order.Stopped {
		order.Code = d.AtChannel.Code // It was read before the channel gave the code.
	}
	d.AtChannel = &order
	switch {
	case order.Payment != nil:
		a.Taken.Payment, a.Taken.PaperError = *order.Payment, order.PaperError
		if a.Household.Room.ID == "" {
			a.Household.Room, a.Household.People = d.Household.Room, d.Household.People
		}
		c.showPaid(a)
		if order.Credited != "" {
			c.paid.Credited, c.paid.BesideFen = order.Credited, order.BesideFen
		}
	case order.State.IsOpen() || order.IsFound():
	default:
		said := Problem{Key: "desk.collect.closed", Calm: givenUp}
		switch {
		case order.State == payment.IsBack:
			said = Problem{Key: "desk.collect.back"}
		case !order.Channel.HasCodes() && !givenUp:
			said = Problem{Key: "desk.collect.card_failed"}
		}
		d.release()
		c.reread(Reload{NewRequest: true})
		c.requote()
		c.problem = said
		c.askState()
		c.home()
	}
}

// release makes a draft an ordinary one again, after a channel took nothing.
func (d *Draft) release() {
	d.AtChannel, d.Rest, d.way, d.payerCode, d.isUnsaid = nil, till.Cash, "", "", true
}

// backFromOrder is Esc while a channel is asked: the order is given up, which its channel has to agree to. Money that is there and waits
// for a shift is left to the follower.
func (c *Checkout) backFromOrder() {
	if c.draft.AtChannel.IsFound() {
		c.close()
		c.askState()
		return
	}
	c.askOrder(Question{Kind: AskStop})
}

// setAside lets the order that is open go on behind the desk, and makes room for the next household.
func (c *Checkout) setAside() {
	if c.draft == nil || c.draft.AtChannel == nil || c.opening != "" {
		return
	}
	c.draft.touched = true
	c.putAside()
	c.close()
	c.askState()
	c.home()
}
