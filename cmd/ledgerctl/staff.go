package main

import (
	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
)

type staffCommands struct {
	List   staffListCommand   `cmd:"" help:"列出人员。"`
	Add    staffAddCommand    `cmd:"" help:"添加人员；标准输入：经理的密码，新人的密码；岗位能批准的，再加批准人的密码。"`
	Change staffChangeCommand `cmd:"" help:"修改姓名、岗位，停用或恢复；给能批准的岗位、恢复能批准的人，要批准人。"`
	SetPIN staffPINCommand    `cmd:"" name:"set-pin" help:"换密码；标准输入：经办人的密码，新密码；换别人的再加批准人的密码。别人设的密码只能用来换成自己的：--as 写自己。"`
	Unlock staffUnlockCommand `cmd:"" help:"解锁；用 --recovery 时标准输入是恢复密钥和新密码。"`
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
}

// Run adds a person with a first PIN.
func (c *staffAddCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		pin, err := d.line()
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, staff.GiveLogin)
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
		approval, err := d.approval(book, by, staff.GiveLogin)
		if err != nil {
			return err
		}
		if err := book.Staff.Change(d.ctx, by, approval, person.ID, entry); err != nil {
			return err
		}
		return d.answer(map[string]string{"code": c.Code}, "已修改 "+c.Code)
	})
}
