package journal_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

type said struct {
	Words   string          `json:"words"`
	Request journal.Request `json:"request"`
}

// newJournal makes a book whose only kinds of event are "said", which records its request, and "shouted", newest version 2.
func newJournal(t *testing.T) (*journal.Journal, *store.DB) {
	t.Helper()
	ctx := context.Background()
	db, err := store.Create(ctx, filepath.Join(t.TempDir(), "a.book"), store.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, journal.Identify(ctx, db))
	record := func(tx *store.Tx, e journal.Event, body said) error {
		if body.Request.ID == "" {
			return nil
		}
		return body.Request.Record(tx, e)
	}
	j, err := journal.Open(ctx, db, []journal.Projector{journal.On("said", 1, record), journal.On("shouted", 1, record), journal.On("shouted", 2, record)})
	require.NoError(t, err)
	j.Now = func() time.Time { return time.UnixMilli(1_800_000_000_000) }
	return j, db
}

func write(t *testing.T, db *store.DB, work func(tx *store.Tx) error) error {
	t.Helper()
	return db.Write(context.Background(), work)
}

// The vectors were worked out by another program over the bytes laid out by hand; they may never change, because every book
// in the field is chained with them.
func TestTheChainIsAsReleased(t *testing.T) {
	genesis := journal.Genesis("book-1", "device-1")
	require.Equal(t, "6a3743bc20225fd328298eac9ffec0c96da5352836a675eac4357f3056626a12", hex.EncodeToString(genesis[:]))
	e := journal.Event{Device: "device-1", Seq: 1, Kind: "said", Version: 1, AtMS: 1_800_000_000_000, Body: []byte(`{"words":"好"}`), Prev: genesis}
	hash := journal.HashOf("book-1", e)
	require.Equal(t, "3a2b678b0240740f76409d130b5f296cfb01efd77a345c4497525fb7049878f6", hex.EncodeToString(hash[:]))
}

func TestEveryFieldOfAnEventIsInItsHash(t *testing.T) {
	e := journal.Event{Device: "d", Seq: 7, Kind: "said", Version: 1, AtMS: 5, Body: []byte("{}")}
	hash := journal.HashOf("b", e)
	for name, change := range map[string]func(*journal.Event){
		"device": func(e *journal.Event) { e.Device = "e" }, "seq": func(e *journal.Event) { e.Seq++ },
		"kind": func(e *journal.Event) { e.Kind = "sai" }, "version": func(e *journal.Event) { e.Version++ },
		"time": func(e *journal.Event) { e.AtMS++ }, "body": func(e *journal.Event) { e.Body = []byte("[]") },
		"previous hash":            func(e *journal.Event) { e.Prev[31]++ },
		"kind moved into the body": func(e *journal.Event) { e.Kind, e.Body = "saidx", []byte("{}"[1:]) },
	} {
		t.Run(name, func(t *testing.T) {
			changed := e
			change(&changed)
			require.NotEqual(t, hash, journal.HashOf("b", changed))
		})
	}
	require.NotEqual(t, hash, journal.HashOf("other book", e))
}

func TestEventsOfADeviceChainFromTheGenesis(t *testing.T) {
	j, db := newJournal(t)
	require.NoError(t, write(t, db, func(tx *store.Tx) error {
		first, err := j.Append(tx, "said", said{Words: "一"})
		require.NoError(t, err)
		require.Equal(t, int64(1), first.Seq)
		require.Equal(t, journal.Genesis(j.Book, j.Device), first.Prev)
		second, err := j.Append(tx, "shouted", said{Words: "二"})
		require.NoError(t, err)
		require.Equal(t, 2, second.Version, "the newest version is written")
		require.Equal(t, first.Hash, second.Prev)
		stored, err := journal.Read(tx, second.DeviceNo, 2)
		require.NoError(t, err)
		require.Equal(t, second, stored)
		require.Equal(t, second.Hash, journal.HashOf(j.Book, stored))
		return nil
	}))
}

func TestAnEventThatFailsLeavesNothing(t *testing.T) {
	j, db := newJournal(t)
	require.NoError(t, write(t, db, func(tx *store.Tx) error { _, err := j.Append(tx, "said", said{}); return err }))
	err := write(t, db, func(tx *store.Tx) error {
		_, err := j.Append(tx, "said", said{Words: "x"})
		require.NoError(t, err)
		_, err = j.Append(tx, "whispered", said{})
		return err
	})
	require.Equal(t, "journal.kind", store.Code(err))
	require.NoError(t, write(t, db, func(tx *store.Tx) error {
		seq, _, err := j.Head(tx)
		require.Equal(t, int64(1), seq)
		return err
	}))
}

