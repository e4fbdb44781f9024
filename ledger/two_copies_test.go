package ledger_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// swap puts the files of a book, with its log, under the name of another.
func swap(t *testing.T, from, to string) {
	t.Helper()
	for _, ending := range []string{"", "-wal", "-shm"} {
		err := os.Rename(from+ending, to+ending)
		if !errors.Is(err, os.ErrNotExist) {
			require.NoError(t, err)
		}
	}
}

// aside copies the open book with its log, and puts the copy where the book was; back undoes that, and leaves the copy where it came from.
func (p *placed) aside() (back func()) {
	p.Helper()
	copied, away := filepath.Join(p.TempDir(), "copied.book"), filepath.Join(filepath.Dir(p.path), "away.book")
	for _, ending := range []string{"", "-wal"} {
		whole, err := os.ReadFile(p.path + ending)
		require.NoError(p, err)
		require.NoError(p, os.WriteFile(copied+ending, whole, 0o600))
	}
	swap(p.T, p.path, away)
	swap(p.T, copied, p.path)
	require.NoError(p, os.RemoveAll(p.path+".lock")) // a program in a folder that was moved has another
	return func() {
		swap(p.T, p.path, copied)
		swap(p.T, away, p.path)
	}
}

// While the book is open nobody works a copy of it, wherever the copy lies: else both would give out the same number.
func TestTwoCopiesAreNotWorkedAtOnce(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	require.NoError(t, p.book.Remember())
	note, err := os.ReadFile(p.noteFile())
	require.NoError(t, err)
	back := p.aside()
	_, _, err = ledger.Open(p.ctx, p.path, ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}, Witness: p.place})
	require.Equal(t, witness.CodeHeld, store.Code(err))
	_, _, err = ledger.Open(p.ctx, p.path, ledger.OpenOptions{Key: vault.Key{Recovery: p.recovery}, Witness: p.place, GoOn: &ledger.GoingOn{Paper: "01-2026-000009"}})
	require.Equal(t, witness.CodeHeld, store.Code(err))
	now, err := os.ReadFile(p.noteFile())
	require.NoError(t, err)
	require.Equal(t, note, now)
	back()
	require.Equal(t, "01-2026-000002", p.pays(), "the book itself goes on")
	p.close()
	require.Empty(t, p.opens(p.place, nil))
	p.close()
}

// Somebody takes the lock away and works a copy all the same: the book that is open notices before its next commit, takes no money and no PIN, and
// does not write over what the copy had remembered, also not when it is closed.
func TestABookThatWasWorkedAsACopyMeanwhileTakesNoMoney(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	require.NoError(t, p.book.Remember())
	first, back := p.book, p.aside()
	require.NoError(t, os.Remove(p.noteFile()+".lock"))
	require.Empty(t, p.opens(p.place, nil))
	require.Equal(t, "01-2026-000002", p.pays())
	p.close()
	note, err := os.ReadFile(p.noteFile())
	require.NoError(t, err)
	back()

	_, err = first.Staff.SignIn(p.ctx, "101", cashierPIN)
	require.Equal(t, witness.CodeChanged, store.Code(err))
	require.Equal(t, witness.CodeChanged, store.Code(first.Store.Latched()))
	_, err = first.Till.Receive(p.ctx, staff.Actor{}, fenOrder("twice", 0))
	require.Error(t, err)
	_ = first.Close()
	now, err := os.ReadFile(p.noteFile())
	require.NoError(t, err)
	require.Equal(t, note, now)
	require.Equal(t, ledger.CodeBehind, p.opens(p.place, nil), "it is the older of the two now")
	p.close()
}

// The note of a book that was left open changes between its last commit and its paper: what was taken is not on paper.
func TestANoteThatChangedStopsMoneyWhenItIsWritten(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	note, err := os.ReadFile(p.noteFile())
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(p.noteFile(), note, 0o600)) // the same words by another hand
	require.Equal(t, witness.CodeChanged, store.Code(p.book.Remember()))
	require.Equal(t, witness.CodeChanged, store.Code(p.book.Store.Latched()))
	_ = p.book.Close()
}
