package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// there is what lies where a book is put: nothing, a book, or what is none and can say nothing of itself.
type there struct {
	known
	beyond beyond
	// agreed is who was asked there, and asked says that somebody was.
	agreed Replacing
	asked  bool
	// roles are what those who work there are now by its tables, nil where nobody can read them.
	roles map[string]staff.Role
}

// there looks at what lies at the path, asks whoever can be asked there, and leaves it closed, its log folded into it and its lock held until
// release is called.
func (p placing) there(ctx context.Context, taken known) (was there, release func() error, err error) {
	db, err := store.Open(ctx, p.path, store.Options{})
	switch store.Code(err) {
	case "":
	// The book is in use, or was written by a newer program. It is not damaged, so nothing may replace it. On a full disk it cannot be asked.
	case store.CodeHeld, store.CodeNewer, store.CodeFull, store.CodeNoRoom:
		return was, nil, err
	case store.CodeNoRight:
		// One that may be read and not written is whole, and whom to ask is in it: nothing takes its place by that alone.
		if mayRead(p.path) == nil {
			return was, nil, err
		}
		fallthrough
	default:
		// Whatever else keeps the book from being opened is why a backup is put in its place. A damaged file cannot say which book it is, or
		// whom to ask. It passes for the same one and is kept aside like any other.
		release, err = store.Hold(p.path)
		if err == nil && p.onlyWhereNone && isBook(p.path) {
			err = errors.Join(store.Refuse(store.CodeExists, filepath.Base(p.path)), release())
		}
		return was, release, err
	}
	refused, unread := p.look(ctx, db, taken, &was)
	if unread != nil {
		was = there{}
	}
	_ = db.Checkpoint(context.WithoutCancel(ctx)) // the log of a broken book stays beside it and is kept with it
	release, _ = db.CloseHolding()
	if refused != nil {
		return was, nil, errors.Join(refused, release())
	}
	return was, release, nil
}

// look reads which book is open at db and what it knows that the copy does not, and asks who may replace it. refused is why that may not be done,
// and unread why the book can say nothing of itself.
func (p placing) look(ctx context.Context, db *store.DB, taken known, was *there) (refused, unread error) {
	book, unread := assemble(ctx, db)
	if unread == nil {
		was.known, unread = knownOf(ctx, book)
	}
	if unread != nil {
		return nil, unread
	}
	switch {
	case p.onlyWhereNone:
		return store.Refuse(store.CodeExists, filepath.Base(p.path)), nil
	case was.book != taken.book:
		return store.Refuse(codeOtherBook, filepath.Base(p.path)), nil
	}
	unread = reading(ctx, p.making, func(copied *Book) (err error) {
		was.beyond, err = beyondOf(ctx, book, copied)
		return err
	})
	if unread != nil {
		return nil, unread
	}
	was.roles, _ = rolesBy(ctx, book) // events that do not fold tell of nobody
	if p.trusts(ctx, book).asks {
		if unread := p.remember(ctx, book, was.known); unread != nil {
			return nil, unread
		}
		was.agreed, refused = p.at(ctx, book, p.discards(was.beyond))
		was.asked = refused == nil
		if isDamage(refused) {
			refused = nil
		}
	}
	if refused == nil && was.beyond.events > 0 && !p.DiscardNewer {
		refused = store.Refuse(CodeRestoreNewer, was.beyond.events)
	}
	return refused, nil
}

// remember brings this machine's note of the book that is there up to date, where it knew that book: the signed event of the copy then names exactly
// what the machine remembers, whenever the book was last closed. That it cannot be written is said at the next opening.
func (p placing) remember(ctx context.Context, book *Book, head known) (err error) {
	if p.Witness.IsZero() || book.Vault == nil {
		return nil
	}
	held, err := p.Witness.Hold(book.Journal.Device)
	if store.Code(err) == witness.CodeHeld {
		return err
	}
	if err != nil {
		return nil //nolint:nilerr // what cannot be written is said at the next opening
	}
	defer func() { err = errors.Join(err, held.Release()) }()
	note, noted, err := p.Witness.Read(book.Vault, book.Journal.Device)
	if store.Code(err) == witness.CodeUnread {
		return nil // which passOver refuses, and which says nothing against the book that is there
	}
	if err != nil || !noted {
		return err
	}
	contained, now := false, witness.Note{Seq: head.seq, Hash: head.hash[:], Receipts: head.receipts, Path: p.path}
	err = book.Store.Read(ctx, func(tx *store.Tx) error {
		if contained, err = book.contains(tx, note); err != nil {
			return err
		}
		now.Recovery, now.RecoveryNo, err = recoveryOf(tx)
		return err
	})
	if err == nil && contained {
		_ = held.Write(book.Vault, now)
	}
	return err
}

// discards reports whether somebody has to agree that what is newer goes.
func (p placing) discards(b beyond) bool { return b.events > 0 && p.DiscardNewer }

// askTaken asks at the copy, where the book that is there could not be asked. Who has gone there since, or has another role by its events, may not:
// else whoever damages a book would be what they once were. Errors: book.person_changed and those of Asking.
func (p placing) askTaken(ctx context.Context, people *Book, was there) (Replacing, error) {
	agreed, err := p.at(ctx, people, p.discards(was.beyond))
	if err != nil || was.roles == nil {
		return agreed, err
	}
	roles, err := rolesOf(ctx, people.Store)
	if err != nil {
		return agreed, err
	}
	for _, person := range []string{agreed.by, agreed.approver} {
		if was.roles[person] != roles[person] {
			return agreed, store.Refuse(codePersonChanged)
		}
	}
	return agreed, nil
}

// rolesBy returns what the active people of a book are by its events, by id.
func rolesBy(ctx context.Context, book *Book) (roles map[string]staff.Role, err error) {
	fold, err := store.Memory(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, fold.Close()) }()
	err = book.Store.Read(ctx, func(from *store.Tx) error {
		return fold.Write(ctx, func(into *store.Tx) error { return book.Journal.Fold(from, into, staff.StandingKinds()) })
	})
	if err != nil {
		return nil, err
	}
	return rolesOf(ctx, fold)
}

// rolesOf reads the roles of the active people from the tables of a file, by id.
func rolesOf(ctx context.Context, db *store.DB) (roles map[string]staff.Role, err error) {
	roles = make(map[string]staff.Role)
	err = db.Read(ctx, func(tx *store.Tx) error {
		return tx.Each("SELECT id, role FROM staff WHERE active = 1", nil, func(scan func(dest ...any) error) error {
			var id string
			var role staff.Role
			err := scan(&id, &role)
			roles[id] = role
			return err
		})
	})
	return roles, err
}

// isBook reports whether a file with something in it lies at path, at the end of links too.
func isBook(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Size() > 0
}

// isDamage reports whether an error is one of a book that cannot be read, and not of somebody who may not.
func isDamage(err error) bool {
	switch store.Code(err) {
	case store.CodeCorrupt, store.CodeIO, store.CodeForeign, store.CodeLatched, store.CodeSQL, store.CodeRefused, store.CodeMoved, store.CodeReadonly, vault.CodeDamaged, vault.CodeUnknown:
		return true
	}
	return false
}
