package journal_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// exec changes the file as somebody would who has it in hand.
func (c *counter) exec(t *testing.T, statement string) {
	require.NoError(t, c.db.Write(context.Background(), func(tx *store.Tx) error { _, err := tx.Exec(statement); return err }))
}

// known returns how many events the file can take back.
func (c *counter) known(t *testing.T) (count int) {
	require.NoError(t, c.db.Read(context.Background(), func(tx *store.Tx) error { _, err := tx.Get("SELECT count(*) FROM local_undo", nil, &count); return err }))
	return count
}

// sets sets values one after the other.
func (c *counter) sets(t *testing.T, count int) {
	for i := range count {
		require.NoError(t, c.do("set", fmt.Sprint("p", i%3), fmt.Sprint(i%10)))
	}
}

// Two counters that heard all of each other know only of what comes now how to take it back, and what comes late has no more folded again than what follows it. Where that is not
// known, or somebody edited it, the whole book is: what it says stays the same.
func TestWhatComesLateFoldsAgainOnlyWhatFollows(t *testing.T) {
	for name, edit := range map[string]string{
		"":                       "",
		"a change is left out":   "UPDATE local_undo SET changes = CAST('[]' AS BLOB) WHERE event = (SELECT max(event) - 1 FROM local_undo)",
		"one is gone":            "DELETE FROM local_undo WHERE event = (SELECT max(event) - 1 FROM local_undo)",
		"the newest is gone":     "DELETE FROM local_undo WHERE event = (SELECT max(event) FROM local_undo)",
		"one is that of another": "UPDATE local_undo SET (changes, mac) = (SELECT changes, mac FROM local_undo WHERE event = (SELECT max(event) FROM local_undo)) WHERE event = (SELECT max(event) - 1 FROM local_undo)",
		"a row is gone":          "DELETE FROM policies",
		"nothing is known":       "DELETE FROM local_undo",
		"the mac is another":     "UPDATE local_undo SET mac = zeroblob(32) WHERE event = (SELECT max(event) - 1 FROM local_undo)",
	} {
		t.Run(name, func(t *testing.T) {
			s := newCounters(t, 2)
			a, b := s.all[0], s.all[1]
			a.sets(t, 40)
			for range 2 {
				for _, pair := range [][2]*counter{{b, a}, {a, b}} {
					_, err := s.hear(pair[0], pair[1])
					require.NoError(t, err)
					pair[0].sets(t, 1)
				}
			}
			_, err := s.hear(b, a)
			require.NoError(t, err)
			require.LessOrEqual(t, b.known(t), 3)
			a.sets(t, 3)
			b.sets(t, 1)
			if edit != "" {
				a.exec(t, edit)
			}
			h, err := s.hear(a, b)
			require.NoError(t, err)
			if edit == "" {
				require.Equal(t, 2, h.New)
				require.LessOrEqual(t, h.Again, 3)
			} else {
				require.Greater(t, h.Again, 40)
			}
			_, err = s.hear(b, a)
			require.NoError(t, err)
			require.Equal(t, b.tables(t), a.tables(t))
			replayed(t, a)
		})
	}
}

// replayed folds the events into a fresh file and compares all that follows from them.
func replayed(t *testing.T, c *counter) {
	fresh, err := store.Memory(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, fresh.Close()) }()
	require.NoError(t, c.db.Read(t.Context(), func(tx *store.Tx) error { return c.Replay(t.Context(), tx, fresh, nil) }))
	signatures := func(row string) bool { return len(row) > 10 && row[:10] == "signatures" }
	require.Equal(t, slices.DeleteFunc((&counter{c.Journal, fresh}).tables(t), signatures), slices.DeleteFunc(c.tables(t), signatures))
}

// What is large is heard page by page: what a device signed together stays together, and whoever goes on between two of them has what all others have in the end.
func TestALargeParcelIsHeardInPages(t *testing.T) {
	s := newCounters(t, 3)
	a, b, c := s.all[0], s.all[1], s.all[2]
	together := func(count int) {
		require.NoError(t, b.db.Write(t.Context(), func(tx *store.Tx) error {
			for i := range count {
				if _, err := b.Append(tx, "set", set{"p", fmt.Sprint(i % 10)}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	b.sets(t, 1)
	_, err := s.hear(a, b)
	require.NoError(t, err)
	a.sets(t, 2)
	together(900)
	together(1300) // it begins before a page is full, and ends after
	_, err = s.hear(c, b)
	require.NoError(t, err)
	c.sets(t, 500)
	_, err = s.hear(b, c)
	require.NoError(t, err)
	together(400)
	var heard journal.Heard
	require.NoError(t, b.db.Read(t.Context(), func(tx *store.Tx) (err error) { heard, err = journal.Since(tx, nil); return err }))
	var pages []journal.Heard
	require.NoError(t, a.db.Read(t.Context(), func(tx *store.Tx) (err error) { pages, err = a.Pages(tx, heard, s.keys); return err }))
	var sizes []int
	for _, page := range pages {
		sizes = append(sizes, len(page.Events))
		_, err := s.take(a, page)
		require.NoError(t, err)
		a.sets(t, 1)
	}
	require.Equal(t, []int{2200, 902}, sizes)
	for _, pair := range [][2]*counter{{b, a}, {c, b}} {
		_, err := s.hear(pair[0], pair[1])
		require.NoError(t, err)
		require.Equal(t, a.tables(t), pair[0].tables(t))
	}
	require.NoError(t, a.db.Read(t.Context(), func(tx *store.Tx) (err error) { pages, err = a.Pages(tx, heard, s.keys); return err }))
	require.Empty(t, pages, "nothing of it is new")
	heard.Events[2000].AtMS++
	late := s.add()
	err = late.db.Read(t.Context(), func(tx *store.Tx) error { _, err := late.Pages(tx, heard, s.keys); return err })
	require.Equal(t, journal.CodeForked, store.Code(err), "all is checked before a page is taken")
}

// SQLite tells of a text only up to a zero byte, so that none may have one.
func TestATextWithAZeroByteIsRefused(t *testing.T) {
	c := newCounters(t, 1).all[0]
	require.Equal(t, "journal.text", store.Code(c.do("set", "p", "x\x00y")))
	require.NoError(t, c.do("set", "p", `x\u0000y`), "six characters that somebody typed")
}

// A row is found again by its primary key: every table that is folded has one.
func TestEveryFoldedTableHasAPrimaryKey(t *testing.T) {
	c := newCounters(t, 1).all[0]
	require.NoError(t, c.db.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Each("SELECT s.name, (SELECT count(*) FROM pragma_table_info(s.name) WHERE pk > 0) FROM sqlite_schema s WHERE s.type = 'table'", nil, func(scan func(dest ...any) error) error {
			var name string
			var columns int
			err := scan(&name, &columns)
			require.True(t, columns > 0 || !journal.Folded(name), name)
			return err
		})
	}))
}
