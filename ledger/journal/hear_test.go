package journal_test

import (
	"context"
	"crypto/ed25519"
	"flag"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// counters are some devices of one book, each with its own file, that set values and claim names without each other.
type counters struct {
	t     *testing.T
	all   []*counter
	keys  map[string]ed25519.PublicKey
	count int
}

// counter is one of them.
type counter struct {
	*journal.Journal
	db *store.DB
}

// set is a value that replaces the one before, and claim a name that only one can have.
type set struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func newCounters(t *testing.T, count int) *counters {
	s := &counters{t: t, keys: make(map[string]ed25519.PublicKey)}
	for range count {
		s.add()
	}
	return s
}

// add lets one more device into the book.
func (s *counters) add() *counter {
	s.count++
	id := journal.Identity{Book: "book", Founder: "device-1", Device: fmt.Sprintf("device-%d", s.count)}
	db, err := store.Create(context.Background(), filepath.Join(s.t.TempDir(), "a.book"), store.Options{Scratch: true})
	require.NoError(s.t, err)
	s.t.Cleanup(func() { require.NoError(s.t, db.Close()) })
	require.NoError(s.t, journal.IdentifyAs(context.Background(), db, id))
	j, err := journal.Open(context.Background(), db, []journal.Projector{
		journal.On("set", 1, func(tx *store.Tx, _ journal.Event, body set) error {
			_, err := tx.Exec("INSERT INTO policies (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = policies.value || excluded.value", body.Name, body.Value)
			return err
		}),
		journal.On("claimed", 1, func(tx *store.Tx, e journal.Event, body set) error {
			return journal.Request{ID: body.Name, Digest: []byte(body.Value)}.Record(tx, e)
		}),
	})
	require.NoError(s.t, err)
	public, private, err := ed25519.GenerateKey(nil)
	require.NoError(s.t, err)
	j.SignWith(private)
	s.keys[id.Device] = public
	c := &counter{j, db}
	s.all = append(s.all, c)
	return c
}

// do appends an event; a claim of a name that is known to be taken is refused.
func (c *counter) do(kind, name, value string) error {
	return c.db.Write(context.Background(), func(tx *store.Tx) error {
		_, err := c.Append(tx, kind, set{name, value})
		return err
	})
}

// end has a counter end another, where it may.
func (c *counter) end(t *testing.T, other *counter) {
	err := c.db.Write(context.Background(), func(tx *store.Tx) error { return c.End(tx, other.Device, "100", false) })
	if err != nil {
		require.Contains(t, []string{"journal.ended", "journal.own_end", "journal.device"}, store.Code(err))
	}
}

// hear has one counter hear all that another knows, from after what it knows itself.
func (s *counters) hear(to, from *counter) (h journal.Hearing, err error) {
	var heads map[string]int64
	require.NoError(s.t, to.db.Read(context.Background(), func(tx *store.Tx) (err error) { heads, err = journal.Heads(tx); return err }))
	var heard journal.Heard
	require.NoError(s.t, from.db.Read(context.Background(), func(tx *store.Tx) (err error) { heard, err = journal.Since(tx, heads); return err }))
	return s.take(to, heard)
}

func (s *counters) take(to *counter, heard journal.Heard) (h journal.Hearing, err error) {
	err = to.db.Write(context.Background(), func(tx *store.Tx) (err error) {
		h, err = to.Hear(tx, heard, s.keys)
		return err
	})
	return h, err
}

// tables returns every row of the events and of what is folded from them.
func (c *counter) tables(t *testing.T) (all []string) {
	require.NoError(t, c.db.Read(context.Background(), func(tx *store.Tx) error {
		names, err := store.All(tx, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", nil, func(scan func(dest ...any) error) (name string, err error) {
			return name, scan(&name)
		})
		require.NoError(t, err)
		for _, name := range append(slices.DeleteFunc(names, func(name string) bool { return !journal.Folded(name) }), "events", "signatures") {
			columns, err := tx.Columns("SELECT * FROM " + name)
			require.NoError(t, err)
			require.NoError(t, tx.Each("SELECT * FROM "+name, nil, func(scan func(dest ...any) error) error {
				row, dest := make([]any, len(columns)), make([]any, len(columns))
				for i := range row {
					dest[i] = &row[i]
				}
				err := scan(dest...)
				all = append(all, fmt.Sprint(name, row))
				return err
			}))
		}
		return nil
	}))
	return all
}

func TestWhatTwoCountersDoIsFoldedInOneOrder(t *testing.T) {
	s := newCounters(t, 2)
	a, b := s.all[0], s.all[1]
	require.NoError(t, a.do("set", "price", "1"))
	_, err := s.hear(b, a)
	require.NoError(t, err)
	require.NoError(t, b.do("set", "price", "2")) // it had heard of 1
	require.NoError(t, a.do("set", "other", "x"))
	require.NoError(t, a.do("claimed", "3-2-1201", "a"))
	require.NoError(t, b.do("claimed", "3-2-1201", "b"))
	require.NoError(t, b.do("set", "price", "3"))
	h, err := s.hear(a, b)
	require.NoError(t, err)
	require.Equal(t, journal.Hearing{New: 4, Again: 3}, h)
	_, err = s.hear(b, a)
	require.NoError(t, err)
	require.Equal(t, a.tables(t), b.tables(t))
	require.Contains(t, a.tables(t), "policies[price 123]", "whoever had heard the other comes after it")
	conflicts := 0
	for _, row := range a.tables(t) {
		if len(row) > 9 && row[:9] == "conflicts" {
			conflicts++
		}
	}
	require.Equal(t, 1, conflicts)
	h, err = s.hear(a, b)
	require.NoError(t, err)
	require.Zero(t, h, "what it has it does not hear twice")
}

