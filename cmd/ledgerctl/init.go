package main

import (
	"os"

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
	var paper *os.File
	if c.RecoveryOut != "" {
		if paper, err = createNew(c.RecoveryOut); err != nil {
			return err
		}
		defer paper.Close()
	}
	recovery, err := ledger.Create(d.ctx, d.Book, ledger.Founding{Estate: c.Estate, Company: c.Company, Counter: c.Counter,
		Manager: staff.Entry{Code: c.ManagerCode, Name: c.ManagerName}, ManagerPIN: pin, Passphrase: passphrase,
		RulePack: rules, Witness: witness.Here()})
	if err != nil {
		if paper != nil {
			return removeAfter(c.RecoveryOut, err)
		}
		return err
	}
	shown := recovery
	if paper != nil {
		if _, err := paper.WriteString(recovery + "\n"); err != nil {
			return store.Fail(store.CodeIO, err)
		}
		if err := paper.Sync(); err != nil {
			return store.Fail(store.CodeIO, err)
		}
		shown = ""
	}
	lines := []string{"新账本已建好：" + d.Book}
	if shown != "" {
		lines = append(lines, "恢复密钥（只显示这一次，请抄下锁好）：", "  "+shown)
	}
	return d.answer(map[string]string{"book": d.Book, "recovery": shown}, lines...)
}

// createNew makes a file that was not there, readable by its owner alone; one that was is store.exists.
func createNew(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if os.IsExist(err) {
		return nil, store.Refuse(store.CodeExists, path)
	}
	if err != nil {
		return nil, store.Fail(codeFile, err, path)
	}
	return file, nil
}
