package main

import (
	"time"

	"shouqi/cashier"
	"shouqi/cashier/pricing"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
)

type tariffHistoryCommand struct {
	Item string `required:"" help:"收费项目。"`
}

// Run lists every price that was ever set for an item: from when to when, who set it and with whom, and what it was.
func (c *tariffHistoryCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		item, err := d.itemKey(book, c.Item)
		if err != nil {
			return err
		}
		all, err := cashier.New(book).Pricing.PriceHistory(d.ctx, item)
		if err != nil {
			return err
		}
		lines, of := []string{}, ""
		for _, one := range all {
			if one.Tariff != of {
				of = one.Tariff
				lines = append(lines, of)
			}
			lines = append(lines, priceLines(one)...)
		}
		if len(lines) == 0 {
			lines = []string{"“" + c.Item + "”还没有收费标准"}
		}
		return d.answer(all, lines...)
	})
}

// priceLines say one price: its days, what it was, who set it, and what became of it.
func priceLines(one pricing.PricePeriod) []string {
	if one.State == billing.PriceEnded {
		return []string{"  " + string(one.FromOn) + " 起停用  " + decided(one.AtMS, one.Who, one.With)}
	}
	head := "  " + string(one.FromOn) + " 起"
	switch {
	case one.State == billing.PriceReplaced:
		head += "（同一天又定了别的价，没有用过）"
	case one.State == billing.PriceTakenBack:
		head += "（已撤回，" + decided(one.Back.AtMS, one.TakenBy, one.TakenWith) + "）"
	case one.State == billing.PriceNever:
		head += "（标准先停用了，没有用过）"
	case one.ToOn != "":
		head = "  " + string(one.FromOn) + " 至 " + string(one.ToOn)
	}
	lines := []string{head + "  " + decided(one.AtMS, one.Who, one.With)}
	for _, line := range report.RuleLines(*one.Rule) {
		lines = append(lines, "    "+line)
	}
	return lines
}

// decided says when something was decided, by whom and with whom.
func decided(atMS int64, who, with string) string {
	words := time.UnixMilli(atMS).In(calendar.Zone).Format("2006-01-02 15:04") + " " + who
	if with != "" {
		words += "，批准人 " + with
	}
	return words
}

type tariffUndoCommand struct {
	Item   string `required:"" help:"收费项目。"`
	Tariff string `help:"标准的名称，只有一个标准时可以不写。"`
	From   day    `required:"" placeholder:"DATE" help:"撤回从哪一天起的调价。"`
}

// Run takes a price of a day to come back with a second person.
func (c *tariffUndoCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		current, err := theTariff(d, counter.Book, c.Item, c.Tariff)
		if err != nil {
			return err
		}
		if err := counter.Pricing.TakeBackPrice(d.ctx, current.Item, current.Name, c.From.Date, second); err != nil {
			return err
		}
		before := versionAt(current, c.From.AddDays(-1))
		lines := []string{"已撤回：" + c.Item + " " + current.Name + " " + string(c.From.Date) + " 起的调价，仍用 " + string(before.FromOn) + " 起的价格"}
		return d.answer(map[string]any{"item": current.Item, "tariff": current.Name, "fromOn": c.From.Date, "standing": before},
			append(lines, report.RuleLines(before.Rule)...)...)
	})
}
