package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// About is what a person needs to recognise a book before it is brought to this computer.
type About struct {
	Estate  string `json:"estate"`
	Counter string `json:"counter"`
	// LastReceipt is the newest receipt's number, to be held against the newest paper; "" before the first.
	LastReceipt string `json:"lastReceipt"`
	// LastMS is when the newest event was written.
	LastMS int64 `json:"lastMS"`
	// NeedsKey says that this computer has no key of the book, so that its passphrase or recovery key must be typed.
	NeedsKey bool `json:"needsKey"`
}

// Examine reads what a book or backup at path is, without its key and without changing it. Errors: what store.Open does.
func Examine(ctx context.Context, path string) (about About, err error) {
	db, err := store.Open(ctx, path, store.Options{ReadOnly: true})
	if err != nil {
		return about, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	book, err := assemble(ctx, db)
	if err != nil {
		return about, err
	}
	err = db.Read(ctx, func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		about.Estate, about.Counter = policies.Estate, policies.Counter
		if _, err := tx.Get("SELECT number FROM receipts WHERE device = 1 ORDER BY seq DESC LIMIT 1", nil, &about.LastReceipt); err != nil {
			return err
		}
		_, err = tx.Get("SELECT at_ms FROM events WHERE device = 1 ORDER BY seq DESC LIMIT 1", nil, &about.LastMS)
		return err
	})
	if err != nil {
		return about, err
	}
	about.NeedsKey = book.unlock(ctx, vault.Key{}) != nil
	return about, nil
}

// Bring puts a checked copy of a book or backup at path, where no book may be (store.exists), once key opens it. The copy
// stays the device that it was: it goes on in the same receipts and the same chain of events, so the computer it came from
// must not take money in it any more. Errors: what Restore answers for a file that is not whole and what vault.Unlock
// answers for a key that does not open it; then nothing was changed anywhere.
func Bring(ctx context.Context, from, path string, key vault.Key) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return store.Fail(store.CodeIO, err)
	}
	return putWhereNone(ctx, from, path, func(making string) error { return opens(ctx, making, key) })
}

// putWhereNone places a checked copy at path, where no book may be, and holds its lock meanwhile: two that were begun at once
// would make their copies under one name. Further may refuse the copy before it is placed.
func putWhereNone(ctx context.Context, from, path string, further func(making string) error) (err error) {
	release, err := store.Hold(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return store.Refuse(store.CodeExists, filepath.Base(path))
	}
	making := path + ".making"
	if err := removeBook(making); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeBook(making)) }()
	if _, err := copyChecked(ctx, from, making); err != nil {
		return err
	}
	if err := further(making); err != nil {
		return err
	}
	return store.Place(making, path)
}

// opens answers what vault.Unlock does for the key and the book at path.
func opens(ctx context.Context, path string, key vault.Key) (err error) {
	db, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	book, err := assemble(ctx, db)
	if err == nil {
		err = book.unlock(ctx, key)
	}
	return errors.Join(err, db.Checkpoint(ctx))
}
