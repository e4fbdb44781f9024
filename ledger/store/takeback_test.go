package store_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/store"
)

// recordable are a table whose rows SQLite numbers and one that is sorted by its key, which refuse that a row goes, and a trigger that changes one by the other.
var recordable = []string{
	`CREATE TABLE numbered (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, fen INTEGER NOT NULL CHECK (fen < 9), note BLOB) STRICT`,
	`CREATE TABLE sorted (a TEXT NOT NULL, b INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID`,
	`CREATE TABLE untold (n INTEGER) STRICT`,
	`CREATE TRIGGER numbered_counted AFTER INSERT ON numbered BEGIN INSERT INTO sorted (a, b, count) VALUES (NEW.name, NEW.fen, 1) ON CONFLICT (b, a) DO UPDATE SET count = count + 1; END`,
	`CREATE TRIGGER sorted_delete BEFORE DELETE ON sorted BEGIN SELECT RAISE(ABORT, 'sorted: nothing is deleted'); END`,
}

// written returns every row of both tables.
func written(t require.TestingT, tx *store.Tx) (rows []string) {
	rows, err := store.All(tx, "SELECT 'n', id, name, fen, quote(note) FROM numbered UNION ALL SELECT 's', b, a, count, '' FROM sorted ORDER BY 1, 2, 3", nil, func(scan func(dest ...any) error) (string, error) {
		var table, name, note string
		var id, fen int64
		err := scan(&table, &id, &name, &fen, &note)
		return fmt.Sprint(table, id, name, fen, note), err
	})
	require.NoError(t, err)
	return rows
}

// Whatever is done to the rows, a part that failed among it, is taken back to the byte, also after its changes were written down, and the triggers are there again.
func TestWhatWasRecordedIsTakenBack(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		require.NoError(t, flag.Set("rapid.checks", "40"))
	}
	db, _ := newBook(t)
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) (err error) {
		for _, statement := range recordable {
			_, failed := tx.Exec(statement)
			err = errors.Join(err, failed)
		}
		return err
	}))
	rapid.Check(t, func(r *rapid.T) {
		undone := errors.New("undone")
		require.ErrorIs(t, db.Write(t.Context(), func(tx *store.Tx) error {
			name := func() string { return rapid.SampledFrom([]string{"a", "b", "收", "d'", "e"}).Draw(r, "name") }
			fen := func() int64 { return rapid.Int64Range(-2, 9).Draw(r, "fen") } // 9 is refused
			steps := map[string]func() error{
				"insert": func() error {
					_, err := tx.Exec("INSERT INTO numbered (name, fen, note) VALUES (?, ?, ?)", name(), fen(), rapid.SampledFrom([]any{nil, []byte{}, []byte{0, 255}}).Draw(r, "note"))
					return err
				},
				"several": func() error {
					_, err := tx.Exec("INSERT INTO numbered (name, fen) VALUES (?, ?), (?, ?)", name(), fen(), name(), fen())
					return err
				},
				"replace": func() error {
					_, err := tx.Exec("INSERT OR REPLACE INTO numbered (name, fen) VALUES (?, ?)", name(), fen())
					return err
				},
				"update": func() error {
					_, err := tx.Exec("UPDATE numbered SET fen = ?, note = x'01' WHERE name = ?", fen(), name())
					return err
				},
				"move": func() error {
					_, err := tx.Exec("UPDATE sorted SET b = b + 100 WHERE a = ?", name())
					return err
				},
				"number": func() error {
					_, err := tx.Exec("UPDATE numbered SET id = id + 50 WHERE name = ?", name())
					return err
				},
				"delete": func() error {
					_, err := tx.Exec("DELETE FROM numbered WHERE name = ?", name())
					return err
				},
				"untold": func() error {
					_, err := tx.Exec("INSERT INTO untold (n) VALUES (1)")
					return err
				},
			}
			kinds := rapid.SampledFrom([]string{"insert", "several", "replace", "update", "move", "number", "delete", "untold"})
			work := func() error {
				for range rapid.IntRange(0, 6).Draw(r, "steps") {
					if rapid.Bool().Draw(r, "attempted") {
						_ = tx.Attempt(func() error { // one that fails is taken back by itself
							return errors.Join(steps[kinds.Draw(r, "kind")](), steps[kinds.Draw(r, "kind")]())
						})
						continue
					}
					_ = steps[kinds.Draw(r, "kind")]() // what is refused changes nothing
				}
				return nil
			}
			require.NoError(t, work())
			before := written(t, tx)
			var all []store.Changes
			for range rapid.IntRange(1, 3).Draw(r, "parts") {
				changes, err := tx.Record(func(table string) bool { return table != "untold" }, work)
				require.NoError(t, err)
				text, err := json.Marshal(changes)
				require.NoError(t, err)
				var read store.Changes
				require.NoError(t, json.Unmarshal(text, &read))
				all = append(all, read)
			}
			require.NoError(t, tx.TakeBack(all))
			require.Equal(t, before, written(t, tx))
			if _, err := tx.Exec("DELETE FROM sorted"); len(before) > 0 {
				require.Error(t, err)
			}
			return undone
		}), undone)
	})
}
