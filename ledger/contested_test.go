package ledger_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// twoCounters are two counters of an estate of eight rooms, each with an open shift.
func twoCounters(t *testing.T) (a, b *counter) {
	a = newCounter(t)
	_, err := a.book.TakeRegister(a.ctx, a.manager, manyRooms(8), false)
	require.NoError(t, err)
	b = a.joinedTo("02")
	for _, one := range []*counter{a, b} {
		_, err := one.book.Till.Open(one.ctx, one.cashier, till.Opening{Counted: one.count(50000)})
		require.NoError(t, err)
	}
	return a, b
}

// name tells the counters of a test apart.
func (c *counter) name() string { return filepath.Base(filepath.Dir(c.path)) }

// arrears returns the bill of a room's arrears.
func (c *counter) arrears(n int) (bill billing.Bill) {
	c.Helper()
	require.NoError(c, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		owed, err := billing.OpenOf(tx, estate.ObjectID(estate.Room, roomCode(n)))
		bill = owed[0]
		return err
	}))
	return bill
}

// held returns what a room has prepaid, in fen.
func (c *counter) held(n int) (fen money.Fen) {
	c.Helper()
	require.NoError(c, c.book.Store.Read(c.ctx, func(tx *store.Tx) (err error) {
		fen, err = till.Held(tx, estate.ObjectID(estate.Room, roomCode(n)))
		return err
	}))
	return fen
}

func TestABillTakenBackHereAndPaidThere(t *testing.T) {
	a, b := twoCounters(t)
	bill := a.arrears(0)
	for _, first := range []*counter{a, b} { // whoever of the two comes first
		second := b
		if first == b {
			second, bill = a, a.arrears(1)
		}
		require.NoError(t, first.book.Billing.Undo(first.ctx, first.manager, first.agreed(staff.UndoBills), bill.ID, "owner_asks"))
		second.take(till.Order{RequestID: "pay" + bill.ID[:20], Room: bill.Object, Bills: []till.BillPart{{Bill: bill.ID, Fen: 84040}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: 84040}}})
		a.agrees(b)
	}
	require.Len(t, a.folded()["conflicts"], 2)
}

// paidTwice has both counters take the same bill without each other, and the first hear of it.
func paidTwice(t *testing.T) (a, b *counter, bill string, paidA, paidB till.Payment) {
	a, b = twoCounters(t)
	bill = a.arrears(0).ID
	pay := func(c *counter) till.Payment {
		return c.take(till.Order{RequestID: "pays at " + c.name(), Room: a.arrears(0).Object, Bills: []till.BillPart{{Bill: bill, Fen: 84047}},
			Tenders: []till.Tender{{Kind: till.Cash, Fen: 84040}, {Kind: till.Rounding, Fen: 7}}})
	}
	paidB = pay(b)
	paidA = pay(a)
	a.hear(b)
	return a, b, bill, paidA, paidB
}

// movesExcess moves what was paid over of a bill to the prepayment.
func (c *counter) movesExcess(bill string) {
	c.Helper()
	c.writes(func(tx *store.Tx) error {
		_, err := c.book.Till.CreditExcess(tx, c.manager, bill)
		return err
	})
}

// voids takes a payment of the open shift back.
func (c *counter) voids(paid till.Payment) {
	c.Helper()
	_, err := c.book.Till.Void(c.ctx, c.cashier, c.approve(staff.VoidPayment), till.Undoing{RequestID: "void " + paid.Number, Number: paid.Number, CashBackFen: paid.CashFen(), Reason: till.Reason{Code: "paid_twice"}})
	require.NoError(c, err)
}

// ofBill returns what the book says of a bill.
func (c *counter) ofBill(id string) (bill billing.Bill) {
	c.Helper()
	c.reads(func(tx *store.Tx) (err error) { bill, err = billing.ByID(tx, id); return err })
	return bill
}

// What was paid too much at one counter was given back at the other before: what is left is what the bill needs, and stays on it.
func TestAnExcessMovedHereThatWasUndoneThere(t *testing.T) {
	a, b, bill, _, paidB := paidTwice(t)
	b.voids(paidB)
	for range 5 {
		a.writes(func(tx *store.Tx) error { return a.book.Till.LogDrawer(tx, a.cashier, "change_money") })
	}
	a.movesExcess(bill)
	a.agrees(b)
	require.Len(t, a.folded()["conflicts"], 1)
	require.Equal(t, money.Fen(84047), a.ofBill(bill).PaidFen)
	require.Equal(t, money.Fen(5000), a.held(0))
}

