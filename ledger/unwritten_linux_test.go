package ledger_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// smallDisk is a disk of its own with a closed book on it, and that book as bytes; path is "" where this user may mount none, which is said.
func smallDisk(t *testing.T, c *counter) (path string, whole []byte) {
	t.Helper()
	folder := t.TempDir()
	err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=12m")
	if errors.Is(err, syscall.EPERM) {
		t.Log("NOT TRIED: a full disk and one that nobody may write, because this user may mount none")
		return "", nil
	}
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(folder, syscall.MNT_DETACH)) })
	whole, err = os.ReadFile(c.path)
	require.NoError(t, err)
	path = filepath.Join(folder, "estate.book")
	require.NoError(t, os.WriteFile(path, whole, 0o600))
	return path, whole
}

// fill takes all the room of a disk but a few bytes, until the returned function gives it back.
func fill(t *testing.T, folder string, free int64) (empty func()) {
	t.Helper()
	var disk syscall.Statfs_t
	require.NoError(t, syscall.Statfs(folder, &disk))
	name := filepath.Join(folder, "film")
	require.NoError(t, os.WriteFile(name, make([]byte, int64(disk.Bavail)*disk.Bsize-free), 0o600))
	return func() { require.NoError(t, os.Remove(name)) }
}

// roads are what makes a file as large as a book, each to the disk of the book at path.
func roads(c *counter, backup string) map[string]func(path string) error {
	return map[string]func(path string) error{
		"rebuild": func(path string) error { _, err := ledger.Rebuild(c.ctx, path, nil); return err },
		"restore": func(path string) error {
			_, err := ledger.Restore(c.ctx, backup, path, ledger.Restoring{})
			return err
		},
		"bring": func(path string) error {
			return ledger.Bring(c.ctx, backup, filepath.Join(filepath.Dir(path), "brought.book"), vault.Key{Demo: true})
		},
		"backup": func(path string) error {
			book, _, err := ledger.Open(c.ctx, path, ledger.OpenOptions{ReadOnly: true})
			if err != nil {
				return err
			}
			defer book.Close()
			return book.Backup(c.ctx, filepath.Join(filepath.Dir(path), "monday.book"))
		},
		"verify": func(path string) error {
			book, _, err := ledger.Open(c.ctx, path, ledger.OpenOptions{ReadOnly: true})
			if err != nil {
				return err
			}
			defer book.Close()
			_, err = book.Verify(c.ctx, nil)
			return err
		},
	}
}

// A full disk, a folder that nobody may write and a name that is too long are each said as what they are, on every road that makes a file as large
// as a book. The book is as it was, and nothing is left beside it.
func TestEachRoadSaysWhyItCouldNotWrite(t *testing.T) {
	c, backup := closedBook(t)
	left := func(t *testing.T, path string, whole []byte) {
		entries, err := os.ReadDir(filepath.Dir(path))
		require.NoError(t, err)
		for _, entry := range entries {
			require.Contains(t, []string{"estate.book", "estate.book.lock", "estate.book-wal", "estate.book-shm", "brought.book.lock"}, entry.Name())
		}
		require.Empty(t, wholeAudit(t, path))
	}
	for name, road := range roads(c, backup) {
		t.Run(name, func(t *testing.T) {
			path, whole := smallDisk(t, c)
			if path == "" {
				return
			}
			for _, free := range []int64{0, 100 << 10, int64(len(whole)) / 2} {
				empty := fill(t, filepath.Dir(path), free)
				code := store.Code(road(path))
				require.Contains(t, []string{"store.no_space", "store.no_room", "audit.room"}, code, "%d bytes free", free)
				empty()
				left(t, path, whole)
			}
			require.NoError(t, syscall.Mount("", filepath.Dir(path), "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
			want := map[string]string{"rebuild": "store.folder", "verify": ""}
			code, known := want[name]
			if !known {
				code = "store.folder"
			}
			require.Equal(t, code, store.Code(road(path)), "nobody may write there")
			require.NoError(t, syscall.Mount("", filepath.Dir(path), "", syscall.MS_REMOUNT, ""))
			left(t, path, whole)
		})
	}
	long := filepath.Join(t.TempDir(), strings.Repeat("长", 100))
	_, err := ledger.Restore(c.ctx, backup, long, ledger.Restoring{})
	require.Equal(t, "store.name_long", store.Code(err))
	require.Equal(t, "store.name_long", store.Code(ledger.Bring(c.ctx, backup, long, vault.Key{Demo: true})))
	_, err = ledger.Rebuild(c.ctx, long, nil)
	require.Equal(t, "store.name_long", store.Code(err))
	_, _, err = ledger.Open(c.ctx, long, ledger.OpenOptions{ReadOnly: true})
	require.Equal(t, "store.name_long", store.Code(err))
	almost := filepath.Join(t.TempDir(), strings.Repeat("a", 250)) // what lies beside it has a longer name
	whole, err := os.ReadFile(c.path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(almost, whole, 0o600))
	_, err = ledger.Rebuild(c.ctx, almost, nil)
	require.Equal(t, "store.name_long", store.Code(err))
}

// What a check found is told where it cannot be noted beside the book.
func TestWhatWasFoundIsToldWhereItCannotBeNoted(t *testing.T) {
	c, _ := closedBook(t)
	_, err := shell(t, c.path, "UPDATE bills SET paid_fen = 3 WHERE paid_fen = 0;")
	require.NoError(t, err)
	require.NoError(t, os.Mkdir(c.path+".findings", 0o700))
	book, _, err := ledger.Open(c.ctx, c.path, ledger.OpenOptions{ReadOnly: true})
	require.NoError(t, err)
	findings, err := book.Verify(c.ctx, nil)
	require.Equal(t, "store.beside", store.Code(err))
	require.NotEmpty(t, findings)
	_ = book.Close()
	require.NoError(t, os.Remove(c.path+".findings"))
	_, err = shell(t, c.path, "UPDATE bills SET paid_fen = 0 WHERE paid_fen = 3;")
	require.NoError(t, err)
}

// A folder with the name of what a check leaves was said to be a finding, and that it could not be written: it is to be moved away.
func TestSomethingElseInThePlaceOfFindingsIsNoFinding(t *testing.T) {
	c, _ := closedBook(t)
	for _, put := range []func(path string) error{func(path string) error { return os.Mkdir(path, 0o700) },
		func(path string) error { return os.Symlink("nowhere", path) }, func(path string) error { return syscall.Mkfifo(path, 0o600) }} {
		require.NoError(t, put(c.path+".findings"))
		_, _, err := ledger.Open(c.ctx, c.path, ledger.OpenOptions{})
		require.Equal(t, "store.beside", store.Code(err), "%v", err)
		require.Equal(t, filepath.Base(c.path)+".findings", store.Typed(err).Args[1])
		book, findings, err := ledger.Open(c.ctx, c.path, ledger.OpenOptions{ReadOnly: true})
		require.NoError(t, err)
		require.Empty(t, findings)
		findings, err = book.Verify(c.ctx, nil)
		require.Empty(t, findings)
		require.Equal(t, "store.beside", store.Code(err), "%v", err)
		require.NoError(t, book.Close())
		require.NoError(t, os.Remove(c.path+".findings"))
	}
	require.Empty(t, wholeAudit(t, c.path))
}
