package main

import (
	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

type staffCommands struct {
	List   staffListCommand   `cmd:"" help:"列出人员。"`
	Add    staffAddCommand    `cmd:"" help:"添加人员；标准输入：经理的密码，新人第一次用的密码，再加批准人的密码；还没有别人能批准时，添加能批准的人用 --recovery-key-file。"`
	Change staffChangeCommand `cmd:"" help:"修改姓名、岗位，停用或恢复；给能批准的岗位、恢复能批准的人，要批准人；没有别人能批准时用 --recovery-key-file。"`
	SetPIN staffPINCommand    `cmd:"" name:"set-pin" help:"换密码；标准输入：经办人的密码，新密码；换别人的再加批准人的密码。别人设的密码只能用来换成自己的：--as 写自己。"`
	Unlock staffUnlockCommand `cmd:"" help:"解锁；用 --recovery 时标准输入是恢复密钥和新密码。"`
}

// recoveryFlag is how the recovery key stands for the second person while nobody else may approve.
type recoveryFlag struct {
	RecoveryKeyFile string `placeholder:"FILE" help:"恢复密钥所在的文件：除了经办人没有别人能批准时，代替批准人。"`
}

// agreed takes the word of the second person, or of whoever brought the recovery key.
func (f recoveryFlag) agreed(d *desk, book *ledger.Book, by staff.Actor) (staff.Approval, error) {
	if f.RecoveryKeyFile == "" {
		return d.approval(book, by, staff.GiveLogin)
	}
	text, err := secretIn(f.RecoveryKeyFile)
	if err != nil {
		return staff.Approval{}, store.Fail(codeRecoveryFile, err)
	}
	return book.Staff.ApproveByRecovery(d.ctx, by, string(plainText(text)))
}

type staffListCommand struct{}

// Run lists the staff.
func (c *staffListCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		people, err := book.Staff.List(d.ctx)
		if err != nil {
			return err
		}
		var lines []string
		for _, p := range people {
			line := p.Code + "  " + p.Name + "  " + roleName(p.Role)
			if !p.Active {
				line += "  已停用"
			}
			if p.Locked {
				line += "  已锁定"
			}
			lines = append(lines, line)
		}
		return d.answer(people, lines...)
	})
}

// roleOf reads a role as it is called, 主管, or as the book writes it, supervisor.
func roleOf(text string) staff.Role {
	for _, role := range staff.Roles {
		if text == roleName(role) {
			return role
		}
	}
	return staff.Role(text)
}

func roleName(role staff.Role) string { return assets.Text(assets.Chinese, "role."+string(role)) }

type staffAddCommand struct {
	Code string `required:"" help:"工号。"`
	Name string `required:"" help:"姓名。"`
	Role string `required:"" help:"岗位：收银员、主管、财务、经理（cashier、supervisor、finance、manager）。"`

	recoveryFlag `embed:""`
}

// Run adds a person with a first PIN.
func (c *staffAddCommand) Run(d *desk) error {
	d.await(1)
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		pin, err := d.line()
		if err != nil {
			return err
		}
		approval, err := c.agreed(d, book, by)
		if err != nil {
			return err
		}
		entry := staff.Entry{Code: c.Code, Name: c.Name, Role: roleOf(c.Role), Active: true}
		if err := book.Staff.Add(d.ctx, by, approval, entry, pin); err != nil {
			return err
		}
		return d.answer(map[string]string{"code": c.Code}, "已添加 "+c.Code+" "+c.Name+"，本人要先用 staff set-pin 换成自己的密码")
	})
}

type staffChangeCommand struct {
	Code   string `arg:"" help:"工号。"`
	Name   string `help:"新姓名。"`
	Role   string `help:"新岗位。"`
	Active *bool  `negatable:"" help:"恢复，或用 --no-active 停用。"`

	recoveryFlag `embed:""`
}

// Run rewrites what was named of a person's entry.
func (c *staffChangeCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		person, err := book.Staff.Find(d.ctx, c.Code)
		if err != nil {
			return err
		}
		entry := staff.Entry{Code: person.Code, Name: person.Name, Role: person.Role, Active: person.Active}
		if c.Name != "" {
			entry.Name = c.Name
		}
		if c.Role != "" {
			entry.Role = roleOf(c.Role)
		}
		if c.Active != nil {
			entry.Active = *c.Active
		}
		approval, err := c.agreed(d, book, by)
		if err != nil {
			return err
		}
		if err := book.Staff.Change(d.ctx, by, approval, person.ID, entry); err != nil {
			return err
		}
		return d.answer(map[string]string{"code": c.Code}, "已修改 "+c.Code)
	})
}
