package billing_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// setPackage makes a package as the manager, or says why not.
func (o *office) setPackage(wish billing.Package) (set billing.Package, code string) {
	code = o.Write(func(tx *store.Tx) (err error) {
		set, err = o.Book.Billing.In(tx).SetPackage(tx.Context(), o.Manager, wish)
		return err
	})
	return set, code
}

func (o *office) endPackage(name string) string {
	return o.Write(func(tx *store.Tx) error { return o.Book.Billing.In(tx).EndPackage(tx.Context(), o.Manager, name) })
}

// offered returns the names of the packages that a desk offers to a room's household on a day.
func (o *office) offered(room string, on calendar.Date) (names []string) {
	o.Helper()
	o.Read(func(tx *store.Tx) error {
		place, err := estate.ByCode(tx, room)
		require.NoError(o, err)
		fitting, err := billing.PackagesFor(tx, place, on)
		for _, one := range fitting {
			names = append(names, one.Name)
		}
		return err
	})
	return names
}

// newPackaged is the quarter with a property fee and water.
func newPackaged(t *testing.T) *office {
	t.Helper()
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	o.charge(billing.Item{Name: "水费", Kind: billing.Agency, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Active: true},
		tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "5"}}})
	return o
}

func (o *office) events() (count int) {
	o.Helper()
	o.Read(func(tx *store.Tx) error {
		_, err := tx.Get("SELECT count(*) FROM events", nil, &count)
		return err
	})
	return count
}

func TestAPackageIsForTheHouseholdsOfItsScope(t *testing.T) {
	o := newPackaged(t)
	for name, scope := range map[string]billing.Scope{"a全小区": {}, "b一栋": {Buildings: []string{"1"}}, "c商铺": {Uses: []string{"商铺"}},
		"d一户": {Rooms: []string{"1-1-101"}}, "e租户": {Party: estate.Tenant}, "f未售": {Party: billing.PartyNone}} {
		_, code := o.setPackage(billing.Package{Name: name, Items: []string{"物业费", "水费"}, Scope: scope})
		require.Empty(t, code, name)
	}
	require.Equal(t, []string{"a全小区", "b一栋", "d一户"}, o.offered("1-1-101", today))
	require.Equal(t, []string{"a全小区", "b一栋", "f未售"}, o.offered("1-1-102", today))
	require.Equal(t, []string{"a全小区", "c商铺", "e租户"}, o.offered("2-1-001", today))

	require.Empty(t, o.endPackage("a全小区"))
	require.Equal(t, []string{"b一栋", "d一户"}, o.offered("1-1-101", today))
	before := o.events()
	require.Empty(t, o.endPackage("a全小区"), "once more")
	require.Equal(t, before, o.events(), "nothing changed, nothing was told")
	o.Read(func(tx *store.Tx) error {
		room, err := estate.ByCode(tx, "1-1-101")
		require.NoError(t, err)
		for name, refused := range map[string]string{"d一户": "", "a全小区": "billing.package_outside", "c商铺": "billing.package_outside", "没有": "billing.unknown_package"} {
			_, err := billing.PackageFor(tx, room, today, name)
			if refused == "" {
				require.NoError(t, err)
				continue
			}
			require.Equal(t, refused, store.Code(err), name)
		}
		all, err := billing.Packages(tx)
		require.Len(t, all, 6, "what was ended is listed too")
		require.Equal(t, "a全小区", all[5].Name)
		return err
	})
	o.Verify()
}

func TestAPackageKnowsItsItemsByAnyNameAndRefusesWhatIsNone(t *testing.T) {
	o := newPackaged(t)
	require.Empty(t, o.rename("水费", "自来水费", "2026-12-01"))
	set, code := o.setPackage(billing.Package{Name: "常缴", Items: []string{"自来水费", "物业费", "水费"}})
	require.Empty(t, code)
	require.Equal(t, []string{"水费", "物业费"}, set.Items)
	before := o.events()
	_, code = o.setPackage(billing.Package{Name: "常缴", Items: []string{"水费", "物业费"}})
	require.Empty(t, code)
	require.Equal(t, before, o.events(), "as it is already")
	require.True(t, set.Has(billing.Bill{Item: "水费"}))
	require.True(t, set.Has(billing.Bill{Item: "物业费违约金", Origin: billing.FromLateFee}), "a late fee goes with its item")
	require.False(t, set.Has(billing.Bill{Item: "物业费违约金"}), "a bill by hand that is only called so")
	require.False(t, set.Has(billing.Bill{Item: "车位费"}))

	for want, wish := range map[string]billing.Package{
		"billing.unknown_item":  {Name: "甲", Items: []string{"物业费", "电费"}},
		"billing.package_items": {Name: "甲"},
		"billing.package_name":  {Name: " 甲", Items: []string{"水费"}},
		"billing.scope_unknown": {Name: "甲", Items: []string{"水费"}, Scope: billing.Scope{Buildings: []string{"9"}}},
		"estate.unknown_room":   {Name: "甲", Items: []string{"水费"}, Scope: billing.Scope{Rooms: []string{"A-01"}}},
	} {
		_, code := o.setPackage(wish)
		require.Equal(t, want, code)
	}
	require.Equal(t, "billing.unknown_package", o.endPackage("甲"))
	o.Verify()
}

func TestPackagesAndTheirItemsAreLimited(t *testing.T) {
	o := newPackaged(t)
	many := make([]string, 21)
	for i := range many {
		many[i] = "水费"
	}
	_, code := o.setPackage(billing.Package{Name: "长", Items: many})
	require.Equal(t, "billing.package_items", code)
	_, code = o.setPackage(billing.Package{Name: "长", Items: many[:20]})
	require.Empty(t, code)
	for n := range 49 {
		_, code := o.setPackage(billing.Package{Name: fmt.Sprint("第", n), Items: []string{"水费"}})
		require.Empty(t, code, n)
	}
	_, code = o.setPackage(billing.Package{Name: "再一个", Items: []string{"水费"}})
	require.Equal(t, "billing.too_many", code)
	_, code = o.setPackage(billing.Package{Name: "第0", Items: []string{"物业费"}})
	require.Empty(t, code, "one that is there is changed")
	require.Empty(t, o.endPackage("第1"))
	_, code = o.setPackage(billing.Package{Name: "再一个", Items: []string{"水费"}})
	require.Empty(t, code)
	_, code = o.setPackage(billing.Package{Name: "第1", Items: []string{"水费"}})
	require.Equal(t, "billing.too_many", code, "nor is one put into use again")
}

func TestWhoMayNotSetUpItemsSetsUpNoPackage(t *testing.T) {
	o := newPackaged(t)
	_, code := o.setPackage(billing.Package{Name: "常缴", Items: []string{"水费"}})
	require.Empty(t, code)
	require.Equal(t, staff.CodeMayNot, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).SetPackage(tx.Context(), o.Cashier, billing.Package{Name: "常缴", Items: []string{"物业费"}})
		return err
	}))
	require.Equal(t, staff.CodeMayNot, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).EndPackage(tx.Context(), o.Cashier, "常缴")
	}))
}
