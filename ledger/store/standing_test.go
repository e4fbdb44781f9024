package store_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// opened is a book with one table, and a way to write a row into it.
func opened(t *testing.T) (db *store.DB, path string, write func() error) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "estate.book")
	db, err := store.Create(context.Background(), path, store.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	n := 0
	return db, path, func() error {
		n++
		return db.Write(context.Background(), func(tx *store.Tx) error {
			_, err := tx.Exec("INSERT INTO local_settings (name, value) VALUES (?, '')", n)
			return err
		})
	}
}

// What is committed to a file that lost its name is lost with the program: money must be refused instead.
func TestNothingIsWrittenIntoAFileThatLostItsName(t *testing.T) {
	other := filepath.Join(t.TempDir(), "other.book")
	require.NoError(t, os.WriteFile(other, []byte("another file"), 0o600))
	for name, take := range map[string]func(path string) error{
		"removed":          os.Remove,
		"renamed":          func(path string) error { return os.Rename(path, path+".away") },
		"replaced":         func(path string) error { return os.Rename(other, path) },
		"linked elsewhere": func(path string) error { return linked(path) },
		"its log removed":  func(path string) error { return os.Remove(path + "-wal") },
		"its log renamed":  func(path string) error { return os.Rename(path+"-wal", path+"-wal.away") },
	} {
		t.Run(name, func(t *testing.T) {
			db, path, write := opened(t)
			require.NoError(t, write())
			require.NoError(t, take(path))
			require.Equal(t, store.CodeMoved, store.Code(write()))
			require.Equal(t, store.CodeLatched, store.Code(write()), "for good")
			require.NotNil(t, db.Latched())
		})
	}
}

// linked moves the file away and leaves a link to it under its name: its log would no longer lie beside it.
func linked(path string) error {
	if err := os.Rename(path, path+".away"); err != nil {
		return err
	}
	return os.Symlink(path+".away", path)
}

// A commit during which the file is taken away says so: it is not acknowledged.
func TestACommitIntoAFileThatIsTakenAwayIsNotAcknowledged(t *testing.T) {
	db, path, write := opened(t)
	require.NoError(t, write())
	err := db.Write(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.Exec("INSERT INTO local_settings (name, value) VALUES ('x', '')"); err != nil {
			return err
		}
		return os.Remove(path)
	})
	require.Equal(t, store.CodeMoved, store.Code(err))
}

// Programs of ours take the lock; a shell does not.
func TestAnotherProgramsWriteIsNoticed(t *testing.T) {
	db, path, write := opened(t)
	require.NoError(t, write())
	shell(t, path, "SELECT count(*) FROM local_settings;")
	require.NoError(t, write(), "who only reads does no harm")
	shell(t, path, "INSERT INTO local_settings (name, value) VALUES ('hand', 'made');")
	require.Equal(t, store.CodeEdited, store.Code(write()))
	require.Equal(t, store.CodeLatched, store.Code(write()))
	require.Equal(t, []any{filepath.Base(path)}, db.Latched().Args, "what it says of why is kept")
}

func TestOnesOwnCheckpointsAndCopiesAreNobodyElses(t *testing.T) {
	db, path, write := opened(t)
	for range 20 {
		require.NoError(t, write())
		require.NoError(t, db.Checkpoint(context.Background()))
	}
	require.NoError(t, db.Backup(context.Background(), path+".copy"))
	require.NoError(t, write())
}

// shell runs a script in the sqlite3 shell, as somebody with the file in hand would.
func shell(t *testing.T, path, script string) {
	t.Helper()
	said, err := exec.Command("sqlite3", "-bail", path, script).CombinedOutput()
	require.NoError(t, err, string(said))
}

// One file by two names, or by one whose lock was removed, is one book: two programs that write it ruin it.
func TestALockFollowsTheFileAndNotTheName(t *testing.T) {
	_, path, write := opened(t)
	require.NoError(t, write())
	other := filepath.Join(t.TempDir(), "other.book")
	require.NoError(t, os.Link(path, other))
	_, err := store.Open(context.Background(), other, store.Options{})
	require.Equal(t, "store.held", store.Code(err), "in the same program")
	require.NoError(t, write(), "and SQLite still has its locks")
	require.NoError(t, os.Remove(path+".lock"))
	for _, name := range []string{path, other} {
		said, err := openElsewhere(name)
		require.Error(t, err, "in another program")
		require.Contains(t, said, "store.held")
	}
}

// openElsewhere opens a book for writing in a program of its own: this test binary, run again.
func openElsewhere(path string) (said string, err error) {
	elsewhere := exec.Command(os.Args[0], "-test.run=^TestOpensElsewhere$")
	elsewhere.Env = append(os.Environ(), "SHOUQI_TEST_OPENS="+path)
	output, err := elsewhere.CombinedOutput()
	return string(output), err
}

// TestOpensElsewhere is the program of openElsewhere and tests nothing by itself.
func TestOpensElsewhere(t *testing.T) {
	path := os.Getenv("SHOUQI_TEST_OPENS")
	if path == "" {
		return
	}
	db, err := store.Open(context.Background(), path, store.Options{})
	require.NoError(t, err)
	require.NoError(t, db.Close())
}
