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
)

// asked has somebody sign in wherever a book can still be asked, and counts how often that was.
func asked(c *counter, code, pin string, times *int) ledger.Asking {
	return ledger.Asking{Ask: func(people *ledger.Book, discarding bool) (by staff.Actor, approval staff.Approval, err error) {
		*times++
		if by, err = people.Staff.SignIn(c.ctx, code, pin); err == nil && discarding {
			approval, err = people.Staff.Approve(c.ctx, by, "200", supervisorPIN, staff.DiscardEvents)
		}
		return by, approval, err
	}}
}

// damage is what somebody or something did to a closed book, at its path.
type damage struct {
	name string
	do   func(t *testing.T, path string)
}

// sqlDamage is one that a tool of databases does.
func sqlDamage(name, script string) damage {
	return damage{name, func(t *testing.T, path string) {
		_, err := shell(t, path, script)
		require.NoError(t, err)
	}}
}

// folderAt is a folder with something in it where a file should be.
func folderAt(name, suffix string) damage {
	return damage{name, func(t *testing.T, path string) {
		require.NoError(t, os.RemoveAll(path+suffix))
		require.NoError(t, os.MkdirAll(filepath.Join(path+suffix, "inside"), 0o700))
	}}
}

var damages = []damage{
	{"nothing", func(*testing.T, string) {}},
	{"missing", func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) }},
	{"empty", func(t *testing.T, path string) { require.NoError(t, os.Truncate(path, 0)) }},
	{"cut short", func(t *testing.T, path string) { require.NoError(t, os.Truncate(path, 100)) }},
	{"half", func(t *testing.T, path string) {
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.NoError(t, os.Truncate(path, info.Size()/2))
	}},
	{"no database", func(t *testing.T, path string) {
		require.NoError(t, os.WriteFile(path, []byte("这里曾经是一个账本"), 0o600))
	}},
	{"another program's", func(t *testing.T, path string) {
		require.NoError(t, os.Remove(path))
		_, err := shell(t, path, "CREATE TABLE photos (name TEXT);")
		require.NoError(t, err)
	}},
	{"a book without a table", func(t *testing.T, path string) {
		require.NoError(t, os.Remove(path))
		_, err := shell(t, path, "PRAGMA application_id = 1397247049; CREATE TABLE photos (name TEXT);")
		require.NoError(t, err)
	}},
	{"a log of something else", func(t *testing.T, path string) {
		require.NoError(t, os.WriteFile(path+"-wal", make([]byte, 50_000), 0o600))
	}},
	{"a link that leads nowhere", func(t *testing.T, path string) {
		require.NoError(t, os.Remove(path))
		require.NoError(t, os.Symlink("nowhere", path))
	}},
	{"a link to itself", func(t *testing.T, path string) {
		require.NoError(t, os.Remove(path))
		require.NoError(t, os.Symlink(filepath.Base(path), path))
	}},
	{"a finding of the last check", func(t *testing.T, path string) {
		require.NoError(t, os.WriteFile(path+".findings", []byte("3\n"), 0o600))
	}},
	folderAt("a folder", ""), folderAt("a folder for a log", "-wal"), folderAt("a folder for the log's index", "-shm"),
	folderAt("a folder for a lock", ".lock"), folderAt("a folder for the holder", ".holder"), folderAt("a folder for findings", ".findings"),
	sqlDamage("no key", "DELETE FROM vault_slots;"),
	sqlDamage("a slot changed", "UPDATE vault_slots SET salt = zeroblob(32);"),
	sqlDamage("no identity", "DROP TABLE identity;"),
	sqlDamage("the id of another book", "DROP TRIGGER identity_update; UPDATE identity SET book = 'x';"),
	sqlDamage("no events", "DROP TABLE events;"),
	sqlDamage("no people", "PRAGMA foreign_keys = off; DROP TABLE staff;"),
	sqlDamage("everybody gone", "PRAGMA foreign_keys = off; DELETE FROM staff;"),
	sqlDamage("no version", "DROP TABLE goose_db_version;"),
	sqlDamage("an older version that it is not", "DELETE FROM goose_db_version WHERE version_id > 1;"),
	sqlDamage("an event changed", "DROP TRIGGER events_update; UPDATE events SET body = x'7b7d' WHERE seq = 1;"),
	sqlDamage("no signatures", "DROP TRIGGER signatures_delete; DELETE FROM signatures;"),
	sqlDamage("a bill changed", "UPDATE bills SET paid_fen = 3 WHERE paid_fen = 0;"),
	sqlDamage("a trigger gone", "DROP TRIGGER events_delete;"),
}

