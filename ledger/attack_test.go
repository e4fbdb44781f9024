package ledger_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// attackFor is how long an attacker goes on, as in 10m; one round of every kind without it. attackSeed plays a run again.
const (
	attackFor  = "SHOUQI_ATTACK_FOR"
	attackSeed = "SHOUQI_ATTACK_SEED"
)

// attacker has the files of a counter in hand, all that ever lay there, and the sqlite3 shell, but no key and nothing of the account's folder.
type attacker struct {
	*placed
	random *rand.Rand
	// kept are copies of the book's file as they were after closes, the newest last; numbers has the newest receipt of each.
	kept    [][]byte
	numbers []string
	victim  *victim
	foreign []byte // the log of a book of somebody else's
}

// attacks are what one can do to a closed book. Each returns what it did, and whether the book that is left is one that the counter may go on
// with: false wherever it is not the newest, or not what was written.
var attacks = map[string]func(a *attacker, book []byte) (what string, sound bool){
	"nothing": func(*attacker, []byte) (string, bool) { return "", true },
	"roll back": func(a *attacker, _ []byte) (string, bool) {
		which := a.random.IntN(len(a.kept) - 1)
		a.putBack(a.kept[which])
		return fmt.Sprintf("copy %d of %d", which, len(a.kept)), false
	},
	"cut": func(a *attacker, _ []byte) (string, bool) {
		seqs := a.numbersOf("SELECT seq FROM signatures ORDER BY seq")
		after := seqs[a.random.IntN(len(seqs)-1)]
		a.runs(a.victim.disarm + cutAfter(after, a.random.IntN(2) == 0) + a.victim.arm)
		return fmt.Sprintf("after %d", after), false
	},
	"forge an event": func(a *attacker, _ []byte) (string, bool) {
		seqs := a.numbersOf("SELECT seq FROM events ORDER BY seq")
		seq := seqs[a.random.IntN(len(seqs))]
		a.runs(a.victim.disarm + fmt.Sprintf("UPDATE events SET body = CAST(replace(CAST(body AS TEXT), '0', '1') || ' ' AS BLOB) WHERE seq = %d;", seq) + a.victim.arm)
		return fmt.Sprintf("%d", seq), false
	},
	"append an event": func(a *attacker, _ []byte) (string, bool) {
		a.runs(a.victim.disarm + `INSERT INTO events (id, device, seq, kind, version, at_ms, body, prev, hash)
			SELECT (SELECT max(id) + 1 FROM events), device, seq + 1, kind, version, at_ms, body, hash, randomblob(32) FROM events ORDER BY seq DESC LIMIT 1;` + a.victim.arm)
		return "a copy of the last", false
	},
	"promote": func(a *attacker, _ []byte) (string, bool) {
		a.runs(a.victim.disarm + "UPDATE staff SET role = 'manager' WHERE role = 'cashier';" + a.victim.arm)
		return "the cashier", false
	},
	"edit a cell": func(a *attacker, _ []byte) (string, bool) {
		tables := a.tables()
		table := tables[a.random.IntN(len(tables))]
		column := table.columns[a.random.IntN(len(table.columns))]
		a.runs(a.victim.disarm + table.changes(column) + a.victim.arm)
		return table.name + "." + column.name, false
	},
	"other slots": func(a *attacker, _ []byte) (string, bool) {
		a.runs(a.victim.disarm + "UPDATE vault_slots SET salt = randomblob(length(salt)), wrapped = randomblob(length(wrapped));" + a.victim.arm)
		return "of nobody", false
	},
	"foreign log": func(a *attacker, _ []byte) (string, bool) {
		require.NoError(a, os.WriteFile(a.path+"-wal", a.foreign, 0o600))
		return "", false
	},
	"half a file": func(a *attacker, book []byte) (string, bool) {
		length := a.random.IntN(len(book)-4096) + 2048
		a.putBack(book[:length])
		return fmt.Sprintf("%d of %d bytes", length, len(book)), false
	},
	"link": func(a *attacker, book []byte) (string, bool) {
		elsewhere := filepath.Join(a.TempDir(), "elsewhere.book")
		require.NoError(a, os.Rename(a.path, elsewhere))
		require.NoError(a, os.Symlink(elsewhere, a.path))
		return "the book itself, under another name", true
	},
	"drop a trigger": func(a *attacker, _ []byte) (string, bool) {
		name := a.victim.triggers[a.random.IntN(len(a.victim.triggers))]
		a.runs("DROP TRIGGER " + name + "; PRAGMA wal_checkpoint(TRUNCATE);")
		return name, false
	},
}

