package ledger_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// joinedTo returns a second counter of the book, whose machine the first one let in, with what it knew then.
func (c *counter) joinedTo(code string) *counter {
	c.Helper()
	path := filepath.Join(c.TempDir(), "estate.book")
	request, err := ledger.RequestJoin(path)
	require.NoError(c, err)
	var invitation bytes.Buffer
	require.NoError(c, c.book.Invite(c.ctx, c.manager, c.agreed(staff.GiveLogin), request, code, request.Code(), &invitation))
	require.NoError(c, ledger.Join(c.ctx, path, &invitation, ledger.Joining{}))
	other := &counter{T: c.T, ctx: c.ctx, path: path, clock: c.clock}
	other.open()
	c.Cleanup(func() { require.NoError(c, other.book.Close()) })
	other.manager, other.cashier = other.signIn("100", managerPIN), other.signIn("101", cashierPIN)
	return other
}

// hear has a counter read what another one wrote for the others.
func (c *counter) hear(from *counter) journal.Hearing {
	c.Helper()
	var stick bytes.Buffer
	require.NoError(c, from.book.Exchange(c.ctx, &stick))
	h, err := c.book.Hear(c.ctx, &stick, nil)
	require.NoError(c, err)
	return h
}

// folded returns every row of the events and of what is folded from them, by table.
func (c *counter) folded() map[string][]string {
	c.Helper()
	all := make(map[string][]string)
	require.NoError(c, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		names, err := store.All(tx, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", nil, func(scan func(dest ...any) error) (name string, err error) {
			return name, scan(&name)
		})
		require.NoError(c, err)
		for _, name := range append(slices.DeleteFunc(names, func(name string) bool { return !journal.Folded(name) }), "events", "signatures") {
			columns, err := tx.Columns("SELECT * FROM " + name)
			require.NoError(c, err)
			require.NoError(c, tx.Each("SELECT * FROM "+name, nil, func(scan func(dest ...any) error) error {
				row, dest := make([]any, len(columns)), make([]any, len(columns))
				for i := range row {
					dest[i] = &row[i]
				}
				err := scan(dest...)
				all[name] = append(all[name], fmt.Sprint(row))
				return err
			}))
		}
		return nil
	}))
	return all
}

// agrees has two counters hear each other and holds them to each other, row by row, and each to a full check.
func (c *counter) agrees(other *counter) {
	c.Helper()
	other.hear(c)
	c.hear(other)
	other.hear(c)
	require.Equal(c, c.folded(), other.folded())
	for _, one := range []*counter{c, other} {
		findings, err := one.book.Verify(one.ctx, nil)
		require.NoError(c, err)
		require.Empty(c, findings)
	}
}

func TestTwoCountersWorkADayAndAgree(t *testing.T) {
	a := newCounter(t)
	_, err := a.book.TakeRegister(a.ctx, a.manager, manyRooms(8), false)
	require.NoError(t, err)
	b := a.joinedTo("02")
	for _, one := range []*counter{a, b} {
		_, err := one.book.Till.Open(one.ctx, one.cashier, till.Opening{Counted: one.count(50000)})
		require.NoError(t, err)
	}
	first, second := a.take(partOrder(a, "a0", 0)), b.take(partOrder(b, "b1", 1))
	require.Equal(t, "01-2026-000001", first.Number)
	require.Equal(t, "02-2026-000001", second.Number)
	require.Positive(t, a.hear(b).New)
	require.Zero(t, a.hear(b).New)
	a.take(partOrder(a, "a1", 1))
	b.take(partOrder(b, "b0", 0))
	a.endShift(600, 5000)
	b.endShift(600, 5000)
	a.agrees(b)
	require.Empty(t, a.folded()["conflicts"])
	a.reopen()
	b.reopen()
	a.agrees(b)
}
