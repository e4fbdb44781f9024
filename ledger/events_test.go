package ledger_test

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/audit"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/lease"
	"shouqi/ledger/meter"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// writeEvents writes testdata/events anew from a rich book. It is for versions that no release has written yet: the bytes
// of a released version stay as they are, and a new kind or version comes from a book of its own, in a folder of its own.
const writeEvents = "SHOUQI_WRITE_EVENTS"

// stored is an event as testdata keeps it: the exact bytes of its body and its hash.
type stored struct {
	Book    string `json:"book"`
	Device  string `json:"device"`
	Row     int64  `json:"row"`
	Seq     int64  `json:"seq"`
	Kind    string `json:"kind"`
	Version int    `json:"version"`
	AtMS    int64  `json:"atMS"`
	Prev    string `json:"prev"`
	Hash    string `json:"hash"`
	Body    string `json:"body"`
}

// event returns it as a file of the book has it that the founder's device began.
func (s stored) event(t testing.TB, founder string) journal.Event {
	no := journal.NumberOf(s.Device)
	if s.Device == founder {
		no = 1
	}
	e := journal.Event{DeviceNo: no, Device: s.Device, Seq: s.Seq, Kind: s.Kind, Version: s.Version, AtMS: s.AtMS, Body: []byte(s.Body)}
	prev, err := hex.DecodeString(s.Prev)
	require.NoError(t, err)
	hash, err := hex.DecodeString(s.Hash)
	require.NoError(t, err)
	e.Prev, e.Hash = journal.Hash(prev), journal.Hash(hash)
	return e
}

// history is a folder of testdata/events: all events of one book, a file for each kind and version.
func eventFile(history, kind string, version int) string {
	return filepath.Join("testdata", "events", history, fmt.Sprintf("%s.v%d.json", kind, version))
}

func TestWriteEvents(t *testing.T) {
	history := os.Getenv(writeEvents)
	if history == "" {
		return
	}
	c := richBook(t)
	files := make(map[string][]stored)
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		return tx.Each("SELECT d.id, e.id, e.seq, e.kind, e.version, e.at_ms, e.prev, e.hash, e.body FROM events e JOIN devices d ON d.no = e.device ORDER BY e.id", nil, func(scan func(dest ...any) error) error {
			one := stored{Book: c.book.Journal.Book}
			var prev, hash, body []byte
			err := scan(&one.Device, &one.Row, &one.Seq, &one.Kind, &one.Version, &one.AtMS, &prev, &hash, &body)
			one.Prev, one.Hash, one.Body = hex.EncodeToString(prev), hex.EncodeToString(hash), string(body)
			path := eventFile(history, one.Kind, one.Version)
			files[path] = append(files[path], one)
			return err
		})
	}))
	require.NoError(t, os.MkdirAll(filepath.Dir(eventFile(history, "", 0)), 0o755))
	for path, events := range files {
		var text strings.Builder
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		require.NoError(t, encoder.Encode(events))
		require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o644))
	}
}

// histories reads testdata/events: the events of each folder in order.
func histories(t testing.TB) map[string][]stored {
	files, err := filepath.Glob(filepath.Join("testdata", "events", "*", "*.json"))
	require.NoError(t, err)
	all := make(map[string][]stored)
	for _, path := range files {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		var events []stored
		require.NoError(t, json.Unmarshal(text, &events))
		history := filepath.Base(filepath.Dir(path))
		for _, e := range events {
			require.Equal(t, eventFile(history, e.Kind, e.Version), path)
		}
		all[history] = append(all[history], events...)
	}
	for _, events := range all {
		slices.SortFunc(events, func(a, b stored) int { return cmp.Compare(a.Row, b.Row) })
	}
	return all
}

// folding is an empty book file into which events are folded as they are, with the journal that folds them.
func folding(t testing.TB, book, device string) (*store.DB, *journal.Journal) {
	ctx := context.Background()
	db, err := store.Create(ctx, filepath.Join(t.TempDir(), "fold.book"), store.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec("INSERT INTO devices (no, id) VALUES (1, ?)", device); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO identity (only, book, device) VALUES (1, ?, 1)", book)
		return err
	}))
	j, err := journal.Open(ctx, db, estate.Projectors(), staff.Projectors(), meter.Projectors(), billing.Projectors(), lease.Projectors(), till.Projectors(), payment.Projectors())
	require.NoError(t, err)
	return db, j
}

// Every event that this program ever wrote is read, hashed and folded as it was then.
func TestStoredEvents(t *testing.T) {
	kept := make(map[string]bool)
	for history, events := range histories(t) {
		t.Run(history, func(t *testing.T) {
			db, j := folding(t, events[0].Book, events[0].Device)
			for _, one := range events {
				e := one.event(t, events[0].Device)
				require.Equal(t, e.Hash, journal.HashOf(one.Book, e), "%s %d", e.Kind, e.Seq)
				require.NoError(t, db.Write(context.Background(), func(tx *store.Tx) error { return j.FoldAt(tx, e) }),
					"%s v%d, event %d: a decoder of a stored version is gone. If no release wrote it, write the files anew with %s=first go test -run TestWriteEvents ./ledger",
					e.Kind, e.Version, e.Seq, writeEvents)
				kept[fmt.Sprintf("%s.v%d", e.Kind, e.Version)] = true
			}
			findings, err := audit.New(db, j, nil).Full(context.Background(), nil)
			require.NoError(t, err)
			// What the events name in the vault is not kept with them, nor are the device's signatures.
			findings = slices.DeleteFunc(findings, func(f audit.Finding) bool { return f.Check == "vault" || f.Check == "signed" })
			require.Empty(t, findings)
		})
	}
	_, j := folding(t, "book", "device")
	for _, p := range j.Projectors() {
		require.True(t, kept[fmt.Sprintf("%s.v%d", p.Kind, p.Version)], "testdata/events has no %s of version %d: write it with %s=first go test -run TestWriteEvents ./ledger", p.Kind, p.Version, writeEvents)
	}
}

// errNotKept rolls a fold back that is only tried.
var errNotKept = store.Refuse("test.not_kept")

// FuzzEventBody folds any bytes as the body of any kind into a book with a history: it may refuse them, and no more.
func FuzzEventBody(f *testing.F) {
	var events []stored
	for _, history := range histories(f) {
		events = history
	}
	require.NotEmpty(f, events)
	db, j := folding(f, events[0].Book, events[0].Device)
	projectors := j.Projectors()
	ctx := context.Background()
	for _, one := range events {
		e := one.event(f, events[0].Device)
		require.NoError(f, db.Write(ctx, func(tx *store.Tx) error { return j.FoldAt(tx, e) }))
		kind := slices.IndexFunc(projectors, func(p journal.Projector) bool { return p.Kind == e.Kind })
		f.Add(uint8(kind), e.Body)
	}
	f.Add(uint8(0), []byte("{}"))
	f.Add(uint8(0), []byte("null"))
	f.Fuzz(func(t *testing.T, kind uint8, body []byte) {
		p := projectors[int(kind)%len(projectors)]
		err := db.Write(ctx, func(tx *store.Tx) error {
			seq, head, err := j.Head(tx)
			if err != nil {
				return err
			}
			e := journal.Event{DeviceNo: 1, Device: j.Device, Seq: seq + 1, Kind: p.Kind, Version: p.Version, AtMS: 1, Body: body, Prev: head}
			e.Hash = journal.HashOf(j.Book, e)
			if err := j.FoldAt(tx, e); err != nil {
				return err
			}
			return errNotKept
		})
		require.Error(t, err)
		require.Nil(t, db.Latched(), "a body latched the book: %v", err)
	})
}
