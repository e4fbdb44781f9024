package ledger_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/store/faultvfs"
)

// firstVersion is a book of 60 events as the program of the first schema left it: the rich book of its tests, backed up.
// It is never written anew.
const firstVersion = "testdata/books/version1.sqlite.gz"

// leftByTheFirst puts that book at path.
func leftByTheFirst(t *testing.T, path string) {
	packed, err := os.Open(firstVersion)
	require.NoError(t, err)
	reader, err := gzip.NewReader(packed)
	require.NoError(t, err)
	content, err := io.ReadAll(reader)
	require.NoError(t, err)
	require.NoError(t, packed.Close())
	require.NoError(t, os.WriteFile(path, content, 0o600))
}

const (
	schemaQuery = "SELECT max(version_id) FROM goose_db_version"
	// newColumns counts the bills in which a column of the charges' schema is not as empty as an old bill's.
	newColumns = "SELECT count(*) FROM bills WHERE exact <> '' OR tariff <> '' OR tariff_from <> '' OR of_bill IS NOT NULL OR reduced_fen <> 0"
)

func TestABookOfTheFirstVersionOpens(t *testing.T) {
	c := &counter{T: t, ctx: context.Background(), path: filepath.Join(t.TempDir(), "estate.book"), clock: time.Date(2026, 11, 23, 8, 0, 0, 0, calendar.Zone)}
	leftByTheFirst(t, c.path)
	before, err := shell(t, c.path, "SELECT count(*), sum(amount_fen), sum(paid_fen) FROM bills; SELECT count(*), hex(max(hash)) FROM events;")
	require.NoError(t, err)
	c.open()
	t.Cleanup(func() { require.NoError(t, c.book.Close()) })
	c.verify()
	require.Zero(t, number(t, c.book, newColumns))
	after, err := shell(t, c.path, "SELECT count(*), sum(amount_fen), sum(paid_fen) FROM bills; SELECT count(*), hex(max(hash)) FROM events;")
	require.NoError(t, err)
	require.Equal(t, before, after)
	copies, err := filepath.Glob(c.path + ".before-*")
	require.NoError(t, err)
	require.Len(t, copies, 1)
	version, err := shell(t, copies[0], schemaQuery+";")
	require.NoError(t, err)
	require.Equal(t, "1\n", version)

	c.manager = c.signIn("100", managerPIN)
	c.chargeByArea()
	c.writes(func(tx *store.Tx) error {
		made, err := c.book.Billing.Run(c.ctx, tx, c.manager, billing.Order{RequestID: "first", Item: "物业费", FromOn: "2026-11-01", ToOn: "2026-11-30"}, "2026-11-23")
		require.Equal(t, 9, made.Count)
		return err
	})
	approval := c.agreed(staff.ReduceBill)
	c.writes(func(tx *store.Tx) error {
		open, err := billing.OpenOf(tx, c.feeOf(tx, 3).Object)
		require.NoError(t, err)
		require.Equal(t, billing.Opening, open[0].Kind, "a bill of the first version")
		return c.book.Billing.Reduce(tx, c.manager, approval, open[0].ID, 100, "agreed")
	})
	c.verify()
	c.reopen()
	c.verify()
	require.NoError(t, c.book.Close())
	_, err = ledger.Rebuild(c.ctx, c.path, nil)
	require.NoError(t, err)
	c.open()
	c.verify()
}

// The power goes while a book of the first version is brought up to date: it opens, up to date and whole, with a whole
// copy of what it was beside it.
func TestPowerCutDuringMigration(t *testing.T) {
	total := 240
	if testing.Short() {
		total = 30
	}
	recording, kept, whole := recordMigration(t)
	random := rand.New(rand.NewPCG(rand.Uint64(), 1))
	for n := range total {
		// Spread over the whole way, after the file itself is on the disk.
		cut := 1 + (recording.Position()-1)*n/max(1, total-1)
		disk, loss := recording.Disk(), faultvfs.Loss(n%4)
		disk.Forward(cut)
		name, directory := fmt.Sprintf("cut %d at %d, %s", n, cut, loss), t.TempDir()
		files := disk.Crash(random, loss)
		if cut > whole { // it was synced and got its name past SQLite, before anything else was written
			files["estate.book"+beforeSuffix] = kept
		}
		for path, content := range files {
			if cut <= whole || filepath.Base(path) != "estate.book"+beforeSuffix+".partial" {
				require.NoError(t, os.WriteFile(filepath.Join(directory, filepath.Base(path)), content, 0o600))
			}
		}
		afterMigrationCut(t, filepath.Join(directory, "estate.book"), name, n%10 == 0)
		require.NoError(t, os.RemoveAll(directory))
	}
}

// beforeSuffix is behind the name of the copy that is kept of a book of an older schema than the newest, the eleventh.
const beforeSuffix = ".before-11"

// recordMigration opens the old book on a recorded disk. It gives the copy that was kept, and the position at which it was
// written whole.
func recordMigration(t *testing.T) (recording *faultvfs.Recording, kept []byte, whole int) {
	path := filepath.Join(t.TempDir(), "estate.book")
	leftByTheFirst(t, path)
	restore, err := faultvfs.Default()
	require.NoError(t, err)
	defer func() { require.NoError(t, restore()) }()
	recording, err = faultvfs.Record()
	require.NoError(t, err)
	defer recording.Stop()
	book, findings, err := ledger.Open(context.Background(), path, ledger.OpenOptions{})
	require.NoError(t, err)
	require.Empty(t, findings)
	require.NoError(t, book.Close())
	kept, err = os.ReadFile(path + beforeSuffix)
	require.NoError(t, err)
	disk := recording.Disk()
	for whole = 1; whole <= recording.Position(); whole++ {
		disk.Forward(whole)
		if bytes.Equal(kept, disk.Crash(rand.New(rand.NewPCG(1, 1)), faultvfs.KeepAll)[path+beforeSuffix+".partial"]) {
			return recording, kept, whole
		}
	}
	require.Fail(t, "the copy was never whole")
	return nil, nil, 0
}

func afterMigrationCut(t *testing.T, path, name string, full bool) {
	book, findings, err := ledger.Open(context.Background(), path, ledger.OpenOptions{})
	require.NoError(t, err, name)
	require.Empty(t, findings, name)
	require.Equal(t, 60, number(t, book, "SELECT count(*) FROM events"), name)
	require.Equal(t, 10, number(t, book, "SELECT count(*) FROM bills"), name)
	require.Zero(t, number(t, book, newColumns), name)
	copies, err := filepath.Glob(path + ".before-*")
	require.NoError(t, err)
	kept := 0
	for _, copied := range copies {
		if version, err := shell(t, copied, "PRAGMA integrity_check; "+schemaQuery+"; SELECT count(*) FROM events;"); err == nil && version == "ok\n1\n60\n" {
			kept++
		}
	}
	require.Positive(t, kept, "%s: no whole copy of the book as it was: %v", name, copies)
	if full {
		findings, err = book.Audit().Full(context.Background(), nil)
		require.NoError(t, err, name)
		require.Empty(t, findings, name)
	}
	require.NoError(t, book.Close())
}
