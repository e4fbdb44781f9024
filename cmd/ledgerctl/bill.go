package main

import (
	"fmt"

	"shouqi/cashier"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type billCommands struct {
	Add  billAddCommand  `cmd:"" help:"手工出一张账单。"`
	List billListCommand `cmd:"" help:"一户没有付清的账单和预存。"`
}

type billAddCommand struct {
	Room      string `required:"" help:"房号。"`
	Item      string `required:"" help:"收费项目。"`
	Amount    amount `required:"" help:"金额，元。"`
	Kind      string `default:"income" help:"income 本公司收入，agency 代收。"`
	Due       day    `help:"到期日，不写就是今天。"`
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
		approval, err := d.approval(book, by, staff.IssueBills)
		if err != nil {
			return err
		}
		var bill billing.Bill
		err = book.Store.Write(d.ctx, func(tx *store.Tx) error {
			bill, err = book.Billing.Add(tx, by, approval, billing.ByHand{RequestID: request, Room: c.Room, Item: c.Item, Kind: c.Kind,
				AmountFen: c.Amount.Fen, DueOn: c.Due.Date, Why: c.Why}, calendar.Of(d.now()))
			return err
		})
		if err != nil {
			return err
		}
		return d.answer(bill, "已出账单："+billLine(bill))
	})
}

func billLine(bill billing.Bill) string {
	line := bill.Item
	if period := cashier.Period(bill.FromOn, bill.ToOn); period != "" {
		line += " " + period
	}
	line += " " + bill.AmountFen.Grouped()
	if bill.PaidFen > 0 {
		line += " 已付 " + bill.PaidFen.Grouped() + " 还欠 " + bill.OwedFen().Grouped()
	}
	if bill.Why != "" {
		line += " （" + bill.Why + "）"
	}
	return line + "  " + bill.ID
}

type billListCommand struct {
	Room string `required:"" help:"房号。"`
}

// Run lists what a household owes, oldest first, and its prepayment.
func (c *billListCommand) Run(d *desk) error {
	return d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		room, err := estate.ByCode(tx, c.Room)
		if err != nil {
			return err
		}
		bills, err := billing.OpenOf(tx, room.ID)
		if err != nil {
			return err
		}
		credit, err := till.Credit(tx, room.ID)
		if err != nil {
			return err
		}
		var lines []string
		var owed money.Fen
		for _, bill := range bills {
			lines = append(lines, billLine(bill))
			owed += bill.OwedFen()
		}
		lines = append(lines, fmt.Sprintf("共欠 %s（%d 张），预存 %s", owed.Yuan(), len(bills), credit.Yuan()))
		return d.answer(map[string]any{"room": c.Room, "owedFen": owed, "creditFen": credit, "bills": bills}, lines...)
	})
}
