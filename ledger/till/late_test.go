package till_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// overdue bills a month that was due on 2026-10-10 with 0.05 % a day: 280.16, and 5.88 late fee on 2026-11-21.
func (d *desk) overdue() billing.Bill {
	d.Helper()
	item := billing.Item{Name: "物业费", Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, DueDays: 10, Active: true,
		LateFee: tariff.LateFee{Clause: "物业服务合同第九条", RatePerDay: "0.0005", GraceDays: 0}}
	require.NoError(d, d.Book.Billing.AddItem(d.Ctx, d.Manager, staff.Approval{}, item, billing.NewTariff{Name: "住宅", FromOn: "2026-01-01",
		Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "2.85"}}}}))
	_, err := d.Book.Billing.Run(d.Ctx, d.Manager, billing.Order{RequestID: "september", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-09-01", ToOn: "2026-09-30"})
	require.NoError(d, err)
	var bill billing.Bill
	d.Read(func(tx *store.Tx) error {
		bills, _, err := billing.List(tx, billing.Query{Item: "物业费"})
		require.Len(d, bills, 1)
		bill = bills[0]
		return err
	})
	require.Equal(d, money.Fen(280_16), bill.AmountFen)
	return bill
}

// paying is an order for a bill and its late fee by card.
func paying(bill billing.Bill, fen, lateFen money.Fen) func(*till.Order) {
	return func(o *till.Order) {
		o.Bills = []till.BillPart{{Bill: bill.ID, Fen: fen}}
		if lateFen != 0 {
			o.LateFees = []till.BillPart{{Bill: bill.ID, Fen: lateFen}}
		}
		o.Tenders = []till.Tender{{Kind: till.Card, Fen: fen + lateFen, Reference: strconv.FormatInt(int64(fen+lateFen), 10)}}
	}
}

func TestALateFeeIsPaidToTheFenAndTheDayOrNotAtAll(t *testing.T) {
	d := newDesk(t)
	bill := d.overdue()
	require.Empty(t, d.open(50000))
	for code, change := range map[string]func(*till.Order){
		"till.late_fee_left": paying(bill, 280_16, 0),    // paid off, its fee would be lost
		"till.late_fee":      paying(bill, 280_16, 5_87), // another sum than it is today
		"till.amount": func(o *till.Order) { // the same fee twice
			paying(bill, 280_16, 5_88)(o)
			o.LateFees = append(o.LateFees, o.LateFees[0])
		},
	} {
		_, refused := d.pay(change)
		require.Equal(t, code, refused)
	}
	part, code := d.pay(paying(bill, 100_00, 0))
	require.Empty(t, code, "a part leaves the fee with the rest")
	require.Len(t, part.Allocations, 1)

	paid, code := d.pay(paying(bill, 180_16, 5_88))
	require.Empty(t, code)
	require.Equal(t, money.Fen(186_04), paid.TotalFen)
	require.Equal(t, "物业费违约金", paid.Allocations[1].Item)
	require.True(t, paid.Allocations[1].Made, "this payment made the bill that it pays")
	d.Read(func(tx *store.Tx) error {
		fees, err := till.LateFeesOf(tx, paid)
		require.Equal(t, []till.BillPart{{Bill: bill.ID, Fen: 5_88}}, fees)
		return err
	})
	_, code = d.pay(paying(bill, 1, 0))
	require.Equal(t, "till.overpays", code, "nothing is left of it")
	d.Verify()
}

// The same wish asked twice makes one payment and one bill of the fee, though the fee's bill is made by it.
func TestALateFeeIsMadeOnceForOneWish(t *testing.T) {
	d := newDesk(t)
	bill := d.overdue()
	require.Empty(t, d.open(50000))
	var numbers []string
	for range 2 {
		paid, code := d.pay(func(o *till.Order) {
			paying(bill, 280_16, 5_88)(o)
			o.RequestID = "the wish"
		})
		require.Empty(t, code)
		numbers = append(numbers, paid.Number)
	}
	require.Equal(t, numbers[0], numbers[1])
	d.Read(func(tx *store.Tx) error {
		bills, _, err := billing.List(tx, billing.Query{Item: "物业费违约金"})
		require.Len(t, bills, 1)
		return err
	})
	d.Verify()
}

func TestALateFeeRunsToTheValueDateOfALateEntry(t *testing.T) {
	d := newDesk(t)
	bill := d.overdue()
	require.Empty(t, d.open(50000))
	entry := func(fee money.Fen, approval staff.Approval) string {
		_, code := d.pay(func(o *till.Order) {
			paying(bill, 280_16, fee)(o)
			o.Late, o.Approval = &till.Late{PaperNumber: "0088121", ValueOn: "2026-11-01", Reason: till.Reason{Code: "collected_outside"}}, approval
		})
		return code
	}
	require.Equal(t, "till.late_fee", entry(5_88, d.Approve(d.Cashier, staff.EnterLate)), "that is what it is today")
	require.Equal(t, "staff.needs_approval", entry(3_08, staff.Approval{}))
	require.Empty(t, entry(3_08, d.Approve(d.Cashier, staff.EnterLate)), "22 days")
	d.Verify()
}

// What one pays is of the own household: a neighbour's bill is refused, that of the own parking space is not.
func TestAHouseholdPaysItsOwnBills(t *testing.T) {
	d := newDesk(t)
	require.NoError(t, d.Book.Billing.AddItem(d.Ctx, d.Manager, staff.Approval{}, billing.Item{Name: "车位费", Kind: billing.Income, HangsOn: estate.Space, Cycle: tariff.EveryMonth, Active: true},
		billing.NewTariff{Name: "月租", FromOn: "2026-01-01", Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Fixed, Price: "300"}}}}))
	_, err := d.Book.Billing.Run(d.Ctx, d.Manager, billing.Order{RequestID: "november", Source: billing.ItemSource{Item: "车位费"}, FromOn: "2026-11-01", ToOn: "2026-11-30"})
	require.NoError(t, err)
	space := billing.BillID("车位费", estate.ObjectID(estate.Space, "B1-047"), "2026-11-01", "2026-11-30", 0)
	require.Empty(t, d.open(50000))
	other := func(o *till.Order) { o.Bills, o.Tenders[0].Fen = []till.BillPart{{Bill: space, Fen: 300_00}}, 300_00 }
	paid, code := d.pay(other)
	require.Empty(t, code)
	require.Equal(t, estate.ObjectID(estate.Space, "B1-047"), paid.Allocations[0].Object)
	require.Equal(t, d.room, paid.Object)

	_, code = d.pay(func(o *till.Order) { o.Room = estate.ObjectID(estate.Space, "B1-047") })
	require.Equal(t, "till.other_household", code, "the room pays for its space")
	_, code = d.pay(func(o *till.Order) { o.Bills[0].Bill = billing.BillID("车位费", "nowhere", "", "", 0) })
	require.Equal(t, "billing.unknown_bill", code)
	d.Verify()
}

