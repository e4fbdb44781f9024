package main

import (
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

type cashCommands struct {
	In  cashInCommand  `cmd:"" help:"放入现金；标准输入：经办人和批准人的密码。"`
	Out cashOutCommand `cmd:"" help:"取出现金；标准输入：经办人和批准人的密码。"`

	Bank        cashBankCommand        `cmd:"" help:"保险柜的现金交存银行；标准输入：经办人和批准人的密码。"`
	Unbank      cashUnbankCommand      `cmd:"" help:"撤销抄错的交存单；标准输入：经办人和批准人的密码。"`
	Counterfeit cashCounterfeitCommand `cmd:"" help:"登记假币；标准输入：经办人的密码，收下的再加批准人的。"`
	List        cashListCommand        `cmd:"" help:"现金在哪里，以及交存单和假币。"`
}

// moveFlags are what both directions have in common.
type moveFlags struct {
	Amount    amount `required:"" help:"金额，整角。"`
	Reason    string `required:"" help:"原因：change_fetched、bank_deposit、petty_cash、safe_drop（投库，只用于取出）、company_cash（公司拨来或银行取回，只用于放入）、other。"`
	Note      string `help:"原因的说明。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只做一次。"`
}

type cashInCommand struct {
	moveFlags `embed:""`
}

// Run books cash put into the drawer.
func (c *cashInCommand) Run(d *desk) error { return c.move(d, till.MoveIn, "已放入 ") }

type cashOutCommand struct {
	moveFlags `embed:""`
}

// Run books cash taken out of the drawer.
func (c *cashOutCommand) Run(d *desk) error { return c.move(d, till.MoveOut, "已取出 ") }

func (c *moveFlags) move(d *desk, direction, done string) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, staff.MoveCash)
		if err != nil {
			return err
		}
		move := till.Move{RequestID: request, Direction: direction, Fen: c.Amount.Fen, Reason: till.Reason{Code: c.Reason, Note: c.Note}}
		if err := book.Till.MoveCash(d.ctx, by, approval, move); err != nil {
			return err
		}
		return d.answer(map[string]any{"direction": direction, "fen": c.Amount.Fen}, done+c.Amount.Yuan())
	})
}
