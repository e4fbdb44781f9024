package billing_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// quarter is an office over an estate of four rooms: two flats, a shop, and 1-1-104, of which nobody knows the area. 1-1-101
// owns space A-01.
func newQuarter(t *testing.T) *office {
	o := newOffice(t)
	o.register("2",
		estate.Row{Code: "1-1-101", Building: "1", Floor: 1, Use: "住宅", AreaCentiM2: 9830, Spaces: []string{"A-01"},
			Owners: []estate.RowParty{{Kind: "person", Name: "张建国", ShareBasisPoints: 10000}}},
		estate.Row{Code: "1-1-102", Building: "1", Floor: 1, Use: "住宅", AreaCentiM2: 12050, State: "空置"},
		estate.Row{Code: "2-1-001", Building: "2", Floor: 1, Use: "商铺", AreaCentiM2: 20000,
			Tenants: []estate.RowParty{{Kind: "company", Name: "如意超市"}}})
	return o
}

func (o *office) register(hash string, rows ...estate.Row) {
	o.Helper()
	register := ledger.Register{FileHash: fmt.Sprintf("%016s", hash), Rooms: rows}
	outcome, err := o.Book.TakeRegister(o.Ctx, o.Manager, register, true)
	require.NoError(o, err)
	if len(outcome.Owed) > 0 {
		register.Mending = o.agreed(staff.ChangeOwing)
	}
	_, err = o.Book.TakeRegister(o.Ctx, o.Manager, register, false)
	require.NoError(o, err)
}

// agreed returns the supervisor's word for one action of the manager.
func (o *office) agreed(action staff.Action) staff.Approval { return o.Approve(o.Manager, action) }

func property() billing.Item {
	return billing.Item{Name: "物业费", Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, DueDays: 10, Active: true,
		LateFee: tariff.LateFee{Clause: "物业服务合同第九条", RatePerDay: "0.0005", GraceDays: 3, MostPercent: "100"}}
}

func byArea(price string) tariff.Rule {
	return tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: tariff.Value(price)}}}
}

// charge makes an item with a tariff for the whole estate.
func (o *office) charge(item billing.Item, rule tariff.Rule) {
	o.Helper()
	require.Empty(o, o.Write(func(tx *store.Tx) error {
		if err := o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, staff.Approval{}, item); err != nil {
			return err
		}
		return o.Book.Billing.In(tx).AddTariff(tx.Context(), o.Manager, staff.Approval{}, billing.NewTariff{Item: item.Name, Name: "基本", FromOn: "2026-01-01", Rule: rule})
	}))
}

func (o *office) run(order billing.Order) (made billing.RunResult, code string) {
	code = o.Write(func(tx *store.Tx) (err error) {
		made, err = o.Book.Billing.In(tx).Run(o.Ctx, o.Manager, order)
		return err
	})
	return made, code
}

func (o *office) preview(order billing.Order) (preview billing.Preview) {
	o.Helper()
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) {
		preview, err = o.Book.Billing.Preview(o.Ctx, tx, order)
		return err
	}))
	return preview
}

func (o *office) bills(item string) (bills []billing.Bill) {
	o.Helper()
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) {
		bills, _, err = billing.List(tx, billing.Query{Item: item})
		return err
	}))
	return bills
}

func month(item, number string) billing.Order {
	from := calendar.Date(number + "-01")
	return billing.Order{RequestID: item + number, Source: billing.ItemSource{Item: item}, FromOn: from, ToOn: from.AddDays(31).AddDays(-1 - dayOf(from.AddDays(31)) + 1)}
}

// with changes what an order asks of its item.
func with(order billing.Order, change func(s *billing.ItemSource)) billing.Order {
	source := order.Source.(billing.ItemSource)
	change(&source)
	order.Source = source
	return order
}

func dayOf(date calendar.Date) int { return date.Time().Day() }

func TestTheMonthIsPreviewedAndIssuedOnce(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	order := month("物业费", "2026-11")
	seen := o.preview(order)
	require.Equal(t, 3, seen.Count)
	require.Equal(t, money.Fen(28016+34343+57000), seen.SumFen) // 98.30, 120.50 and 200.00 m² at 2.85
	require.Equal(t, []string{"面积 98.30 m² × 2.85 元 × 1 月 = 280.155", "280.155 → 280.16"}, seen.Bills[0].AllSteps)

	order.Digest = seen.Digest
	made, code := o.run(order)
	require.Empty(t, code)
	require.Equal(t, 3, made.Count)
	again, code := o.run(order)
	require.Empty(t, code, "the same wish again is the same run")
	require.Equal(t, made.Run, again.Run)
	order.RequestID = "another"
	_, code = o.run(order)
	require.Equal(t, "billing.already_all", code)
	require.Len(t, o.bills("物业费"), 3)

	first := o.bills("物业费")[0]
	require.Equal(t, "280.155", first.Exact)
	require.Equal(t, calendar.Date("2026-12-10"), first.DueOn, "in arrears, ten days after the month")
	require.Equal(t, "基本", first.Tariff)
	require.Empty(t, o.undo(o.Manager, first.ID, "wrong_amount"))
	order.RequestID, order.Digest = "after undoing", ""
	made, code = o.run(order)
	require.Empty(t, code)
	require.Equal(t, 1, made.Count)
	require.Equal(t, 1, o.bills("物业费")[2].Revision)
	o.Verify()
}

