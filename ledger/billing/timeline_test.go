package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

func (o *office) tariff(item, name string, scope billing.Scope, from calendar.Date, rule tariff.Rule) {
	o.Helper()
	require.Empty(o, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).AddTariff(tx.Context(), o.Manager, staff.Approval{}, billing.NewTariff{Item: item, Name: name, Scope: scope, FromOn: from, Rule: rule})
	}))
}

func (o *office) endTariff(item, name string, toOn calendar.Date) {
	o.Helper()
	agreed := o.agreed(staff.SetPrices)
	require.Empty(o, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).EndTariff(tx.Context(), o.Manager, agreed, item, name, toOn)
	}))
}

// The house 1 gets a dearer tariff from the 16th: half a month of each. A tariff that ends without another leaves the rest
// free, and a hole between two of them is nobody's to guess.
func TestTariffsFollowEachOtherInsideAMonth(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("3"))
	o.tariff("物业费", "一栋", billing.Scope{Buildings: []string{"1"}}, "2026-11-16", byArea("6"))
	fees := func() []money.Fen {
		var fees []money.Fen
		for _, b := range o.preview(month("物业费", "2026-11")).Bills {
			fees = append(fees, b.AmountFen)
		}
		return fees
	}
	require.Equal(t, []money.Fen{44235, 54225, 60000}, fees()) // 98.30 × 3 × 15/30 + 98.30 × 6 × 15/30, …
	o.endTariff("物业费", "一栋", "2026-11-20")
	require.Equal(t, []money.Fen{34405, 42175, 60000}, fees()) // five days of the dearer one
	o.endTariff("物业费", "基本", "2026-11-17")
	require.Equal(t, []money.Fen{24575, 30125, 34000}, fees()) // 15 days at 3, five at 6; the shop 17 days at 3
	o.tariff("物业费", "年末", billing.Scope{}, "2026-11-25", byArea("3"))
	seen := o.preview(month("物业费", "2026-11"))
	require.Len(t, seen.Exceptions, 3)
	require.Equal(t, "billing.two_tariffs", store.Code(seen.Exceptions[0].Err))
}

// Water is read once and counted once, whether one room is billed or all, before and after a price changed.
func TestAReadingIsCountedOnceAfterAPriceChange(t *testing.T) {
	o := newQuarter(t)
	water := billing.Item{Name: "水费", Kind: billing.Agency, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Active: true}
	tiers := func(first string) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", TierBy: tariff.TierYear, Tiers: []tariff.Tier{{UpTo: "18", Price: tariff.Value(first)}, {Price: "9"}}}}}
	}
	o.charge(water, tiers("5"))
	agreed := o.agreed(staff.SetPrices)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).ChangePrice(tx.Context(), o.Manager, agreed, billing.PriceChange{Item: "水费", Tariff: "基本", FromOn: "2026-11-21", Rule: tiers("6")})
	}))
	for _, reading := range []struct {
		on            calendar.Date
		before, value int64
	}{{"2026-10-31", 0, 10}, {"2026-11-20", 10, 20}} {
		before, value := tariff.Whole(reading.before), tariff.Whole(reading.value)
		require.Empty(t, o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Take(tx.Context(), o.Manager, meter.Taking{RequestID: string(reading.on), KeepAll: true, Sheet: meter.Sheet{FileHash: "00ff" + string(reading.on),
				ForOn: reading.on, Offers: []meter.Offer{{Line: 2, Room: "1-1-101", Kind: "水", Previous: &before, Value: &value, On: reading.on}}}})
			return err
		}))
	}
	order := month("水费", "2026-11")
	whole := o.preview(order)
	// The dial was read the day before the price changed: 8 m³ left of the year's 18 at 5, 2 at 9.
	require.Equal(t, money.Fen(58_00), whole.Bills[0].AmountFen)
	order = with(order, func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} })
	require.Equal(t, money.Fen(58_00), o.preview(order).Bills[0].AmountFen)
	o.Verify()
}

