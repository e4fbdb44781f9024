package ledger

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// shortHash returns the first 8 bytes of a hash in hex, which is enough to tell one head of the chain from another.
func shortHash(hash journal.Hash) string { return hex.EncodeToString(hash[:8]) }

// Rebuild folds every event into a new file, copies the vault and the local tables into it, and puts it in the place
// of the old file. The old file stays beside it under the returned name (PATH.before-rebuild, with a number where
// that is taken). A power cut leaves either the old book or the new one at path, never none. The book at path must
// not be open.
func Rebuild(ctx context.Context, path string, progress func(done int64)) (kept string, err error) {
	db, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return "", err
	}
	path = db.Path()
	making := path + ".making"
	defer func() { err = errors.Join(err, removeBook(making)) }()
	err = rebuildInto(ctx, db, making, progress)
	err = errors.Join(err, db.Checkpoint(ctx))
	// The lock is kept until the new file has the name: a program that opened the old file in between would take
	// money in a book that is about to be put aside.
	release, closing := db.CloseHolding()
	defer func() { err = errors.Join(err, release()) }()
	if err = errors.Join(err, closing); err != nil {
		return "", err
	}
	return replaceKeeping(making, path, path+".before-rebuild")
}

// keptMax bounds how many replaced books may lie beside a book. The next one is refused with store.exists, and
// somebody has to move the old ones away.
const keptMax = 99

// replaceKeeping places the book made over the one at path and returns the name under which that one is kept: name itself, or name-2 to
// name-99 where that is taken. It never takes a name that something has, because an earlier kept book may be the only one that has certain
// payments.
func replaceKeeping(made, path, name string) (kept string, err error) {
	for number := 1; number <= keptMax; number++ {
		if kept = name; number > 1 {
			kept = fmt.Sprintf("%s-%d", name, number)
		}
		if _, err := os.Lstat(kept); errors.Is(err, os.ErrNotExist) {
			if err := store.Replace(made, path, kept); err != nil {
				return "", err
			}
			return kept, nil
		}
	}
	return "", store.Refuse(store.CodeExists, filepath.Base(name))
}

// rebuildInto makes the new book at making from the events of db. The events do not hold everything: the sealed data
// and its keys, the settings of this computer and the print jobs are copied as they are.
func rebuildInto(ctx context.Context, db *store.DB, making string, progress func(done int64)) (err error) {
	book, err := assemble(ctx, db)
	if err != nil {
		return err
	}
	if err := removeBook(making); err != nil {
		return err
	}
	fresh, err := store.Create(ctx, making, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, fresh.Close()) }()
	err = db.Read(ctx, func(tx *store.Tx) error { return book.Journal.Replay(ctx, tx, fresh, progress) })
	if err != nil {
		return err
	}
	return store.CopyTables(ctx, db, fresh, "vault_slots", "vault_keys", "vault_versions", "signatures", "local_settings", "print_jobs")
}

// Backup writes a checked copy of the book to path while the counter works. It refuses a path that exists
// (store.exists).
func (b *Book) Backup(ctx context.Context, path string) error { return b.Store.Backup(ctx, path) }

// Restoring says what a restore may do.
type Restoring struct {
	// DiscardNewer lets a backup take the place of a book that knows more than it: what came after the backup is then
	// only in the file that is kept aside.
	DiscardNewer bool
	// Agreed says who put it there; its zero value is for a book that nobody can be asked about, because it cannot be written.
	Agreed Replacing
}

// Replacing says who agreed that a backup takes the place of a book. AgreeToReplace makes it.
type Replacing struct {
	by, approver string
	alone        bool
	at           time.Time // by the clock of the book that is replaced
}

// AgreeToReplace asks whether by may put a backup in the place of this book, and, where what the backup does not know is to be discarded,
// with whose approval. Errors: staff.may_not, and those of Authorize for staff.DiscardEvents.
func (b *Book) AgreeToReplace(ctx context.Context, by staff.Actor, approval staff.Approval, discardNewer bool) (r Replacing, err error) {
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		if err := b.Staff.Require(tx, by, staff.Settings); err != nil || !discardNewer {
			return err
		}
		r.approver, r.alone, err = b.Staff.AgreeToDiscard(tx, by, approval)
		return err
	})
	r.by, r.at = by.ID(), b.Journal.Now()
	return r, err
}

// Restore puts a backup in the place of the book at path, after checking it whole: file, chain and every table. A book
// that is there stays beside it under the name kept (PATH.before-restore). Errors: book.backup_damaged for a backup
// that is not whole, book.other_book when a book is there that is another one, and book.restore_newer with the number of
// events when the book there knows more than the backup and DiscardNewer does not say that they may go.
func Restore(ctx context.Context, backup, path string, restoring Restoring) (kept string, err error) {
	path = store.Real(path)
	info, err := os.Stat(path)
	switch {
	// There is no book to compare with and none to keep.
	case errors.Is(err, os.ErrNotExist):
		return "", errors.Join(putWhereNone(ctx, backup, path, func(string) error { return nil }), forgetFindings(path))
	// A directory or a device is nothing that a book may take the place of.
	case err == nil && !info.Mode().IsRegular():
		return "", store.Refuse(store.CodeExists, filepath.Base(path))
	}
	making := path + ".making"
	if err := removeBook(making); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, removeBook(making)) }()
	copied, err := copyChecked(ctx, backup, making)
	if err != nil {
		return "", err
	}
	if kept, err = placeOver(ctx, making, path, copied, restoring); err == nil {
		err = forgetFindings(path) // They were of the book that was replaced.
	}
	return kept, err
}