func TestARunThatChangedSinceItsPreviewIssuesNothing(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	order := month("物业费", "2026-11")
	order.Digest = o.preview(order).Digest
	o.register("3", estate.Row{Code: "1-1-102", Building: "1", Use: "住宅", AreaCentiM2: 12060})
	_, code := o.run(order)
	require.Equal(t, "billing.changed", code)
	require.Empty(t, o.bills("物业费"))
	o.Verify()
}

func TestARoomWithoutAreaStopsTheRunUntilItIsLeftOut(t *testing.T) {
	o := newQuarter(t)
	o.register("4", estate.Row{Code: "1-1-104", Building: "1", Use: "住宅"})
	o.charge(property(), byArea("2.85"))
	order := month("物业费", "2026-11")
	seen := o.preview(order)
	require.Len(t, seen.Exceptions, 1)
	require.Equal(t, "1-1-104", seen.Exceptions[0].Code)
	require.Equal(t, "tariff.no_area", store.Code(seen.Exceptions[0].Err))
	made, code := o.run(order)
	require.Equal(t, "billing.exceptions", code)
	require.Len(t, made.Exceptions, 1)
	require.Empty(t, o.bills("物业费"))
	order.LeaveOut = true
	made, code = o.run(order)
	require.Empty(t, code)
	require.Equal(t, 3, made.Count)
	o.Verify()
}

func TestACancelledRunIssuesNothing(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	order := month("物业费", "2026-01")
	order.ToOn = "2026-12-31"
	ctx, cancel := context.WithCancel(o.Ctx)
	order.Progress = func(int, int) {
		if o.Name() != "" {
			cancel()
		}
	}
	err := o.Book.Store.Write(ctx, func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Run(ctx, o.Manager, order)
		return err
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, o.bills("物业费"))
	o.Verify()
}

func TestTheNarrowerScopeWins(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	add := func(name string, scope billing.Scope, price string) string {
		return o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).AddTariff(tx.Context(), o.Manager, staff.Approval{}, billing.NewTariff{Item: "物业费", Name: name, Scope: scope, FromOn: "2026-01-01", Rule: byArea(price)})
		})
	}
	require.Empty(t, add("商铺", billing.Scope{Uses: []string{"商铺"}}, "5"))
	require.Empty(t, add("一栋", billing.Scope{Buildings: []string{"1"}}, "2"))
	require.Empty(t, add("单间", billing.Scope{Rooms: []string{"1-1-102"}}, "1"))
	require.Empty(t, add("租户", billing.Scope{Party: estate.Tenant}, "9"))
	require.Equal(t, "billing.tariff_there", add("单间", billing.Scope{}, "1"))
	require.Equal(t, "billing.scope_unknown", add("九栋", billing.Scope{Buildings: []string{"9"}}, "1"), "nobody lives there")
	won := make(map[string]string)
	for _, b := range o.preview(month("物业费", "2026-11")).Bills {
		won[b.Code] = b.Tariff
	}
	require.Equal(t, map[string]string{"1-1-101": "一栋", "1-1-102": "单间", "2-1-001": "租户"}, won)
}

