package refunding

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// listMax is how many refunds are listed.
const listMax = 1000

// Refund is a refund as the list shows it: with the room's code, the names of who asked and who decided ("" for nobody), and
// how near its day is.
type Refund struct {
	till.Refund
	Room      string
	AskedBy   string
	DecidedBy string
	Due       till.Dueness
}

// Deposit is a deposit as the list shows it: with the code of the room or space that it was paid for, and Room, the id of the
// room that it goes back to.
type Deposit struct {
	till.Deposit
	Place string
	Room  string
	// FromPlace is the code of what it was paid for before it was moved from another household, "" for one that was paid in.
	FromPlace string
}

// Standing is what waits to be given back: the refunds that are not paid yet, those promised first first, and the deposits of
// which something is still there.
type Standing struct {
	Today    calendar.Date
	Refunds  []Refund
	Deposits []Deposit
	HeldFen  money.Fen
	// Overdue and Soon count the refunds whose day is past, and those whose day comes within till.RefundSoonDays days.
	Overdue, Soon int
}

// count counts a refund by how near its day is.
func (s *Standing) count(refund Refund) {
	switch refund.Due {
	case till.Overdue:
		s.Overdue++
	case till.DueSoon:
		s.Soon++
	}
}

// Standing reads what waits.
func (c *Refunding) Standing(ctx context.Context) (standing Standing, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if standing.Today, err = c.session.Book.Today(tx); err != nil {
			return err
		}
		refunds, err := till.OpenRefunds(tx, listMax)
		if err != nil {
			return err
		}
		for _, refund := range refunds {
			told, err := c.told(tx, refund, standing.Today)
			if err != nil {
				return err
			}
			standing.Refunds = append(standing.Refunds, told)
			standing.count(told)
		}
		deposits, err := till.HeldDeposits(tx, till.HeldMax)
		if err != nil {
			return err
		}
		for _, deposit := range deposits {
			told, err := toldDeposit(tx, deposit)
			if err != nil {
				return err
			}
			standing.Deposits = append(standing.Deposits, told)
		}
		standing.HeldFen, err = till.HeldSum(tx)
		return err
	})
	return standing, err
}

func (c *Refunding) told(tx *store.Tx, refund till.Refund, today calendar.Date) (told Refund, err error) {
	told = Refund{Refund: refund, Due: refund.Dueness(today)}
	room, err := estate.ByID(tx, refund.Object)
	if err != nil {
		return told, err
	}
	told.Room = room.Code
	if told.AskedBy, err = c.session.Book.Staff.Name(tx, refund.Asker); err != nil || refund.Decider == "" {
		return told, err
	}
	told.DecidedBy, err = c.session.Book.Staff.Name(tx, refund.Decider)
	return told, err
}

func toldDeposit(tx *store.Tx, deposit till.Deposit) (Deposit, error) {
	place, err := estate.ByID(tx, deposit.Object)
	told := Deposit{Deposit: deposit, Place: place.Code, Room: place.ID}
	if place.Room != "" {
		told.Room = place.Room
	}
	if err != nil || deposit.FromObject == "" {
		return told, err
	}
	from, err := estate.ByID(tx, deposit.FromObject)
	told.FromPlace = from.Code
	return told, err
}

// Sources are what a household can get back: of its prepayment, and its deposits.
type Sources struct {
	Room        string // the id
	Code        string
	Prepayments []till.Prepayment
	Deposits    []Deposit
	Paid        []PaidBill
}

// paidMax is how many of the newest bills that were paid a household can choose from, five years of one a month; older ones are asked for by the
// command line.
const paidMax = 60

// PaidBill is what a payment paid of a bill, by the number of its receipt, with the span of the bill in plain words. Channel is the tender that a channel paid of the payment, "" where
// there is none.
type PaidBill struct {
	Number, Bill, Item, Period string
	Fen                        money.Fen
	Channel                    till.TenderKind
}

