package ledger_test

import (
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

// takenAway is a book whose last receipt is in its log alone, as after a power cut, and whose file then was moved away: the file lies elsewhere, and
// backup is a copy that does not know the receipt.
func takenAway(t *testing.T) (p *placed, elsewhere, backup string, log []byte) {
	p = newPlaced(t)
	p.close()
	require.Empty(t, p.opens(p.place, nil))
	backup = p.backedUp()
	require.Equal(t, "01-2026-000001", p.pays())
	file, err := os.ReadFile(p.path)
	require.NoError(t, err)
	log, err = os.ReadFile(p.path + "-wal")
	require.NoError(t, err)
	require.NotEmpty(t, log)
	p.close()
	require.NoError(t, os.Remove(p.path))
	elsewhere = filepath.Join(t.TempDir(), "elsewhere.book")
	require.NoError(t, os.WriteFile(elsewhere, file, 0o600))
	require.NoError(t, os.WriteFile(p.path+"-wal", log, 0o600))
	return p, elsewhere, backup, log
}

// The file of a book is gone and its log still has the last receipts: nothing is made in its place, nothing is brought there, and the log stays.
func TestNothingTakesThePlaceOfALogThatLiesAlone(t *testing.T) {
	p, _, backup, log := takenAway(t)
	require.Equal(t, store.CodeLogAlone, p.opens(p.place, nil))
	_, err := ledger.Create(p.ctx, p.path, ledger.Founding{Estate: "月亮花园", Company: "月亮物业", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN})
	require.Equal(t, store.CodeLogAlone, store.Code(err))
	require.Equal(t, store.CodeLogAlone, store.Code(ledger.Bring(p.ctx, backup, p.path, vault.Key{Passphrase: placedPassphrase})))
	_, err = ledger.Rebuild(p.ctx, p.path, nil)
	require.Equal(t, store.CodeLogAlone, store.Code(err))
	_, err = ledger.Restore(p.ctx, p.path, filepath.Join(t.TempDir(), "restored.book"), ledger.Restoring{})
	require.Equal(t, store.CodeLogAlone, store.Code(err), "nor is it a backup that is damaged")
	require.NoFileExists(t, p.path)
	still, err := os.ReadFile(p.path + "-wal")
	require.NoError(t, err)
	require.Equal(t, log, still)
}

// A restore puts the log aside, says where, and whoever finds the file again has the receipts with it.
func TestARestoreKeepsALogThatLiesAlone(t *testing.T) {
	p, elsewhere, backup, log := takenAway(t)
	require.NoError(t, os.WriteFile(p.path+".before-restore-wal", []byte("an earlier one"), 0o600))
	done, err := p.restores(backup, "", vault.Key{Passphrase: placedPassphrase})
	require.NoError(t, err)
	require.True(t, done.Done)
	require.Empty(t, done.Kept, "there was no file")
	require.Equal(t, p.path+".before-restore-2-wal", done.KeptLog)
	kept, err := os.ReadFile(done.KeptLog)
	require.NoError(t, err)
	require.Equal(t, log, kept)
	require.Empty(t, wholeAudit(t, p.path))

	require.NoError(t, os.Rename(done.KeptLog, elsewhere+"-wal"))
	about, err := ledger.Examine(p.ctx, elsewhere)
	require.NoError(t, err)
	require.Equal(t, "01-2026-000001", about.LastReceipt)
}

// This machine remembers a book where there is none, and no log either: it is gone, and not one that was never made.
func TestABookThatIsRememberedIsGone(t *testing.T) {
	p := newPlaced(t)
	p.close()
	require.NoError(t, os.Rename(p.path, p.path+".away"))
	require.Equal(t, ledger.CodeGone, p.opens(p.place, nil))
	another := ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: placedPassphrase, Witness: p.place,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN}
	_, err := ledger.Create(p.ctx, p.path, another)
	require.Equal(t, ledger.CodeGone, store.Code(err))
	require.NoFileExists(t, p.path)
	_, err = ledger.Create(p.ctx, p.path+"3", another)
	require.NoError(t, err)
	another.Anew = true
	_, err = ledger.Create(p.ctx, p.path, another)
	require.NoError(t, err)
	require.NoError(t, os.Remove(p.path))
	require.Equal(t, store.CodeMissing, p.opens(witness.Place{Folder: t.TempDir(), Machine: p.place.Machine}, nil))
	require.Equal(t, store.CodeMissing, p.opens(witness.Place{}, nil))
	p.path += "2"
	require.Equal(t, store.CodeMissing, p.opens(p.place, nil))
}
