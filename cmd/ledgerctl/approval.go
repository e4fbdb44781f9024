package main

import (
	"fmt"
	"time"

	"shouqi/assets"
	"shouqi/cashier/approving"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

type approvalCommands struct {
	List     approvalListCommand     `cmd:"" help:"等着批准和等着用的审批；--all 列出全部。"`
	See      approvalSeeCommand      `cmd:"" help:"看一个审批，记下看过；标准输入：批准人的密码。"`
	Approve  approvalApproveCommand  `cmd:"" help:"批准别人申请的审批；标准输入：批准人的密码。"`
	Refuse   approvalRefuseCommand   `cmd:"" help:"不批准别人申请的审批；标准输入：批准人的密码。"`
	Withdraw approvalWithdrawCommand `cmd:"" help:"撤回自己申请、还没有用的审批；标准输入：申请人的密码。"`
}

var askStateWords = map[staff.AskState]string{staff.Asked: "等批准", staff.Seen: "已看，等批准", staff.Approved: "已批准，等办理", staff.Refused: "不批准", staff.Withdrawn: "已撤回",
	staff.Lapsed: "已过期", staff.Used: "已办理"}

// askingLines say what was asked for and how far it is, and what is decided about with it.
func askingLines(a staff.Asking) []string {
	line := fmt.Sprintf("%s  %s  %s  %s", a.Number, askStateWords[a.State], assets.Text(assets.Chinese, "action."+string(a.Action)), a.About)
	if a.Fen != 0 {
		line += "  最多 " + a.Fen.Yuan()
	}
	if a.Waited {
		line += "  " + time.UnixMilli(a.AtMS).In(calendar.Zone).Format("15:04") + " 已经申请过，没有再申请一次"
	}
	lines := []string{line + "  " + time.UnixMilli(a.LapsesMS).In(calendar.Zone).Format("2006-01-02 15:04") + " 前有效"}
	if said := approving.TermsWords(a); said != "" {
		lines = append(lines, "    "+said)
	}
	return lines
}

// asking does a step of an approval and says how far it is.
func (d *desk) asking(step func(book *ledger.Book, by staff.Actor) (staff.Asking, error)) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		asking, err := step(book, by)
		if err != nil {
			return err
		}
		var note string
		err = book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			note, err = book.Staff.NoteOf(tx, asking)
			return err
		})
		if err != nil {
			return err
		}
		lines := askingLines(asking)
		if note != "" {
			lines = append(lines, "    "+approving.WithNote("", note))
		}
		return d.answer(notedAsking{asking, note}, lines...)
	})
}

// notedAsking is what was asked for with what was typed about it, for who decides about it.
type notedAsking struct {
	staff.Asking
	Note string `json:"note"`
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
			lines = append(lines, askingLines(one)...)
		}
		return d.answer(all, append(lines, fmt.Sprintf("审批 %d 个", len(all)))...)
	})
}
