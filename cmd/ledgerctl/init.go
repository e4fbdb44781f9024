package main

import (
	"errors"

	"shouqi/cashier/people"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/witness"
)

// initCommand makes a book. Standard input holds the manager's PIN.
type initCommand struct {
	Estate      string `required:"" help:"小区名称。"`
	Company     string `required:"" help:"物业公司名称。"`
	Counter     string `required:"" help:"柜台编号，收据号以它开头，例如 01。"`
	ManagerCode string `required:"" help:"第一位经理的工号。"`
	ManagerName string `required:"" help:"第一位经理的姓名。"`
	Rules       string `placeholder:"PLACE" help:"选定哪里的规定包，见 law list；不写就不用。"`
	RecoveryOut string `placeholder:"FILE" help:"把恢复密钥写进这个新文件，而不是显示出来。"`
}

// Run makes the book; the recovery key is shown once and kept nowhere else.
func (c *initCommand) Run(d *desk) error {
	if d.Book == "" {
		return store.Refuse(codeNoBook)
	}
	rules, err := people.PackText(c.Rules)
	if err != nil {
		return err
	}
	passphrase, _, err := d.passphrase()
	if err != nil {
		return err
	}
	pin, err := d.line()
	if err != nil {
		return err
	}
	paper, err := newKeyPaper(c.RecoveryOut)
	if err != nil {
		return err
	}
	recovery, err := ledger.Create(d.ctx, d.Book, ledger.Founding{Estate: c.Estate, Company: c.Company, Counter: c.Counter,
		Manager: staff.Entry{Code: c.ManagerCode, Name: c.ManagerName}, ManagerPIN: pin, Passphrase: passphrase,
		RulePack: rules, Witness: witness.Here()})
	// A book that has its place is made, whatever else went wrong: without its key it would be locked one day.
	if err != nil && recovery == "" {
		return errors.Join(err, paper.unused())
	}
	shown, lines := paper.tell(recovery)
	return errors.Join(d.answer(map[string]string{"book": d.Book, "recovery": shown}, append([]string{"新账本已建好：" + d.Book}, lines...)...), err)
}