// known is which book a file holds and how many events it has. PINs that were typed are not counted: the manager
// types one to be allowed to restore, and that alone must not make the book at the counter the newer one. Nor is that it was restored: each
// restore says so anew. Seq and hash are the head of its chain, 0 where it cannot be read.
type known struct {
	book   string
	events int64
	seq    int64
	hash   journal.Hash
}

// placeOver puts the checked copy over the file at path, whose lock it holds meanwhile. It returns the name under
// which the old file is kept. Errors: book.other_book, book.restore_newer and those of opening a book that is in use.
func placeOver(ctx context.Context, making, path string, copied known, restoring Restoring) (kept string, err error) {
	here, release, err := bookAt(ctx, path)
	switch store.Code(err) {
	case "":
	// The book is in use, cannot be locked or was written by a newer program. It is not damaged, so nothing may
	// replace it.
	case store.CodeHeld, store.CodeLock, store.CodeNewer:
		return "", err
	default:
		// Whatever else keeps the book from being opened is why a backup is put in its place.
		if release, err = store.Hold(path); err != nil {
			return "", err
		}
		// A damaged file cannot say which book it is. It passes for the same one and is kept aside like any other.
		here = known{book: copied.book}
	}
	defer func() { err = errors.Join(err, release()) }()
	if here.book != copied.book {
		return "", store.Refuse(codeOtherBook, filepath.Base(path))
	}
	if here.events > copied.events && !restoring.DiscardNewer {
		return "", store.Refuse(codeRestoreNewer, here.events-copied.events)
	}
	if err := sayRestored(ctx, making, here, copied, restoring.Agreed); err != nil {
		return "", err
	}
	return replaceKeeping(making, path, path+".before-restore")
}

// sayRestored writes into the copy at making what it takes the place of, before it does. A file that cannot be read has no chain to name.
func sayRestored(ctx context.Context, making string, here, copied known, agreed Replacing) (err error) {
	db, err := store.Open(ctx, making, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	book, err := assemble(ctx, db)
	if err != nil {
		return err
	}
	if !agreed.at.IsZero() {
		book.Journal.Now = func() time.Time { return agreed.at }
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		return estate.RecordRestored(tx, book.Journal, estate.Restored{Seq: here.seq, Hash: here.hash, Discarded: max(0, here.events-copied.events),
			By: agreed.by, Approver: agreed.approver, Alone: agreed.alone})
	})
}

// bookAt returns which book lies at path and leaves it closed, its log folded into the file and its lock held until
// release is called.
func bookAt(ctx context.Context, path string) (here known, release func() error, err error) {
	db, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return here, nil, err
	}
	here, err = knownOf(ctx, db)
	err = errors.Join(err, db.Checkpoint(ctx))
	release, closing := db.CloseHolding()
	if err = errors.Join(err, closing); err != nil {
		return here, nil, errors.Join(err, release())
	}
	return here, release, nil
}

// knownOf reads the book's id and counts its events.
func knownOf(ctx context.Context, db *store.DB) (here known, err error) {
	book, err := assemble(ctx, db)
	if err != nil {
		return here, err
	}
	here.book = book.Journal.Book
	err = db.Read(ctx, func(tx *store.Tx) error {
		// How many events there are, but for the PINs that were typed.
		if _, err := tx.Get("SELECT count(*) FROM events WHERE kind NOT IN ('staff.pin_accepted', 'staff.pin_refused', 'book.restored')", nil, &here.events); err != nil {
			return err
		}
		here.seq, here.hash, err = book.Journal.Head(tx)
		return err
	})
	return here, err
}

// copyChecked copies a backup to making and runs the full audit over the copy. Errors: book.backup_damaged with the
// number of findings, book.backup_unread for a file that this user may not read, and those of copying.
func copyChecked(ctx context.Context, backup, making string) (copied known, err error) {
	source, err := store.Open(ctx, backup, store.Options{ReadOnly: true})
	// Without permission the file cannot be opened either, but the backup may be whole: the permission is what is
	// missing.
	if errors.Is(mayRead(backup), os.ErrPermission) {
		return copied, store.Fail(codeBackupUnread, err, filepath.Base(backup))
	}
	if err != nil {
		return copied, damaged(err)
	}
	if err := errors.Join(source.Backup(ctx, making), source.Close()); err != nil {
		if store.Code(err) == store.CodeCorrupt {
			err = damaged(err)
		}
		return copied, err
	}
	// Opened for writing, so that the copy of an older version is migrated before it is audited.
	db, err := store.Open(ctx, making, store.Options{})
	if err != nil {
		return copied, damaged(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	book, err := assemble(ctx, db)
	if err != nil {
		return copied, damaged(err)
	}
	findings, err := book.Audit().Full(ctx, nil)
	if err != nil {
		return copied, err
	}
	if len(findings) > 0 {
		return copied, store.Refuse(codeBackupDamaged, len(findings))
	}
	return knownOf(ctx, db)
}

// damaged turns the reason why a backup or its copy could not be read into book.backup_damaged. A full disk, a folder
// that takes no file and a program that is too old are returned as they are: they say nothing against the backup, and
// a person who was told that it is damaged would throw a good one away.
func damaged(err error) error {
	switch store.Code(err) {
	case store.CodeMissing, store.CodeNewer, store.CodeFull, store.CodeNoRoom, store.CodeLock, store.CodeHeld, store.CodeCopy:
		return err
	}
	return store.Fail(codeBackupDamaged, err, 1)
}

// mayRead returns why this user cannot open a file for reading, nil where it can be opened.
func mayRead(path string) error {
	file, err := os.Open(path)
	if err == nil {
		err = file.Close()
	}
	return err
}
