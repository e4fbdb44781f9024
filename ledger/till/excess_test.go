package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// payCash pays a part of a bill in cash.
func (d *desk) payCash(bill string, fen money.Fen) till.Payment {
	d.Helper()
	paid, code := d.pay(func(order *till.Order) {
		order.Bills, order.Tenders = []till.BillPart{{Bill: bill, Fen: fen}}, []till.Tender{{Kind: till.Cash, Fen: fen}}
	})
	require.Empty(d, code)
	return paid
}

// moveExcess takes something off the arrears and moves what was paid too much by then to the prepayment.
func (d *desk) moveExcess(off, excess money.Fen) {
	d.Helper()
	approval, err := d.Book.Staff.Approve(d.Ctx, d.Manager, "200", ledgertest.SupervisorPIN, staff.ReduceBill)
	require.NoError(d, err)
	require.NoError(d, d.Book.Store.Write(d.Ctx, func(tx *store.Tx) error {
		require.NoError(d, d.Book.Billing.In(tx).Reduce(tx.Context(), d.Manager, approval, d.bill, off, "agreed"))
		moved, err := d.Book.Till.CreditExcess(tx, d.Manager, d.bill)
		require.Equal(d, excess, moved)
		return err
	}))
}

// spendsPrepaid pays a new bill of the room from its prepayment.
func (d *desk) spendsPrepaid(fen money.Fen) till.Payment {
	d.Helper()
	var bill billing.Bill
	require.NoError(d, d.Book.Store.Write(d.Ctx, func(tx *store.Tx) (err error) {
		bill, err = d.Book.Billing.In(tx).Add(tx.Context(), d.Manager, staff.Approval{}, billing.ByHand{RequestID: "repair", Room: "3-2-1201", Item: "维修费", AmountFen: fen})
		return err
	}))
	spent, code := d.pay(func(order *till.Order) {
		order.Bills, order.Tenders = []till.BillPart{{Bill: bill.ID, Fen: fen}}, []till.Tender{{Kind: till.Prepaid, Fen: fen}}
	})
	require.Empty(d, code)
	return spent
}

func (d *desk) voidCash(paid till.Payment) string {
	_, err := d.Book.Till.Void(d.Ctx, d.Cashier, d.approve(staff.VoidPayment), till.Undoing{RequestID: "void " + paid.Number, Number: paid.Number,
		CashBackFen: paid.CashFen(), Reason: till.Reason{Code: "wrong_room"}})
	return store.Code(err)
}

// holds says what is paid on the arrears and what the household has prepaid.
func (d *desk) holds(paid, credit money.Fen) {
	d.Helper()
	require.NoError(d, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		bill, err := billing.ByID(tx, d.bill)
		require.NoError(d, err)
		balance, err := till.Credit(tx, d.room)
		require.Equal(d, []money.Fen{paid, credit}, []money.Fen{bill.PaidFen, balance})
		return err
	}))
	d.Verify()
}

func TestAnExcessGoesBackWithThePaymentItCameFrom(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	paid := d.payCash(d.bill, 40000)
	d.moveExcess(60000, 15953) // 240.47 are left of 840.47
	d.holds(24047, 50000+15953)
	require.Empty(t, d.voidCash(paid))
	d.holds(0, 50000)
	require.NoError(t, d.Book.Store.Write(d.Ctx, func(tx *store.Tx) error {
		return d.Book.Billing.In(tx).Undo(tx.Context(), d.Manager, staff.Approval{}, d.bill, "wrong_amount")
	}))
	d.Verify()
}

// What the payments that stay paid too much stays moved.
func TestOnlyWhatAPaymentPaidTooMuchGoesBackWithIt(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	first, second := d.payCash(d.bill, 20000), d.payCash(d.bill, 20000)
	d.moveExcess(70000, 25953) // 140.47 are left
	require.Empty(t, d.voidCash(second))
	d.holds(14047, 50000+5953)
	require.Empty(t, d.voidCash(first))
	d.holds(0, 50000)
}

func TestAPaymentWhoseExcessIsSpentIsNotUndone(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	paid := d.payCash(d.bill, 40000)
	d.moveExcess(60000, 15953)
	spent := d.spendsPrepaid(60000)
	require.Equal(t, "till.excess_spent", d.voidCash(paid))
	d.holds(24047, 5953)
	require.Empty(t, d.voidCash(spent))
	require.Empty(t, d.voidCash(paid))
	d.holds(0, 50000)
}

// A payment by prepayment gives it back only once it is undone, and what was moved has to go back before.
func TestAPaymentByPrepaymentWhoseExcessIsSpentIsNotUndone(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	d.payCash(d.bill, 40000)
	paid, code := d.pay(func(order *till.Order) {
		order.Bills, order.Tenders = []till.BillPart{{Bill: d.bill, Fen: 20000}}, []till.Tender{{Kind: till.Prepaid, Fen: 20000}}
	})
	require.Empty(t, code)
	d.moveExcess(70000, 45953) // 140.47 are left
	spent := d.spendsPrepaid(70000)
	require.Equal(t, "till.excess_spent", d.voidCash(paid))
	d.holds(14047, 5953)
	require.Empty(t, d.voidCash(spent))
	require.Empty(t, d.voidCash(paid))
	d.holds(14047, 50000+25953)
}