func TestTheDrawerIsOpenedWithAReasonOnly(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	log := func(reason string) string {
		return d.Write(func(tx *store.Tx) error { return d.Book.Till.LogDrawer(tx, d.Cashier, reason) })
	}
	require.Empty(t, log("change_money"))
	require.NotEmpty(t, log("王丽要换钱"), "typed words stand nowhere outside the vault")
	require.NotEmpty(t, log(""))
	require.Empty(t, log("payment"), "what a payment opens is no opening by itself")
	require.Empty(t, log("count"))
	z := d.closeAll(50000)
	require.Equal(t, 2, z.DrawerOpened)
	require.Contains(t, z.Text(), "无收付开钱箱")
	d.Verify()
}

// A shift is found with the one before it, and what a count that no longer stands says of the drawer is not told.
func TestWhatACountSaysIsToldWhileItStands(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	d.closeAll(50000)
	require.Empty(t, d.open(50000))
	counted, err := d.Book.Till.Count(d.Ctx, d.Cashier, d.count(49000))
	require.NoError(t, err)
	require.Equal(t, []any{money.Fen(49000), money.Fen(50000), money.Fen(-1000), ""},
		[]any{counted.CountedFen, counted.ExpectedFen, counted.DifferenceFen, counted.CountWords()})
	require.Equal(t, counted, counted.Blind())
	_, code := d.pay(nil)
	require.Empty(t, code)
	d.Read(func(tx *store.Tx) error {
		uncounted, err := till.Uncounted(tx)
		require.NoError(t, err)
		require.Len(t, uncounted, 1)
		require.Contains(t, uncounted[0].CountWords(), "须重新清点")
		blind := uncounted[0].Blind()
		require.Zero(t, blind.CountedFen+blind.ExpectedFen+blind.DifferenceFen)
		before, err := till.ShiftBefore(tx, uncounted[0])
		require.NoError(t, err)
		require.Equal(t, uncounted[0].No-1, before.No)
		first, err := till.ShiftBefore(tx, *before)
		require.Nil(t, first, "none before the first")
		return err
	})
}

