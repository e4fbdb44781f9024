package ledger_test

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// nobody is an account that owns nothing.
const nobody = 65534

// asNobody lets this thread reach files as another account, which root alone can.
func asNobody(t *testing.T, work func()) {
	t.Helper()
	require.Zero(t, os.Geteuid(), "run by root, who alone can act as another account")
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_, _, _ = syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0)
	defer func() { _, _, _ = syscall.RawSyscall(syscall.SYS_SETFSUID, 0, 0, 0) }()
	work()
}

// A note that may not be read was taken for one that is not there, and whoever opened the book was sent for the recovery key.
func TestANoteThatMayNotBeReadIsNotMissing(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	backup := p.backedUp()
	p.close()
	for _, path := range []string{filepath.Dir(filepath.Dir(p.path)), filepath.Dir(p.path), filepath.Dir(backup), p.path, p.path + "-wal", p.path + "-shm", p.path + ".lock", backup} {
		if err := os.Chown(path, nobody, nobody); !os.IsNotExist(err) {
			require.NoError(t, err)
		}
	}
	require.NoError(t, os.Chmod(p.place.Folder, 0o700))
	note := p.noteFile()
	options := ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}, Witness: p.place}
	asNobody(t, func() {
		require.Equal(t, witness.CodeUnread, p.opensWith(options))
		cause := p.book.Store.Latched()
		require.Equal(t, note, cause.Args[0])
		require.False(t, ledger.IsOutside(cause), "nobody is sent for the recovery key")
		p.close()
		options.ReadOnly = true
		require.Equal(t, witness.CodeUnread, p.opensWith(options), "it is looked at all the same")
		p.close()
		cause, _, err := ledger.Asking{Keys: []vault.Key{options.Key}}.Outside(p.ctx, p.path, p.place)
		require.NoError(t, err)
		require.Equal(t, witness.CodeUnread, cause.Code)
		_, err = p.restores(backup, "", options.Key)
		require.Equal(t, witness.CodeUnread, store.Code(err), "%v", err)
	})
	require.Empty(t, p.opens(p.place, nil))
	p.close()
}

// A book that may be read and not written is whole: no backup takes its place without anybody being asked there.
func TestABookThatMayNotBeWrittenIsNotReplacedForThat(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	backup := p.backedUp()
	p.pays()
	p.close()
	for _, path := range []string{filepath.Dir(filepath.Dir(p.path)), filepath.Dir(p.path), filepath.Dir(backup), p.path, p.path + "-wal", p.path + "-shm", p.path + ".lock", backup, p.place.Folder, p.noteFile()} {
		if err := os.Chown(path, nobody, nobody); !os.IsNotExist(err) {
			require.NoError(t, err)
		}
	}
	require.NoError(t, os.Chmod(p.path, 0o444))
	whole := p.keep()
	asNobody(t, func() {
		_, err := p.restores(backup, "", vault.Key{Passphrase: placedPassphrase})
		require.Equal(t, store.CodeNoRight, store.Code(err), "%v", err)
	})
	require.Equal(t, whole, p.keep())
	require.NoError(t, os.Chmod(p.path, 0o600))
}
