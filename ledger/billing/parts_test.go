package billing_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// ahead makes the bills of 1-1-101 up to each of some days, and no further.
func (o *office) ahead(days ...calendar.Date) {
	o.Helper()
	for _, on := range days {
		require.Empty(o, o.aheadCode(on), on)
	}
}

func (o *office) aheadCode(on calendar.Date) string {
	return o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Run(o.Ctx, o.Manager, billing.AheadExactly(fmt.Sprint("ahead ", on, len(o.bills("物业费"))), "1-1-101", nil, on))
		return err
	})
}

// standing tells the days and the yuan of the bills of 1-1-101 that stand.
func (o *office) standing() (all []string, sum money.Fen) {
	for _, b := range o.bills("物业费") {
		if b.Object == o.room {
			all, sum = append(all, fmt.Sprintf("%s..%s %s", b.FromOn[5:], b.ToOn[5:], b.AmountFen)), sum+b.AmountFen
		}
	}
	return all, sum
}

func (o *office) undoDays(from calendar.Date) {
	o.Helper()
	for _, b := range o.bills("物业费") {
		if b.Object == o.room && b.FromOn == from {
			require.Empty(o, o.undo(o.Manager, b.ID, "wrong_amount"))
			return
		}
	}
	require.Fail(o, "no bill")
}

func (o *office) adjustments(order billing.Order) (all []string) {
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		found, _, err := o.Book.Billing.Adjustments(o.Ctx, tx, order)
		for _, a := range found {
			all = append(all, fmt.Sprintf("%s %s %s", a.Code, a.Bill.FromOn, a.DifferenceFen()))
		}
		return err
	}))
	return all
}

func TestDaysWhoseBillWasTakenBackAreBilledAgain(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("3"))
	o.ahead("2026-11-25", "2026-12-05", "2026-12-10", "2026-12-20")
	o.undoDays("2026-12-06")
	require.Equal(t, []string{"物业费 2026-11-01 2026-11-30 2026-12-01 2 ", "物业费 2026-12-01 2026-12-31 2027-01-01 3 "}, o.due("2027-01-01")[10:])
	order := month("物业费", "2026-12")
	order = with(order, func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} })
	preview := o.preview(order)
	require.Empty(t, preview.Exceptions)
	require.Len(t, preview.Bills, 2)
	require.Equal(t, calendar.Date("2026-12-06"), preview.Bills[0].FromOn)
	require.Equal(t, calendar.Date("2026-12-10"), preview.Bills[0].ToOn)
	o.ahead("2026-12-08") // a part of the hole
	_, code := o.run(month("物业费", "2026-12"))
	require.Empty(t, code)
	all, sum := o.standing()
	require.Equal(t, []string{"11-01..11-25 245.75", "11-26..11-30 49.15", "12-01..12-05 47.56", "12-11..12-20 95.13", "12-06..12-08 28.54", "12-09..12-10 19.03", "12-21..12-31 104.64"}, all)
	require.Equal(t, money.Fen(2*294_90), sum)
	require.Empty(t, o.adjustments(order))
	order.RequestID = "again"
	_, code = o.run(order)
	require.Equal(t, "billing.already_all", code)
	require.Equal(t, "billing.nothing_ahead", o.aheadCode("2026-12-31"))
	require.Empty(t, o.due("2027-01-01"))
	o.Verify()
}

func TestTheDaysOfACorrectedHandoverAreBilled(t *testing.T) {
	for on, want := range map[calendar.Date]string{"2026-03-15": "2027-03-05..2027-03-14 9.83", "2026-02-20": "2026-02-20..2026-03-04 12.78"} {
		o := newOffice(t)
		register := func(hash string, on calendar.Date) {
			o.register(hash, estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", AreaCentiM2: 9830, HandoverOn: on})
		}
		register("1", "2026-03-05")
		item := property()
		item.Cycle, item.Advance = tariff.Anniversary, true
		o.charge(item, tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "0.01", Per: tariff.Day}}})
		_, code := o.run(month("物业费", "2026-04"))
		require.Empty(t, code)
		register("2", on)
		order := month("物业费", "2026-04")
		order.RequestID = "corrected"
		_, code = o.run(order)
		require.Empty(t, code)
		bill := o.bills("物业费")[1]
		require.Equal(t, want, fmt.Sprintf("%s..%s %s", bill.FromOn, bill.ToOn, bill.AmountFen))
		order.RequestID = "again"
		_, code = o.run(order)
		require.Equal(t, "billing.already_all", code)
		o.Verify()
	}
}

