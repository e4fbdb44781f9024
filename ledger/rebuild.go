package ledger

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

func shortHash(hash journal.Hash) string { return hex.EncodeToString(hash[:8]) }

// Rebuild folds every event into a new file, brings the vault and the local tables over, and swaps it in for the old one,
// which stays beside it under the name it gives (PATH.before-rebuild). The book at path must not be open.
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
	release, closing := db.CloseHolding()
	defer func() { err = errors.Join(err, release()) }()
	if err = errors.Join(err, closing); err != nil {
		return "", err
	}
	kept, err = keepAside(path, path+".before-rebuild")
	if err != nil {
		return "", err
	}
	return kept, store.Place(making, path)
}

// keptMax is how many replaced books are kept apart by number.
const keptMax = 99

// keepAside returns the file at path a second name that nothing has yet, and says which: what was kept once is never lost.
func keepAside(path, name string) (kept string, err error) {
	for number := 1; number <= keptMax; number++ {
		if kept = name; number > 1 {
			kept = fmt.Sprintf("%s-%d", name, number)
		}
		if _, err := os.Lstat(kept); errors.Is(err, os.ErrNotExist) {
			return kept, store.Keep(path, kept)
		}
	}
	return "", store.Refuse(store.CodeExists, filepath.Base(name))
}

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
	if err := book.Journal.Replay(ctx, db, fresh, progress); err != nil {
		return err
	}
	return store.CopyTables(ctx, db, fresh, "vault_slots", "vault_keys", "vault_versions", "local_settings", "print_jobs")
}

// Backup writes a checked copy of the book to path while the counter works.
func (b *Book) Backup(ctx context.Context, path string) error { return b.Store.Backup(ctx, path) }

// Restoring says what a restore may do and what it did.
type Restoring struct {
	// DiscardNewer lets a backup take the place of a book that knows more than it: what came after the backup is then
	// only in the file that is kept aside.
	DiscardNewer bool
}

// Restore puts a backup in the place of the book at path, after checking it whole: file, chain and every table. A book
// that is there stays beside it under the name kept (PATH.before-restore). Errors: book.backup_damaged for a backup
// that is not whole, book.other_book when a book is there that is another one, and book.restore_newer with the number of
// events when the book there knows more than the backup and DiscardNewer does not say that they may go.
func Restore(ctx context.Context, backup, path string, restoring Restoring) (kept string, err error) {
	path = store.Real(path)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", putWhereNone(ctx, backup, path, func(string) error { return nil })
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
	return placeOver(ctx, making, path, copied, restoring)
}

// known is which book a file holds and how many events it knows. Tries of a PIN do not count: asking for one to restore
// must not make the book here the richer one.
type known struct {
	book   string
	events int64
}

// placeOver puts the checked copy over the file at path, whose lock it holds meanwhile.
func placeOver(ctx context.Context, making, path string, copied known, restoring Restoring) (kept string, err error) {
	here, release, err := bookAt(ctx, path)
	switch store.Code(err) {
	case "":
	case store.CodeHeld, store.CodeLock, store.CodeNewer:
		return "", err
	default:
		// Whatever else keeps the book from being opened is why a backup is put in its place.
		if release, err = store.Hold(path); err != nil {
			return "", err
		}
		here = known{book: copied.book}
	}
	defer func() { err = errors.Join(err, release()) }()
	if here.book != copied.book {
		return "", store.Refuse(codeOtherBook, filepath.Base(path))
	}
	if here.events > copied.events && !restoring.DiscardNewer {
		return "", store.Refuse(codeRestoreNewer, here.events-copied.events)
	}
	if kept, err = keepAside(path, path+".before-restore"); err != nil {
		return "", err
	}
	return kept, store.Place(making, path)
}

// bookAt tells which book lies at path and leaves it closed, its log folded in and its lock held until release.
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

func knownOf(ctx context.Context, db *store.DB) (here known, err error) {
	book, err := assemble(ctx, db)
	if err != nil {
		return here, err
	}
	here.book = book.Journal.Book
	err = db.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Get("SELECT count(*) FROM events WHERE kind NOT IN ('staff.pin_accepted', 'staff.pin_refused')", nil, &here.events)
		return err
	})
	return here, err
}

// copyChecked copies a backup and checks the copy whole.
func copyChecked(ctx context.Context, backup, making string) (copied known, err error) {
	source, err := store.Open(ctx, backup, store.Options{ReadOnly: true})
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

// damaged makes book.backup_damaged of why a backup or its copy could not be read. A disk without room, a folder that takes
// nothing and a program that is too old say nothing against the backup: whoever was told so would throw a good one away.
func damaged(err error) error {
	switch store.Code(err) {
	case store.CodeMissing, store.CodeNewer, store.CodeFull, store.CodeNoRoom, store.CodeLock, store.CodeHeld, store.CodeCopy:
		return err
	}
	return store.Fail(codeBackupDamaged, err, 1)
}

// mayRead answers why a file cannot be read, or nil.
func mayRead(path string) error {
	file, err := os.Open(path)
	if err == nil {
		err = file.Close()
	}
	return err
}
