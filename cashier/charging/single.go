package charging

import (
	"cmp"
	"context"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// WorksDeposit is the deposit that every counter takes, whether or not the office has made an item of it: what its name says is all
// that the till needs to know of it.
const WorksDeposit = "装修押金"

// Single is an item that somebody may be charged for once at the counter: a deposit, or what is done for one household.
type Single struct {
	// Item is the name that the item was made with, Name what it is called today.
	Item, Name string
	Kind       string // billing.Income, billing.Agency or billing.Deposit
	// Rules are what the law says of it, where the book has chosen rules.
	Rules []law.Rule
}

// Singles returns what may be charged once: the deposits first, then the items that are charged once anyway, then the others that
// hang on a room, each group by name. Items that are charged no more are left out.
func (c *Charging) Singles(ctx context.Context) (singles []Single, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		items, err := billing.Items(tx)
		if err != nil {
			return err
		}
		names, err := billing.ReadNames(tx)
		if err != nil {
			return err
		}
		today, err := c.session.Book.Today(tx)
		if err != nil {
			return err
		}
		items = slices.DeleteFunc(items, func(item billing.Item) bool { return !item.Active || item.HangsOn != estate.Room })
		slices.SortStableFunc(items, func(a, b billing.Item) int { return cmp.Compare(rank(a), rank(b)) })
		rules, err := billing.RulesOn(tx, law.WorksDeposit)
		if err != nil {
			return err
		}
		isThere := false
		for _, item := range items {
			name := cmp.Or(names.On(item.Name, today), item.Name)
			isThere = isThere || item.Name == WorksDeposit || name == WorksDeposit
			single := Single{Item: item.Name, Name: name, Kind: item.Kind}
			if item.Kind == billing.Deposit && (item.Inspect || billing.IsForWorks(item.Name)) {
				single.Rules = rules
			}
			singles = append(singles, single)
		}
		if !isThere {
			singles = slices.Insert(singles, 0, Single{Item: WorksDeposit, Name: WorksDeposit, Kind: billing.Deposit, Rules: rules})
		}
		return nil
	})
	return singles, err
}

// rank is where an item stands among those that may be charged once.
func rank(item billing.Item) int {
	switch {
	case item.Kind == billing.Deposit:
		return 0
	case item.Cycle == tariff.Once:
		return 1
	}
	return 2
}
