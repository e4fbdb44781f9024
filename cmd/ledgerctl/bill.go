package main

import (
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/staff"
)

type billCommands struct {
	Add    billAddCommand    `cmd:"" help:"手工出一张账单。"`
	Run    billRunCommand    `cmd:"" help:"按标准出一期账单；--preview 是试算。"`
	Due    billDueCommand    `cmd:"" help:"该出而没有出的账单；--preview 全部试算，--issue 出账。"`
	Ahead  billAheadCommand  `cmd:"" help:"预缴：把一户到那天的账单先出好。"`
	Runs   billRunsCommand   `cmd:"" help:"最近出过的几批账单。"`
	List   billListCommand   `cmd:"" help:"一户没有收清的账单和预存款；写了项目、期间就列全部。"`
	Show   billShowCommand   `cmd:"" help:"一张账单是怎么来的。"`
	Print  billPrintCommand  `cmd:"" help:"打印一户的缴费通知单；扫它的码，柜台就打开这一户，只勾这些账单；标准输入：经办人的密码。"`
	Undo   billUndoCommand   `cmd:"" help:"撤销没有收过钱的账单：一张、一批或一期。"`
	Reduce billReduceCommand `cmd:"" help:"冲减一张账单，要批准人。"`
	Excess billExcessCommand `cmd:"" help:"多收的账单（两个柜台收了同一张，或收款以后又冲减）：把多收的转为各户的预存款。标准输入：经办人的密码。"`
	Adjust billAdjustCommand `cmd:"" help:"重算差额：按现在的面积、读数、减免重算一期，补差或冲减，要批准人；--preview 是试算。"`
}

type billAddCommand struct {
	Room      string `required:"" help:"房号。"`
	Item      string `required:"" help:"收费项目。"`
	Amount    amount `required:"" help:"金额，元。"`
	Kind      string `help:"income 本公司收入，agency 代收代付，deposit 押金；不写就按收费项目，没有这个项目就是 income。"`
	Due       day    `help:"缴费截止日，不写就是今天。"`
	Why       string `help:"收费的说明。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只出一张。"`
}

// Run issues a one-off bill; who may not make bills names an approver who may.
func (c *billAddCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, staff.AddBill)
		if err != nil {
			return err
		}
		order := billing.ByHand{RequestID: request, Room: c.Room, Item: c.Item, Kind: c.Kind, AmountFen: c.Amount.Fen, DueOn: c.Due.Date, Why: c.Why}
		said, err := cashier.New(book).Charging.LawOfBill(d.ctx, order)
		if err != nil {
			return err
		}
		bill, err := book.Billing.Add(d.ctx, by, approval, order)
		if err != nil {
			return err
		}
		return d.answer(bill, append([]string{"已出账单：" + billLine(bill), c.bookedAs(bill)}, lawLines(said)...)...)
	})
}

// bookedAs says whose money the bill is. Where neither the command nor an item said that it is a deposit and the name sounds like
// one, it says how it becomes one.
func (c *billAddCommand) bookedAs(bill billing.Bill) string {
	said := "记作" + kindWords[bill.Kind]
	soundsHeld := strings.Contains(bill.Item, "押金") || strings.Contains(bill.Item, "保证金")
	if c.Kind == "" && bill.Kind != billing.Deposit && soundsHeld {
		said += "；要退还的押金请先撤销这张，再加上 --kind deposit 出"
	}
	return said
}

func billLine(bill billing.Bill) string {
	line := bill.Called()
	if period := words.Period(bill.FromOn, bill.ToOn); period != "" {
		line += " " + period
	}
	line += " " + bill.AmountFen.Grouped()
	if bill.ReducedFen > 0 {
		line += " 冲减 " + bill.ReducedFen.Grouped()
	}
	if bill.PaidFen > 0 {
		line += " 已收 " + bill.PaidFen.Grouped()
	}
	if bill.PaidFen > 0 || bill.ReducedFen > 0 {
		line += " 还欠 " + bill.OwedFen().Grouped()
	}
	if bill.Why() != "" {
		line += " （" + bill.Why() + "）"
	}
	return line + "  " + bill.ID
}
