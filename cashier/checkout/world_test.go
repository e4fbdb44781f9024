package checkout

import (
	"fmt"
	"slices"
	"strings"

	"shouqi/cashier/household"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
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
	// packages are those that every household is offered.
	packages []billing.Package
}

func newBook() *book {
	b := &book{bills: map[string][]billing.Bill{}, credit: map[string]money.Fen{"r1": 500_00}, paid: map[string]till.Payment{},
		orders: map[string]till.Order{}, late: map[string]money.Fen{}, slips: map[string]string{}, shift: true}
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
	state := session.State{Mine: true, Bounds: staff.Bounds{staff.RoundingMax: 9}, BusinessOn: "2026-11-21"}
	if b.shift {
		state.Shift = &till.Shift{Seq: 1, BusinessOn: "2026-11-21"}
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
		var payment till.Payment
		if b.second && q.Taking.Second != supervisor {
			a.Err = store.Refuse(staff.CodeNeedsApproval, string(staff.TakeUnverified))
			if q.Taking.Second.PIN != "" {
				a.Err = store.Refuse(staff.CodeApproverPINWrong, q.Taking.Second.Who, 4)
			}
			return a
		}
		if payment, a.Err = b.take(q.Taking.Order); a.Err == nil {
			a.Taken, a.Household = taking.Taken{Payment: payment}, b.household(q.Object)
		}
	}
	return a
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