// The bill was taken back at one counter, because all of its money was off it, and the other one gives back the payment that had been on it: that has to be
// got back, and no money stands on a bill that is taken back.
func TestAPaymentUndoneHereOfABillTakenBackThere(t *testing.T) {
	a, b, bill, paidA, paidB := paidTwice(t)
	a.movesExcess(bill)
	b.voids(paidB)
	b.hear(a)
	require.NoError(t, b.book.Billing.Undo(b.ctx, b.manager, b.agreed(staff.UndoBills), bill, "owner_asks"))
	for range 5 { // so that it comes later
		a.writes(func(tx *store.Tx) error { return a.book.Till.LogDrawer(tx, a.cashier, "change_money") })
	}
	a.voids(paidA)
	a.agrees(b)
	require.Len(t, a.folded()["conflicts"], 2)
	require.True(t, a.ofBill(bill).Undone)
	require.Zero(t, a.ofBill(bill).PaidFen)
	require.Equal(t, money.Fen(5000+84047), a.held(0))
}

func TestOnePaymentUndoneAtTwoCounters(t *testing.T) {
	a, b := twoCounters(t)
	paid := a.take(partOrder(a, "r0", 0))
	b.hear(a)
	undo := func(c *counter) {
		_, err := c.book.Till.Reverse(c.ctx, c.cashier, c.approve(staff.Reverse), till.Undoing{RequestID: "undo at " + c.name(), Number: paid.Number, CashBackFen: 1000, CopiesTaken: 1,
			Reason: till.Reason{Code: "paid_twice"}})
		require.NoError(t, err)
	}
	undo(b)
	a.endShift(0, 5000)
	a.clock = a.clock.AddDate(0, 0, 1)
	_, err := a.book.Till.Open(a.ctx, a.cashier, till.Opening{Counted: a.count(5000)})
	require.NoError(t, err)
	undo(a)
	a.agrees(b)
	require.Len(t, a.folded()["conflicts"], 1)
}

func TestOnePrepaymentSpentAtTwoCounters(t *testing.T) {
	a, b := twoCounters(t)
	spend := func(c *counter, cash money.Fen) {
		bill := c.arrears(0)
		c.take(till.Order{RequestID: "spend at " + c.name(), Room: bill.Object, Bills: []till.BillPart{{Bill: bill.ID, Fen: 5000 + cash}},
			Tenders: []till.Tender{{Kind: till.Prepaid, Fen: 5000}, {Kind: till.Cash, Fen: cash}}})
	}
	spend(a, 1000)
	spend(b, 2000)
	a.agrees(b)
	require.Len(t, a.folded()["conflicts"], 1)
	require.Contains(t, []money.Fen{1000, 2000}, a.held(0), "the cash of the later one is kept")
}

func TestOneMonthBilledAtTwoCounters(t *testing.T) {
	a, b := twoCounters(t)
	a.charges()
	b.hear(a)
	run := func(c *counter, from, to calendar.Date) {
		c.Helper()
		c.writes(func(tx *store.Tx) error {
			_, err := c.book.Billing.In(tx).Run(c.ctx, c.manager, billing.Order{RequestID: "run of " + c.name(), Source: billing.ItemSource{Item: "物业费"}, FromOn: from, ToOn: to})
			return err
		})
	}
	run(a, "2026-10-01", "2026-11-30")
	run(b, "2026-11-01", "2026-12-31")
	a.agrees(b)
	require.NotEmpty(t, a.folded()["conflicts"])
	// Each month of each room was billed once, and what was paid for one at the counter that came second is paid.
	var bills, sum, posted int64
	require.NoError(t, a.book.Store.Read(a.ctx, func(tx *store.Tx) error {
		_, err := tx.Get(`SELECT count(*), sum(amount_fen), (SELECT sum(fen) FROM transfers t JOIN events e ON e.device = t.device AND e.seq = t.seq WHERE e.kind = 'bills.issued' AND t.item = '物业费'
			AND (t.device, t.seq) IN (SELECT device, seq FROM bills WHERE period_from >= '2026-10-01')) FROM bills WHERE item = '物业费' AND period_from >= '2026-10-01'`, nil, &bills, &sum, &posted)
		return err
	}))
	require.Zero(t, bills%3)
	require.Equal(t, sum, posted)
}

