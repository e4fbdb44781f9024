package main

import (
	"shouqi/cashier"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/store"
)

type itemRenameCommand struct {
	Item string `required:"" help:"收费项目，现在的或最初的名称。"`
	Name string `required:"" help:"新名称。"`
	From day    `required:"" placeholder:"DATE" help:"从哪一天起：费用期间从这一天或以后开始的账单用新名称。"`
}

// Run calls an item otherwise from a day on; one person does it, because no money moves.
func (c *itemRenameCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		item, err := d.itemKey(counter.Book, c.Item)
		if err != nil {
			return err
		}
		if err := counter.Pricing.RenameItem(d.ctx, item, c.Name, c.From.Date); err != nil {
			return err
		}
		return d.answer(map[string]any{"item": item, "name": c.Name, "fromOn": c.From.Date},
			"“"+c.Item+"”从 "+string(c.From.Date)+" 起叫“"+c.Name+"”，已经出的账单不变")
	})
}

// itemKey returns the name that the book knows an item by for any name that it has or had. A name of no item stays as it
// is, for whoever takes it to refuse.
func (d *desk) itemKey(book *ledger.Book, name string) (key string, err error) {
	if name == "" {
		return "", nil
	}
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		item, err := billing.CalledItem(tx, name)
		if store.Code(err) == billing.CodeUnknownItem {
			item.Name, err = name, nil
		}
		key = item.Name
		return err
	})
	return key, err
}

// itemKeys is itemKey for several.
func (d *desk) itemKeys(book *ledger.Book, names []string) (keys []string, err error) {
	for _, name := range names {
		key, err := d.itemKey(book, name)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}
