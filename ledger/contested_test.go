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
