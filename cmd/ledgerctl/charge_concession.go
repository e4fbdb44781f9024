package main

import (
	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

type concessionCommands struct {
	Grant concessionGrantCommand `cmd:"" help:"给一户一段时间的减免，要批准人。"`
	End   concessionEndCommand   `cmd:"" help:"减免只到某一天，要批准人。"`
	List  concessionListCommand  `cmd:"" help:"列出减免。"`
}

type concessionGrantCommand struct {
	Room   string `required:"" help:"房号或车位号。"`
	Item   string `help:"只减免这个项目，不写就是全部。"`
	Name   string `required:"" help:"空置减免、长租优惠、困难减免、协议减免、开发商承担。"`
	Factor share  `required:"" placeholder:"0.7" help:"减免后收百分之几：70% 或 0.7。"`
	From   day    `required:"" placeholder:"DATE" help:"从哪一天起。"`
	To     day    `placeholder:"DATE" help:"到哪一天，不写就一直有效。"`
}

// shownConcession is a concession with the code of its room or space.
type shownConcession struct {
	billing.Concession
	Room string `json:"room"`
}

func (c shownConcession) line() string {
	line := c.Room + "  " + c.Name
	if c.Item != "" {
		line += "  " + c.Item
	}
	line += "  收 " + c.Factor.Mul(tariff.Whole(100)).Text() + "%  " + string(c.FromOn) + " 起"
	if c.ToOn != "" {
		line += "，到 " + string(c.ToOn)
	}
	return line + "  " + c.ID
}

// Run grants a concession with a second person.
func (c *concessionGrantCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		item, err := d.itemKey(counter.Book, c.Item)
		if err != nil {
			return err
		}
		wish := billing.Concession{Item: item, Name: c.Name, Factor: c.Factor.Number, FromOn: c.From.Date, ToOn: c.To.Date}
		err = counter.Book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			wish.Object, err = placeID(tx, c.Room)
			return err
		})
		if err != nil {
			return err
		}
		said, err := counter.Pricing.LawOfConcession(d.ctx, wish)
		if err != nil {
			return err
		}
		granted, err := counter.Pricing.Grant(d.ctx, wish, second)
		if err != nil {
			return err
		}
		shown := shownConcession{granted, c.Room}
		return d.answer(shown, append([]string{"已登记减免：" + shown.line()}, lawLines(said)...)...)
	})
}

type concessionEndCommand struct {
	ID string `arg:"" help:"编号，见 concession list。"`
	To day    `required:"" placeholder:"DATE" help:"到哪一天，这一天也算。"`
}

// Run ends a concession with a second person.
func (c *concessionEndCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		if err := counter.Pricing.EndConcession(d.ctx, c.ID, c.To.Date, second); err != nil {
			return err
		}
		return d.answer(map[string]any{"id": c.ID, "toOn": c.To.Date}, "减免到 "+string(c.To.Date)+" 为止")
	})
}

type concessionListCommand struct {
	Room string `help:"只列这一户。"`
}

// Run lists concessions.
func (c *concessionListCommand) Run(d *desk) error {
	return d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		object := ""
		if c.Room != "" {
			var err error
			if object, err = placeID(tx, c.Room); err != nil {
				return err
			}
		}
		all, err := billing.Concessions(tx, object)
		if err != nil {
			return err
		}
		shown, lines := []shownConcession{}, []string{}
		for _, concession := range all {
			place, err := estate.ByID(tx, concession.Object)
			if err != nil {
				return err
			}
			one := shownConcession{concession, place.Code}
			shown = append(shown, one)
			lines = append(lines, one.line())
		}
		if len(lines) == 0 {
			lines = []string{"没有减免"}
		}
		return d.answer(shown, lines...)
	})
}
