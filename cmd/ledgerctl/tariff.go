package main

import (
	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

type tariffCommands struct {
	Add     tariffAddCommand     `cmd:"" help:"给收费项目加一个标准，例如商铺另一个价；出过账单以后要批准人。"`
	Change  tariffChangeCommand  `cmd:"" help:"从某一天起调价，要批准人；--preview 先看影响。"`
	Undo    tariffUndoCommand    `cmd:"" help:"撤回还没有生效的调价，要批准人；出过账单的不能撤回。"`
	History tariffHistoryCommand `cmd:"" help:"列出一个项目所有定过的价格：从哪天到哪天，谁定的，谁批准的。"`
	End     tariffEndCommand     `cmd:"" help:"标准只用到某一天，出过账单以后要批准人。"`
	Try     tariffTryCommand     `cmd:"" help:"试算一户：金额和每一步，什么都不存。"`
}

type tariffAddCommand struct {
	Item    string `required:"" help:"收费项目。"`
	Tariff  string `required:"" help:"标准的名称。"`
	From    day    `required:"" placeholder:"DATE" help:"从哪一天起。"`
	Preview bool   `help:"只看影响，不存。"`
	ruleFlags
	scopeFlags
}

// Run makes another tariff of an item, or shows what it would do.
func (c *tariffAddCommand) Run(d *desk) error {
	if c.Preview {
		return d.reading(func(book *ledger.Book) error {
			item, rule, _, err := c.rule(d, book)
			if err != nil {
				return err
			}
			order := c.order(rule)
			order.Item = item.Name
			return showEffect(d, book, order)
		})
	}
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		item, rule, said, err := c.rule(d, counter.Book)
		if err != nil {
			return err
		}
		order := c.order(rule)
		order.Item = item.Name
		if err := inBook(d, counter, order.Scope, item.HangsOn); err != nil {
			return err
		}
		if err := counter.Pricing.AddTariff(d.ctx, order, second); err != nil {
			return err
		}
		return d.answer(order, withSaid(append([]string{"已加标准：" + c.Item + " " + c.Tariff + "，" + scopeWords(order.Scope) + "，" + string(c.From.Date) + " 起"}, report.RuleLines(rule)...), said)...)
	})
}

// rule returns the item and its rule, checked, and what there is to say of it.
func (c *tariffAddCommand) rule(d *desk, book *ledger.Book) (item billing.Item, rule tariff.Rule, said string, err error) {
	if item, err = calledItem(d, book, c.Item); err != nil {
		return item, rule, "", err
	}
	if rule, _, err = c.read(d, item.ShareBy != ""); err != nil {
		return item, rule, "", err
	}
	rule, said, err = ruleOf(item, rule)
	return item, rule, said, err
}

// calledItem returns the item that people call so.
func calledItem(d *desk, book *ledger.Book, name string) (item billing.Item, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
		item, err = billing.CalledItem(tx, name)
		return err
	})
	return item, err
}

func (c *tariffAddCommand) order(rule tariff.Rule) billing.NewTariff {
	return billing.NewTariff{Item: c.Item, Name: c.Tariff, Scope: c.scope(), FromOn: c.From.Date, Rule: rule}
}

type tariffEndCommand struct {
	Item   string `required:"" help:"收费项目。"`
	Tariff string `help:"标准的名称，只有一个标准时可以不写。"`
	To     day    `required:"" placeholder:"DATE" help:"用到哪一天，这一天也算；还没有开始的，写开始的前一天就从来没有用过。"`
}

// Run ends a tariff, with a second person once its item was billed.
func (c *tariffEndCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		current, err := theTariff(d, counter.Book, c.Item, c.Tariff)
		if err != nil {
			return err
		}
		if err := counter.Pricing.EndTariff(d.ctx, current.Item, current.Name, c.To.Date, second); err != nil {
			return err
		}
		current.ToOn = c.To.Date
		return d.answer(current, c.Item+" "+current.Name+" 用到 "+string(c.To.Date))
	})
}

// theTariff returns the tariff of an item that is named, or its only one; where there are several one must be named
// (ctl.tariff_which).
func theTariff(d *desk, book *ledger.Book, item, name string) (found billing.Tariff, err error) {
	if item, err = d.itemKey(book, item); err != nil {
		return found, err
	}
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		if _, err := billing.ItemByName(tx, item); err != nil {
			return err
		}
		if name != "" {
			found, err = billing.TariffByName(tx, item, name)
			return err
		}
		all, err := billing.Tariffs(tx, item)
		switch {
		case err != nil:
			return err
		case len(all) == 0:
			return store.Refuse(billing.CodeNoTariff, item)
		case len(all) > 1:
			return store.Refuse(codeTariffWhich, item)
		}
		found = all[0]
		return nil
	})
	return found, err
}

// versionAt returns the version that holds on a day, or the first one before any does.
func versionAt(t billing.Tariff, on calendar.Date) tariff.Version {
	version := t.Versions[0]
	for _, later := range t.Versions {
		if later.FromOn <= on {
			version = later
		}
	}
	return version
}
