package main

import (
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

type staffPINCommand struct {
	Code string `arg:"" help:"工号或姓名。"`

	recoveryFlag `embed:""`
}

// Run sets a person's PIN: one's own with the one from before, which may be one that somebody else set, or another's as who manages staff.
func (c *staffPINCommand) Run(d *desk) error {
	d.await(1)
	return d.opened(func(book *ledger.Book) error {
		if d.As == "" {
			return store.Refuse(codeNoPerson)
		}
		person, err := book.Staff.Find(d.ctx, c.Code)
		if err != nil {
			return err
		}
		self, err := book.Staff.Find(d.ctx, d.As)
		if err != nil {
			return err
		}
		if self.ID == person.ID {
			return c.own(d, book, person)
		}
		by, err := d.signIn(book)
		if err != nil {
			return err
		}
		return d.orAsk(book, by, c.another(d, book, by, person))
	})
}

func (c *staffPINCommand) own(d *desk, book *ledger.Book, person staff.Person) error {
	before, err := d.line()
	if err != nil {
		return err
	}
	pin, err := d.line()
	if err != nil {
		return err
	}
	if err := book.Staff.OwnPIN(d.ctx, person.Code, before, pin); err != nil {
		return err
	}
	return d.answer(map[string]string{"code": person.Code}, "已换成自己的密码 "+person.Code)
}

func (c *staffPINCommand) another(d *desk, book *ledger.Book, by staff.Actor, person staff.Person) error {
	pin, err := d.line()
	if err != nil {
		return err
	}
	approval, err := c.agreed(d, book, by)
	if err != nil {
		return err
	}
	if err := book.Staff.SetPIN(d.ctx, by, approval, person.ID, pin); err != nil {
		return err
	}
	return d.answer(map[string]string{"code": person.Code}, "已换密码 "+person.Code+"，本人要先用它换成自己的密码")
}

type staffUnlockCommand struct {
	Code     string `arg:"" help:"工号或姓名。"`
	Recovery bool   `help:"用打印的恢复密钥：没有别的经理时。"`
}

// Run lets a locked-out person in again.
func (c *staffUnlockCommand) Run(d *desk) error {
	done := func() error { return d.answer(map[string]string{"code": c.Code}, "已解锁 "+c.Code) }
	if c.Recovery {
		d.await(2)
		return d.opened(func(book *ledger.Book) error {
			recovery, err := d.line()
			if err != nil {
				return err
			}
			pin, err := d.line()
			if err != nil {
				return err
			}
			if err := book.Staff.UnlockWithRecovery(d.ctx, c.Code, recovery, pin); err != nil {
				return err
			}
			return done()
		})
	}
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		person, err := book.Staff.Find(d.ctx, c.Code)
		if err != nil {
			return err
		}
		if err := book.Staff.Unlock(d.ctx, by, person.ID); err != nil {
			return err
		}
		return done()
	})
}
