package ledger_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// conflicts returns the conflicts as a person hears of them.
func (c *counter) conflicts() (all []report.Conflict) {
	c.Helper()
	c.reads(func(tx *store.Tx) (err error) {
		all, err = report.Conflicts(tx, c.book.Vault, func(key string) string { return key })
		if err != nil {
			return err
		}
		waits, err := report.OpenConflicts(tx)
		require.Equal(c, waits, len(slices.DeleteFunc(slices.Clone(all), func(one report.Conflict) bool { return one.Settled != "" })))
		return err
	})
	return all
}

// settle settles a conflict in a way.
func (c *counter) settle(request string, one report.Conflict, way till.ConflictWay) error {
	by, approval := c.cashier, staff.Approval{}
	switch way {
	case till.ConflictRecovered:
		approval = c.approve(staff.MoveCash)
	case till.ConflictGivenUp:
		by, approval = c.manager, c.agreed(staff.ReduceBill)
	}
	return c.book.Till.SettleConflict(c.ctx, by, approval, till.ConflictSettling{RequestID: request, Of: one.Of, Way: way})
}

// recoverable returns what has to be got back.
func (c *counter) recoverable() (fen money.Fen) {
	c.Helper()
	c.reads(func(tx *store.Tx) error {
		_, err := tx.Get("SELECT coalesce(sum(iif(debit = 'recoverable', fen, -fen)), 0) FROM transfers WHERE debit = 'recoverable' OR credit = 'recoverable'", nil, &fen)
		return err
	})
	return fen
}

// One payment is undone at both counters, twice: the money of one comes back in cash, that of the other is given up by two people.
func TestWhatWentOutTwiceComesBackOrIsGivenUp(t *testing.T) {
	a, b := twoCounters(t)
	for n, way := range []till.ConflictWay{till.ConflictRecovered, till.ConflictGivenUp} {
		paid := a.take(partOrder(a, "paid"+string(way), n))
		b.hear(a)
		for _, c := range []*counter{a, b} {
			if c == a {
				_, err := c.book.Till.Void(c.ctx, c.cashier, c.approve(staff.VoidPayment), till.Undoing{RequestID: "undo" + string(way), Number: paid.Number, CashBackFen: 1000, Reason: till.Reason{Code: "paid_twice"}})
				require.NoError(t, err)
				continue
			}
			_, err := c.book.Till.Reverse(c.ctx, c.cashier, c.approve(staff.Reverse), till.Undoing{RequestID: "undo" + string(way), Number: paid.Number, CashBackFen: 1000, CopiesTaken: 1, Reason: till.Reason{Code: "paid_twice"}})
			require.NoError(t, err)
		}
		a.agrees(b)
		require.Equal(t, money.Fen(1000), b.recoverable())
		one := b.conflicts()[0]
		require.Equal(t, report.CameToRecover, one.Came)
		for code, refused := range map[string]error{
			"till.conflict_way":    b.settle("seen", one, till.ConflictSeen),
			"till.no_conflict":     b.settle("none", report.Conflict{}, till.ConflictSeen),
			"staff.needs_approval": b.book.Till.SettleConflict(b.ctx, b.manager, staff.Approval{}, till.ConflictSettling{RequestID: "alone", Of: one.Of, Way: till.ConflictGivenUp}),
			"staff.may_not":        b.book.Till.SettleConflict(b.ctx, b.cashier, staff.Approval{}, till.ConflictSettling{RequestID: "no", Of: one.Of, Way: till.ConflictGivenUp}),
		} {
			require.Equal(t, code, store.Code(refused))
		}
		require.NoError(t, b.settle("settle"+string(way), one, way))
		require.NoError(t, b.settle("settle"+string(way), one, way), "the same request again does nothing")
		require.Equal(t, "till.conflict_settled", store.Code(b.settle("again", one, way)))
		require.Zero(t, b.recoverable())
		require.True(t, slices.ContainsFunc(b.conflicts(), func(is report.Conflict) bool { return is.Of == one.Of && is.Settled == way }))
		a.agrees(b)
	}
	b.endShift(1000, 5000)
	a.agrees(b)
}

// Two counters settle one conflict without each other: it is settled once, and cash that came back at both is in both drawers.
func TestOneConflictSettledAtTwoCounters(t *testing.T) {
	a, b := twoCounters(t)
	paid := a.take(partOrder(a, "r0", 0))
	b.hear(a)
	_, err := a.book.Till.Void(a.ctx, a.cashier, a.approve(staff.VoidPayment), till.Undoing{RequestID: "undo a", Number: paid.Number, CashBackFen: 1000, Reason: till.Reason{Code: "paid_twice"}})
	require.NoError(t, err)
	_, err = b.book.Till.Reverse(b.ctx, b.cashier, b.approve(staff.Reverse), till.Undoing{RequestID: "undo b", Number: paid.Number, CashBackFen: 1000, CopiesTaken: 1, Reason: till.Reason{Code: "paid_twice"}})
	require.NoError(t, err)
	a.agrees(b)
	for _, c := range []*counter{a, b} {
		require.NoError(t, c.settle("back at "+c.name(), c.conflicts()[0], till.ConflictRecovered))
	}
	a.agrees(b)
	require.Equal(t, money.Fen(-1000), a.recoverable(), "it came back twice")
	require.Len(t, a.folded()["settled_conflicts"], 1)
	said, booked := a.cash()
	require.Equal(t, said, booked)
}

// Somebody ticked off what a counter did after its end, by which nothing had to be got back. Then it is heard that the counter ended later, so that it counts and money
// has to be got back: that waits for somebody.
func TestAConflictThatBecomesAnotherWaitsAgain(t *testing.T) {
	a, b := twoCounters(t)
	c := a.joinedTo("03")
	paid := b.take(partOrder(b, "r0", 0))
	a.hear(b)
	undoing := till.Undoing{RequestID: "undo a", Number: paid.Number, CashBackFen: 1000, Reason: till.Reason{Code: "paid_twice"}}
	_, err := a.book.Till.Reverse(a.ctx, a.cashier, a.approve(staff.Reverse), undoing)
	require.NoError(t, err)
	for n := range 4 { // so that its undoing comes after the other's
		b.take(partOrder(b, fmt.Sprint("b", n), n+1))
	}
	undoing.RequestID = "undo b"
	_, err = b.book.Till.Void(b.ctx, b.cashier, b.approve(staff.VoidPayment), undoing)
	require.NoError(t, err)
	c.hear(b)
	require.NoError(t, c.end("02"))
	require.NoError(t, a.end("02"))
	a.hear(b)
	for _, one := range a.conflicts() {
		require.Equal(t, report.CameToAside, one.Came)
		require.NoError(t, a.settle("seen"+one.Name(), one, till.ConflictSeen))
	}
	a.agrees(c)
	waits := slices.DeleteFunc(a.conflicts(), func(one report.Conflict) bool { return one.Settled != "" })
	require.Len(t, waits, 1)
	require.Equal(t, money.Fen(1000), waits[0].RecoverFen)
	require.NoError(t, a.settle("back", waits[0], till.ConflictRecovered))
	require.Zero(t, a.recoverable())
	a.agrees(c)
}
