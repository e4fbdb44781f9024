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

func TestASharedCostIsSplitToTheFen(t *testing.T) {
	o := newQuarter(t)
	item := property()
	item.Name, item.ShareBy = "公共电费", tariff.Area
	o.charge(item, split())
	order := month("公共电费", "2026-11")
	_, code := o.run(order)
	require.Equal(t, "billing.pool", code)
	order = with(order, func(s *billing.ItemSource) { s.PoolFen = 100_00 })
	made, code := o.run(order)
	require.Empty(t, code)
	require.Equal(t, money.Fen(100_00), made.SumFen)
	bills := o.bills("公共电费")
	// 98.30, 120.50 and 200.00 of 418.80 m²: 2347.18…, 2877.26…, 4775.54…: the fen left goes to the largest remainder.
	require.Equal(t, []money.Fen{2347, 2877, 4776}, []money.Fen{bills[0].AmountFen, bills[1].AmountFen, bills[2].AmountFen})
	order.RequestID = "again"
	_, code = o.run(order)
	require.Equal(t, "billing.already", code)
	o.Verify()
}

func TestAVacantFlatPaysLessFromTheDayItIsGranted(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("3"))
	half, err := tariff.ParseNumber("0.7")
	require.NoError(t, err)
	wish := billing.Concession{Object: estate.ObjectID(estate.Room, "1-1-102"), Item: "物业费", Name: "空置减免", Factor: half, FromOn: "2026-11-16"}
	grant := func(wish billing.Concession, approval staff.Approval) string {
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Billing.In(tx).Grant(tx.Context(), o.Manager, approval, wish)
			return err
		})
	}
	require.Equal(t, "staff.needs_approval", grant(wish, staff.Approval{}))
	require.Empty(t, grant(wish, o.agreed(staff.SetPrices)))
	require.Equal(t, "billing.concession_twice", grant(wish, o.agreed(staff.SetPrices)))
	// 120.50 × 3 = 361.50; half a month of it whole, the other half at 70 %.
	require.Equal(t, money.Fen(30728), o.preview(month("物业费", "2026-11")).Bills[1].AmountFen)
	var granted []billing.Concession
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) { granted, err = billing.Concessions(tx, wish.Object); return err }))
	require.Len(t, granted, 1)
	approval := o.agreed(staff.SetPrices)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).EndConcession(tx.Context(), o.Manager, approval, granted[0].ID, "2026-11-30")
	}))
	require.Equal(t, money.Fen(36150), o.preview(month("物业费", "2026-12")).Bills[1].AmountFen)
	o.Verify()
}

func TestCollectingToADayMakesTheBillsNow(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	water := billing.Item{Name: "水费", Kind: billing.Agency, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Active: true}
	o.charge(water, tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "5"}}})
	parking := billing.Item{Name: "车位费", Kind: billing.Income, HangsOn: estate.Space, Cycle: tariff.EveryQuarter, Advance: true, Active: true}
	o.charge(parking, tariff.Rule{Lines: []tariff.Line{{Price: "300"}}})
	collect := func(id string, to calendar.Date) (made billing.RunResult, code string) {
		code = o.Write(func(tx *store.Tx) (err error) {
			made, err = o.Book.Billing.In(tx).Run(o.Ctx, o.Cashier, billing.Ahead(id, "1-1-101", nil, to))
			return err
		})
		return made, code
	}
	_, code := collect("to yesterday", "2026-11-20")
	require.Equal(t, "billing.ahead_date", code)
	made, code := collect("to March", "2027-03-31")
	require.Empty(t, code)
	require.Equal(t, 5+2, made.Count, "November to March, and this quarter's and the next one's space")
	require.Equal(t, money.Fen(5*28016+2*90000), made.SumFen)
	again, code := collect("to March", "2027-03-31")
	require.Empty(t, code)
	require.Equal(t, made.Run, again.Run)
	_, code = collect("once more", "2027-03-31")
	require.Equal(t, "billing.nothing_ahead", code)
	require.Equal(t, 2, o.preview(month("物业费", "2026-12")).Count, "the month's run leaves out what is billed")
	o.Verify()
}

func (o *office) openShift() {
	o.Helper()
	count, err := till.CountOf(500_00)
	require.NoError(o, err)
	_, err = o.Book.Till.Open(o.Ctx, o.Cashier, till.Opening{Counted: count})
	require.NoError(o, err)
}

func (o *office) pay(order till.Order) string {
	order.Room = o.room
	_, err := o.Book.Till.Receive(o.Ctx, o.Cashier, order)
	return store.Code(err)
}

