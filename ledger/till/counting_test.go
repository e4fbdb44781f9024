package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// countedDesk opens a shift of 500 yuan and counts it blind: all is there.
func countedDesk(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	require.Empty(t, d.open(500_00))
	require.True(t, d.counts(500_00).CountStands)
	return d
}

func (d *desk) counts(fen money.Fen) till.Shift {
	d.Helper()
	shift, err := d.Book.Till.Count(d.Ctx, d.Cashier, d.count(fen))
	require.NoError(d, err)
	return shift
}

// stands asks the book whether the last count of the newest shift stands.
func (d *desk) stands() (stands bool) {
	d.Helper()
	require.NoError(d, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		last, err := till.LastShift(tx, "01")
		stands = err == nil && last.CountStands
		return err
	}))
	return stands
}

// closing tries to close with all of it left and returns the code of what the till says, "" for closed.
func (d *desk) closing(leftFen money.Fen) string {
	_, err := d.Book.Till.Close(d.Ctx, d.Cashier, till.Closing{LeftFen: leftFen})
	return store.Code(err)
}

func (d *desk) moves(direction string, fen money.Fen) {
	d.Helper()
	code := "company_cash"
	if direction == till.MoveOut {
		code = "change_fetched"
	}
	require.NoError(d, d.Book.Till.MoveCash(d.Ctx, d.Cashier, d.approve(staff.MoveCash), till.Move{RequestID: "move-" + direction,
		Direction: direction, Fen: fen, Reason: till.Reason{Code: code}}))
}

func TestFault5ACountHoldsOnlyUntilCashMoves(t *testing.T) {
	for name, moving := range map[string]func(d *desk){
		"cash is taken": func(d *desk) {
			_, code := d.pay(nil)
			require.Empty(d, code)
		},
		"cash is taken and given back": func(d *desk) {
			paid, code := d.pay(nil)
			require.Empty(d, code)
			require.Empty(d, d.voided(paid.Number, 0, 40_00))
		},
		"cash is put in":               func(d *desk) { d.moves(till.MoveIn, 100_00) },
		"cash is put in and taken out": func(d *desk) { d.moves(till.MoveIn, 100_00); d.moves(till.MoveOut, 100_00) },
		"a part is paid in cash, a part by card": func(d *desk) {
			_, code := d.pay(func(o *till.Order) {
				o.Tenders = []till.Tender{{Kind: till.Card, Fen: 30_00, Reference: "K1"}, {Kind: till.Cash, Fen: 10_00}}
			})
			require.Empty(d, code)
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := countedDesk(t)
			moving(d)
			require.False(t, d.stands())
			require.Equal(t, "till.count_stale", d.closing(500_00))
			d.Verify()
		})
	}
}

func TestFault5ACountedShiftClosesAfterAnotherCount(t *testing.T) {
	d := countedDesk(t)
	_, code := d.pay(nil)
	require.Empty(t, code)
	require.Equal(t, "till.count_stale", d.closing(500_00))
	require.True(t, d.counts(540_00).CountStands)
	require.Empty(t, d.closing(540_00))
	require.True(t, d.stands())
	require.Empty(t, d.open(540_00))
	require.False(t, d.stands(), "the next shift is not counted yet")
	require.Equal(t, "till.not_counted", d.closing(540_00))
	d.Verify()
}

// What leaves the drawer as it was leaves the count as it was.
func TestACountStandsWhileOnlyOtherMoneyMoves(t *testing.T) {
	d := countedDesk(t)
	_, code := d.pay(func(o *till.Order) { o.Tenders = []till.Tender{{Kind: till.Card, Fen: 40_00, Reference: "K1"}} })
	require.Empty(t, code)
	require.True(t, d.stands())
	d.countsSlips()
	require.True(t, d.stands())
	require.Empty(t, d.closing(500_00))
}

// A closed shift's count was the last word on its drawer; what later shifts take changes nothing of it.
func TestTheCountOfAClosedShiftStands(t *testing.T) {
	d := countedDesk(t)
	require.Empty(t, d.closing(500_00))
	require.Empty(t, d.open(500_00))
	_, code := d.pay(nil)
	require.Empty(t, code)
	require.NoError(t, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		all, err := till.ShiftsOn(tx, "2026-11-21")
		require.Len(t, all, 2)
		require.True(t, all[0].CountStands)
		require.False(t, all[1].CountStands)
		return err
	}))
}

// An X report of an open shift has no count that no longer stands.
func TestFault5AnOpenShiftIsNotSummedUpOverAStaleCount(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(500_00))
	d.counts(510_00)
	require.Equal(t, []money.Fen{510_00, 10_00}, d.summed())
	_, code := d.pay(nil)
	require.Empty(t, code)
	require.Equal(t, []money.Fen{0, 0}, d.summed())
}

// summed returns what the summary of the newest shift says was counted, and over or short.
func (d *desk) summed() (figures []money.Fen) {
	d.Helper()
	policies, err := d.Book.Policies(d.Ctx)
	require.NoError(d, err)
	require.NoError(d, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		last, err := till.LastShift(tx, "01")
		require.NoError(d, err)
		z, err := till.Summarize(tx, policies, *last)
		figures = []money.Fen{z.CountedFen, z.DifferenceFen}
		return err
	}))
	return figures
}

// Who gives only a sum counted a sum: the event has no notes that nobody saw.
func TestFault5ASumWithoutPiecesStaysASum(t *testing.T) {
	d := newDesk(t)
	_, err := d.Book.Till.Open(d.Ctx, d.Cashier, till.Opening{Counted: till.CountedSum(500_00)})
	require.NoError(t, err)
	require.NotContains(t, d.newest("shift.opened"), `"count"`)
	shift, err := d.Book.Till.Count(d.Ctx, d.Cashier, till.CountedSum(490_00))
	require.NoError(t, err)
	require.EqualValues(t, -10_00, shift.DifferenceFen)
	require.NotContains(t, d.newest("shift.counted"), `"count"`)
	require.Contains(t, d.newest("shift.counted"), `"countedFen":49000`)
	d.counts(500_00)
	require.Contains(t, d.newest("shift.counted"), `"count":[5,0,0,0,0,0,0,0]`)
	require.Empty(t, d.closing(500_00))
	d.Verify()
}

func TestASumThatNoCashMakesIsNotCounted(t *testing.T) {
	d := newDesk(t)
	for code, fen := range map[string]money.Fen{"till.whole_jiao": 500_05, "till.count": -10, "till.amount": money.MaxFen + 10} {
		_, err := d.Book.Till.Open(d.Ctx, d.Cashier, till.Opening{Counted: till.CountedSum(fen)})
		require.Equal(t, code, store.Code(err))
	}
}

// newest returns the body of the newest event of a kind.
func (d *desk) newest(kind string) (body string) {
	d.Helper()
	require.NoError(d, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		_, err := tx.Get("SELECT body FROM events WHERE kind = ? ORDER BY seq DESC LIMIT 1", []any{kind}, &body)
		return err
	}))
	return body
}