func TestABodyHasALimit(t *testing.T) {
	j, db := newJournal(t)
	for words, code := range map[int]string{100 << 10: "", 128 << 10: "journal.too_long"} {
		err := write(t, db, func(tx *store.Tx) error {
			_, err := j.Append(tx, "said", said{Words: strings.Repeat("x", words)})
			return err
		})
		require.Equal(t, code, store.Code(err), words)
	}
}

func TestABodyNotWhollyUnderstoodIsNotFolded(t *testing.T) {
	for name, body := range map[string]string{
		"a field this program does not know": `{"words":"好","fen":5}`, "something after the body": `{"words":"好"} {}`,
		"a stray brace after the body": `{"words":"好"}}`, "a stray bracket after the body": `{"words":"好"}]`,
		"a body cut off": `{"words":"好"`, "another type": `{"words":5}`, "nothing": ``, "no object": `[]`,
		"too long": `{"words":"` + strings.Repeat("x", 128<<10) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := journal.Decode[said]([]byte(body))
			require.Error(t, err)
		})
	}
	got, err := journal.Decode[said]([]byte("{\"words\":\"好\"}\n"))
	require.NoError(t, err)
	require.Equal(t, "好", got.Words)
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"words":"好","request":{"id":"r","digest":"AA=="}}`))
	f.Add([]byte(`{"words":"好"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		value, err := journal.Decode[said](body)
		if err != nil {
			return
		}
		again, err := json.Marshal(value)
		require.NoError(t, err)
		twice, err := journal.Decode[said](again)
		require.NoError(t, err)
		require.Equal(t, value, twice)
	})
}

func TestARequestHappensOnceForEver(t *testing.T) {
	j, db := newJournal(t)
	request, err := journal.NewRequest("r1", said{Words: "收 100"})
	require.NoError(t, err)
	require.NoError(t, write(t, db, func(tx *store.Tx) error {
		_, _, happened, err := request.Earlier(tx)
		require.False(t, happened)
		require.NoError(t, err)
		_, err = j.Append(tx, "said", said{Request: request})
		return err
	}))
	other, err := journal.NewRequest("r1", said{Words: "收 200"})
	require.NoError(t, err)
	require.NoError(t, write(t, db, func(tx *store.Tx) error {
		_, seq, happened, err := request.Earlier(tx)
		require.NoError(t, err)
		require.True(t, happened)
		require.Equal(t, int64(1), seq)
		_, _, _, err = other.Earlier(tx)
		require.Equal(t, "journal.request_reused", store.Code(err))
		return nil
	}))
	err = write(t, db, func(tx *store.Tx) error { _, err := j.Append(tx, "said", said{Request: request}); return err })
	require.Error(t, err, "the database holds it, whoever asks")
}

func TestARequestIDHasAForm(t *testing.T) {
	for _, id := range []string{"", strings.Repeat("x", 65), "x\xff", "x\n", "x\u202e"} {
		_, err := journal.NewRequest(id, said{})
		require.Equal(t, "journal.request_id", store.Code(err))
	}
}

// Two texts that differ in bytes that are no UTF-8 would be stored as the same one, and two requests would be one.
func TestTextThatIsNotUTF8IsRefused(t *testing.T) {
	j, db := newJournal(t)
	wrong := said{Request: journal.Request{ID: "x\xfe"}}
	_, err := journal.NewRequest("fine", wrong)
	require.Equal(t, "journal.text", store.Code(err))
	err = write(t, db, func(tx *store.Tx) error { _, err := j.Append(tx, "said", wrong); return err })
	require.Equal(t, "journal.text", store.Code(err))
	_, err = journal.NewRequest("fine", said{Request: journal.Request{ID: "\ufffd"}})
	require.NoError(t, err, "the character itself is UTF-8")
}

func TestADeviceThatNobodyEnrolledIsRefused(t *testing.T) {
	_, db := newJournal(t)
	require.NoError(t, write(t, db, func(tx *store.Tx) error {
		_, err := journal.DeviceNo(tx, "somebody")
		require.Equal(t, "journal.device", store.Code(err))
		_, err = journal.Device(tx, 9)
		require.Equal(t, "journal.device", store.Code(err))
		_, err = journal.Read(tx, 1, 99)
		require.Equal(t, "journal.no_event", store.Code(err))
		return nil
	}))
}
