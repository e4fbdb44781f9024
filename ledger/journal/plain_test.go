package journal_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// TestAPlainBodyIsFoldedAsItsBytesSay folds texts that JSON writes otherwise than they are, both ways: as Append is given
// them, and as a replay reads them.
func TestAPlainBodyIsFoldedAsItsBytesSay(t *testing.T) {
	ctx := context.Background()
	newFile := func(name string) *store.DB {
		db, err := store.Create(ctx, filepath.Join(t.TempDir(), name), store.Options{})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		return db
	}
	apply := func(tx *store.Tx, e journal.Event, words []string) error {
		for _, word := range words {
			if _, err := tx.Exec("INSERT INTO local_settings (name, value) VALUES (?, ?)", word, e.Kind); err != nil {
				return err
			}
		}
		return nil
	}
	db, again := newFile("a.book"), newFile("b.book")
	require.NoError(t, journal.Identify(ctx, db))
	j, err := journal.Open(ctx, db, []journal.Projector{journal.On("plain", 1, apply)})
	require.NoError(t, err)
	for _, words := range [][]string{{"好", "<b>&\"\\", "\u2028\u0001", "𠮷\ufffd"}, {`\ufffd`, `\\ufffd`, `a\\\ufffd`}} {
		require.NoError(t, write(t, db, func(tx *store.Tx) error { _, err := j.Append(tx, "plain", words); return err }))
	}
	require.NoError(t, db.Read(ctx, func(tx *store.Tx) error { return j.Replay(ctx, tx, again, nil) }))
	names := func(db *store.DB) (all []string) {
		require.NoError(t, db.Read(ctx, func(tx *store.Tx) (err error) {
			all, err = store.All(tx, "SELECT hex(name) FROM local_settings WHERE value = 'plain' ORDER BY 1", nil,
				func(scan func(dest ...any) error) (name string, err error) { return name, scan(&name) })
			return err
		}))
		return all
	}
	require.Len(t, names(db), 7)
	require.Equal(t, names(again), names(db))
}

func TestAPlainBodyOfAnotherTypeIsReadBack(t *testing.T) {
	_, db := newJournal(t)
	ctx := context.Background()
	folded := ""
	j, err := journal.Open(ctx, db, []journal.Projector{journal.On("plain", 1, func(_ *store.Tx, _ journal.Event, body said) error {
		folded = body.Words
		return nil
	})})
	require.NoError(t, err)
	require.NoError(t, write(t, db, func(tx *store.Tx) error {
		_, err := j.Append(tx, "plain", map[string]string{"words": "一"})
		return err
	}))
	require.Equal(t, "一", folded)
}

// Each of these bodies would be folded otherwise than its bytes say if it were not read back.
func TestABodyThatIsNotPlainIsReadBack(t *testing.T) {
	type hidden struct {
		Words string
		kept  string
	}
	type leftOut struct {
		Words string
		Kept  string `json:"-"`
	}
	type raw struct{ Words json.RawMessage }
	foldsTheBytes(t, hidden{"一", "二"}, hidden{Words: "一"})
	foldsTheBytes(t, leftOut{"一", "二"}, leftOut{Words: "一"})
	foldsTheBytes(t, raw{json.RawMessage(` "<" `)}, raw{json.RawMessage(`"\u003c"`)})
	foldsTheBytes(t, map[string]any{"n": 1}, map[string]any{"n": 1.0})
}

func foldsTheBytes[T any](t *testing.T, told, want T) {
	t.Helper()
	_, db := newJournal(t)
	var folded T
	j, err := journal.Open(context.Background(), db, []journal.Projector{journal.On("told", 1, func(_ *store.Tx, _ journal.Event, body T) error {
		folded = body
		return nil
	})})
	require.NoError(t, err)
	require.NoError(t, write(t, db, func(tx *store.Tx) error { _, err := j.Append(tx, "told", told); return err }))
	require.Equal(t, want, folded)
}
