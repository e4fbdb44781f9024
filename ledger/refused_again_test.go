package ledger_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// inflated is a book of more than a mebibyte in which nothing beside that is wrong: its check goes on behind the desk.
const inflated = "INSERT INTO local_settings (name, value) VALUES ('large', hex(zeroblob(2000000)));"

// The opening that refuses an edited book leaves a log, as a power cut does. The next one checks the book before money all the same, and so does
// every other, also where the edit itself lies in a log.
func TestAnEditedBookIsRefusedEveryTime(t *testing.T) {
	v := newVictim(t, richBook(t))
	p := newPlaced(t)
	p.close()
	require.Empty(t, p.edited(v, inflated))
	p.pays() // so that the next opening has something to write: up to where it checked
	p.close()
	require.Equal(t, ledger.CodeFindings, p.edited(v, "DELETE FROM requests;"))
	p.close()
	for range 3 {
		log, err := os.Stat(p.path + "-wal")
		require.NoError(t, err)
		require.NotZero(t, log.Size(), "as after a power cut")
		book, _, err := ledger.Open(p.ctx, p.path, ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}, Witness: p.place})
		require.NoError(t, err)
		// A write waits for the check, and none gets in before it.
		err = book.Store.Write(context.WithoutCancel(p.ctx), func(*store.Tx) error { return nil })
		require.Equal(t, store.CodeLatched, store.Code(err))
		require.NoError(t, book.Close())
	}
}

// Whoever goes on with a book by the recovery key has all of it checked before an event says that this is the counter.
func TestAnEditedBookIsNotGoneOnWith(t *testing.T) {
	v := newVictim(t, richBook(t))
	p := newPlaced(t)
	p.pays()
	p.close()
	said, err := shell(t, p.path, v.disarm+inflated+"DELETE FROM requests;"+v.arm)
	require.NoError(t, err, said)
	there := p.place
	there.Folder = t.TempDir()
	before := p.events()
	require.Equal(t, ledger.CodeFindings, p.opens(there, &ledger.GoingOn{Paper: "01-2026-000001"}))
	p.close()
	require.Equal(t, before, p.events(), "no event says so")
	require.Equal(t, ledger.CodeFindings, p.opens(there, nil), "what was found is not forgotten")
	p.close()
}

// events returns how many events the closed book has.
func (p *placed) events() string {
	p.Helper()
	said, err := shell(p.T, p.path, "SELECT count(*) FROM events;")
	require.NoError(p, err, said)
	return said
}