func TestAPriceNeverReachesBack(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	_, code := o.run(month("物业费", "2026-12"))
	require.Empty(t, code)
	change := func(from calendar.Date, rule tariff.Rule, approval staff.Approval) string {
		return o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).ChangePrice(tx.Context(), o.Manager, approval, billing.PriceChange{Item: "物业费", Tariff: "基本", FromOn: from, Rule: rule})
		})
	}
	require.Equal(t, "billing.price_past", change("2026-11-20", byArea("3"), staff.Approval{}))
	require.Equal(t, "billing.price_billed", change("2026-12-31", byArea("3"), staff.Approval{}))
	require.Equal(t, "tariff.tiers", change("2027-01-01", tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水",
		Tiers: []tariff.Tier{{UpTo: "20", Price: "5"}, {UpTo: "18", Price: "7"}, {Price: "9"}}}}}, staff.Approval{}))
	require.Equal(t, "staff.needs_approval", change("2027-01-01", byArea("3"), staff.Approval{}))
	before := o.bills("物业费")
	require.Empty(t, change("2027-01-01", byArea("3"), o.agreed(staff.SetPrices)))
	require.Equal(t, before, o.bills("物业费"))
	require.Equal(t, money.Fen(28016), o.preview(billing.Order{Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-11-01", ToOn: "2026-11-30"}).Bills[0].AmountFen)
	require.Equal(t, money.Fen(29490), o.preview(month("物业费", "2027-01")).Bills[0].AmountFen)
	o.Verify()
}

func TestTheEffectOfAPriceIsShownBeforeItIsSaved(t *testing.T) {
	o := newQuarter(t)
	o.register("4", estate.Row{Code: "1-1-104", Building: "1", Use: "住宅"})
	o.charge(property(), byArea("2.85"))
	var effect billing.Effect
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) {
		rule := tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "3"}, {Price: "-320"}}}
		effect, err = o.Book.Billing.Effect(o.Ctx, tx, billing.NewTariff{Item: "物业费", Name: "基本", FromOn: "2027-01-15", Rule: rule})
		return err
	}))
	require.Len(t, effect.Periods, 2)
	cut, whole := effect.Periods[0], effect.Periods[1]
	require.Equal(t, tariff.Span{From: "2027-01-01", To: "2027-01-31"}, cut.Span)
	require.Equal(t, tariff.Span{From: "2027-01-15", To: "2027-01-31"}, cut.Held, "the change cuts January")
	require.True(t, cut.IsPart())
	require.Equal(t, 3, cut.Changed)
	require.Equal(t, tariff.Span{From: "2027-02-01", To: "2027-02-28"}, whole.Span, "the first whole month under it")
	require.False(t, whole.IsPart())
	require.Equal(t, money.Fen(28016+34343+57000), whole.OldFen)
	require.Equal(t, money.Fen(4150+28000), whole.NewFen)
	require.Equal(t, 3, whole.Changed)
	require.Equal(t, []string{"1-1-102", "2-1-001", "1-1-101"}, []string{whole.Movers[0].Code, whole.Movers[1].Code, whole.Movers[2].Code})
	require.Equal(t, "1-1-101", whole.Negative[0].Code)
	require.Equal(t, "1-1-104", whole.Failing[0].Code)
	require.Len(t, o.preview(month("物业费", "2026-11")).Bills, 3, "nothing was saved")
}

func TestItemsThatAskForEachOtherAreFoundOut(t *testing.T) {
	o := newQuarter(t)
	of := func(other string) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Measure: tariff.AmountOf + tariff.Measure(other), Price: "0.1"}}}
	}
	for _, name := range []string{"丙", "乙", "甲"} {
		item := property()
		item.Name = name
		o.charge(item, byArea("1"))
	}
	add := func(item string, rule tariff.Rule) error {
		return o.Book.Store.Write(o.Ctx, func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).AddTariff(tx.Context(), o.Manager, staff.Approval{}, billing.NewTariff{Item: item, Name: "附加", Scope: billing.Scope{Rooms: []string{"1-1-101"}}, FromOn: "2026-01-01", Rule: rule})
		})
	}
	require.NoError(t, add("甲", of("乙")))
	require.NoError(t, add("乙", of("丙")))
	err := add("丙", of("甲"))
	require.Equal(t, "billing.item_loop", store.Code(err))
	require.Contains(t, err.Error(), "丙 → 甲 → 乙 → 丙")
	require.Equal(t, "billing.item_loop", store.Code(add("丙", of("丙"))))
	require.Equal(t, "billing.unknown_item", store.Code(add("丙", of("丁"))))
	require.Equal(t, "tariff.unknown_name", store.Code(add("丙", tariff.Rule{Lines: []tariff.Line{{Formula: "面积 * 深度"}}})))

	// A rule that is only tried can still lead in a circle; it is found out room by room.
	draft := billing.NewTariff{Item: "丙", Name: "基本", FromOn: "2026-01-01", Rule: of("甲")}
	seen := o.preview(billing.Order{Source: billing.ItemSource{Item: "丙", Draft: &draft}, FromOn: "2026-11-01", ToOn: "2026-11-30"})
	require.Len(t, seen.Exceptions, 1)
	require.Equal(t, "billing.item_loop", store.Code(seen.Exceptions[0].Err))
}

func TestAnItemOfAnotherFollowsItsBill(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	surcharge := property()
	surcharge.Name = "电梯费"
	o.charge(surcharge, tariff.Rule{Lines: []tariff.Line{{Measure: "item:物业费", Price: "0.1"}}})
	require.Equal(t, money.Fen(2802), o.preview(month("电梯费", "2026-11")).Bills[0].AmountFen, "a tenth of what the rule says")
	_, code := o.run(month("物业费", "2026-11"))
	require.Empty(t, code)
	approval, bill := o.agreed(staff.ReduceBill), o.bills("物业费")[0].ID
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).Reduce(tx.Context(), o.Manager, approval, bill, 8016, "agreed")
	}))
	require.Equal(t, money.Fen(2000), o.preview(month("电梯费", "2026-11")).Bills[0].AmountFen, "a tenth of what is billed")
	o.Verify()
}
