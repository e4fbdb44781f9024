package billing

import (
	"context"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// kindItemRenamed is the event of RenameItem.
const kindItemRenamed = "item.renamed"

// itemRenamedV1 says what an item is called on the bills of periods that begin on FromOn or later. Item is the name that
// it was made with.
type itemRenamedV1 struct {
	Item   string        `json:"item"`
	FromOn calendar.Date `json:"fromOn"`
	Name   string        `json:"name"`
	By     string        `json:"by"`
}

// ItemName is what an item is called from a day on, and the id of the person who said so.
type ItemName struct {
	FromOn calendar.Date `json:"fromOn"`
	Name   string        `json:"name"`
	By     string        `json:"by"`
}

// Names are what the items of a book are called, by the name that the item was made with; an item that was never renamed
// is not among them.
type Names map[string][]ItemName

// ReadNames reads the names of all items that were renamed: the earliest day first, and of one day the name that was set
// last at the end, because that one holds.
func ReadNames(tx *store.Tx) (Names, error) {
	names := make(Names)
	err := tx.Each("SELECT item, from_on, name, person FROM item_names n ORDER BY item, from_on, "+journal.Place("n"), nil, func(scan func(dest ...any) error) error {
		var item string
		var one ItemName
		if err := scan(&item, &one.FromOn, &one.Name, &one.By); err != nil {
			return err
		}
		names[item] = append(names[item], one)
		return nil
	})
	return names, err
}

// On returns what an item is called on a day, and in the bills of a period that begins on it: the name it was made with
// until another one begins. A late fee is called after its item.
func (n Names) On(item string, day calendar.Date) string {
	if of, late := strings.CutSuffix(item, LateFeeSuffix); late && len(n[of]) > 0 {
		return n.On(of, day) + LateFeeSuffix
	}
	name := item
	for _, dated := range n[item] {
		if dated.FromOn <= day {
			name = dated.Name
		}
	}
	return name
}

// other returns the name that a bill must freeze: "" where it is the one that the item was made with, which is not stored
// again with every bill.
func (n Names) other(item string, day calendar.Date) string {
	if len(n) == 0 {
		return ""
	}
	if name := n.On(item, day); name != item {
		return name
	}
	return ""
}

// CalledItem returns the item that a person means by a name: the one it was made with, or one that it was given since. A
// name that no item has or had is billing.unknown_item.
func CalledItem(tx *store.Tx, name string) (Item, error) {
	item, err := ItemByName(tx, name)
	if store.Code(err) != CodeUnknownItem {
		return item, err
	}
	key := ""
	// One row is enough: RenameItem lets no two items have one name.
	if found, failed := tx.Get("SELECT item FROM item_names WHERE name = ? LIMIT 1", []any{name}, &key); failed != nil || !found {
		if failed != nil {
			err = failed
		}
		return item, err
	}
	return ItemByName(tx, key)
}

// RenameItem calls an item otherwise on the bills of periods that begin on a day or later. Bills that are out keep the
// name they were issued with, and every report still joins them by the name that the item was made with. It moves no
// money, so one person who may set up items does it. The name that holds already changes nothing. Errors:
// billing.item_there for a name that another item has or had, billing.item and billing.item_late_fee for one that cannot
// stand, billing.works_name for the name of a deposit for works where the item wants no inspection, billing.unknown_item,
// billing.too_many.
func (s *Billing) RenameItem(ctx context.Context, by staff.Actor, item, name string, fromOn calendar.Date) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		return s.doRenameItem(tx, by, item, name, fromOn)
	})
}

func (s *Billing) doRenameItem(tx *store.Tx, by staff.Actor, item, name string, fromOn calendar.Date) error {
	if err := s.staff.Require(tx, by, staff.SetUpItems); err != nil {
		return err
	}
	if err := checkItemName(name); err != nil {
		return err
	}
	if !fromOn.Valid() {
		return store.Refuse(codePeriod)
	}
	current, err := ItemByName(tx, item)
	if err != nil {
		return err
	}
	// An item may take back a name that it had before itself.
	other, err := CalledItem(tx, name)
	switch {
	case err == nil && other.Name != current.Name:
		return store.Refuse(CodeItemThere, name)
	case err != nil && store.Code(err) != CodeUnknownItem:
		return err
	}
	if current.Kind == Deposit && !current.Inspect && IsForWorks(name) {
		return store.Refuse(codeWorksName, name)
	}
	names, err := ReadNames(tx)
	if err != nil || names.On(current.Name, fromOn) == name {
		return err
	}
	if len(names[current.Name]) >= versionsMax {
		return store.Refuse(codeTooMany, versionsMax)
	}
	_, err = s.journal.Append(tx, kindItemRenamed, itemRenamedV1{Item: current.Name, FromOn: fromOn, Name: name, By: by.ID()})
	return err
}

// checkItemName refuses what cannot stand as an item's name on a bill: an empty or too long one, one with blanks around
// it or control characters (billing.item), and one that ends like a late fee (billing.item_late_fee).
func checkItemName(name string) error {
	switch {
	case !store.Printable(name):
		return store.Refuse(codeItemHidden)
	case strings.TrimSpace(name) != name:
		return store.Refuse(codeItemSpaces, strings.TrimSpace(name))
	case name == "" || len([]rune(name)) > itemNameMax:
		return store.Refuse(codeItem, itemNameMax)
	case strings.HasSuffix(name, LateFeeSuffix): // it would be the late fee of another item, and bear one itself
		return store.Refuse(codeItemLateFee, name, LateFeeSuffix)
	}
	return nil
}

// applyItemRenamed adds a name; those before it stay, because bills of earlier periods are still called by them.
func applyItemRenamed(tx *store.Tx, e journal.Event, body itemRenamedV1) error {
	_, err := tx.Exec("INSERT INTO item_names (item, from_on, device, seq, name, person) VALUES (?, ?, ?, ?, ?, ?)",
		body.Item, string(body.FromOn), e.DeviceNo, e.Seq, body.Name, body.By)
	return err
}