// paidBills returns the newest bills that a household's payments paid and that nothing undid.
func paidBills(tx *store.Tx, room string) (bills []PaidBill, err error) {
	history, err := till.HistoryOf(tx, room, paidMax)
	for _, payment := range history {
		if payment.Kind != till.Paid || payment.UndoneBy != "" {
			continue
		}
		channel, _ := till.ChannelTender(payment.Tenders)
		for _, a := range payment.Allocations {
			if a.Kind != till.ToBill || a.Book == till.DepositBook || len(bills) == paidMax {
				continue
			}
			bill, err := billing.ByID(tx, a.Bill)
			if err != nil {
				return nil, err
			}
			bills = append(bills, PaidBill{Number: payment.Number, Bill: a.Bill, Item: a.Item, Period: words.Period(bill.FromOn, bill.ToOn), Fen: a.Fen, Channel: channel.Kind})
		}
	}
	return bills, err
}

// Sources reads what a household can get back. It is named by its room's code, or by whatever finds it alone at the desk; anything
// else is estate.unknown_room.
func (c *Refunding) Sources(ctx context.Context, typed string) (sources Sources, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		room, err := estate.ByCode(tx, c.codeOf(typed))
		if err != nil {
			return err
		}
		sources.Room, sources.Code = room.ID, room.Code
		if sources.Prepayments, err = till.Prepayments(tx, room.ID); err != nil {
			return err
		}
		deposits, err := till.Deposits(tx, room.ID)
		if err != nil {
			return err
		}
		for _, deposit := range deposits {
			if deposit.FreeFen() <= 0 || deposit.Frozen {
				continue
			}
			told, err := toldDeposit(tx, deposit)
			if err != nil {
				return err
			}
			sources.Deposits = append(sources.Deposits, told)
		}
		sources.Paid, err = paidBills(tx, room.ID)
		return err
	})
	return sources, err
}

// WayBack returns the channel by which a line's money can go back the way it came, "" for none, and how much of it, in fen.
func (c *Refunding) WayBack(ctx context.Context, room string, line till.RefundLine) (channel till.TenderKind, most money.Fen, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		channel, most, err = till.WayBack(tx, room, line)
		return err
	})
	return channel, most, err
}

// Ask asks for a refund; with a second person it is approved at once. Errors: those of till.AskRefund.
func (c *Refunding) Ask(ctx context.Context, wish till.RefundWish, second session.Second) (refund till.Refund, err error) {
	err = c.session.Agreed(ctx, staff.Refund, second, func(by staff.Actor, approval staff.Approval) error {
		refund, err = c.session.Book.Till.AskRefund(ctx, by, approval, wish)
		return err
	})
	return refund, err
}

// Decide approves or refuses a refund that somebody else asked for. Errors: those of till.DecideRefund.
func (c *Refunding) Decide(ctx context.Context, number string, approve bool) error {
	_, err := c.session.Book.Till.DecideRefund(ctx, c.session.Who(), number, approve)
	return err
}

// Withdraw takes a refund back that is not paid. Errors: those of till.WithdrawRefund.
func (c *Refunding) Withdraw(ctx context.Context, number string) error {
	_, err := c.session.Book.Till.WithdrawRefund(ctx, c.session.Who(), number)
	return err
}

// Pay pays an approved refund and then asks for its paper and, for cash, the drawer. Only the first part can refuse: it answers
// what till.PayRefund answers.
func (c *Refunding) Pay(ctx context.Context, payout till.Payout) (taking.Taken, error) {
	by := c.session.Who()
	payment, err := c.session.Book.Till.PayRefund(ctx, by, payout)
	if err != nil {
		return taking.Taken{}, err
	}
	return taking.Taken{Payment: payment, PaperError: c.printing.Payment(context.WithoutCancel(ctx), by, payment)}, nil
}

// Deduct uses a part of a deposit, with a second person, and asks for the paper. Errors: those of till.Deduct.
func (c *Refunding) Deduct(ctx context.Context, wish till.Deduction, second session.Second) (taken taking.Taken, err error) {
	err = c.session.Agreed(ctx, staff.DeductDeposit, second, func(by staff.Actor, approval staff.Approval) error {
		taken.Payment, err = c.session.Book.Till.Deduct(ctx, by, approval, wish)
		if err == nil {
			taken.PaperError = c.printing.Payment(context.WithoutCancel(ctx), by, taken.Payment)
		}
		return err
	})
	return taken, err
}