// Whatever is wrong with a book, a backup takes its place, somebody is asked all the same, and what was there lies beside it.
func TestADamagedBookCanAlwaysBeReplaced(t *testing.T) {
	c, backup := closedBook(t)
	whole, err := os.ReadFile(c.path)
	require.NoError(t, err)
	for _, damage := range damages {
		t.Run(damage.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "estate.book")
			require.NoError(t, os.WriteFile(path, whole, 0o600))
			damage.do(t, path)
			_, missing := os.Lstat(path)
			times := 0
			_, err := ledger.Restore(c.ctx, backup, path, ledger.Restoring{Asking: asked(c, "100", "9999", &times)})
			require.Equal(t, "staff.pin_wrong", store.Code(err), "a finding lifts no right")
			done, err := ledger.Restore(c.ctx, backup, path, ledger.Restoring{Asking: asked(c, "100", managerPIN, &times)})
			require.NoError(t, err)
			require.True(t, done.Asked && done.Done)
			require.Equal(t, missing == nil, done.Kept != "")
			if done.Kept != "" {
				_, err := os.Lstat(done.Kept)
				require.NoError(t, err)
			}
			require.NoFileExists(t, path+".findings")
			left, err := filepath.Glob(filepath.Join(filepath.Dir(path), store.Making+"*"))
			require.NoError(t, err)
			require.Empty(t, left)
			require.Empty(t, wholeAudit(t, path))
			require.Equal(t, c.manager.ID()+"|backup.book\n", restoredIn(t, path))
		})
	}
}

// restoredIn reads who put what in the place of a book, a line for every event that says so.
func restoredIn(t *testing.T, path string) string {
	t.Helper()
	said, err := shell(t, path, "SELECT CAST(body AS TEXT) ->> 'by', CAST(body AS TEXT) ->> 'from' FROM events WHERE kind = 'book.restored';")
	require.NoError(t, err)
	return said
}

// What a window puts where no book is takes the place of what is none, and never that of a book.
func TestABookIsBroughtWhereNoneIs(t *testing.T) {
	c, backup := closedBook(t)
	for _, damage := range damages {
		switch damage.name {
		case "missing", "empty", "a link that leads nowhere", "a folder":
		default:
			continue
		}
		t.Run(damage.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "estate.book")
			require.NoError(t, os.WriteFile(path, []byte("x"), 0o600))
			require.Equal(t, "store.exists", store.Code(ledger.Bring(c.ctx, backup, path, vault.Key{Demo: true})))
			damage.do(t, path)
			require.NoError(t, ledger.Bring(c.ctx, backup, path, vault.Key{Demo: true}))
			require.Empty(t, wholeAudit(t, path))
		})
	}
}

// A book that no key on this machine opens is replaced without anybody, and the answer says so; the recovery key lets somebody be asked. Whoever typed
// a wrong key is told so, and nothing is replaced.
func TestNobodyIsAskedWhereNoKeyOpensAnything(t *testing.T) {
	c, _ := closedBook(t)
	const passphrase = "一句很长的口令吧"
	path, backup := filepath.Join(t.TempDir(), "estate.book"), filepath.Join(t.TempDir(), "backup.book")
	recovery, err := ledger.Create(c.ctx, path, ledger.Founding{Estate: "月亮花园", Company: "月亮物业", Counter: "01", Passphrase: passphrase,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN})
	require.NoError(t, err)
	book, _, err := ledger.Open(c.ctx, path, ledger.OpenOptions{Key: vault.Key{Passphrase: passphrase}})
	require.NoError(t, err)
	require.NoError(t, book.Backup(c.ctx, backup))
	require.NoError(t, book.Close())
	for _, key := range []vault.Key{{}, {Passphrase: "另一句很长的口令"}, {Passphrase: passphrase}, {Recovery: recovery}} {
		opens := key.Recovery != "" || key.Passphrase == passphrase
		times := 0
		asking := asked(c, "100", managerPIN, &times)
		asking.Keys = []vault.Key{key}
		done, err := ledger.Restore(c.ctx, backup, path, ledger.Restoring{Asking: asking})
		if !opens && key.IsTyped() {
			require.Equal(t, vault.CodeWrongKey, store.Code(err))
			_, err = ledger.RebuildAsking(c.ctx, path, asking, nil)
			require.Equal(t, vault.CodeWrongKey, store.Code(err))
			continue
		}
		require.NoError(t, err)
		require.Equal(t, opens, done.Asked)
		done, err = ledger.RebuildAsking(c.ctx, path, asking, nil)
		require.NoError(t, err)
		require.Equal(t, opens, done.Asked)
		book, findings, err := ledger.Open(c.ctx, path, ledger.OpenOptions{Key: vault.Key{Passphrase: passphrase}})
		require.NoError(t, err)
		require.Empty(t, findings)
		require.NoError(t, book.Close())
	}
}
