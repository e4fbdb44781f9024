package main

import (
	"fmt"
	"slices"
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

type concessionCommands struct {
	Grant concessionGrantCommand `cmd:"" help:"给一户或许多户一段时间的减免，要批准人；许多户一次批准，全成或全不成。"`
	End   concessionEndCommand   `cmd:"" help:"减免只到某一天，要批准人。"`
	List  concessionListCommand  `cmd:"" help:"列出减免。"`
}

type concessionGrantCommand struct {
	Room     []string `help:"房号或车位号；可以写几个，用逗号分隔。"`
	Building []string `help:"这些楼栋的各户。"`
	Use      []string `help:"这些用途的各户。"`
	State    []string `help:"这些状态的各户，例如 空置。"`
	Item     string   `help:"只减免这个项目，不写就是全部。"`
	Name     string   `required:"" help:"空置减免、长租优惠、困难减免、协议减免、开发商承担。"`
	Reason   string   `help:"原因，许多户必须写：applied 业主申请、contract 合同约定、meeting 业主大会决定、notice 政府文件、hardship 困难、our_fault 我方原因、unsold 未售。"`
	Factor   share    `required:"" placeholder:"0.7" help:"减免后收百分之几：70% 或 0.7。"`
	From     day      `required:"" placeholder:"DATE" help:"从哪一天起。"`
	To       day      `placeholder:"DATE" help:"到哪一天，不写就一直有效。"`
	Preview  bool     `help:"只看是哪些户，什么都不登记。"`
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

// places returns the rooms and spaces that the flags name, by id and by code: those of the codes, and the rooms that fit every
// list of the others.
func (c *concessionGrantCommand) places(tx *store.Tx) (ids, codes []string, err error) {
	for _, typed := range c.Room {
		id, err := placeID(tx, typed)
		if err != nil {
			return nil, nil, err
		}
		place, err := estate.ByID(tx, id)
		if err != nil {
			return nil, nil, err
		}
		ids, codes = append(ids, id), append(codes, place.Code)
	}
	if len(c.Building)+len(c.Use)+len(c.State) == 0 {
		return ids, codes, nil
	}
	if err := billing.CheckScope(tx, billing.Scope{Buildings: c.Building, Uses: c.Use, States: c.State}); err != nil {
		return nil, nil, err
	}
	rooms, err := estate.Rooms(tx)
	if err != nil {
		return nil, nil, err
	}
	in := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	for _, room := range rooms {
		if in(c.Building, room.Building) && in(c.Use, room.Use) && in(c.State, room.State) && !slices.Contains(ids, room.ID) {
			ids, codes = append(ids, room.ID), append(codes, room.Code)
		}
	}
	if len(ids) == 0 {
		err = store.Refuse(codeConcessionNobody)
	}
	return ids, codes, err
}

// Run grants a concession with a second person, or says which households would get it.
func (c *concessionGrantCommand) Run(d *desk) error {
	if len(c.Room)+len(c.Building)+len(c.Use)+len(c.State) == 0 {
		return store.Refuse(codeConcessionNobody)
	}
	if c.Preview {
		return d.reads(func(_ *ledger.Book, tx *store.Tx) error {
			_, codes, err := c.places(tx)
			if err != nil {
				return err
			}
			return d.answer(codes, fmt.Sprintf("试算，没有登记：%s %d 户", c.Name, len(codes)), strings.Join(codes, "、"))
		})
	}
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		item, err := d.itemKey(counter.Book, c.Item)
		if err != nil {
			return err
		}
		wish := billing.Concession{Item: item, Name: c.Name, Factor: c.Factor.Number, FromOn: c.From.Date, ToOn: c.To.Date, Reason: c.Reason}
		var ids, codes []string
		err = counter.Book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			ids, codes, err = c.places(tx)
			return err
		})
		if err != nil {
			return err
		}
		said, err := counter.Pricing.LawOfConcession(d.ctx, wish, ids)
		if err != nil {
			return err
		}
		granted, err := counter.Pricing.GrantAll(d.ctx, wish, ids, second)
		if err != nil {
			return err
		}
		shown, lines := make([]shownConcession, len(granted)), make([]string, len(granted))
		for i, one := range granted {
			shown[i] = shownConcession{one, codes[i]}
			lines[i] = "已登记减免：" + shown[i].line()
		}
		if len(shown) == 1 {
			return d.answer(shown[0], append(lines, lawLines(said)...)...)
		}
		lines = append(lines, fmt.Sprintf("共 %d 户", len(shown)))
		return d.answer(shown, append(lines, lawLines(said)...)...)
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
