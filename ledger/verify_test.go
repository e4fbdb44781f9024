package ledger_test

import (
	"io/fs"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// What a full check found stops money in every program and after every start, until a check finds nothing.
func TestWhatACheckFoundIsRememberedUntilOneFindsNothing(t *testing.T) {
	c := newCounter(t)
	path := c.book.Store.Path()
	require.NoError(t, c.book.Close())
	open := func(work func(book *ledger.Book, findings int)) {
		t.Helper()
		book, findings, err := ledger.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
		require.NoError(t, err)
		work(book, len(findings))
		require.NoError(t, book.Close())
	}
	verify := func(book *ledger.Book) int {
		t.Helper()
		findings, err := book.Verify(t.Context(), nil)
		require.NoError(t, err)
		return len(findings)
	}
	run := func(script string) {
		t.Helper()
		said, err := shell(t, path, script)
		require.NoError(t, err, said)
	}
	run("INSERT INTO large_prints (object, large) VALUES ('nobody', 1);")
	open(func(book *ledger.Book, findings int) {
		require.Zero(t, findings, "the quick check does not look at every table")
		require.NotZero(t, verify(book))
		require.Equal(t, ledger.CodeFindings, store.Code(book.Store.Latched()))
	})
	for range 2 {
		open(func(book *ledger.Book, findings int) {
			require.Equal(t, 1, findings)
			require.Equal(t, ledger.CodeFindings, store.Code(book.Store.Latched()))
		})
	}
	run("DELETE FROM large_prints WHERE object = 'nobody';")
	open(func(book *ledger.Book, findings int) {
		require.Equal(t, 1, findings, "only a check says that it is well again")
		require.Zero(t, verify(book))
	})
	open(func(book *ledger.Book, findings int) {
		require.Zero(t, findings)
		require.Nil(t, book.Store.Latched())
	})
}

// An older copy that somebody edited besides is named as both, by the opening and by the check of the whole, and what this machine remembers stays.
func TestAnEditedOlderCopyIsNamedAsBoth(t *testing.T) {
	v := newVictim(t, richBook(t))
	p := newPlaced(t)
	p.pays()
	p.close()
	noon := p.keep()
	require.Empty(t, p.opens(p.place, nil))
	p.pays()
	p.close()
	p.putBack(noon)
	said, err := shell(t, p.path, v.disarm+"UPDATE staff SET role = 'manager' WHERE code = '101';"+v.arm)
	require.NoError(t, err, said)
	remembered := filesIn(t, p.place.Folder)
	for _, isReadOnly := range []bool{true, false} {
		book, findings, err := ledger.Open(p.ctx, p.path, ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}, Witness: p.place, ReadOnly: isReadOnly})
		require.NoError(t, err)
		whole, err := book.Verify(p.ctx, nil)
		require.NoError(t, err)
		for _, found := range [][]audit.Finding{findings, whole} {
			require.Contains(t, found, audit.Finding{Check: "witness", Table: "book", Key: ledger.CodeBehind, Detail: "is not the book that this machine remembers"})
			require.Contains(t, found, audit.Finding{Check: "fold", Table: "staff", Key: p.cashier.ID(), Detail: "role was changed"})
		}
		require.Equal(t, ledger.CodeFindings, store.Code(book.Store.Latched()))
		require.NoError(t, book.Close())
		require.Equal(t, remembered, filesIn(t, p.place.Folder))
	}
}

// filesIn returns what every file in a folder holds.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	root := os.DirFS(folder)
	require.NoError(t, fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(root, path)
		files[path] = string(content)
		return err
	}))
	require.NotEmpty(t, files)
	return files
}

// The steps by which the tables were made are those of this program: a book whose steps are others cannot be brought up to date any more.
func TestTheStepsOfTheSchemaAreChecked(t *testing.T) {
	v := newVictim(t, richBook(t))
	for name, edited := range map[string]struct{ script, key, detail string }{
		"one gone":         {"DELETE FROM goose_db_version WHERE version_id = 1;", "1", "is not as this program makes it"},
		"the first gone":   {"DELETE FROM goose_db_version WHERE version_id = 0;", "0", "is not as this program makes it"},
		"one not done":     {"UPDATE goose_db_version SET is_applied = 0 WHERE version_id = 1;", "1", "is not as this program makes it"},
		"one as text":      {"UPDATE goose_db_version SET is_applied = 'yes' WHERE version_id = 1;", "1", "is not as this program makes it"},
		"out of order":     {"UPDATE goose_db_version SET id = id + 100 WHERE version_id = 1;", "1", "is not as this program makes it"},
		"one done twice":   {"INSERT INTO goose_db_version (version_id, is_applied) VALUES (1, 1);", "1", "is none of ours"},
		"one nobody knows": {"INSERT INTO goose_db_version (version_id, is_applied) VALUES (-7, 0);", "-7", "is none of ours"},
	} {
		t.Run(name, func(t *testing.T) {
			book, findings, err := ledger.Open(t.Context(), v.copied(t, edited.script), ledger.OpenOptions{ReadOnly: true})
			require.NoError(t, err)
			want := []audit.Finding{{Check: "schema", Table: "goose_db_version", Key: edited.key, Detail: edited.detail}}
			require.Equal(t, want, findings)
			whole, err := book.Audit().Full(t.Context(), nil)
			require.NoError(t, err)
			require.Equal(t, want, whole)
			require.NoError(t, book.Close())
		})
	}
}
