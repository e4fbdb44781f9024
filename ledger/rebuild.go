package ledger

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

func shortHash(hash journal.Hash) string { return hex.EncodeToString(hash[:8]) }

// Rebuild folds every event into a new file, brings the vault and the local tables over, and swaps it in for the old one,
// which stays beside it as PATH.before-rebuild. The book at path must not be open.
func Rebuild(ctx context.Context, path string, progress func(done int64)) (err error) {
	db, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return err
	}
	making := path + ".making"
	defer func() { err = errors.Join(err, removeBook(making)) }()
	err = rebuildInto(ctx, db, making, progress)
	err = errors.Join(err, db.Checkpoint(ctx))
	release, closing := db.CloseHolding()
	defer func() { err = errors.Join(err, release()) }()
	if err = errors.Join(err, closing); err != nil {
		return err
	}
	if err := store.Keep(path, path+".before-rebuild"); err != nil {
		return err
	}
	return store.Place(making, path)
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

// Restore puts a backup in the place of the book at path, after checking it whole: file, chain and every table. A book
// that is there stays beside it as PATH.before-restore. It answers book.backup_damaged with the number of findings and
// book.other_book when a book is there that is another one.
func Restore(ctx context.Context, backup, path string) (err error) {
	making := path + ".making"
	if err := removeBook(making); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeBook(making)) }()
	id, err := copyChecked(ctx, backup, making)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return store.Place(making, path)
	}
	return placeOver(ctx, making, path, id)
}

// placeOver puts the checked copy of the book id over the file at path, whose lock it holds meanwhile.
func placeOver(ctx context.Context, making, path, id string) (err error) {
	here, release, err := bookAt(ctx, path)
	switch store.Code(err) {
	case "":
	case "store.held", "store.lock", "store.newer":
		return err
	default:
		// Whatever else keeps the book from being opened is why a backup is put in its place.
		if release, err = store.Hold(path); err != nil {
			return err
		}
		here = id
	}
	defer func() { err = errors.Join(err, release()) }()
	if here != id {
		return store.Refuse("book.other_book", filepath.Base(path))
	}
	if err := store.Keep(path, path+".before-restore"); err != nil {
		return err
	}
	return store.Place(making, path)
}

// bookAt gives the id of the book at path and leaves it closed, its log folded in and its lock held until release.
func bookAt(ctx context.Context, path string) (id string, release func() error, err error) {
	db, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return "", nil, err
	}
	book, err := assemble(ctx, db)
	err = errors.Join(err, db.Checkpoint(ctx))
	release, closing := db.CloseHolding()
	if err = errors.Join(err, closing); err != nil {
		return "", nil, errors.Join(err, release())
	}
	return book.Journal.Book, release, nil
}

func copyChecked(ctx context.Context, backup, making string) (id string, err error) {
	source, err := store.Open(ctx, backup, store.Options{ReadOnly: true})
	if err != nil {
		return "", err
	}
	err = errors.Join(source.Backup(ctx, making), source.Close())
	if err != nil {
		return "", err
	}
	copied, err := store.Open(ctx, making, store.Options{})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, copied.Close()) }()
	book, err := assemble(ctx, copied)
	if err != nil {
		return "", err
	}
	findings, err := book.Audit().Full(ctx, nil)
	if err == nil && len(findings) > 0 {
		err = store.Refuse("book.backup_damaged", len(findings))
	}
	return book.Journal.Book, err
}
