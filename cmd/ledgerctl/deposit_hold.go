package main

import (
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// foundWords are the words for what the last inspection of a deposit found.
var foundWords = map[till.Found]string{till.NotInspected: "未验收", till.Passed: "验收合格", till.Failed: "验收不合格"}

type depositInspectCommand struct {
	Deposit   string `arg:"" help:"押金编号，见 deposit list。"`
	On        day    `placeholder:"DATE" help:"哪一天验收的，不写就是今天。"`
	Passed    bool   `xor:"found" required:"" help:"验收合格。"`
	Failed    bool   `xor:"found" required:"" help:"验收不合格。"`
	Note      string `help:"验收的说明。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只登记一次。"`
}

// Run notes an inspection.
func (c *depositInspectCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		deposit, err := book.Till.Inspect(d.ctx, by, till.Inspection{RequestID: request, Deposit: c.Deposit, On: c.On.Date, Passed: c.Passed, Note: c.Note})
		if err != nil {
			return err
		}
		return d.answer(deposit, "已登记，"+deposit.Item+" "+string(deposit.InspectedOn)+" "+foundWords[deposit.Inspection])
	})
}

// freezeFlags are what freezing a deposit and letting it go have in common.
type freezeFlags struct {
	Deposit   string `arg:"" help:"押金编号，见 deposit list。"`
	Note      string `help:"原因的说明。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只办一次。"`
}

// set freezes a deposit or lets it go, as do does.
func (f freezeFlags) set(d *desk, action staff.Action, reason, done string, do func(book *ledger.Book, by staff.Actor, approval staff.Approval, wish till.DepositFreeze) (till.Deposit, error)) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(f.RequestID)
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, action)
		if err != nil {
			return err
		}
		deposit, err := do(book, by, approval, till.DepositFreeze{RequestID: request, Deposit: f.Deposit, Reason: till.Reason{Code: reason, Note: f.Note}})
		if err != nil {
			return err
		}
		return d.answer(deposit, done+" "+deposit.Item+" "+deposit.HeldFen().Yuan())
	})
}

type depositFreezeCommand struct {
	freezeFlags
	Reason string `required:"" help:"原因：dispute、court、damage、other。"`
}

// Run freezes a deposit.
func (c *depositFreezeCommand) Run(d *desk) error {
	return c.set(d, staff.FreezeDeposit, c.Reason, "已冻结", func(book *ledger.Book, by staff.Actor, approval staff.Approval, wish till.DepositFreeze) (till.Deposit, error) {
		return book.Till.FreezeDeposit(d.ctx, by, approval, wish)
	})
}

type depositUnfreezeCommand struct {
	freezeFlags
	Reason string `required:"" help:"原因：settled、mistake、other。"`
}

// Run lets a frozen deposit go.
func (c *depositUnfreezeCommand) Run(d *desk) error {
	return c.set(d, staff.UnfreezeDeposit, c.Reason, "已解冻", func(book *ledger.Book, by staff.Actor, approval staff.Approval, wish till.DepositFreeze) (till.Deposit, error) {
		return book.Till.UnfreezeDeposit(d.ctx, by, approval, wish)
	})
}