func TestALateFeeIsPaidToTheDay(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	_, code := o.run(month("物业费", "2026-09")) // due 10 October
	require.Empty(t, code)
	o.openShift()
	bill := o.bills("物业费")[0]
	fees := func() (fees []billing.LateFee) {
		require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) {
			fees, err = billing.LateFees(tx, []billing.Bill{bill}, today)
			return err
		}))
		return fees
	}
	require.Equal(t, money.Fen(588), fees()[0].Fen) // 280.16 × 0.0005 × 42 days
	require.Equal(t, "till.late_fee", o.pay(till.Order{RequestID: "p1", Bills: []till.BillPart{{Bill: bill.ID, Fen: 28016}},
		LateFees: []till.BillPart{{Bill: bill.ID, Fen: 500}}, Tenders: []till.Tender{{Kind: till.Card, Fen: 28516, Reference: "000123"}}}))
	waive := func(by staff.Actor, fen money.Fen) string {
		return o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).Waive(tx.Context(), by, staff.Approval{}, bill.ID, fen, today, "first_time")
		})
	}
	require.Equal(t, "billing.waive_much", waive(o.Cashier, 589))
	require.Empty(t, waive(o.Cashier, 88))
	require.Equal(t, money.Fen(500), fees()[0].Fen)
	require.Empty(t, o.pay(till.Order{RequestID: "p2", Bills: []till.BillPart{{Bill: bill.ID, Fen: 28016}},
		LateFees: []till.BillPart{{Bill: bill.ID, Fen: 500}}, Tenders: []till.Tender{{Kind: till.Card, Fen: 28516, Reference: "000123"}}}))
	require.Empty(t, fees())
	late := o.bills("物业费违约金")
	require.Len(t, late, 1)
	require.Equal(t, bill.ID, late[0].OfBill)
	require.Equal(t, money.Fen(500), late[0].PaidFen)
	o.Verify()
}

func TestAWaiverBeyondTheLimitNeedsASecondPerson(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("28.5"))
	_, code := o.run(month("物业费", "2026-09"))
	require.Empty(t, code)
	bill := o.bills("物业费")[0]
	require.Equal(t, "staff.needs_approval", o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).Waive(tx.Context(), o.Cashier, staff.Approval{}, bill.ID, 1001, today, "hardship")
	}))
	approval := o.Approve(o.Cashier, staff.WaiveFee)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).Waive(tx.Context(), o.Cashier, approval, bill.ID, 1001, today, "hardship")
	}))
	o.Verify()
}

func TestACorrectedAreaIsAdjustedBothWays(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	_, code := o.run(month("物业费", "2026-11"))
	require.Empty(t, code)
	o.openShift()
	paid := o.bills("物业费")[0]
	require.Empty(t, o.pay(till.Order{RequestID: "p", Bills: []till.BillPart{{Bill: paid.ID, Fen: 28016}}, Tenders: []till.Tender{{Kind: till.Card, Fen: 28016, Reference: "000123"}}}))
	o.register("5", estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", AreaCentiM2: 9000}, estate.Row{Code: "1-1-102", Building: "1", Use: "住宅", AreaCentiM2: 13000})
	order := month("物业费", "2026-11")
	order.RequestID = "adjust"
	adjust := func(approval staff.Approval) (made billing.RunResult, code string) {
		code = o.Write(func(tx *store.Tx) (err error) {
			made, err = o.Book.Billing.In(tx).Adjust(o.Ctx, o.Manager, approval, order, "wrong_area")
			return err
		})
		return made, code
	}
	_, code = adjust(staff.Approval{})
	require.Equal(t, "staff.needs_approval", code)
	made, code := adjust(o.agreed(staff.ReduceBill))
	require.Empty(t, code)
	require.Equal(t, 2, made.Count)
	require.Equal(t, money.Fen(25650-28016+37050-34343), made.SumFen)
	bills := o.bills("物业费")
	require.Equal(t, money.Fen(28016-25650), bills[0].ReducedFen)
	require.Equal(t, money.Fen(28016-25650), bills[0].ExcessFen())
	require.Equal(t, money.Fen(37050-34343), bills[3].AmountFen)
	require.Equal(t, bills[1].ID, bills[3].OfBill)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		moved, err := o.Book.Till.CreditExcess(tx, o.Manager, paid.ID)
		require.Equal(t, money.Fen(28016-25650), moved)
		return err
	}))
	require.Equal(t, "till.no_excess", o.Write(func(tx *store.Tx) error { _, err := o.Book.Till.CreditExcess(tx, o.Manager, paid.ID); return err }))
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		credit, err := till.Credit(tx, o.room)
		require.Equal(t, money.Fen(28016-25650), credit)
		return err
	}))
	order.RequestID = "once more"
	_, code = adjust(o.agreed(staff.ReduceBill))
	require.Equal(t, "billing.nothing_to_adjust", code)
	o.Verify()
}