// Any number of counters that do anything and hear each other in any order have the same tables in the end.
func TestInWhateverOrderTheyHearTheTablesAreTheSame(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		require.NoError(t, flag.Set("rapid.checks", "12"))
	}
	rapid.Check(t, func(r *rapid.T) {
		s := newCounters(t, rapid.IntRange(2, 4).Draw(r, "counters"))
		for step := range rapid.IntRange(1, 25).Draw(r, "steps") {
			c := s.all[rapid.IntRange(0, len(s.all)-1).Draw(r, "counter")]
			if rapid.IntRange(0, 2).Draw(r, "what") > 0 {
				if what := rapid.IntRange(0, 11).Draw(r, "end"); what == 11 {
					c.end(t, s.all[rapid.IntRange(0, len(s.all)-1).Draw(r, "whom")])
					continue
				} else if what == 10 {
					c.exec(t, "DELETE FROM local_undo") // it does not know any more what it did
					continue
				}
				err := c.do(rapid.SampledFrom([]string{"set", "claimed"}).Draw(r, "kind"), rapid.SampledFrom([]string{"p", "q", "r"}).Draw(r, "name"), fmt.Sprint(step%10))
				if err != nil {
					require.Contains(t, []string{store.CodeRefused, "journal.ended"}, store.Code(err)) // it knows that the name is taken, or that it is at its end
				}
				continue
			}
			if from := s.all[rapid.IntRange(0, len(s.all)-1).Draw(r, "from")]; from != c {
				_, err := s.hear(c, from)
				require.NoError(t, err)
			}
		}
		// Everybody hears everybody, twice round, and one that was never there hears it all from the last.
		for range 2 {
			for i := range s.all {
				_, err := s.hear(s.all[(i+1)%len(s.all)], s.all[i])
				require.NoError(t, err)
			}
		}
		late := s.add()
		_, err := s.hear(late, s.all[0])
		require.NoError(t, err)
		should := s.all[0].tables(t)
		for _, other := range s.all[1:] {
			require.Equal(t, should, other.tables(t))
		}
	})
}

func TestWhatIsNotInOrderIsNotHeard(t *testing.T) {
	s := newCounters(t, 3)
	a, b, c := s.all[0], s.all[1], s.all[2]
	for _, value := range []string{"1", "2", "3"} {
		require.NoError(t, a.do("set", "p", value))
	}
	_, err := s.hear(b, a)
	require.NoError(t, err)
	require.NoError(t, b.do("set", "p", "4"))
	all := func(from *counter) (heard journal.Heard) {
		require.NoError(t, from.db.Read(context.Background(), func(tx *store.Tx) (err error) { heard, err = journal.Since(tx, nil); return err }))
		return heard
	}
	refused := func(code string, change func(*journal.Heard)) {
		t.Helper()
		heard := all(b)
		change(&heard)
		before := c.tables(t)
		_, err := s.take(c, heard)
		require.Equal(t, code, store.Code(err))
		require.Equal(t, before, c.tables(t))
	}
	refused("journal.gap", func(h *journal.Heard) { h.Events = slices.Delete(h.Events, 1, 2) })
	refused("journal.unheard", func(h *journal.Heard) { h.Events = h.Events[3:] })
	refused("journal.forked", func(h *journal.Heard) { h.Events[1].AtMS++ })
	refused("journal.forked", func(h *journal.Heard) { h.Events[1].Body = []byte(`{"name":"p","value":"9"}`) })
	refused("journal.unsigned", func(h *journal.Heard) { h.Signatures[1].Signature = h.Signatures[0].Signature })
	refused("journal.unsigned", func(h *journal.Heard) { h.Signatures = h.Signatures[:len(h.Signatures)-1] })
	refused("journal.kind", func(h *journal.Heard) {
		h.Events[0].Kind = "unknown to this program"
		h.Events[0].Hash = journal.HashOf("book", h.Events[0])
		h.Events[1].Prev = h.Events[0].Hash
	})
	known := maps.Clone(s.keys)
	delete(s.keys, "device-2")
	refused("journal.device", func(*journal.Heard) {})
	s.keys = known
	_, err = s.take(c, all(b))
	require.NoError(t, err)
	// Another event of the same device and number than the one that is here: the device's file was copied and both were worked.
	twin := newCounters(t, 1).all[0]
	require.NoError(t, twin.do("set", "p", "7"))
	_, err = s.take(c, all(twin))
	require.Equal(t, "journal.forked", store.Code(err))
}