// What is charged once a period was charged with the part that is billed: nobody can say what the days beside it cost.
func TestDaysWithoutAPriceOfTheirOwnAreNotBilledBesideABill(t *testing.T) {
	o := newOffice(t)
	register := func(hash string, on calendar.Date) {
		o.register(hash, estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", AreaCentiM2: 9830, HandoverOn: on})
	}
	register("1", "2026-03-05")
	item := property()
	item.Cycle, item.Advance = tariff.Anniversary, true
	o.charge(item, tariff.Rule{Lines: []tariff.Line{{Price: "1200", Per: tariff.Period}}})
	_, code := o.run(month("物业费", "2026-04"))
	require.Empty(t, code)
	register("2", "2026-03-15")
	order := month("物业费", "2026-04")
	order.RequestID = "corrected"
	_, code = o.run(order)
	require.Equal(t, "billing.exceptions", code)
	require.Empty(t, o.due("2026-11-21"))
}

// Each part is rounded by itself, and the last one is what is left of the month.
func TestThePartsOfAPeriodAddUpToIt(t *testing.T) {
	var december []calendar.Date
	for on := calendar.Date("2026-12-01"); on < "2026-12-31"; on = on.AddDays(1) {
		december = append(december, on)
	}
	for name, c := range map[string]struct {
		rule  func(*tariff.Rule)
		whole money.Fen
		bills int
	}{
		"to the fen":   {func(*tariff.Rule) {}, 280_16, 31},
		"up to yuan":   {func(r *tariff.Rule) { r.Rounding = tariff.Rounding{To: "yuan", Mode: "up"} }, 281_00, 29},
		"down to yuan": {func(r *tariff.Rule) { r.Rounding = tariff.Rounding{To: "yuan", Mode: "down"} }, 280_00, 31},
		"at least":     {func(r *tariff.Rule) { r.Least, r.LimitPer = "10", "period" }, 280_16, 29},
	} {
		t.Run(name, func(t *testing.T) {
			o := newQuarter(t)
			rule := byArea("2.85")
			c.rule(&rule)
			o.charge(property(), rule)
			o.ahead("2026-11-30")
			for _, on := range december {
				if code := o.aheadCode(on); code != "billing.nothing_ahead" {
					require.Empty(t, code)
				}
			}
			order := with(month("物业费", "2026-12"), func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} })
			_, code := o.run(order)
			require.Contains(t, []string{"", "billing.nothing"}, code)
			all, sum := o.standing()
			t.Log(all)
			require.Equal(t, c.whole, sum-o.bills("物业费")[0].AmountFen)
			require.Empty(t, o.adjustments(order))
			o.Verify()
		})
	}
}

func TestWhatWasTakenOffAPartIsNotAskedForWithTheLast(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	o.ahead("2026-11-30", "2026-12-07", "2026-12-14")
	agreed, bill := o.agreed(staff.ReduceBill), o.bills("物业费")[1].ID
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).Reduce(tx.Context(), o.Manager, agreed, bill, 1000, "agreed")
	}))
	order := with(month("物业费", "2026-12"), func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} })
	_, code := o.run(order)
	require.Empty(t, code)
	last := o.bills("物业费")[3]
	require.Equal(t, money.Fen(28016-6326-6326), last.AmountFen)
	require.Equal(t, "本期合计 280.16 − 已出 126.52 = 153.64，是本期最后一张", last.Steps[len(last.Steps)-1])
	require.Empty(t, o.adjustments(order))
	// Another area: every part is put right, and the parts are still the month.
	o.register("5", estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", AreaCentiM2: 10000})
	order.RequestID = "adjust"
	_, code = o.adjust(order, "adjust")
	require.Empty(t, code)
	require.Empty(t, o.adjustments(order))
	sum := money.Fen(0)
	for _, b := range o.bills("物业费") {
		if b.FromOn >= "2026-12-01" {
			sum += b.AmountFen - b.ReducedFen
		}
	}
	require.Equal(t, money.Fen(285_00-10_00), sum)
	o.Verify()
}

// Two prices within a period part it themselves: each part is by its own.
func TestPartsByTwoPricesAreEachByTheirOwn(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	o.ahead("2026-11-30", "2026-12-07")
	agreed := o.agreed(staff.SetPrices)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).ChangePrice(tx.Context(), o.Manager, agreed, billing.PriceChange{Item: "物业费", Tariff: "基本", FromOn: "2026-12-15", Rule: byArea("3")})
	}))
	_, code := o.run(with(month("物业费", "2026-12"), func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} }))
	require.Empty(t, code)
	last := o.bills("物业费")[2]
	require.Equal(t, money.Fen(22498), last.AmountFen)
	require.NotContains(t, last.Why(), "本期合计")
}
