package store_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// TestRowsAreInsertedAsTheyAre inserts rows of which columns said to be shared hold the same, or here and there do not.
func TestRowsAreInsertedAsTheyAre(t *testing.T) {
	for _, odd := range []int{-1, 0, 63, 64, 130} { // the row that is unlike the others, -1 for none
		db, _ := newBook(t)
		rows := make([][]any, 150)
		var want []string
		for i := range rows {
			from := "2026-01-01"
			if i == odd {
				from = "2026-02-01"
			}
			rows[i] = []any{int64(1), int64(7), int64(i + 1), fmt.Sprint("room/", i), from, nil, []byte{1}}
			want = append(want, fmt.Sprintf("1/7/%d/room/%d/%s", i+1, i, from))
		}
		var got []string
		require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) (err error) {
			if _, err := tx.Exec("CREATE TABLE rows (device, seq, line, object, from_on, of, hash)"); err != nil {
				return err
			}
			if err := tx.InsertRows("INSERT INTO rows (device, seq, line, object, from_on, of, hash)", rows, 0, 1, 4, 5); err != nil {
				return err
			}
			got, err = store.All(tx, `SELECT device || '/' || seq || '/' || line || '/' || object || '/' || from_on FROM rows
				WHERE of IS NULL AND hash = x'01' ORDER BY line`, nil, func(scan func(dest ...any) error) (row string, err error) { return row, scan(&row) })
			return err
		}))
		require.Equal(t, want, got, odd)
	}
}