// A late fee is worked out to the day of its payment. Once that payment is undone it counts as never made, and the next one,
// a late entry of the day on which the owner really paid, makes the fee of its own day.
func TestALateFeeGoesWithThePaymentThatMadeIt(t *testing.T) {
	d := newDesk(t)
	bill := d.overdue()
	require.Empty(t, d.open(50000))
	wrong, code := d.pay(paying(bill, 280_16, 5_88))
	require.Empty(t, code)
	_, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Reverse), till.Undoing{RequestID: "undo", Number: wrong.Number,
		CashBackFen: wrong.CashFen(), Reason: till.Reason{Code: "wrong_amount"}})
	require.NoError(t, err)
	owed := func() (sum money.Fen) {
		d.Read(func(tx *store.Tx) error {
			open, err := billing.OpenOf(tx, d.room)
			for _, b := range open {
				if b.ID != d.bill {
					sum += b.OwedFen()
				}
			}
			return err
		})
		return sum
	}
	require.Equal(t, money.Fen(280_16), owed(), "as before the payment, and the fee goes on growing")
	_, code = d.pay(func(o *till.Order) {
		paying(bill, 280_16, 3_08)(o)
		o.Late, o.Approval = &till.Late{PaperNumber: "0088121", ValueOn: "2026-11-01", Reason: till.Reason{Code: "collected_outside"}}, d.Approve(d.Cashier, staff.EnterLate)
	})
	require.Empty(t, code)
	require.Zero(t, owed())
	d.Verify()
}

// Opening the drawer while no money moves and printing a receipt once more are rights of their own, asked when it is done: who works
// in the office by now opens no drawer, and who left prints nothing.
func TestTheDrawerAndACopyAskForTheirRight(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	paid, code := d.pay(nil)
	require.Empty(t, code)
	opens := func() string {
		return d.Write(func(tx *store.Tx) error { return d.Book.Till.LogDrawer(tx, d.Cashier, "change_money") })
	}
	prints := func() string {
		return d.Write(func(tx *store.Tx) error {
			_, err := d.Book.Till.RecordCopy(tx, d.Cashier, paid.Number)
			return err
		})
	}
	is := func(role staff.Role, active bool) {
		agreed := staff.Approval{}
		if active {
			agreed = d.Approve(d.Manager, staff.GiveLogin)
		}
		require.NoError(t, d.Book.Staff.Change(d.Ctx, d.Manager, agreed, d.Cashier.ID(), staff.Entry{Code: d.Cashier.Code(), Name: d.Cashier.Name(), Role: role, Active: active}))
	}
	require.Empty(t, opens())
	require.Empty(t, prints(), "the original")
	require.Empty(t, prints())
	is(staff.Finance, true)
	require.Equal(t, staff.CodeMayNot, opens())
	require.Empty(t, prints(), "the office prints copies too")
	is(staff.Finance, false)
	require.Equal(t, staff.CodeMayNot, prints())
	d.Verify()
}