func (a *attacker) runs(script string) {
	said, err := shell(a.T, a.path, script)
	require.NoError(a, err, said)
}

func (a *attacker) numbersOf(query string) (numbers []int) {
	said, err := shell(a.T, a.path, query)
	require.NoError(a, err, said)
	for _, line := range strings.Fields(said) {
		n := 0
		_, err := fmt.Sscan(line, &n)
		require.NoError(a, err)
		numbers = append(numbers, n)
	}
	return numbers
}

// day opens the book, takes one to three payments, closes it and keeps a copy.
func (a *attacker) day() {
	require.Empty(a, a.opens(a.place, nil))
	number := ""
	for range 1 + a.random.IntN(3) {
		number = a.pays()
	}
	a.close()
	a.kept, a.numbers = append(a.kept, a.keep()), append(a.numbers, number)
}

// suffers has the book attacked, and holds that no money is taken where it is not the one that the counter wrote last; then everything is put
// back as it was.
func (a *attacker) suffers(kind string) {
	book := a.keep()
	what, sound := attacks[kind](a, book)
	opened, findings, err := ledger.Open(a.ctx, a.path, ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}, Witness: a.place})
	switch {
	case err != nil:
		require.False(a, sound, "%s %s: %v", kind, what, err)
	case sound:
		require.Empty(a, findings, "%s %s", kind, what)
		require.NoError(a, opened.Close())
	default:
		require.Error(a, opened.Checked(a.ctx), "%s %s is not noticed", kind, what)
		require.Error(a, opened.Store.Write(a.ctx, func(*store.Tx) error { return nil }), "%s %s: money is taken", kind, what)
		require.NoError(a, opened.Close())
	}
	if kind == "link" { // a book that stays under the other name would be the one that the machine works with
		require.NoError(a, errors.Join(os.Remove(store.Real(a.path)), os.Remove(a.path)))
	}
	for _, beside := range []string{".findings", "-wal", "-shm"} {
		_ = os.Remove(a.path + beside) // most attacks leave none
	}
	a.putBack(book)
}

// Somebody with the files and a few minutes, again and again: `make long` lets it go on for hours.
func TestAnAttackerWhoNeverTires(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if given := os.Getenv(attackSeed); given != "" {
		_, err := fmt.Sscan(given, &seed)
		require.NoError(t, err)
	}
	t.Logf("%s=%d", attackSeed, seed)
	lasts, err := time.ParseDuration(os.Getenv(attackFor))
	if err != nil {
		lasts = 0
	}
	rich := richBook(t)
	other := newPlaced(t)
	other.pays()
	foreign, err := os.ReadFile(other.path + "-wal")
	require.NoError(t, err)
	other.close()
	a := &attacker{placed: newPlaced(t), random: rand.New(rand.NewPCG(seed, 0)), victim: newVictim(t, rich), foreign: foreign}
	a.close()
	kinds := make([]string, 0, len(attacks))
	for kind := range attacks {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	a.day()
	a.day()
	for begun, rounds := time.Now(), 0; rounds < len(kinds) || time.Since(begun) < lasts; rounds++ {
		if rounds%len(kinds) == 0 {
			a.random.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
			a.day()
		}
		a.suffers(kinds[rounds%len(kinds)])
	}
	require.Empty(t, a.opens(a.place, nil))
	a.verify()
	a.close()
}
