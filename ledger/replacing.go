package ledger

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"shouqi/ledger/audit"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// Asking says how a person is asked who may replace a book, by a backup or by itself folded anew. Its zero value asks nobody.
type Asking struct {
	// Keys are tried in turn to open the book that is replaced, then what takes its place; none stands for the zero key, as for OpenOptions.
	Keys []vault.Key
	// Ask has somebody sign in at people, which is whichever of the two can still be asked, and, where discarding says so, a second one approve that
	// what is newer goes. It asks no rights. It is called once at most.
	Ask func(people *Book, discarding bool) (staff.Actor, staff.Approval, error)
	// Now is the clock of the event that says what was replaced; nil is the computer's.
	Now func() time.Time
}

// Replacing says who agreed that a book is replaced, as its event keeps it; the zero value is nobody, because nobody could be asked.
type Replacing struct {
	by, approver string
	alone        bool
}

// Replaced says how a book was replaced.
type Replaced struct {
	// Kept is where the book that was there is kept, "" where there was none.
	Kept string
	// KeptLog is where a log is kept that lay there without its book, "" where none did.
	KeptLog string
	// Asked says that somebody agreed; where nobody did no key opened the book, nor what took its place.
	Asked bool
	// Done says that what was made has its place; it may come with an error.
	Done bool
	// Found says that the last full check found something, so that the book takes no money before another finds nothing.
	Found bool
}

// open makes the rooms of a book with whichever of the keys opens it, and reports whether one did.
func (a Asking) open(ctx context.Context, book *Book) bool {
	for _, key := range append(slices.Clone(a.Keys), vault.Key{}) {
		if book.unlock(ctx, key, witness.Place{}) == nil {
			if a.Now != nil {
				book.Journal.Now = a.Now
			}
			return true
		}
	}
	return false
}

// Outside returns why the closed book at path takes no money here by what this machine remembers (IsOutside), with the newest receipt that the book
// or the machine knows of, "" for none. Nil is a book that does, a demo, and one that none of the keys opens. It changes nothing.
func (a Asking) Outside(ctx context.Context, path string, place witness.Place) (cause *store.Error, newest string, err error) {
	if place.IsZero() {
		return nil, "", nil
	}
	err = reading(ctx, path, func(book *Book) error {
		if !a.open(ctx, book) {
			return nil
		}
		options := OpenOptions{Witness: place}
		if len(a.Keys) > 0 {
			options.Key = a.Keys[0] // whoever typed one types it at the next opening too
		}
		var what *recalled
		cause, what, err = book.recall(ctx, options)
		if cause, err = unread(cause, err); err != nil || what == nil {
			return err
		}
		return book.Store.Read(ctx, func(tx *store.Tx) error {
			last, err := till.LastNumbers(tx)
			newest = max(till.NewestNumber(last), till.NewestNumber(what.note.Receipts))
			return err
		})
	})
	return cause, newest, err
}

// at has somebody sign in at a book, and asks whether they may. Errors: those of Ask, staff.may_not, and those of Authorize for
// staff.DiscardEvents.
func (a Asking) at(ctx context.Context, people *Book, discarding bool) (r Replacing, err error) {
	if a.Ask == nil {
		return r, nil
	}
	by, approval, err := a.Ask(people, discarding)
	if err != nil {
		return r, err
	}
	err = people.Store.Read(ctx, func(tx *store.Tx) error {
		if err := people.Staff.Require(tx, by, staff.Settings); err != nil || !discarding {
			return err
		}
		r.approver, r.alone, err = people.Staff.AgreeToDiscard(tx, by, approval)
		return err
	})
	r.by = by.ID()
	return r, err
}

// trust is how far a book with findings is believed by who replaces it. A finding never lifts a right: where its people can be asked they are.
type trust struct {
	// signs says that a key opens the book and that nothing was found in its events, signatures, keys and schema: what is signed in it then is
	// signed over events of its own. asks says besides that its people are who the events say.
	signs, asks bool
}

// besides are the checks whose findings say nothing against the events of a book.
var besides = []string{"fold", "remembered", "receipts gapless", "shifts gapless", "drawer account", "runs whole", "bills open", "receivable", "credits", "deposits", "deposits out"}

// trusts looks at a book as every opening does, without stopping it.
func (a Asking) trusts(ctx context.Context, book *Book) (t trust) {
	if !a.open(ctx, book) {
		return t
	}
	findings, err := book.Audit().Quick(ctx)
	t.signs = err == nil && book.Journal.Signs() && !slices.ContainsFunc(findings, func(f audit.Finding) bool { return !slices.Contains(besides, f.Check) })
	t.asks = t.signs && !slices.ContainsFunc(findings, func(f audit.Finding) bool { return f.Check == "fold" })
	return t
}

// sayReplaced writes into the book at making, which is about to take the place of another, what it replaces. ask agrees before, where nobody was
// asked at the book that is replaced. It is signed where a key opens the book and everything before is the device's own; then also runs before it,
// nil for nothing. A key that was typed and opens nothing is vault.wrong_key.
func (a Asking) sayReplaced(ctx context.Context, making string, signs bool, said estate.Restored, ask func(people *Book) (Replacing, error),
	also func(tx *store.Tx, book *Book) error) (r Replacing, err error) {
	db, err := store.Open(ctx, making, store.Options{})
	if err != nil {
		return r, err
	}
	// The log must be folded into the file before that is moved.
	defer func() { err = errors.Join(err, db.Checkpoint(ctx), db.Close()) }()
	book, err := assemble(ctx, db)
	if err != nil {
		return r, err
	}
	if a.Now != nil {
		book.Journal.Now = a.Now
	}
	opens := a.open(ctx, book)
	if !signs {
		book.Journal.SignWith(nil)
	}
	// Whoever typed a key that is wrong is told so: without it nobody would be asked, as where no key is left.
	if !opens && slices.ContainsFunc(a.Keys, vault.Key.IsTyped) {
		return r, store.Refuse(vault.CodeWrongKey, vault.SlotPassphrase)
	}
	people := book
	if !opens {
		people = nil
	}
	if r, err = ask(people); err != nil {
		return r, err
	}
	said.By, said.Approver, said.Alone = r.by, r.approver, r.alone
	said.From = filepath.Base(said.From)
	return r, db.Write(ctx, func(tx *store.Tx) error {
		if also != nil && opens && book.Journal.Signs() {
			if err := also(tx, book); err != nil {
				return err
			}
		}
		return estate.RecordRestored(tx, book.Journal, said)
	})
}
