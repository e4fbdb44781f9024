package ledger_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// A backup of the year that is over takes the place of a book that went on in the next: the newest paper of each year is asked for, because the old
// year's series may be further than the backup knows, and its papers are entered late afterwards.
func TestABackupOfLastYearAsksForThePapersOfBothYears(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	backup := p.backedUp()
	p.close()
	require.NoError(t, os.Remove(p.path))
	p.place.Folder = t.TempDir()
	p.clock = time.Date(2027, 1, 4, 10, 0, 0, 0, time.UTC)
	key := vault.Key{Passphrase: placedPassphrase}
	for _, c := range []struct{ typed, code string }{
		{"01-2027-000002", "book.paper_year"},
		{"01-2026-000003", ""},
		{"01-2027-000002 01-2027-000003 01-2026-000003", "book.paper"},
		{"01-2026-000000 01-2027-000002", "book.paper"}, // the book has 000001 itself
		{"01-2026-000003、02-2027-000002", "book.paper"},
		{"01-2026-000003, 01-2027-000002", ""},
	} {
		_, err := p.restores(backup, c.typed, key)
		require.Equal(t, c.code, store.Code(err), "%s: %v", c.typed, err)
		if c.code == "book.paper_year" {
			require.Equal(t, []any{"2026", "01-2026-000001", "01-2027-000002"}, store.Typed(err).Args)
		}
		if c.code == "" {
			require.Equal(t, c.typed == "01-2026-000003, 01-2027-000002", p.lastNumbers()["01-2027"] == 2)
			require.EqualValues(t, 3, p.lastNumbers()["01-2026"])
			require.NoError(t, os.Remove(p.path))
		}
	}
}

// lastNumbers reads the newest number of each series of the closed book.
func (p *placed) lastNumbers() (last map[string]int64) {
	db, err := store.Open(p.ctx, p.path, store.Options{ReadOnly: true})
	require.NoError(p, err)
	require.NoError(p, db.Read(p.ctx, func(tx *store.Tx) error {
		last, err = till.LastNumbers(tx)
		return err
	}))
	require.NoError(p, db.Close())
	return last
}
