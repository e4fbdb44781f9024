package main

import (
	"fmt"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/people"
	"shouqi/cashier/session"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type lawCommands struct {
	List lawListCommand `cmd:"" help:"有哪些地方的规定包。"`
	Show lawShowCommand `cmd:"" help:"一个地方的规定；不写地方就是账本选定的。"`
	Use  lawUseCommand  `cmd:"" help:"选定一个地方的规定包，none 是不用；标准输入：经理的密码，写了 --approver 就再加批准人的。"`
}

// noPack is how the choice of no rules is typed.
const noPack = "none"

type lawListCommand struct{}

// Run lists the places whose rules the program carries. It needs no book.
func (c *lawListCommand) Run(d *desk) error {
	places, err := people.Places()
	if err != nil {
		return err
	}
	var lines []string
	for _, place := range places {
		pack, err := people.Pack(place.ID)
		if err != nil {
			return err
		}
		lines = append(lines, fmt.Sprintf("%s  %s  规定 %d 条", place.Name, place.ID, len(pack.Rules)))
	}
	return d.answer(places, lines...)
}

type lawShowCommand struct {
	Place string `arg:"" optional:"" help:"地方，见 law list。"`
}

// Run shows the rules of a place, or those that the book has chosen, as they were when it did.
func (c *lawShowCommand) Run(d *desk) error {
	if c.Place != "" {
		pack, err := people.Pack(c.Place)
		if err != nil {
			return err
		}
		return d.showPack(pack)
	}
	return d.reading(func(book *ledger.Book) error {
		now, err := book.Policies(d.ctx)
		if err != nil {
			return err
		}
		pack, err := now.Pack()
		if err != nil {
			return err
		}
		return d.showPack(pack)
	})
}

func (d *desk) showPack(pack law.Pack) error {
	if pack.Place == "" {
		return d.answer(pack, "没有用规定包")
	}
	lines := []string{"规定包：" + pack.Name}
	for _, rule := range pack.Rules {
		lines = append(lines, words.Rule(rule, assets.Chinese)+"  "+rule.ID)
	}
	return d.answer(pack, lines...)
}

type lawUseCommand struct {
	Place string `arg:"" help:"地方，见 law list；none 是不用。"`
}

// Run chooses the rules of a place for the book.
func (c *lawUseCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		place := c.Place
		if place == noPack {
			place = ""
		}
		if err := counter.People.SetPolicy(d.ctx, estate.PolicyRulePack, place, second); err != nil {
			return err
		}
		now, err := counter.Book.Policies(d.ctx)
		if err != nil {
			return err
		}
		pack, err := now.Pack()
		if err != nil {
			return err
		}
		return d.showPack(pack)
	})
}

// packName is the place of the rules that a book has chosen, "" for none.
func packName(now estate.Policies) string {
	pack, err := now.Pack()
	if err != nil {
		return ""
	}
	return pack.Name
}

// lawLines are what the rules say of what was done, a line each.
func lawLines(found law.Findings) []string {
	var lines []string
	for _, one := range found {
		lines = append(lines, words.Finding(one, assets.Chinese))
	}
	return lines
}

// lawOfPrepaid is what the rules say of what an order puts by.
func lawOfPrepaid(d *desk, book *ledger.Book, order till.Order) (found law.Findings, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		found, err = book.Till.LawOfPrepaid(tx, order.Room, order.PrepayPurpose, order.PrepayFen)
		return err
	})
	if store.Code(err) == estate.CodeUnknownRoom { // the till says it with what it would have taken
		return nil, nil
	}
	return found, err
}
