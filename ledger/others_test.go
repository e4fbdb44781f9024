package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
)

// counters reads what a counter knows of the counters of the book.
func (c *counter) counters() (all []report.Counter) {
	c.Helper()
	c.reads(func(tx *store.Tx) (err error) { all, err = report.Counters(tx); return err })
	return all
}

// others reads what it is told of the others at any moment.
func (c *counter) others() (others report.Others) {
	c.Helper()
	c.reads(func(tx *store.Tx) (err error) { others, err = report.ReadOthers(tx); return err })
	return others
}

func TestWhatACounterKnowsOfTheOthers(t *testing.T) {
	alone := newCounter(t)
	require.Equal(t, report.Others{}, alone.others())
	require.Len(t, alone.counters(), 1)

	a, b := twoCounters(t)
	before := a.counters()
	require.Equal(t, []string{"01", "02"}, []string{before[0].Code, before[1].Code})
	require.True(t, before[0].Own && before[0].Inviter && !before[1].Own && !before[1].Inviter)
	require.Zero(t, before[1].Events, "it was let in and is not heard yet")
	require.Equal(t, before[0].Events, before[1].Waits, "it has said nothing yet")
	require.Equal(t, report.Others{Count: 1}, a.others())
	joined := b.counters()
	require.Equal(t, "02", joined[0].Code)
	require.Positive(t, joined[1].HeardMS, "what the invitation brought was heard then")

	b.clock = time.Date(2026, 11, 26, 2, 30, 0, 0, calendar.Zone)
	b.signIn("101", cashierPIN)
	a.clock = b.clock.Add(3 * time.Hour)
	a.hear(b)
	heard := a.counters()
	require.Equal(t, joined[0].Events+1, heard[1].Events)
	require.Equal(t, b.clock.UnixMilli(), heard[1].NewestMS)
	require.Equal(t, calendar.Date("2026-11-25"), heard[1].NewestOn, "half past two is of the business day before")
	require.Equal(t, a.clock.UnixMilli(), heard[1].HeardMS)
	require.Less(t, heard[1].Waits, before[1].Waits, "it has what the invitation brought")
	require.Positive(t, heard[1].Waits, "a shift was opened here since then")
	require.Equal(t, report.Others{Count: 1, NewestMS: heard[1].NewestMS, HeardMS: heard[1].HeardMS}, a.others())

	a.clock = a.clock.Add(time.Hour)
	a.hear(b) // the same once more is no news
	require.Equal(t, heard[1].HeardMS, a.counters()[1].HeardMS)
	b.hear(a)
	b.signIn("101", cashierPIN) // whoever goes on says what was heard
	a.hear(b)
	require.Zero(t, a.counters()[1].Waits)
	require.Equal(t, a.clock.UnixMilli(), a.counters()[1].HeardMS)
}

// What does not fit is counted for the status bar, and names the household where somebody acts.
func TestAConflictNamesItsHousehold(t *testing.T) {
	a, b := twoCounters(t)
	for _, one := range []*counter{a, b} {
		one.take(partOrder(one, "same", 2))
	}
	a.hear(b)
	require.Equal(t, 1, a.others().Conflicts)
	var list []report.Conflict
	a.reads(func(tx *store.Tx) (err error) {
		list, err = report.Conflicts(tx, a.book.Vault, func(key string) string { return key })
		return err
	})
	require.Len(t, list, 1)
	require.Equal(t, roomCode(2), list[0].Room)
	require.Equal(t, report.CameToCredit, list[0].Came)
}
