package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// collectCommand takes a payment. With a room and cash alone it pays the oldest bills that the cash covers whole.
type collectCommand struct {
	Room       string       `required:"" help:"房号。"`
	RequestID  string       `name:"request-id" required:"" help:"请求编号：同一编号只收一笔，重试不会重收。"`
	Cash       amount       `help:"收到的现金。"`
	Slips      kong.Plugins `embed:""`
	Record     []record     `placeholder:"CHANNEL:AMOUNT:NO" help:"收款码的款，未核实：wechat 或 alipay，金额和交易单号。"`
	SameSlip   bool         `help:"交易单号以前收过，核对过确实是另一笔，照收。"`
	Credit     amount       `help:"抵扣的预存款。"`
	Kept       []keptSum    `placeholder:"PURPOSE:AMOUNT" help:"抵扣指定用途的预存款：${purposes}。"`
	Bill       []string     `placeholder:"ID" help:"只收这些账单，编号见 bill list；先收哪张照设置的次序，与写的先后无关。"`
	Package    string       `placeholder:"NAME" help:"只收这个套餐的账单，要收足，见 package list。"`
	Oldest     amount       `help:"只收这么多：照设置的次序，从最早的账单起，最后一张收一部分，多给的照样找零。"`
	Part       bool         `help:"部分缴：钱不够时，最后一张只收一部分，轮不到的不收。"`
	Prepay     bool         `help:"不收账单，全部存入预存款。"`
	KeepChange bool         `help:"多出的不找零，存入预存款；刷卡、转账、支票多出的也一样。"`
	Payer      string       `help:"别人代缴时的代缴人。"`
	LatePaper  string       `placeholder:"NUMBER" help:"补录：手写收据号。"`
	LateDate   day          `placeholder:"DATE" help:"补录：实际收款日。"`
	Reason     string       `help:"补录的原因：power_cut、computer_down、collected_outside、other。"`
	Note       string       `help:"补录原因的说明。"`

	channel []till.Tender // what comes over a channel, see paying
}

// Run takes the payment and prints its number and the change.
func (c *collectCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		order, late, err := c.order(d, book)
		if err != nil {
			return err
		}
		if c.LatePaper != "" || c.LateDate.Date != "" {
			order.Late = &till.Late{PaperNumber: c.LatePaper, ValueOn: c.LateDate.Date, Reason: till.Reason{Code: c.Reason, Note: c.Note}}
		}
		if order.Approval, err = d.approval(book, by, order.Second()...); err != nil {
			return err
		}
		payment, err := book.Till.Receive(d.ctx, by, order)
		if err != nil {
			return err
		}
		lines := []string{"收据 " + numbersOf(payment) + "  " + c.Room}
		lines = append(lines, allocationLines(payment)...)
		lines = append(lines, late.lines()...)
		answer := collected{toldPayment: told(payment)}
		err = book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			var notes, unearned []string
			if answer.LeftOut, notes, err = c.leftOut(tx, order); err != nil {
				return err
			}
			answer.Unearned, unearned, err = c.unearned(book, tx, order)
			lines = append(append(lines, notes...), unearned...)
			return err
		})
		if err != nil {
			return err
		}
		return d.answer(answer, append(lines, sumLines(payment)...)...)
	})
}

// collected is a payment with the bills asked for by name that got nothing of it, and those that an offer gave nothing for.
type collected struct {
	toldPayment
	LeftOut  []leftOut          `json:"leftOut,omitempty"`
	Unearned []billing.Unearned `json:"unearned,omitempty"`
}

// numbersOf returns the numbers of a payment's receipts: one for each book that has its own.
func numbersOf(payment till.Payment) string {
	return strings.Join(payment.Numbers(), "、")
}

func allocationLines(payment till.Payment) []string {
	var lines []string
	for _, allocation := range payment.Allocations {
		lines = append(lines, "  "+allocation.Name()+" "+allocation.Fen.Grouped())
	}
	return lines
}

