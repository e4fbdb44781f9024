package billing_test

import (
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

// lateBill returns 1-1-101's bill of September, due on 10 October, under an item and a price.
func (o *office) lateBill(item billing.Item, price string) billing.Bill {
	o.Helper()
	o.charge(item, byArea(price))
	_, code := o.run(month(item.Name, "2026-09"))
	require.Empty(o, code)
	return o.bills(item.Name)[0]
}

func (o *office) waive(by staff.Actor, approval staff.Approval, bill string, fen money.Fen, toOn calendar.Date) string {
	return o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).Waive(tx.Context(), by, approval, bill, fen, toOn, "first_time")
	})
}

// setItem changes an item with a second person.
func (o *office) setItem(item billing.Item) string {
	approval := o.agreed(staff.SetPrices)
	return o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, approval, item)
	})
}

// What a cashier may waive alone is counted by bill: asking ten times for a little is asking for much.
func TestACashiersWaiversOfOneBillAreCountedTogether(t *testing.T) {
	o := newQuarter(t)
	bill := o.lateBill(property(), "28.5") // 2801.55 and 58.83 for being late
	agreed := func() staff.Approval {
		approval := o.Approve(o.Cashier, staff.WaiveFee)
		return approval
	}
	require.Empty(t, o.waive(o.Cashier, agreed(), bill.ID, 1001, today), "what a second person agreed to is not the cashier's own")
	require.Empty(t, o.waive(o.Cashier, staff.Approval{}, bill.ID, 600, today))
	require.Equal(t, "staff.needs_approval", o.waive(o.Cashier, staff.Approval{}, bill.ID, 401, today))
	asked, err := o.Book.Staff.AskApproval(o.Ctx, o.Cashier, staff.Ask{RequestID: "waive", Action: staff.WaiveFee, About: bill.ID, Fen: 401, Terms: staff.NewTerms("reason", "first_time").And(staff.Standing(2))})
	require.NoError(t, err)
	_, err = o.Book.Staff.DecideApproval(o.Ctx, o.Supervisor, asked.Number, true)
	require.NoError(t, err)
	require.Empty(t, o.waive(o.Cashier, staff.Approval{}, bill.ID, 401, today), "what was asked for is this waiver, after the two before it")
	require.Empty(t, o.waive(o.Cashier, staff.Approval{}, bill.ID, 400, today))
	require.Equal(t, "staff.needs_approval", o.waive(o.Cashier, staff.Approval{}, bill.ID, 1, today))
	require.Empty(t, o.waive(o.Cashier, agreed(), bill.ID, 1, today))
	require.Equal(t, money.Fen(5883-1001-600-401-400-1), o.feeOn(bill.ID, today))
	o.Verify()
}

// Nobody is let off what is not owed yet.
func TestALateFeeOfDaysToComeIsNotWaived(t *testing.T) {
	o := newQuarter(t)
	bill := o.lateBill(property(), "2.85")
	require.Equal(t, "billing.waive_date", o.waive(o.Manager, staff.Approval{}, bill.ID, 100, today.AddDays(1)))
	require.Empty(t, o.waive(o.Manager, staff.Approval{}, bill.ID, 100, today))
}

// A payment entered by mistake and taken back never was: it counts on its own day and is taken back on that day.
func TestAPaymentThatWasUndoneTakesNothingOffTheLateFee(t *testing.T) {
	o := newQuarter(t)
	bill := o.lateBill(property(), "2.85")
	o.openShift()
	require.Equal(t, money.Fen(588), o.feeOn(bill.ID, today))
	late := o.Approve(o.Cashier, staff.EnterLate)
	paid, err := o.Book.Till.Receive(o.Ctx, o.Cashier, till.Order{RequestID: "p", Room: o.room, Bills: []till.BillPart{{Bill: bill.ID, Fen: 28010}},
		Tenders: []till.Tender{{Kind: till.Cash, Fen: 28010}}, Late: &till.Late{PaperNumber: "A1", ValueOn: "2026-10-11", Reason: till.Reason{Code: "power_cut"}}, Approval: late})
	require.NoError(t, err)
	require.Zero(t, o.feeOn(bill.ID, today))
	void := o.Approve(o.Cashier, staff.VoidPayment)
	_, err = o.Book.Till.Void(o.Ctx, o.Cashier, void, till.Undoing{RequestID: "v", Number: paid.Number, CashBackFen: 28010, Reason: till.Reason{Code: "wrong_amount"}})
	require.NoError(t, err)
	require.Equal(t, money.Fen(588), o.feeOn(bill.ID, today))
	require.Equal(t, money.Fen(434), o.feeOn(bill.ID, "2026-11-10"))
	o.Verify()
}

