package main

import (
	"slices"
	"strings"

	"shouqi/cashier"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type packageCommands struct {
	Set  packageSetCommand  `cmd:"" help:"建或改一个套餐；停用了的同名套餐重新启用。"`
	List packageListCommand `cmd:"" help:"列出套餐。"`
	End  packageEndCommand  `cmd:"" help:"停用一个套餐，账单和收款都不变。"`
}

type packageSetCommand struct {
	Name string   `arg:"" help:"套餐的名称。"`
	Item []string `required:"" help:"收费项目，可以写几次，最多 20 个。"`
	scopeFlags
}

// Run makes a package or changes it; one person does it, because no money moves.
func (c *packageSetCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		set, err := counter.Pricing.SetPackage(d.ctx, billing.Package{Name: c.Name, Items: c.Item, Scope: c.scope()})
		if err != nil {
			return err
		}
		return d.answer(set, "已保存套餐："+packageLine(set))
	})
}

type packageListCommand struct {
	Room string `help:"只列适用于这一户的。"`
}

// Run lists packages, those in use first; with a room those that its desk offers.
func (c *packageListCommand) Run(d *desk) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
		all, err := c.packages(book, tx)
		if err != nil {
			return err
		}
		lines := []string{}
		for _, one := range all {
			lines = append(lines, packageLine(one))
		}
		if len(lines) == 0 {
			all, lines = []billing.Package{}, []string{"没有套餐"}
		}
		return d.answer(all, lines...)
	})
}

func (c *packageListCommand) packages(book *ledger.Book, tx *store.Tx) ([]billing.Package, error) {
	if c.Room == "" {
		return billing.Packages(tx)
	}
	room, err := estate.ByCode(tx, c.Room)
	if err != nil {
		return nil, err
	}
	today, err := book.Today(tx)
	if err != nil {
		return nil, err
	}
	return billing.PackagesFor(tx, room, today)
}

type packageEndCommand struct {
	Name string `arg:"" help:"套餐的名称，见 package list。"`
}

// Run takes a package out of use.
func (c *packageEndCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		if err := counter.Pricing.EndPackage(d.ctx, c.Name); err != nil {
			return err
		}
		return d.answer(map[string]any{"name": c.Name, "active": false}, "套餐“"+c.Name+"”已停用，账单和收款都不变")
	})
}

func packageLine(p billing.Package) string {
	line := p.Name + "  " + strings.Join(p.Items, "、") + "  " + scopeWords(p.Scope)
	if !p.Active {
		line += "  已停用"
	}
	return line
}

// packageAlone refuses --package beside what chooses bills in another way.
func (c *collectCommand) packageAlone() error {
	if c.Package != "" && (len(c.Bill) > 0 || c.Part || c.Prepay || c.Oldest.Fen != 0) {
		return store.Refuse(codePackageAlone)
	}
	return nil
}

// billsOfPackage returns the open bills that the package ticks at the desk; ctl.package_nothing where the household owes none.
func (c *collectCommand) billsOfPackage(tx *store.Tx, room string, today calendar.Date) ([]billing.Bill, error) {
	place, err := estate.ByID(tx, room)
	if err != nil {
		return nil, err
	}
	one, err := billing.PackageFor(tx, place, today, c.Package)
	if err != nil {
		return nil, err
	}
	bills, err := c.billsOfNow(tx, room, today)
	if err != nil {
		return nil, err
	}
	bills = slices.DeleteFunc(bills, func(bill billing.Bill) bool { return !one.Has(bill) })
	if len(bills) == 0 {
		return nil, store.Refuse(codePackageNothing, c.Room, c.Package)
	}
	return bills, nil
}

// repeatsPackage refuses a request that happened and paid something that is not of the package: it was asked with other content.
func (c *collectCommand) repeatsPackage(tx *store.Tx, order *till.Order) error {
	if c.Package == "" {
		return nil
	}
	one, err := billing.PackageByName(tx, c.Package)
	if err != nil {
		return err
	}
	for _, part := range order.Bills {
		bill, err := billing.ByID(tx, part.Bill)
		if err != nil {
			return err
		}
		if !one.Has(bill) {
			return store.Refuse(journal.CodeRequestReused, c.RequestID)
		}
	}
	return nil
}
