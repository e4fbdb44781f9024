package ledger_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
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

// leftByTheFirst puts at path a book as a program of the first schema would have left it: a rich one from which the second
// schema, whose indexes alone find things faster, is taken off again. It returns how many events and bills it holds.
func leftByTheFirst(t *testing.T, path string) (events, bills int) {
	c := richBook(t)
	events, bills = number(t, c.book, "SELECT count(*) FROM events"), number(t, c.book, "SELECT count(*) FROM bills")
	require.NoError(t, c.book.Store.Backup(c.ctx, path))
	var undo strings.Builder
	for _, index := range laterIndexes {
		fmt.Fprintf(&undo, "DROP INDEX %s;", index)
	}
	_, err := shell(t, path, undo.String()+"DELETE FROM goose_db_version WHERE version_id > 1;")
	require.NoError(t, err)
	return events, bills
}

// laterIndexes are what the second schema added.
var laterIndexes = []string{"receipts_tail", "payments_total", "payments_typed_payer", "tenders_unpaid", "tenders_reference", "events_devices", "events_prices", "events_standing"}

// indexesQuery counts those of them that a book has.
var indexesQuery = "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name IN ('" + strings.Join(laterIndexes, "', '") + "')"

const schemaQuery = "SELECT max(version_id) FROM goose_db_version"

const standing = "SELECT count(*), sum(amount_fen), sum(paid_fen) FROM bills; SELECT count(*), hex(max(hash)) FROM events;"

func TestABookOfTheFirstVersionOpens(t *testing.T) {
	c := &counter{T: t, ctx: context.Background(), path: filepath.Join(t.TempDir(), "estate.book"), clock: time.Date(2026, 11, 23, 8, 0, 0, 0, calendar.Zone)}
	leftByTheFirst(t, c.path)
	before, err := shell(t, c.path, standing+indexesQuery+";")
	require.NoError(t, err)
	require.True(t, strings.HasSuffix(before, "\n0\n"), before)
	c.open()
	t.Cleanup(func() { require.NoError(t, c.book.Close()) })
	c.verify()
	require.Equal(t, len(laterIndexes), number(t, c.book, indexesQuery))
	after, err := shell(t, c.path, standing)
	require.NoError(t, err)
	require.Equal(t, before, after+"0\n")
	copies, err := filepath.Glob(c.path + ".before-*")
	require.NoError(t, err)
	require.Len(t, copies, 1)
	version, err := shell(t, copies[0], schemaQuery+";")
	require.NoError(t, err)
	require.Equal(t, "1\n", version)

	c.manager = c.signIn("100", managerPIN)
	c.writes(func(tx *store.Tx) error {
		_, err := c.book.Billing.In(tx).Add(tx.Context(), c.manager, staff.Approval{}, billing.ByHand{RequestID: "after", Room: roomCode(5), Item: "装修押金清运", AmountFen: 100,
			Kind: billing.Income})
		return err
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
	recording, kept, whole, left := recordMigration(t)
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
		afterMigrationCut(t, filepath.Join(directory, "estate.book"), name, left, n%10 == 0)
		require.NoError(t, os.RemoveAll(directory))
	}
}

// beforeSuffix is behind the name of the copy that is kept of a book of an older schema than the newest.
var beforeSuffix = newestSuffix()

func newestSuffix() string {
	files, err := filepath.Glob("store/migrations/*.sql")
	if err != nil || len(files) == 0 {
		return ""
	}
	number, err := strconv.Atoi(filepath.Base(files[len(files)-1])[:5])
	if err != nil {
		return ""
	}
	return fmt.Sprintf(".before-%d", number)
}

// leftBook is what the old book held.
type leftBook struct{ events, bills int }

// recordMigration opens the old book on a recorded disk. It returns the copy that was kept, the position at which it was
// written whole, and what the book held.
func recordMigration(t *testing.T) (recording *faultvfs.Recording, kept []byte, whole int, left leftBook) {
	path := filepath.Join(t.TempDir(), "estate.book")
	left.events, left.bills = leftByTheFirst(t, path)
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
			return recording, kept, whole, left
		}
	}
	require.Fail(t, "the copy was never whole")
	return nil, nil, 0, left
}

func afterMigrationCut(t *testing.T, path, name string, left leftBook, full bool) {
	book, findings, err := ledger.Open(context.Background(), path, ledger.OpenOptions{})
	require.NoError(t, err, name)
	require.Empty(t, findings, name)
	require.Equal(t, left.events, number(t, book, "SELECT count(*) FROM events"), name)
	require.Equal(t, left.bills, number(t, book, "SELECT count(*) FROM bills"), name)
	require.Equal(t, len(laterIndexes), number(t, book, indexesQuery), name)
	copies, err := filepath.Glob(path + ".before-*")
	require.NoError(t, err)
	kept := 0
	for _, copied := range copies {
		if version, err := shell(t, copied, "PRAGMA integrity_check; "+schemaQuery+"; SELECT count(*) FROM events;"); err == nil && version == fmt.Sprintf("ok\n1\n%d\n", left.events) {
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
