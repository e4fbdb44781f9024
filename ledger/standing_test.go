package ledger_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/store"
)

// standingTables are those that a command reads before it decides who may do what, and which book and counter this is, with the rows of
// each that few events make.
var standingTables = map[string]string{"staff": "1", "limits": "1", "policies": "1", "counters": "1", "vault_slots": "1", "vault_references": "subject GLOB 'slot/*' OR subject GLOB 'device/*'",
	"devices": "1", "identity": "1", "skipped_receipts": "1"}

// hasNoEventOfItsOwn are the columns that every PIN that is typed changes: only the whole check, and the file's digest where the machine remembers
// the book, tell of them.
var hasNoEventOfItsOwn = []string{"wrong_pins", "locked"}

// openingFinds returns what the opening of a book that no machine remembers says, without a key where none opens it any more, and whether it took
// money all the same.
func openingFinds(t *testing.T, path string) (found []audit.Finding, stopped bool) {
	t.Helper()
	book, found, err := ledger.Open(context.Background(), path, ledger.OpenOptions{})
	if err != nil {
		unlocking := err
		if book, found, err = ledger.Open(context.Background(), path, ledger.OpenOptions{Locked: true}); err != nil {
			return []audit.Finding{{Check: "open", Table: "file", Detail: err.Error()}}, true
		}
		require.Contains(t, []string{"vault.wrong_key", "vault.foreign_key", "vault.no_slot", "vault.no_keyring"}, store.Code(unlocking), unlocking)
	}
	stopped = book.Store.Latched() != nil
	_ = book.Close() // a book with findings is latched; what it says when closing is not the point
	return found, stopped
}

// Whoever edits what decides over people, rights and the book's identity is named by table and row before anybody signs in, in every column.
func TestEveryColumnThatStandsIsNamedAtTheOpening(t *testing.T) {
	c := richBook(t)
	v := newVictim(t, c)
	seed := uint64(time.Now().UnixNano())
	t.Logf("rows picked by seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	found, stopped := openingFinds(t, v.copied(t, v.disarm+v.arm))
	require.Empty(t, found)
	require.False(t, stopped)
	for name, which := range standingTables {
		var one table
		require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
			one = pickOf(t, tx, name, which, random)
			return nil
		}))
		require.NotEmpty(t, one.key, name)
		for _, column := range one.columns {
			if slices.Contains(hasNoEventOfItsOwn, column.name) {
				continue
			}
			t.Run(name+"."+column.name, func(t *testing.T) {
				t.Parallel()
				found, stopped := openingFinds(t, v.copied(t, v.disarm+one.changes(column)+v.arm))
				require.True(t, stopped)
				require.True(t, one.names(found, column) || refusedToOpen(name, found), "%s %s: %+v", name, one.key, found)
			})
		}
		for how, script := range map[string]string{"row deleted from ": fmt.Sprintf("DELETE FROM %s WHERE %s;", name, one.where), "row added to ": one.doubled()} {
			t.Run(how+name, func(t *testing.T) {
				t.Parallel()
				found, stopped := openingFinds(t, v.copied(t, v.disarm+script+v.arm))
				require.True(t, stopped)
				require.True(t, slices.ContainsFunc(found, func(f audit.Finding) bool { return f.Table == name }) || refusedToOpen(name, found), "%s %s: %+v", name, one.key, found)
			})
		}
	}
}

// A counter that was let in and did nothing yet has no event by which its row could be missed.
func TestTheRowOfEveryCounterIsNamed(t *testing.T) {
	c := richBook(t)
	v := newVictim(t, c)
	var numbers []string
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		numbers = texts(t, tx, "SELECT CAST(no AS TEXT) FROM devices ORDER BY no")
		return nil
	}))
	require.Len(t, numbers, 3)
	for _, no := range numbers {
		for _, script := range []string{"DELETE FROM devices WHERE no = ", "UPDATE devices SET id = id || 'x' WHERE no = "} {
			found, stopped := openingFinds(t, v.copied(t, v.disarm+script+no+";"+v.arm))
			require.True(t, stopped)
			require.True(t, slices.ContainsFunc(found, func(f audit.Finding) bool { return f.Table == "devices" && f.Key == no }) || refusedToOpen("devices", found), "%s%s: %+v", script, no, found)
			_, found = v.tampered(t, v.disarm+script+no+";"+v.arm)
			require.True(t, slices.ContainsFunc(found, func(f audit.Finding) bool { return f.Table == "devices" && f.Key == no }) || refusedToOpen("devices", found), "%s%s: %+v", script, no, found)
		}
	}
}