// order works out what the till is asked. A request that has happened asks for exactly the bills it paid then, so that a
// retry gives the same payment however much has been paid since, and any other content is refused by the till.
func (c *collectCommand) order(d *desk, book *ledger.Book) (order till.Order, late lateFees, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		room, err := estate.ByCode(tx, c.Room)
		if err != nil {
			return err
		}
		order = till.Order{RequestID: c.RequestID, Room: room.ID, Tenders: c.tenders(), KeepChange: c.KeepChange, PayerName: c.Payer}
		if c.SameSlip {
			order.Overridden = []string{till.ReferenceUsed}
		}
		if c.Prepay && (len(c.Bill) > 0 || c.Part || c.Oldest.Fen != 0) {
			return store.Refuse(codePrepayBill)
		}
		if c.Prepay {
			order.PrepayFen = sumOf(order.Tenders)
		}
		if err := c.packageAlone(); err != nil {
			return err
		}
		earlier, happened, err := c.earlier(tx, room.ID)
		if err != nil {
			return err
		}
		if happened {
			return c.repeat(tx, &order, earlier)
		}
		if c.Prepay {
			return nil
		}
		late, err = c.fresh(book, tx, &order)
		return err
	})
	return order, late, err
}

// fresh chooses the bills of a request that has not happened, and the late fees that go with them.
func (c *collectCommand) fresh(book *ledger.Book, tx *store.Tx, order *till.Order) (late lateFees, err error) {
	today, err := book.Today(tx)
	if err != nil {
		return late, err
	}
	bills, err := c.bills(tx, order.Room, today)
	if err != nil {
		return late, err
	}
	if late, err = c.lateFees(tx, today, bills); err != nil {
		return late, err
	}
	bounds, err := staff.ReadBounds(tx)
	if err != nil {
		return late, err
	}
	asked := till.Asked{KeepChange: c.KeepChange, RoundingMaxFen: bounds.Fen(staff.RoundingMax)}
	if asked.CreditFen, err = till.Credit(tx, order.Room); err != nil {
		return late, err
	}
	if asked.Kept, err = till.KeptOf(tx, order.Room); err != nil {
		return late, err
	}
	err = c.choose(tx, order, bills, late.of, asked, cmp.Or(c.LateDate.Date, today))
	late.note(*order)
	return late, err
}

// tenders puts cash last, for the change comes off it.
func (c *collectCommand) tenders() []till.Tender {
	var tenders []till.Tender
	if c.Credit.Fen != 0 {
		tenders = append(tenders, till.Tender{Kind: till.Prepaid, Fen: c.Credit.Fen})
	}
	for _, one := range c.Kept {
		tenders = append(tenders, till.Tender{Kind: till.Prepaid, Fen: one.fen, Reference: string(one.Purpose)})
	}
	tenders = append(tenders, c.channel...)
	tenders = append(tenders, slipTenders(c.Slips)...)
	for _, one := range c.Record {
		tenders = append(tenders, till.Tender{Kind: one.kind, Fen: one.fen, Reference: one.reference})
	}
	if c.Cash.Fen != 0 {
		tenders = append(tenders, till.Tender{Kind: till.Cash, Fen: c.Cash.Fen})
	}
	return tenders
}

func sumOf(tenders []till.Tender) (sum money.Fen) {
	for _, tender := range tenders {
		sum += tender.Fen
	}
	return sum
}

// billsOfNow returns what a household owes but for what somebody owes who has left: that is paid by naming the bill.
func (c *collectCommand) billsOfNow(tx *store.Tx, room string, today calendar.Date) ([]billing.Bill, error) {
	open, err := billing.OpenOf(tx, room)
	if err != nil {
		return nil, err
	}
	parties, err := estate.Parties(tx, room)
	return slices.DeleteFunc(open, func(bill billing.Bill) bool { return estate.LeftRole(parties, bill.Debtor, today) != "" }), err
}

func (c *collectCommand) bills(tx *store.Tx, room string, today calendar.Date) ([]billing.Bill, error) {
	if c.Package != "" {
		return c.billsOfPackage(tx, room, today)
	}
	if len(c.Bill) == 0 {
		return c.billsOfNow(tx, room, today)
	}
	var bills []billing.Bill
	for _, id := range c.Bill {
		bill, err := billing.ByID(tx, id)
		if err != nil {
			return nil, err
		}
		if bill.OwedFen() == 0 {
			return nil, store.Refuse(till.CodeOverpays, bill.Item, money.Fen(0).Yuan())
		}
		bills = append(bills, bill)
	}
	return bills, c.oldestFirst(tx, room, bills)
}

// oldestFirst puts bills that were asked for by name in the order in which the household owes them. Those of others stand last, for
// the till to refuse.
func (c *collectCommand) oldestFirst(tx *store.Tx, room string, bills []billing.Bill) error {
	open, err := billing.OpenOf(tx, room)
	age := make(map[string]int, len(open))
	for at, bill := range open {
		age[bill.ID] = at - len(open)
	}
	slices.SortStableFunc(bills, func(a, b billing.Bill) int { return age[a.ID] - age[b.ID] })
	return err
}