func TestTwoBillsByHandOfOneDayAreTwo(t *testing.T) {
	a, b := twoCounters(t)
	for n, c := range []*counter{a, b} {
		bill, err := c.book.Billing.Add(c.ctx, c.manager, staff.Approval{}, billing.ByHand{RequestID: "card of " + c.name(), Room: roomCode(0), Item: "补卡费", AmountFen: money.Fen(3000 + 1000*n)})
		require.NoError(t, err)
		c.take(till.Order{RequestID: "pays " + c.name(), Room: bill.Object, Bills: []till.BillPart{{Bill: bill.ID, Fen: bill.AmountFen}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: bill.AmountFen}}})
	}
	a.agrees(b)
	var sum, paid int64
	a.reads(func(tx *store.Tx) error {
		_, err := tx.Get("SELECT sum(amount_fen), sum(paid_fen) FROM bills WHERE item = '补卡费'", nil, &sum, &paid)
		return err
	})
	require.Equal(t, []int64{7000, 7000}, []int64{sum, paid})
	require.Empty(t, a.folded()["conflicts"])
	for _, room := range []*counter{a, b} {
		for _, bill := range room.handBills("补卡费") {
			require.Equal(t, bill.AmountFen, bill.PaidFen, "each is paid where it was written")
		}
	}
}

// Two counters make good the same kind of damage out of two deposits of one room, on one day: each is a bill of its own, paid by its deposit.
func TestTwoDeductionsOfOneDayAreTwo(t *testing.T) {
	a, b := twoCounters(t)
	var deposits []string
	for n := range 2 {
		bill, err := a.book.Billing.Add(a.ctx, a.manager, staff.Approval{}, billing.ByHand{RequestID: fmt.Sprint("deposit", n), Room: roomCode(0), Item: "装修押金", Kind: billing.Deposit, AmountFen: 200000})
		require.NoError(t, err)
		a.take(till.Order{RequestID: fmt.Sprint("pays", n), Room: bill.Object, Bills: []till.BillPart{{Bill: bill.ID, Fen: 200000}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: 200000}}})
		deposits = append(deposits, bill.ID)
	}
	b.hear(a)
	for n, c := range []*counter{a, b} {
		_, err := c.book.Till.Deduct(c.ctx, c.cashier, c.approve(staff.DeductDeposit), till.Deduction{RequestID: "deducts " + c.name(), Deposit: deposits[n], Fen: money.Fen(35000 + 1000*n), Item: "装修损坏赔偿", Why: "电梯门划伤"})
		require.NoError(t, err)
	}
	a.agrees(b)
	require.Empty(t, a.folded()["conflicts"])
	for _, bill := range a.handBills("装修损坏赔偿") {
		require.Equal(t, bill.AmountFen, bill.PaidFen)
	}
}

// handBills are the bills of an item.
func (c *counter) handBills(item string) (bills []billing.Bill) {
	c.Helper()
	c.reads(func(tx *store.Tx) error {
		ids, err := store.All(tx, "SELECT lower(hex(id)) FROM bills WHERE item = ?", []any{item}, func(scan func(dest ...any) error) (id string, err error) { return id, scan(&id) })
		require.NoError(c, err)
		require.Len(c, ids, 2)
		for _, id := range ids {
			bill, err := billing.ByID(tx, id)
			require.NoError(c, err)
			bills = append(bills, bill)
		}
		return nil
	})
	return bills
}

// What both sealed first for one room opens with the key of each.
func TestTheSameRoomSealedAtTwoCounters(t *testing.T) {
	a := newCounter(t)
	register := manyRooms(2)
	register.Rooms[0].Plates = nil
	_, err := a.book.TakeRegister(a.ctx, a.manager, register, false)
	require.NoError(t, err)
	b := a.joinedTo("02")
	for n, c := range []*counter{a, b} {
		register := manyRooms(2)
		register.FileHash = fmt.Sprintf("%016d", n)
		register.Rooms[0].Plates = []string{fmt.Sprintf("京B%05d", n)}
		_, err := c.book.TakeRegister(c.ctx, c.manager, register, false)
		require.NoError(t, err)
	}
	a.agrees(b)
	for _, c := range []*counter{a, b} {
		require.NoError(t, c.book.LoadFinder(c.ctx))
		c.reopen()
	}
	require.NotEmpty(t, a.folded()["conflicts"])
	_, err = a.book.TakeRegister(a.ctx, a.manager, manyRooms(2), false)
	require.NoError(t, err)
	a.agrees(b)
	// A spare key that is gone is told by what it opened.
	lost := 0
	for _, c := range []*counter{a, b} {
		require.NoError(t, c.book.Close())
		_, err := shell(t, c.path, "DROP TRIGGER vault_spare_keys_delete; DELETE FROM vault_spare_keys;")
		require.NoError(t, err)
		book, _, err := ledger.Open(c.ctx, c.path, ledger.OpenOptions{})
		require.NoError(t, err)
		c.book = book
		findings, err := c.book.Audit().Full(c.ctx, nil)
		require.NoError(t, err)
		for _, found := range findings {
			if found.Table == "vault_versions" && found.Detail == "does not open" {
				lost++
			}
		}
	}
	require.Positive(t, lost)
}
