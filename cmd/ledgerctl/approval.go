package main

import (
	"cmp"
	"fmt"
	"time"

	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

type approvalCommands struct {
	Ask      approvalAskCommand      `cmd:"" help:"申请审批，得到审批号；标准输入：申请人的密码。"`
	List     approvalListCommand     `cmd:"" help:"等着批准和等着用的审批；--all 列出全部。"`
	See      approvalSeeCommand      `cmd:"" help:"看一个审批，记下看过；标准输入：批准人的密码。"`
	Approve  approvalApproveCommand  `cmd:"" help:"批准别人申请的审批；标准输入：批准人的密码。"`
	Refuse   approvalRefuseCommand   `cmd:"" help:"不批准别人申请的审批；标准输入：批准人的密码。"`
	Withdraw approvalWithdrawCommand `cmd:"" help:"撤回自己申请、还没有用的审批；标准输入：申请人的密码。"`
}

var askStateWords = map[staff.AskState]string{staff.Asked: "等批准", staff.Seen: "已看，等批准", staff.Approved: "已批准，等办理", staff.Refused: "不批准", staff.Withdrawn: "已撤回",
	staff.Lapsed: "已过期", staff.Used: "已办理"}

// askingLine says what was asked for and how far it is.
func askingLine(a staff.Asking) string {
	line := fmt.Sprintf("%s  %s  %s  %s", a.Number, askStateWords[a.State], assets.Text(assets.Chinese, "action."+string(a.Action)), a.About)
	if a.Fen != 0 {
		line += "  最多 " + a.Fen.Yuan()
	}
	return line + "  " + time.UnixMilli(a.LapsesMS).In(calendar.Zone).Format("2006-01-02 15:04") + " 前有效"
}

type approvalAskCommand struct {
	Action    string  `required:"" placeholder:"ACTION" help:"要办什么：void、reverse、waive_fee、reduce_bill、add_bill、deduct_deposit、move_deposit、freeze_deposit、unfreeze_deposit、move_prepaid、freeze_prepaid、unfreeze_prepaid、move_cash、bank_cash、raise_limit、make_approver。"`
	Receipt   string  `xor:"about" placeholder:"NUMBER" help:"要作废或红冲哪一张，写收据号。"`
	Bill      string  `xor:"about" placeholder:"ID" help:"减免、冲减的账单编号。"`
	Deposit   string  `xor:"about" placeholder:"ID" help:"押金编号。"`
	Room      string  `xor:"about" help:"房号：手工账单、预存款。"`
	About     string  `xor:"about" placeholder:"TEXT" help:"其他的直接写：现金放入取出写 柜台.in.原因 或 柜台.out.原因，交存银行写交存单上的号，调高限额写 限额名.值，添加能批准的新人写 工号.岗位（supervisor、finance、manager）。"`
	Item      string  `help:"账单的名称：手工账单、押金抵扣。"`
	Kind      string  `enum:",income,agency,deposit" default:"" help:"手工账单的类别，和出账单时写的一样。"`
	ToRoom    string  `help:"转给哪一户，写房号：转移押金、预存款；预存款不写就是本户换用途。"`
	Purpose   purpose `help:"预存款的用途：${purposes}。"`
	ToPurpose purpose `help:"转到哪个用途：${purposes}。"`
	Amount    amount  `help:"最多多少；没有金额的不写。"`
	RequestID string  `name:"request-id" help:"请求编号：同一编号只申请一次。"`
}

// about returns what the approval is for, as the command that uses it says.
func (c *approvalAskCommand) about(tx *store.Tx) (string, error) {
	about, toRoom := cmp.Or(c.Receipt, c.Bill, c.Deposit, c.Room, c.About), c.ToRoom
	switch staff.Action(c.Action) {
	case staff.MovePrepaid, staff.FreezePrepaid, staff.UnfreezePrepaid:
		room, err := estate.ByCode(tx, c.Room)
		if err != nil {
			return "", err
		}
		about = staff.PartOf(room.ID, string(c.Purpose.Purpose))
		if staff.Action(c.Action) == staff.MovePrepaid && c.ToPurpose.Purpose != c.Purpose.Purpose {
			toRoom = cmp.Or(toRoom, c.Room) // to another purpose, as the move itself has it
		}
	}
	if c.Item != "" {
		item, kind, err := billing.KindByHand(tx, c.Item, c.Kind)
		if err != nil {
			return "", err
		}
		if staff.Action(c.Action) == staff.AddBill {
			about = staff.PartOf(about, kind)
		}
		return staff.Called(about, item), nil
	}
	if toRoom == "" {
		return about, nil
	}
	to, err := estate.ByCode(tx, toRoom)
	return staff.From(about, staff.PartOf(to.ID, string(c.ToPurpose.Purpose))), err
}

// Run asks for an approval.
func (c *approvalAskCommand) Run(d *desk) error {
	return d.asking(func(book *ledger.Book, by staff.Actor) (staff.Asking, error) {
		request, err := requestID(c.RequestID)
		if err != nil {
			return staff.Asking{}, err
		}
		ask := staff.Ask{RequestID: request, Action: staff.Action(c.Action), Fen: c.Amount.Fen}
		if err := book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			ask.About, err = c.about(tx)
			return err
		}); err != nil {
			return staff.Asking{}, err
		}
		return book.Staff.AskApproval(d.ctx, by, ask)
	})
}

// asking does a step of an approval and says how far it is.
func (d *desk) asking(step func(book *ledger.Book, by staff.Actor) (staff.Asking, error)) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		asking, err := step(book, by)
		if err != nil {
			return err
		}
		return d.answer(asking, askingLine(asking))
	})
}

type approvalNumber struct {
	Number string `arg:"" help:"审批号。"`
}

type approvalSeeCommand struct {
	approvalNumber `embed:""`
}

// Run notes that the approver has looked at it.
func (c *approvalSeeCommand) Run(d *desk) error {
	return d.asking(func(book *ledger.Book, by staff.Actor) (staff.Asking, error) {
		return book.Staff.SeeApproval(d.ctx, by, c.Number)
	})
}

type approvalApproveCommand struct {
	approvalNumber `embed:""`
}

// Run approves.
func (c *approvalApproveCommand) Run(d *desk) error {
	return d.asking(func(book *ledger.Book, by staff.Actor) (staff.Asking, error) {
		return book.Staff.DecideApproval(d.ctx, by, c.Number, true)
	})
}

type approvalRefuseCommand struct {
	approvalNumber `embed:""`
}

// Run refuses.
func (c *approvalRefuseCommand) Run(d *desk) error {
	return d.asking(func(book *ledger.Book, by staff.Actor) (staff.Asking, error) {
		return book.Staff.DecideApproval(d.ctx, by, c.Number, false)
	})
}

type approvalWithdrawCommand struct {
	approvalNumber `embed:""`
}

// Run withdraws.
func (c *approvalWithdrawCommand) Run(d *desk) error {
	return d.asking(func(book *ledger.Book, by staff.Actor) (staff.Asking, error) {
		return book.Staff.WithdrawApproval(d.ctx, by, c.Number)
	})
}

type approvalListCommand struct {
	All bool `help:"全部，从新到旧，连办完和过期的。"`
}

// Run lists approvals.
func (c *approvalListCommand) Run(d *desk) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
		list := book.Staff.OpenAskings
		if c.All {
			list = book.Staff.Askings
		}
		all, err := list(tx)
		if err != nil {
			return err
		}
		var lines []string
		for _, one := range all {
			lines = append(lines, askingLine(one))
		}
		return d.answer(all, append(lines, fmt.Sprintf("审批 %d 个", len(all)))...)
	})
}
