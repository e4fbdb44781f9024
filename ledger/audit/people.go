package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// standing are the rows by which a command decides what a person may do, with the columns of the key first. They come from few events, so that
// they are folded anew at every opening. The wrong PINs of a person do not: every PIN that is typed changes them.
var standing = []folded{
	{"staff", []string{"id"}, "SELECT id, code, role, active, name_version, pin_version, set_device, set_seq FROM staff ORDER BY id"},
	{"limits", []string{"name"}, "SELECT name, value FROM limits ORDER BY name"},
	{"policies", []string{"name"}, "SELECT name, value FROM policies ORDER BY name"},
	{"counters", []string{"device"}, "SELECT device, code, machine FROM counters ORDER BY device"},
	{"ended", []string{"device"}, "SELECT device, last_seq, at_ms FROM ended ORDER BY device"},
	{"skipped_receipts", []string{"series", "from_no"}, "SELECT series, from_no, to_no, device, seq FROM skipped_receipts ORDER BY series, from_no"},
	{"vault_references", []string{"subject", "version"}, `SELECT subject, version, digest, device, seq FROM vault_references
		WHERE subject GLOB 'slot/*' OR subject GLOB 'device/*' ORDER BY subject, version`},
}

// empty is a book in memory without any row, which stays for as long as the program runs: to make one takes longer than all that is folded into
// it, and each fold is rolled back.
var empty struct {
	sync.Mutex
	db *store.DB
}

// people compares people, their roles, limits, policies and the keys of the book with the events that made them, and the schema with the one
// that this program makes.
func (a *Audit) people(ctx context.Context, tx *store.Tx) (err error) {
	empty.Lock()
	defer empty.Unlock()
	if empty.db == nil {
		if empty.db, err = store.Memory(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	err = empty.db.Write(ctx, func(fold *store.Tx) error {
		if err := a.stands(tx, fold); err != nil {
			return err
		}
		return errStopped
	})
	if !errors.Is(err, errStopped) {
		// An error of reading the book passes for one of the memory too, which takes no more writes after it.
		err = errors.Join(err, empty.db.Close())
		empty.db = nil
		if !a.isUnfolded(err) {
			return err
		}
	}
	return vault.CheckSlots(tx, func(table, key, detail string) { a.add("vault", table, key, detail) })
}

// stands folds the events of the rows of standing and compares these and the schema.
func (a *Audit) stands(tx, fold *store.Tx) error {
	before := len(a.found)
	// Tables of another form cannot be compared.
	if err := a.schema(tx, fold); err != nil || len(a.found) > before {
		return err
	}
	kinds := slices.Concat(staff.StandingKinds(), estate.StandingKinds(), till.StandingKinds())
	if err := a.areSigned(tx, kinds); err != nil {
		return err
	}
	if err := a.journal.Fold(tx, fold, kinds); err != nil {
		return err
	}
	if err := a.journal.FoldEnds(tx, fold); err != nil {
		return err
	}
	for _, table := range standing {
		if err := a.compare(tx, fold, table); err != nil {
			return err
		}
	}
	return nil
}

// isUnfolded adds the finding of an event that does not fold, and reports whether err is one. Any other error is one of reading or writing.
func (a *Audit) isUnfolded(err error) bool {
	var failed *store.Error
	if !errors.As(err, &failed) || failed.Code != journal.CodeReplay {
		return false
	}
	a.add("fold", "events", fmt.Sprintf("%v/%v", failed.Args[2], failed.Args[1]), "cannot be folded again: "+failed.Error())
	return true
}
