package main

import (
	"strings"

	"shouqi/cashier"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

type stewardCommands struct {
	Set  stewardSetCommand  `cmd:"" help:"楼栋或单元的管家，从某一天起。"`
	List stewardListCommand `cmd:"" help:"列出管家。"`
}

type stewardSetCommand struct {
	Building string `required:"" help:"楼栋。"`
	Unit     string `help:"单元；不写就是整栋。"`
	Name     string `help:"姓名；不写就是没有管家。"`
	Phone    string `help:"电话。"`
	From     day    `required:"" placeholder:"DATE" help:"从哪一天起。"`
}

func placeName(building, unit string) string {
	if unit == "" {
		return building + " 栋"
	}
	return building + " 栋 " + unit + " 单元"
}

// Run sets the steward of a building or a unit.
func (c *stewardSetCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		set, err := counter.Register.SetSteward(d.ctx, estate.Steward{Building: c.Building, Unit: c.Unit, FromOn: c.From.Date}, c.Name, c.Phone)
		if err != nil {
			return err
		}
		who := c.Name
		if who == "" {
			who = "（无）"
		}
		return d.answer(set, placeName(c.Building, c.Unit)+" "+string(set.FromOn)+" 起的管家："+who)
	})
}

type stewardListCommand struct{}

// Run lists who looks after what from which day on.
func (c *stewardListCommand) Run(d *desk) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
		all, err := estate.Stewards(tx)
		if err != nil {
			return err
		}
		shown, lines := []map[string]string{}, []string{}
		for _, s := range all {
			profile, err := estate.ProfileOf(tx, book.Vault, s.Person, 0)
			if err != nil {
				return err
			}
			phone := ""
			for _, number := range profile.Phones {
				phone = estate.MaskPhone(number)
			}
			shown = append(shown, map[string]string{"building": s.Building, "unit": s.Unit, "fromOn": string(s.FromOn), "name": profile.Name, "phone": phone})
			lines = append(lines, strings.TrimSpace(placeName(s.Building, s.Unit)+"  "+string(s.FromOn)+" 起  "+profile.Name+"  "+phone))
		}
		if len(lines) == 0 {
			lines = []string{"没有管家"}
		}
		return d.answer(shown, lines...)
	})
}