func TestASharedCostIsSplitAmongAllOrNotAtAll(t *testing.T) {
	o := newQuarter(t)
	item := property()
	item.Name, item.ShareBy = "公共电费", tariff.Area
	o.charge(item, split())
	o.register("6", estate.Row{Code: "1-1-105", Building: "1", Use: "住宅", AreaCentiM2: 9000, HandoverOn: "2027-03-01"})
	order := month("公共电费", "2026-11")
	order = with(order, func(s *billing.ItemSource) { s.PoolFen, s.Only = 100_00, []string{"1-1-101"} })
	_, code := o.run(order)
	require.Equal(t, "billing.shared_whole", code)
	order = with(order, func(s *billing.ItemSource) { s.Only = nil })
	order.LeaveOut = true
	_, code = o.run(order)
	require.Equal(t, "billing.shared_whole", code)
	order.LeaveOut = false
	made, code := o.run(order)
	require.Empty(t, code)
	require.Equal(t, 3, made.Count, "not the flat that is handed over next year")
	require.Equal(t, money.Fen(100_00), made.SumFen)
	o.Verify()
}

func TestAOneOffIsChargedOnce(t *testing.T) {
	o := newQuarter(t)
	card := billing.Item{Name: "门禁押金", Kind: billing.Deposit, HangsOn: estate.Room, Cycle: tariff.Once, Active: true}
	o.charge(card, tariff.Rule{Lines: []tariff.Line{{Price: "500", Per: tariff.Period}}})
	order := billing.Order{RequestID: "a", Source: billing.ItemSource{Item: card.Name, Only: []string{"1-1-101"}}, FromOn: "2026-11-01", ToOn: "2026-11-01"}
	_, code := o.run(order)
	require.Empty(t, code)
	order.RequestID, order.FromOn, order.ToOn = "b", "2026-12-01", "2026-12-31"
	_, code = o.run(order)
	require.Equal(t, "billing.already_all", code)
	o.Verify()
}

func TestAnAgreedReductionStaysAndARoomOutsideIsTakenOff(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	_, code := o.run(month("物业费", "2026-11"))
	require.Empty(t, code)
	agreed, bill := o.agreed(staff.ReduceBill), o.bills("物业费")[0].ID
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).Reduce(tx.Context(), o.Manager, agreed, bill, 8016, "agreed")
	}))
	order := month("物业费", "2026-11")
	order.RequestID = "adjust"
	adjust := func(approval staff.Approval) string {
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Billing.In(tx).Adjust(o.Ctx, o.Manager, approval, order, "wrong_area")
			return err
		})
	}
	require.Equal(t, "billing.nothing_to_adjust", adjust(staff.Approval{}), "eighty yuan were let go, not forgotten")
	o.register("7", estate.Row{Code: "1-1-102", Building: "1", Use: "住宅", AreaCentiM2: 12050, HandoverOn: "2027-01-01"})
	require.Empty(t, adjust(o.agreed(staff.ReduceBill)))
	require.Zero(t, o.bills("物业费")[1].OwedFen(), "handed over next year only")
	require.Equal(t, money.Fen(20000), o.bills("物业费")[0].OwedFen())
	o.Verify()
}

func TestWhatWasPaidAheadIsAdjustedByNameAlone(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Run(o.Ctx, o.Manager, billing.Ahead("ahead", "1-1-101", nil, "2027-01-31"))
		return err
	}))
	agreed := o.agreed(staff.SetPrices)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).ChangePrice(tx.Context(), o.Manager, agreed, billing.PriceChange{Item: "物业费", Tariff: "基本", FromOn: "2027-01-01", Rule: byArea("3")})
	}))
	_, code := o.run(month("物业费", "2027-01"))
	require.Empty(t, code)
	order := month("物业费", "2027-01")
	found := func() (all []billing.Adjustment) {
		require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) {
			all, _, err = o.Book.Billing.Adjustments(o.Ctx, tx, order)
			return err
		}))
		return all
	}
	require.Empty(t, found(), "it keeps the price it was paid at, which is no mistake")
	order = with(order, func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} })
	require.Equal(t, money.Fen(29490-28016), found()[0].DifferenceFen())
}

// A wrong area is as wrong on what was paid ahead, whole or to a day: an adjustment of the estate's month looks at those bills too.
func TestWhatWasPaidAheadIsAdjustedWithTheOthers(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	o.ahead("2026-11-30", "2026-12-10")
	_, code := o.run(month("物业费", "2026-12"))
	require.Empty(t, code)
	order := month("物业费", "2026-12")
	require.Empty(t, o.adjustments(order))
	o.register("5", estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", AreaCentiM2: 10000})
	require.Equal(t, []string{"1-1-101 2026-12-01 1.57", "1-1-101 2026-12-11 3.27"}, o.adjustments(order))
	require.Equal(t, []string{"1-1-101 2026-11-01 4.84"}, o.adjustments(month("物业费", "2026-11")))
}
