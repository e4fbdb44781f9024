package checkout

import (
	"fmt"
	"slices"
	"strings"

	"shouqi/cashier/collecting"
	"shouqi/cashier/household"
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// book is a book of three rooms that takes every request once, and answers when it is told to. It knows nothing of how a
// checkout works.
type book struct {
	bills  map[string][]billing.Bill // by room
	credit map[string]money.Fen
	paid   map[string]till.Payment // by request id
	orders map[string]till.Order
	late   map[string]money.Fen // late fees by bill
	slips  map[string]string    // the receipt that has a slip's number
	second bool                 // whether it wants a second person for every payment
	shift  bool
	ids    int
	// atChannel are the orders at the channel, in the order in which they were made, and promised what each is for.
	atChannel []collecting.Order
	promised  map[string]till.Order
	tooEarly  bool // whether the channel does not close an order yet
	// packages are those that every household is offered.
	packages []billing.Package
}

func newBook() *book {
	b := &book{bills: map[string][]billing.Bill{}, credit: map[string]money.Fen{"r1": 500_00}, paid: map[string]till.Payment{},
		orders: map[string]till.Order{}, late: map[string]money.Fen{}, slips: map[string]string{}, shift: true, promised: map[string]till.Order{}}
	for room, owed := range map[string][]money.Fen{"r1": {840_47, 205_00}, "r2": {300_00}, "r3": {}} {
		for i, fen := range owed {
			b.bills[room] = append(b.bills[room], billing.Bill{ID: fmt.Sprintf("%s-%d", room, i), Object: room, Item: "物业费", AmountFen: fen})
		}
	}
	return b
}

var rooms = map[string]string{"r1": "3-2-1201", "r2": "1-1-0602", "r3": "1-1-0603"}

func find(text string, limit int) (found estate.Found) {
	for _, id := range []string{"r1", "r2", "r3"} {
		if strings.HasPrefix(strings.ReplaceAll(rooms[id], "-", ""), strings.ReplaceAll(text, "-", "")) {
			found.Hits = append(found.Hits, estate.Hit{Object: id, Code: rooms[id], By: estate.ByRoom})
		}
	}
	found.Total = len(found.Hits)
	found.Hits = found.Hits[:min(limit, len(found.Hits))]
	return found
}

func (b *book) state() session.State {
	state := session.State{Mine: true, Bounds: staff.Bounds{staff.RoundingMax: 9}, BusinessOn: "2026-11-21", Channels: payment.Channels}
	if b.shift {
		state.Shift = &till.Shift{ShiftRef: till.ShiftRef{Device: 1, Seq: 1}, BusinessOn: "2026-11-21"}
	}
	return state
}

func (b *book) household(room string) household.Household {
	h := household.Household{Room: estate.Object{ID: room, Code: rooms[room]}, CreditFen: b.credit[room], LateOn: "2026-11-21", Packages: b.packages}
	for _, bill := range b.bills[room] {
		if bill.OwedFen() > 0 {
			h.Lines = append(h.Lines, household.Line{Bill: bill, Place: rooms[room], LateFen: b.late[bill.ID]})
			h.OwedFen += bill.OwedFen()
		}
	}
	return h
}

// take takes an order as the till does: one request, one payment; what does not add up is refused.
func (b *book) take(order till.Order) (till.Payment, error) {
	if before, known := b.paid[order.RequestID]; known {
		if fmt.Sprint(b.orders[order.RequestID]) != fmt.Sprint(order) {
			return till.Payment{}, store.Refuse("journal.request_reused", order.RequestID)
		}
		if before.UndoneBy != "" {
			return till.Payment{}, store.Refuse("till.request_undone", before.Number)
		}
		return before, nil
	}
	for _, tender := range order.Tenders {
		if number := b.slips[tender.Reference]; number != "" && !slices.Contains(order.Overridden, till.ReferenceUsed) {
			return till.Payment{}, store.Refuse("till.reference_used", tender.Reference, number)
		}
	}
	payment := till.Payment{Seq: int64(len(b.paid) + 1), Kind: "payment", Number: fmt.Sprintf("01-2026-%06d", len(b.paid)+1), Object: order.Room, Tenders: order.Tenders}
	for _, part := range order.Bills {
		for i := range b.bills[order.Room] {
			bill := &b.bills[order.Room][i]
			if bill.ID != part.Bill {
				continue
			}
			if part.Fen > bill.OwedFen() {
				return till.Payment{}, store.Refuse("till.overpays", bill.Item, bill.OwedFen().Yuan())
			}
			payment.TotalFen += part.Fen
		}
	}
	payment.TotalFen += order.PrepayFen
	for _, part := range order.Bills {
		for i := range b.bills[order.Room] {
			if b.bills[order.Room][i].ID == part.Bill {
				b.bills[order.Room][i].PaidFen += part.Fen
			}
		}
	}
	for _, tender := range order.Tenders {
		if payment.TenderedFen += tender.Fen; tender.Kind == till.Prepaid {
			b.credit[order.Room] -= tender.Fen
		}
	}
	b.credit[order.Room] += order.PrepayFen
	payment.ChangeFen = payment.TenderedFen - payment.TotalFen
	b.paid[order.RequestID], b.orders[order.RequestID] = payment, order
	return payment, nil
}

// answer answers a question as the book stands now.
func (b *book) answer(q Question) Answer {
	a := Answer{No: q.No}
	switch q.Kind {
	case AskState:
		a.State = b.state()
	case AskHousehold:
		b.ids++
		a.Household, a.RequestID = b.household(q.Object), fmt.Sprintf("request-%d", b.ids)
	case AskSlips:
		for _, tender := range q.Taking.Order.Tenders {
			if number := b.slips[tender.Reference]; number != "" {
				a.UsedSlips = append(a.UsedSlips, till.UsedSlip{Reference: tender.Reference, Receipt: number})
			}
		}
	case AskTake:
		var paid till.Payment
		if b.second && q.Taking.Second != supervisor {
			a.Err = store.Refuse(staff.CodeNeedsApproval, string(staff.TakeUnverified))
			if q.Taking.Second.PIN != "" {
				a.Err = store.Refuse(staff.CodeApproverPINWrong, q.Taking.Second.Who, 4)
			}
			return a
		}
		if _, isChannel := till.ChannelTender(q.Taking.Order.Tenders); isChannel {
			a.Taken.Order, a.Err = b.begin(q.Taking)
			return a
		}
		if paid, a.Err = b.take(q.Taking.Order); a.Err == nil {
			a.Taken, a.Household = taking.Taken{Payment: paid}, b.household(q.Object)
		}
	case AskCodes:
		for _, number := range q.Numbers {
			a.Codes = append(a.Codes, printing.ByCode{Number: number, Code: "SHOUQI1 " + number})
		}
	case AskOrders, AskShow, AskCharge, AskStop:
		b.answerOrders(q, &a)
	}
	return a
}

// begin puts an order at the channel, once for its request; no two open ones pay one bill.
func (b *book) begin(asked taking.Order) (*collecting.Order, error) {
	for no, before := range b.promised {
		if before.RequestID == asked.Order.RequestID {
			if fmt.Sprint(before) != fmt.Sprint(asked.Order) {
				return nil, store.Refuse("journal.request_reused", before.RequestID)
			}
			return b.order(no), nil
		}
		if b.order(no).State.IsOpen() && slices.ContainsFunc(asked.Order.Bills, func(part till.BillPart) bool {
			return slices.ContainsFunc(before.Bills, func(other till.BillPart) bool { return other.Bill == part.Bill })
		}) {
			return nil, store.Refuse("till.order_open", no)
		}
	}
	tender, _ := till.ChannelTender(asked.Order.Tenders)
	order := collecting.Order{Room: rooms[asked.Order.Room]}
	order.Order = payment.Order{No: fmt.Sprintf("SQ%d", len(b.atChannel)+1), Way: asked.Way, Fen: tender.Fen}
	order.State, order.Channel = payment.Created, payment.Channel(tender.Kind)
	b.atChannel = append(b.atChannel, order)
	b.promised[order.Order.No] = asked.Order
	return b.order(order.Order.No), nil
}

func (b *book) order(no string) *collecting.Order {
	for i := range b.atChannel {
		if b.atChannel[i].Order.No == no {
			return &b.atChannel[i]
		}
	}
	return nil
}

// pays is an owner who pays an order that is open, or too late one that is not.
func (b *book) pays(no string) {
	order := b.order(no)
	if order == nil || order.Payment != nil {
		return
	}
	promised := b.promised[no]
	promised.RequestID = "intent-" + no
	paid, err := b.take(promised)
	if err != nil { // its bills were paid otherwise: it is put by
		order.Credited = store.Code(err)
		promised.PrepayFen, promised.Bills = order.Order.Fen, nil
		promised.Tenders = []till.Tender{{Kind: till.WeChatPay, Fen: order.Order.Fen}}
		paid, _ = b.take(promised)
	}
	order.State, order.Payment, order.Code = payment.IsPaid, &paid, ""
	order.Receipt = paid.Number
}

func (b *book) answerOrders(q Question, a *Answer) {
	for _, no := range q.Numbers {
		order := b.order(no)
		switch {
		case !order.State.IsOpen():
		case q.Kind == AskShow:
			order.State, order.Code = payment.Pending, "weixin://"+no
		case q.Kind == AskCharge:
			order.State = payment.Pending
		case q.Kind == AskStop && b.tooEarly:
			a.Err = store.Refuse(payment.CodeTooEarly, 12)
			return
		case q.Kind == AskStop:
			order.State, order.Code = payment.IsClosed, ""
		}
		a.Orders = append(a.Orders, *order)
		if order.Payment != nil && q.Object != "" {
			a.Household = b.household(q.Object)
		}
	}
}

// supervisor is the second person whose word the book takes.
var supervisor = session.Second{Who: "200", PIN: "2468"}

// hand is somebody at a checkout whose book answers at once, unless it is told to be late.
type hand struct {
	*Checkout
	book   *book
	view   View
	late   bool
	unsaid []Question
	// seconds counts the Views that asked for a second person.
	seconds int
}

func newHand() *hand {
	h := &hand{Checkout: New(find), book: newBook()}
	h.do(Refresh{})
	return h
}

// do does something at the desk as a person does who looks first: a confirming key was begun when everything stood.
func (h *hand) do(inputs ...Input) *hand {
	for _, input := range inputs {
		h.view = h.Do(input)
		h.unsaid = append(h.unsaid, h.view.Asks...)
		if !h.late {
			h.hear()
		}
	}
	return h
}

// hear lets the book answer everything that it was asked.
func (h *hand) hear() *hand {
	for len(h.unsaid) > 0 {
		question := h.unsaid[0]
		h.unsaid = h.unsaid[1:]
		if h.view = h.Do(h.book.answer(question)); h.view.AskSecond {
			h.seconds++
		}
		h.unsaid = append(h.unsaid, h.view.Asks...)
	}
	return h
}

// enter is Enter pressed now, by somebody who has seen what stands there.
func (h *hand) enter() *hand { return h.do(Confirm{Seen: h.view.No}) }
