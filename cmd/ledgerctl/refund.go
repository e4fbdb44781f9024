package main

import (
	"fmt"
	"slices"
	"strings"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type refundCommands struct {
	Ask      refundAskCommand      `cmd:"" help:"申请退款；标准输入：申请人的密码，写了 --approver 就再加批准人的，当场批准。"`
	Approve  refundApproveCommand  `cmd:"" help:"批准别人申请的退款；标准输入：批准人的密码。"`
	Refuse   refundRefuseCommand   `cmd:"" help:"不批准别人申请的退款；标准输入：批准人的密码。"`
	Withdraw refundWithdrawCommand `cmd:"" help:"撤回还没有付的退款；标准输入：经办人的密码。"`
	Pay      refundPayCommand      `cmd:"" help:"付已批准的退款；标准输入：经办人的密码。"`
	List     refundListCommand     `cmd:"" help:"还没有付的退款，答应的日子早的在前；写了房号就列这一户的全部。"`
}

// billSum is a flag of money of a bill: ID:AMOUNT.
type billSum struct {
	bill string
	fen  money.Fen
}

// UnmarshalText reads it.
func (b *billSum) UnmarshalText(text []byte) (err error) {
	bill, sum, _ := strings.Cut(typedMarks.Replace(string(text)), ":")
	b.bill = bill
	b.fen, err = money.Read(sum)
	return err
}

// paidSum is a flag of money that a receipt's payment paid of a bill: NUMBER:ID:AMOUNT.
type paidSum struct {
	number string
	billSum
}

// UnmarshalText reads it.
func (p *paidSum) UnmarshalText(text []byte) error {
	number, rest, _ := strings.Cut(typedMarks.Replace(string(text)), ":")
	p.number = number
	return p.billSum.UnmarshalText([]byte(rest))
}

// refundFlags are what every wish for a refund has.
type refundFlags struct {
	TransferTo string `placeholder:"ACCOUNT" help:"转账退到这个账户；不写就退现金。" xor:"way"`
	Back       string `placeholder:"CHANNEL" help:"原路退回微信或支付宝：wechat 或 alipay，只退这个渠道付进来的钱。" xor:"way"`
	Reason     string `required:"" help:"原因：paid_too_much、moved_out、works_done、service_ended、owner_asks、other。"`
	Note       string `help:"原因的说明。"`
	Due        day    `placeholder:"DATE" help:"答应哪天前退，不写就是 15 天内。"`
	RequestID  string `name:"request-id" help:"请求编号：同一编号只申请一次。"`
}

func (f refundFlags) ask(d *desk, room string, lines []till.RefundLine) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(f.RequestID)
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, staff.Refund)
		if err != nil {
			return err
		}
		wish := till.RefundWish{RequestID: request, Room: room, Lines: lines, Way: till.Cash, Reason: till.Reason{Code: f.Reason, Note: f.Note}, DueOn: f.Due.Date}
		if f.TransferTo != "" {
			wish.Way, wish.Payee = till.Transfer, f.TransferTo
		}
		if f.Back != "" {
			wish.Way = till.TenderKind(f.Back)
		}
		refund, err := book.Till.AskRefund(d.ctx, by, approval, wish)
		if err != nil {
			return err
		}
		told := []string{refundLine(refund)}
		if slices.ContainsFunc(lines, func(line till.RefundLine) bool { return line.Source == till.FromPayment }) {
			told = append(told, "退的是收过的账单：退了以后，退掉的部分又是欠费")
		}
		return d.answer(refund, told...)
	})
}

type refundAskCommand struct {
	Room        string    `required:"" help:"房号。"`
	Prepaid     amount    `help:"从预存款退多少。"`
	Deposit     []billSum `placeholder:"ID:AMOUNT" help:"从押金退多少，编号见 deposit list。"`
	Payment     []paidSum `placeholder:"NUMBER:ID:AMOUNT" help:"退一张收据收过的账单，账单编号见 receipt show --json。"`
	refundFlags `embed:""`
}

// Run asks for a refund.
func (c *refundAskCommand) Run(d *desk) error {
	room, err := d.roomOf(c.Room)
	if err != nil {
		return err
	}
	var lines []till.RefundLine
	if c.Prepaid.Fen != 0 {
		lines = append(lines, till.RefundLine{Source: till.FromPrepaid, Fen: c.Prepaid.Fen})
	}
	for _, one := range c.Deposit {
		lines = append(lines, till.RefundLine{Source: till.FromDeposit, Bill: one.bill, Fen: one.fen})
	}
	for _, one := range c.Payment {
		lines = append(lines, till.RefundLine{Source: till.FromPayment, Of: one.number, Bill: one.bill, Fen: one.fen})
	}
	return c.ask(d, room, lines)
}

