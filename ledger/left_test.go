package ledger_test

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
)

// tables returns the tables of the book as it lies there, with a row picked of each that has one.
func (p *placed) tables() []table {
	p.Helper()
	db, err := store.Open(p.ctx, p.path, store.Options{ReadOnly: true})
	require.NoError(p, err)
	v := &victim{}
	require.NoError(p, db.Read(p.ctx, func(tx *store.Tx) error {
		v.study(p.T, tx, rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0)))
		return nil
	}))
	require.NoError(p, db.Close())
	filled := v.tables[:0]
	for _, table := range v.tables {
		if table.key != "" {
			filled = append(filled, table)
		}
	}
	return filled
}

// edited runs a script on the closed book, with the triggers dropped and made again, opens it, and returns why no money may be taken.
func (p *placed) edited(v *victim, script string) string {
	p.Helper()
	said, err := shell(p.T, p.path, v.disarm+script+v.arm)
	require.NoError(p, err, said)
	return p.opens(p.place, nil)
}

// Whatever a command reads before it decides was written by the counter and by nobody else: a file with one byte that is not as it was left is
// checked whole before it takes money.
func TestWhateverWasEditedIsNoticedAtTheOpening(t *testing.T) {
	v := newVictim(t, richBook(t))
	p := newPlaced(t)
	p.pays()
	p.close()
	whole := p.keep()
	require.Empty(t, p.opens(p.place, nil))
	p.close()
	for _, script := range []string{
		"UPDATE shifts SET float_fen = float_fen + 100;",
		"UPDATE shifts SET cashier = (SELECT id FROM staff WHERE code = '100');",
		"UPDATE payments SET business_on = '2026-01-02';",
		"UPDATE tenders SET fen = fen + 1;",
		"UPDATE receipts SET fen = fen + 1;",
		"DELETE FROM requests;",
		"UPDATE staff SET wrong_pins = wrong_pins + 1 WHERE code = '101';",
		"UPDATE credits SET frozen = 1;",
	} {
		p.putBack(whole)
		if said, err := shell(t, p.path, script+"SELECT changes();"); err == nil && said == "0\n" {
			continue // the book has no such row
		}
		p.putBack(whole)
		require.Equal(t, ledger.CodeFindings, p.edited(v, script), script)
		p.close()
		require.Equal(t, ledger.CodeFindings, p.opens(p.place, nil), "%s again", script)
		p.close()
	}
	p.putBack(whole)
	require.Empty(t, p.opens(p.place, nil), "put back as it was")
	p.close()
}

// The note of a book that was closed has the digest of its file, whichever way the file came to be another that is good.
func TestABookIsLeftWithItsDigest(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	left := func() {
		t.Helper()
		p.close()
		sum := sha256.Sum256(p.keep())
		require.Equal(t, hex.EncodeToString(sum[:]), p.remembered().Digest)
	}
	left()
	// A check of the whole book finds nothing in a file whose pages lie otherwise.
	said, err := shell(t, p.path, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")
	require.NoError(t, err, said)
	require.Empty(t, p.opens(p.place, nil))
	left()
	// The power goes: the log is not folded in, and the whole book is checked.
	require.Empty(t, p.opens(p.place, nil))
	p.pays()
	file, err := os.ReadFile(p.path)
	require.NoError(t, err)
	log, err := os.ReadFile(p.path + "-wal")
	require.NoError(t, err)
	p.close()
	p.putBack(file)
	require.NoError(t, os.WriteFile(p.path+"-wal", log, 0o600))
	require.Empty(t, p.opens(p.place, nil))
	left()
}

// Whoever removes what a check left beside the book does not take what the machine remembers with it.
func TestAFindingIsNotForgottenWithItsFile(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	before := p.remembered()
	require.NotEmpty(t, before.Digest)
	require.Empty(t, p.opens(p.place, nil))
	v := newVictim(t, richBook(t))
	said, err := shell(t, p.path, v.disarm+"UPDATE tenders SET fen = fen + 1;"+v.arm)
	require.NoError(t, err, said)
	found, err := p.book.Verify(p.ctx, nil)
	require.NoError(t, err)
	require.NotEmpty(t, found)
	p.close()
	require.NoError(t, os.Remove(p.path+".findings"))
	require.Empty(t, p.remembered().Digest)
	require.Equal(t, ledger.CodeFindings, p.opens(p.place, nil))
	p.close()
}