// What a bill cost by being late does not go where the rest of the bill is taken off: it is a bill, as where the rest is paid.
func TestTheLateFeeOfABillThatAReductionClosesStaysOwed(t *testing.T) {
	o := newQuarter(t)
	bill := o.lateBill(property(), "2.85")
	o.openShift()
	require.Empty(t, o.pay(till.Order{RequestID: "part", Room: o.room, Bills: []till.BillPart{{Bill: bill.ID, Fen: 280_10}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: 280_10}}}))
	reduce := func(fen money.Fen) string {
		_, err := o.Book.Reduce(o.Ctx, o.Manager, o.agreed(staff.ReduceBill), bill.ID, fen, "agreed")
		return store.Code(err)
	}
	require.Empty(t, reduce(5))
	require.Empty(t, o.bills("物业费违约金"), "it goes on growing with the rest")
	require.Empty(t, reduce(1))
	fees := o.bills("物业费违约金")
	require.Len(t, fees, 1)
	require.Equal(t, []any{money.Fen(5_88), bill.ID, today}, []any{fees[0].OwedFen(), fees[0].OfBill, fees[0].DueOn})
	require.Zero(t, o.feeOn(bill.ID, today))
	require.Empty(t, reduce(100_00), "what is paid too much is nobody's late fee")
	require.Len(t, o.bills("物业费违约金"), 1)
	o.Verify()

	q := newQuarter(t)
	whole := q.lateBill(property(), "2.85")
	_, err := q.Book.Reduce(q.Ctx, q.Manager, q.agreed(staff.ReduceBill), whole.ID, whole.AmountFen, "wrong_price")
	require.NoError(t, err)
	require.Empty(t, q.bills("物业费违约金"), "what was never owed was never late")
}

// A late-fee rule holds for the bills that are due from the day after it was set; what is late already stays as it was.
func TestALateFeeRuleDoesNotReachBack(t *testing.T) {
	o := newQuarter(t)
	september := o.lateBill(property(), "2.85")
	item := property()
	item.DueDays = 0
	require.Empty(t, o.setItem(item))
	item.LateFee.RatePerDay = "0.003"
	require.Empty(t, o.setItem(item))
	require.Equal(t, money.Fen(588), o.feeOn(september.ID, today))
	require.Equal(t, money.Fen(420), o.feeOn(september.ID, "2026-11-09"), "280.16 × 0.0005 × 30 days")

	_, code := o.run(month("物业费", "2026-11")) // due on 30 November
	require.Empty(t, code)
	november := o.bills("物业费")[3]
	require.Equal(t, money.Fen(840), o.feeOn(november.ID, "2026-12-10"), "280.16 × 0.003 × 10 days")

	// A slip put right on the same day: the last word holds, and both are kept.
	item.LateFee = tariff.LateFee{}
	require.Empty(t, o.setItem(item))
	require.Zero(t, o.feeOn(november.ID, "2026-12-10"))
	require.Equal(t, money.Fen(588), o.feeOn(september.ID, today))
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		days, err := store.All(tx, "SELECT from_on FROM item_late_fees ORDER BY device, seq", nil, func(scan func(dest ...any) error) (on string, err error) {
			return on, scan(&on)
		})
		require.Equal(t, []string{"", "2026-11-22", "2026-11-22"}, days)
		return err
	}))
	o.Verify()
}

// A late fee is an item by itself: an item of such a name would bear a late fee on late fees.
func TestAnItemIsNotNamedAsALateFee(t *testing.T) {
	o := newQuarter(t)
	item := property()
	item.Name += billing.LateFeeSuffix
	require.Equal(t, "billing.item_late_fee", o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, staff.Approval{}, item)
	}))
}

// Every reduction names who agreed to it, though one word agrees to all of an adjustment.
func TestEveryReductionOfAnAdjustmentNamesItsApprover(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	order := month("物业费", "2026-11")
	_, code := o.run(order)
	require.Empty(t, code)
	o.register("5", estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", AreaCentiM2: 9000}, estate.Row{Code: "1-1-102", Building: "1", Use: "住宅", AreaCentiM2: 9000})
	_, code = o.adjust(order, "adjust")
	require.Empty(t, code)
	supervisor, err := o.Book.Staff.SignIn(o.Ctx, "200", "2468")
	require.NoError(t, err)
	for _, bill := range o.bills("物业费")[:2] {
		require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
			taken, err := billing.Reductions(tx, bill.ID)
			require.Len(t, taken, 1)
			require.Equal(t, supervisor.ID(), taken[0].Approver)
			return err
		}))
	}
	o.Verify()
}
