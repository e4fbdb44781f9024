package main

import (
	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
)

type itemEndCommand struct {
	Item string `required:"" help:"收费项目。"`
	To   day    `required:"" placeholder:"DATE" help:"最后收费的一天，这一天也算；还没有开始收的，写开始的前一天就从来没有收过。"`
}

// endedItem is the answer of ending an item: with the bills that reach beyond its last day.
type endedItem struct {
	Item   string              `json:"item"`
	ToOn   calendar.Date       `json:"toOn"`
	Issued billing.IssuedAhead `json:"issued"`
}

// Run ends every tariff of an item, with a second person once it was billed.
func (c *itemEndCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		item, err := d.itemKey(counter.Book, c.Item)
		if err != nil {
			return err
		}
		beyond, err := counter.Pricing.EndItem(d.ctx, item, c.To.Date, second)
		if err != nil {
			return err
		}
		return d.answer(endedItem{item, c.To.Date, beyond}, append([]string{"“" + c.Item + "”收费到 " + string(c.To.Date) + " 为止"}, issuedLines(item, beyond, issuedBeyond)...)...)
	})
}

type itemDeleteCommand struct {
	Item string `required:"" help:"收费项目，从来没有出过账单的。"`
}

// Run deletes an item that was never used; one person does it, as one makes it.
func (c *itemDeleteCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		item, err := d.itemKey(counter.Book, c.Item)
		if err != nil {
			return err
		}
		if err := counter.Pricing.DeleteItem(d.ctx, item); err != nil {
			return err
		}
		return d.answer(map[string]string{"item": item}, "已删除：“"+c.Item+"”和它的标准，名称可以再用")
	})
}
