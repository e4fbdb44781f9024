package billing_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

func (o *office) rename(item, name string, fromOn calendar.Date) string {
	return o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).RenameItem(tx.Context(), o.Manager, item, name, fromOn)
	})
}

func (o *office) names(item string) (names []string) {
	o.Helper()
	for _, bill := range o.bills(item) {
		if bill.Object == o.bills(item)[0].Object {
			names = append(names, string(bill.FromOn)+" "+bill.Name)
		}
	}
	return names
}

// A bill keeps the name it was issued with; bills of periods that begin on the day or later have the new one, and all of
// them stay bills of one item.
func TestAnItemIsCalledOtherwiseFromADayOn(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	_, code := o.run(month("物业费", "2026-10"))
	require.Empty(t, code)
	require.Empty(t, o.rename("物业费", "物业服务费", "2026-11-01"))
	_, code = o.run(month("物业费", "2026-11"))
	require.Empty(t, code)
	require.Equal(t, "物业费", o.preview(month("物业费", "2026-09")).Bills[0].Name, "a period before the day, billed late")
	require.Equal(t, "物业服务费", o.preview(month("物业费", "2026-12")).Bills[0].Name)
	_, code = o.run(month("物业费", "2026-12"))
	require.Empty(t, code)
	require.Equal(t, []string{"2026-10-01 物业费", "2026-11-01 物业服务费", "2026-12-01 物业服务费"}, o.names("物业费"))

	// A later rename reaches no bill that is out, though its day lies before their periods.
	require.Empty(t, o.rename("物业费", "物业管理费", "2026-10-01"))
	require.Equal(t, []string{"2026-10-01 物业费", "2026-11-01 物业服务费", "2026-12-01 物业服务费"}, o.names("物业费"))
	o.Verify()
}

func TestALateFeeIsCalledAfterItsBill(t *testing.T) {
	o := newQuarter(t)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		if err := o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, staff.Approval{}, property()); err != nil {
			return err
		}
		return o.Book.Billing.In(tx).RenameItem(tx.Context(), o.Manager, "物业费", "物业服务费", "2026-01-01")
	}))
	bill := o.lateBill(property(), "2.85")
	require.Equal(t, "物业服务费", bill.Name)
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		fees, err := billing.LateFees(tx, []billing.Bill{bill}, today)
		require.Len(t, fees, 1)
		late, made := billing.LateBill(tx, fees[0])
		require.NoError(t, made)
		require.Equal(t, "物业费违约金", late.Item, "what postings and reports join by")
		require.Equal(t, "物业服务费违约金", late.Name)
		return err
	}))
}

func TestANameBelongsToOneItem(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	water := billing.Item{Name: "水费", Kind: billing.Agency, HangsOn: "room", Cycle: tariff.EveryMonth, Active: true}
	o.charge(water, tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "5"}}})
	require.Equal(t, "billing.item_there", o.rename("水费", "物业费", "2026-12-01"))
	require.Empty(t, o.rename("水费", "自来水费", "2026-12-01"))
	require.Equal(t, "billing.item_there", o.rename("物业费", "自来水费", "2026-12-01"))
	other := water
	other.Name = "自来水费"
	require.Equal(t, "billing.item_there", o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, staff.Approval{}, other)
	}))
	require.Empty(t, o.rename("水费", "水费", "2027-01-01"), "its own name again")

	for name, code := range map[string]string{"": "billing.item", " 水费": "billing.item_spaces", "水费 ": "billing.item_spaces", "水\u3000": "billing.item_spaces", "水\u200b费": "billing.item_hidden", "水费\u200b": "billing.item_hidden", "水\t费": "billing.item_hidden", "水费\n": "billing.item_hidden", strings.Repeat("费", 41): "billing.item", "水费违约金": "billing.item_late_fee"} {
		require.Equal(t, code, o.rename("水费", name, "2026-12-01"))
	}
	require.Equal(t, "billing.unknown_item", o.rename("电费", "用电费", "2026-12-01"))
	require.Equal(t, "billing.period", o.rename("水费", "用水费", "2026-13-01"))
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		called, err := billing.CalledItem(tx, "自来水费")
		require.Equal(t, "水费", called.Name)
		return err
	}))
	o.Verify()
}

func TestWhoMayNotSetPricesRenamesNothing(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	ledgertest.Hire(t, o.Book, o.Manager, o.Approve(o.Manager, staff.GiveLogin), staff.Entry{Code: "109", Name: "王丽", Role: staff.Cashier, Active: true}, "8642")
	cashier, err := o.Book.Staff.SignIn(o.Ctx, "109", "8642")
	require.NoError(t, err)
	require.Equal(t, "staff.may_not", o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).RenameItem(tx.Context(), cashier, "物业费", "物业服务费", "2026-12-01")
	}))
}

// Without a clause of the contract nobody owes a late fee, so no rate is taken without one.
func TestALateFeeNeedsItsClause(t *testing.T) {
	o := newQuarter(t)
	item := property()
	item.LateFee.Clause = ""
	set := func(item billing.Item) string {
		return o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, staff.Approval{}, item)
		})
	}
	require.Equal(t, "billing.latefee_clause", set(item))
	item.LateFee = tariff.LateFee{RatePerDay: "0"}
	require.Empty(t, set(item), "no late fee needs none")
	require.Empty(t, o.setItem(property()))
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		kept, err := billing.ItemByName(tx, "物业费")
		require.Equal(t, "物业服务合同第九条", kept.LateFee.Clause)
		return err
	}))
	o.Verify()
}

