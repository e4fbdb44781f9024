package billing_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// feeOn returns what a bill has cost by being late up to a day.
func (o *office) feeOn(bill string, toOn calendar.Date) (fen money.Fen) {
	o.Helper()
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		b, err := billing.ByID(tx, bill)
		require.NoError(o, err)
		fees, err := billing.LateFees(tx, []billing.Bill{b}, toOn)
		if len(fees) > 0 {
			fen = fees[0].Fen
		}
		return err
	}))
	return fen
}

// payLate books a hand-written receipt: part of a bill, paid on a day that is over.
func (o *office) payLate(request, bill string, fen money.Fen, on calendar.Date) string {
	o.Helper()
	approval := o.Approve(o.Cashier, staff.EnterLate)
	return o.pay(till.Order{RequestID: request, Bills: []till.BillPart{{Bill: bill, Fen: fen}}, Tenders: []till.Tender{{Kind: till.Card, Fen: fen, Reference: "000123"}},
		Late: &till.Late{PaperNumber: request, ValueOn: on, Reason: till.Reason{Code: "power_cut"}}, Approval: approval})
}

// What is paid on the last day of grace costs nothing, like what is paid on the days before.
func TestWhatIsPaidOnTheLastDayOfGraceCostsNothing(t *testing.T) {
	for _, paidOn := range []calendar.Date{"2026-10-12", "2026-10-13"} {
		o := newQuarter(t)
		o.charge(property(), byArea("2.85")) // three days of grace
		_, code := o.run(month("物业费", "2026-09"))
		require.Empty(t, code)
		o.openShift()
		bill := o.bills("物业费")[0] // 280.16, due on 10 October
		require.Empty(t, o.payLate("P1", bill.ID, 18016, paidOn))
		// 100.00 × 0.0005 × 42 days from 11 October to 21 November: 2.10.
		require.Equal(t, money.Fen(210), o.feeOn(bill.ID, today), "paid on %s", paidOn)
	}
}

// A late entry is asked what was owed by its own day: what was paid after it does not count back.
func TestWhatWasPaidAfterwardsDoesNotCountBack(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	_, code := o.run(month("物业费", "2026-09"))
	require.Empty(t, code)
	o.openShift()
	bill := o.bills("物业费")[0]
	before := o.feeOn(bill.ID, "2026-11-10")
	require.Equal(t, money.Fen(434), before) // 280.16 × 0.0005 × 31 days = 4.34248
	require.Empty(t, o.payLate("P1", bill.ID, 18016, "2026-11-15"))
	require.Equal(t, before, o.feeOn(bill.ID, "2026-11-10"))
}

// After an adjustment both its bills are taken back, and the month is run again: that is the next revision.
func TestAMonthThatWasAdjustedCanBeRunAgain(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	order := month("物业费", "2026-11")
	order = with(order, func(s *billing.ItemSource) { s.Only = []string{"1-1-102"} })
	_, code := o.run(order)
	require.Empty(t, code)
	o.register("5", estate.Row{Code: "1-1-102", Building: "1", Use: "住宅", AreaCentiM2: 13000})
	order.RequestID = "adjust"
	approval := o.agreed(staff.ReduceBill)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Adjust(o.Ctx, o.Manager, approval, order, "wrong_area")
		return err
	}))
	for _, bill := range slices.Backward(o.bills("物业费")) { // the adjustment first
		require.Empty(t, o.undo(o.Manager, bill.ID, "wrong_amount"))
	}
	order.RequestID = "again"
	made, code := o.run(order)
	require.Empty(t, code)
	require.Equal(t, money.Fen(37050), made.SumFen)
	require.Equal(t, 2, o.bills("物业费")[0].Revision)
	o.Verify()
}

// A bill of many years is seen by a run that begins long after it.
func TestABillOfManyYearsIsNotBilledTwice(t *testing.T) {
	o := newQuarter(t)
	item := property()
	item.Cycle = tariff.AnySpan
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		if err := o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, staff.Approval{}, item); err != nil {
			return err
		}
		return o.Book.Billing.In(tx).AddTariff(tx.Context(), o.Manager, staff.Approval{}, billing.NewTariff{Item: item.Name, Name: "基本", FromOn: "2010-01-01", Rule: byArea("2.85")})
	}))
	_, code := o.run(billing.Order{RequestID: "five years", Source: billing.ItemSource{Item: item.Name}, FromOn: "2021-01-01", ToOn: "2025-12-31", Approval: o.agreed(staff.IssueFar)})
	require.Empty(t, code)
	made, code := o.run(billing.Order{RequestID: "the last one again", Source: billing.ItemSource{Item: item.Name}, FromOn: "2025-01-01", ToOn: "2025-12-31"})
	require.Equal(t, "billing.exceptions", code)
	require.Len(t, made.Exceptions, 3)
	require.Equal(t, "billing.overlaps", store.Code(made.Exceptions[0].Err))
}

// Whoever agreed to a preview agreed to its due days and its debtors as well.
func TestARunWithOtherDueDaysThanItsPreviewIsRefused(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	order := month("物业费", "2026-11")
	order.Digest = o.preview(order).Digest
	item, approval := property(), o.agreed(staff.SetPrices)
	item.DueDays = 0
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, approval, item)
	}))
	_, code := o.run(order)
	require.Equal(t, "billing.changed", code)
}

// A late fee is an item of its own, whose name is longer than that of what it is for: the longest name leaves room for it.
func TestALateFeeOfTheLongestNameCanBePaid(t *testing.T) {
	o := newQuarter(t)
	item := property()
	item.Name = "住宅小区高层电梯及二次供水设施设备运行维护保养及能耗分摊费用（住宅）含税价甲"
	require.Len(t, []rune(item.Name), 38)
	require.Equal(t, "billing.item", o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, staff.Approval{}, item)
	}))
	item.Name = string([]rune(item.Name)[:37])
	o.charge(item, byArea("2.85"))
	order := month(item.Name, "2026-09")
	order.RequestID = "run" // as long a name would be too long for one
	_, code := o.run(order)
	require.Empty(t, code)
	o.openShift()
	bill := o.bills(item.Name)[0]
	require.Empty(t, o.pay(till.Order{RequestID: "p", Bills: []till.BillPart{{Bill: bill.ID, Fen: 28016}}, LateFees: []till.BillPart{{Bill: bill.ID, Fen: 588}},
		Tenders: []till.Tender{{Kind: till.Card, Fen: 28604, Reference: "000123"}}}))
	o.Verify()
}

// An order that names a bill's late fee twice would make two bills of one fee.
func TestALateFeeIsPaidOnce(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	_, code := o.run(month("物业费", "2026-09"))
	require.Empty(t, code)
	o.openShift()
	bill := o.bills("物业费")[0]
	fee := till.BillPart{Bill: bill.ID, Fen: 588}
	require.Equal(t, "till.amount", o.pay(till.Order{RequestID: "p", Bills: []till.BillPart{{Bill: bill.ID, Fen: 28016}}, LateFees: []till.BillPart{fee, fee},
		Tenders: []till.Tender{{Kind: till.Card, Fen: 28016 + 2*588, Reference: "000123"}}}))
	require.Empty(t, o.bills("物业费违约金"))
}