// roomOf returns the id of a room by its code.
func (d *desk) roomOf(code string) (id string, err error) {
	err = d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		room, err := estate.ByCode(tx, code)
		id = room.ID
		return err
	})
	return id, err
}

// roomIn returns the id of the room that a code means, of a book that is open.
func roomIn(d *desk, book *ledger.Book, code string) (id string, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		room, err := estate.ByCode(tx, code)
		id = room.ID
		return err
	})
	return id, err
}

type refundApproveCommand struct {
	Number string `arg:"" help:"退款号。"`
}

// Run approves a refund.
func (c *refundApproveCommand) Run(d *desk) error { return d.decide(c.Number, true) }

type refundRefuseCommand struct {
	Number string `arg:"" help:"退款号。"`
}

// Run refuses a refund.
func (c *refundRefuseCommand) Run(d *desk) error { return d.decide(c.Number, false) }

func (d *desk) decide(number string, approve bool) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		refund, err := book.Till.DecideRefund(d.ctx, by, number, approve)
		if err != nil {
			return err
		}
		return d.answer(refund, refundLine(refund))
	})
}

type refundWithdrawCommand struct {
	Number string `arg:"" help:"退款号。"`
}

// Run withdraws a refund.
func (c *refundWithdrawCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		refund, err := book.Till.WithdrawRefund(d.ctx, by, c.Number)
		if err != nil {
			return err
		}
		return d.answer(refund, refundLine(refund))
	})
}

type refundPayCommand struct {
	Number    string `arg:"" help:"退款号。"`
	Reference string `help:"转账的交易单号。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只付一次。"`
}

// Run pays a refund out.
func (c *refundPayCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		payment, err := book.Till.PayRefund(d.ctx, by, till.Payout{RequestID: request, Number: c.Number, Reference: c.Reference})
		if err != nil {
			return err
		}
		lines := append([]string{"已退款，收据 " + numbersOf(payment)}, allocationLines(payment)...)
		return d.answer(told(payment), append(lines, backLines(payment)...)...)
	})
}

type refundListCommand struct {
	Room string `help:"房号。"`
	Due  *int   `placeholder:"DAYS" help:"只列还没有付、答应几天内退的和已过期的，0 是今天要退的和已过期的。"`
}

// refundsMax is how many refunds are listed.
const refundsMax = 1000

// Run lists refunds.
func (c *refundListCommand) Run(d *desk) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
		today, err := book.Today(tx)
		if err != nil {
			return err
		}
		list, err := c.refunds(tx, today)
		if err != nil {
			return err
		}
		var lines []string
		for _, refund := range list {
			room, err := estate.ByID(tx, refund.Object)
			if err != nil {
				return err
			}
			lines = append(lines, refundLine(refund)+"  "+room.Code+dueWords[refund.Dueness(today)])
		}
		return d.answer(list, lines...)
	})
}

func (c *refundListCommand) refunds(tx *store.Tx, today calendar.Date) ([]till.Refund, error) {
	if c.Due != nil {
		return c.due(tx, today)
	}
	if c.Room == "" {
		return till.OpenRefunds(tx, refundsMax)
	}
	room, err := estate.ByCode(tx, c.Room)
	if err != nil {
		return nil, err
	}
	return till.RefundsOf(tx, room.ID, refundsMax)
}

// due returns the refunds of the estate, or of one room, that are promised for a day up to so many days from today.
func (c *refundListCommand) due(tx *store.Tx, today calendar.Date) ([]till.Refund, error) {
	if *c.Due < 0 || *c.Due > dueDaysMax {
		return nil, store.Refuse(codeDueDays, dueDaysMax)
	}
	list, err := till.DueRefunds(tx, today.AddDays(*c.Due), refundsMax)
	if err != nil || c.Room == "" {
		return list, err
	}
	room, err := estate.ByCode(tx, c.Room)
	return slices.DeleteFunc(list, func(r till.Refund) bool { return r.Object != room.ID }), err
}

// dueDaysMax is how many days ahead a list of what is due looks at most.
const dueDaysMax = 366

// dueWords are what a line says of the day for which a refund is promised.
var dueWords = map[till.Dueness]string{till.Overdue: "  已过期", till.DueSoon: "  快过期"}

// refundStates are the words for how far a refund is.
var refundStates = map[till.RefundState]string{till.RefundAsked: "等批准", till.RefundApproved: "已批准，等付款", till.RefundRefused: "不批准",
	till.RefundWithdrawn: "已撤回", till.RefundPaid: "已退"}

// refundLine is a refund in one line.
func refundLine(r till.Refund) string {
	line := fmt.Sprintf("退款 %s  %s  %s  %s  %s 前", r.Number, refundStates[r.State], r.Fen.Yuan(), r.Way.Name(), r.DueOn)
	if r.Receipt != "" {
		line += "  收据 " + r.Receipt
	}
	return line
}