// What is collected for a water, gas or heating company is its published price: a base or a least sum on top needs the
// document that has it, in a new item, in another tariff, in a new price, and as long as the price stands.
func TestNothingIsAddedToWaterCollectedForItsSupplier(t *testing.T) {
	usage := tariff.Line{Measure: "usage:水", Price: "5"}
	for name, rule := range map[string]tariff.Rule{
		"a least sum":        {Lines: []tariff.Line{usage}, Least: "10"},
		"a line's least":     {Lines: []tariff.Line{{Measure: "usage:水", Price: "5", Least: "10"}}},
		"a base":             {Lines: []tariff.Line{usage, {Measure: tariff.Fixed, Price: "15"}}},
		"a base by area":     {Lines: []tariff.Line{usage, {Measure: tariff.Area, Price: "0.10"}}},
		"a base by formula":  {Lines: []tariff.Line{usage, {Formula: "15"}}},
		"a sum by household": {Lines: []tariff.Line{{Measure: tariff.Household, Price: "20"}}},
		"in the formula":     {Lines: []tariff.Line{{Formula: `用量("水") * 3 + 10`}}},
		"with a least sum":   {Lines: []tariff.Line{{Formula: `用量("水") * 3 + 10`}}, Least: "20"},
		"once any is used":   {Lines: []tariff.Line{{Formula: `如果(用量("水") > 0, 用量("水") * 3 + 10, 0)`}}},
		"once some is used":  {Lines: []tariff.Line{{Formula: `如果(用量("水") > 12, 用量("水") * 3 + 200, 用量("水") * 3)`}}},
		"in one month":       {Lines: []tariff.Line{{Formula: `用量("水") * 3 + 如果(月份 == 7, 10, 0)`}}},
		"at least so much":   {Lines: []tariff.Line{{Formula: `最大(用量("水"), 5) * 3`}}},
		"by area":            {Lines: []tariff.Line{{Formula: `用量("水") * 3 + 面积 * 0.1`}}},
		"a tier of a litre":  {Lines: []tariff.Line{{Measure: "usage:水", Tiers: []tariff.Tier{{UpTo: "0.001", Price: "10000"}, {Price: "3"}}}}},
		"a tier of a unit":   {Lines: []tariff.Line{{Measure: "usage:水", Tiers: []tariff.Tier{{UpTo: "1", Price: "13"}, {Price: "3"}}}}},
		"on a condition":     {Lines: []tariff.Line{{Formula: `用量("水") * 3 + 10`, When: []tariff.Condition{{Field: "use", Op: "in", Values: []string{"商业"}}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			item := billing.Item{Name: "水费", Kind: billing.Agency}
			require.Equal(t, "billing.base_source", store.Code(billing.CheckSource(item, rule)))
			item.Source = "水价公示〔2026〕3 号"
			require.NoError(t, billing.CheckSource(item, rule))
			require.NoError(t, billing.CheckSource(billing.Item{Name: "水费", Kind: billing.Income}, rule), "the company's own well")
			require.NoError(t, billing.CheckSource(billing.Item{Name: "公摊水费", Kind: billing.Agency, ShareBy: tariff.Area}, rule))
		})
	}
	require.NoError(t, billing.CheckSource(billing.Item{Name: "水费", Kind: billing.Agency}, tariff.Rule{Lines: []tariff.Line{usage}}))
	for _, rule := range []tariff.Rule{
		{Lines: []tariff.Line{{Formula: `用量("水") * 3`}}},
		{Lines: []tariff.Line{{Formula: `用量("水") * (3 + 0.95)`}, {Formula: `项目("水费") * 0.3`}}},
		{Lines: []tariff.Line{{Measure: "usage:水", Price: "3", Less: "5"}}},
		{Lines: []tariff.Line{{Measure: "usage:水", Tiers: []tariff.Tier{{UpTo: "15", Price: "3"}, {UpTo: "25", Price: "4.5"}, {Price: "9"}}}}},
		{Lines: []tariff.Line{{Measure: "usage:水", TierBy: tariff.TierYear, Tiers: []tariff.Tier{{UpTo: "180", Price: "3"}, {Price: "4.5"}}}}},
	} {
		require.NoError(t, billing.CheckSource(billing.Item{Name: "水费", Kind: billing.Agency}, rule), "what follows the usage is its price")
	}
	require.NoError(t, billing.CheckSource(billing.Item{Name: "垃圾清运费", Kind: billing.Agency}, tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Household, Price: "5"}}}))
	heat := tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "24", Per: tariff.Period}}}
	require.NoError(t, billing.CheckSource(billing.Item{Name: "供暖费", Kind: billing.Agency}, heat), "heat by area is the whole price")

	o := newQuarter(t)
	item := billing.Item{Name: "水费", Kind: billing.Agency, HangsOn: "room", Cycle: tariff.EveryMonth, Active: true}
	o.charge(item, tariff.Rule{Lines: []tariff.Line{usage}})
	least := tariff.Rule{Lines: []tariff.Line{usage}, Least: "10"}
	change := func() string {
		approval := o.agreed(staff.SetPrices)
		return o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).ChangePrice(tx.Context(), o.Manager, approval, billing.PriceChange{Item: "水费", Tariff: "基本", FromOn: "2026-12-01", Rule: least})
		})
	}
	require.Equal(t, "billing.base_source", change())
	require.Equal(t, "billing.base_source", o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).AddTariff(tx.Context(), o.Manager, staff.Approval{}, billing.NewTariff{Item: "水费", Name: "另", FromOn: "2026-12-01", Rule: least})
	}))
	sourced := item
	sourced.Source = "水价公示〔2026〕3 号"
	require.Empty(t, o.setItem(sourced))
	require.Empty(t, change())
	require.Equal(t, "billing.base_source", o.setItem(item), "the document stays as long as the price does")
	o.Verify()
}
