package desk

import (
	"context"

	"shouqi/cashier"
	"shouqi/cashier/charging"
	"shouqi/cashier/checkout"
	"shouqi/cashier/collecting"
	"shouqi/cashier/household"
	"shouqi/cashier/paper"
	"shouqi/cashier/people"
	"shouqi/cashier/prepaying"
	"shouqi/cashier/printing"
	"shouqi/cashier/scanning"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// rooms are those of the counter that the desk works with.
type rooms struct {
	*session.Session
	*household.Households
	*printing.Printing
	*taking.Taking
	*charging.Charging
	*people.People
	prepaying  *prepaying.Prepaying
	collecting *collecting.Collecting
}

func roomsOf(c *cashier.Counter) rooms {
	return rooms{c.Session, c.Households, c.Printing, c.Taking, c.Charging, c.People, c.Prepaying, c.Collecting}
}

// Orders returns what asks the channels.
func (r rooms) Orders() orders { return r.collecting }

// Prepaid returns what changes prepayments.
func (r rooms) Prepaid() prepaid { return r.prepaying }

// flows is what the desk asks of the counter. Its rooms are it; the gallery brings sample answers.
type flows interface {
	State(ctx context.Context) (session.State, error)
	Actor() (staff.Actor, bool)
	Find(text string, limit int) estate.Found
	OwedOf(ctx context.Context, objects []string) (map[string]money.Fen, error)
	ReadOn(ctx context.Context, object string, valueOn calendar.Date) (household.Household, error)
	PaidOnPaper(ctx context.Context, slip scanning.Slip) (household.Paid, error)
	PlanAhead(ctx context.Context, code string, toOn calendar.Date, exact bool) (charging.AheadPlan, error)
	RunWith(ctx context.Context, order billing.Order, second session.Second) (billing.RunResult, error)
	Waive(ctx context.Context, bill string, fen money.Fen, toOn calendar.Date, reason string, second session.Second) error
	Singles(ctx context.Context) ([]charging.Single, error)
	AddBill(ctx context.Context, order billing.ByHand, second session.Second) (billing.Bill, error)
	Take(ctx context.Context, taking taking.Order) (taking.Taken, error)
	UsedSlips(ctx context.Context, tenders []till.Tender) ([]till.UsedSlip, error)
	Printed(ctx context.Context, number string) (printing.Printed, error)
	PrintAgain(ctx context.Context, number string) (int, error)
	GiveCodes(ctx context.Context, numbers []string) ([]printing.ByCode, error)
	PrintNotice(ctx context.Context, room string, bills []string) (paper.Notice, error)
	Unmask(ctx context.Context, person string) (estate.Profile, error)
	SetLargePrint(ctx context.Context, room string, large bool) error
	Prepaid() prepaid
	Orders() orders
}

// orders is what the desk asks of the room that asks the channels.
type orders interface {
	Read(ctx context.Context, no string) (collecting.Order, error)
	Show(ctx context.Context, no string) (collecting.Order, error)
	Charge(ctx context.Context, no, payerCode string) (collecting.Order, error)
	Stop(ctx context.Context, no string) (collecting.Order, error)
}

// prepaid is what the desk asks of the room that keeps prepayments.
type prepaid interface {
	Move(ctx context.Context, move till.PrepaidMove, second session.Second) error
	Freeze(ctx context.Context, room string, purpose billing.Purpose, frozen bool, reason till.Reason, second session.Second) error
	SetAuto(ctx context.Context, room string, auto bool) error
	RoomOf(ctx context.Context, typed string) (string, error)
}

// Deps are the ways out of the desk. A nil way is not offered.
type Deps struct {
	// Lang is the language of sentences that the cashier package makes: assets.Chinese or assets.English.
	Lang string
	// ToShift shows the screen that opens and closes shifts.
	ToShift func()
	// ToReceipt shows the receipts, with this number or code looked up; "" looks up nothing.
	ToReceipt func(text string)
	// ToHistory shows all that happened to a household, by the id and the code of its room.
	ToHistory func(room, code string)
	// StateRead is told the counter's state whenever the desk read it anew: the status bar follows it.
	StateRead func(state session.State)
	// Shows is told every View: the owner's screen draws it too.
	Shows func(view checkout.View)
}
