package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// About is what a person needs to recognise a book before it is brought to this computer.
type About struct {
	Estate  string `json:"estate"`
	Counter string `json:"counter"`
	// LastReceipt is the newest receipt's number, to be held against the newest paper; "" before the first.
	LastReceipt string `json:"lastReceipt"`
	// LastMS is when the newest event was written, in milliseconds since 1970 in UTC; 0 without any event.
	LastMS int64 `json:"lastMS"`
	// NeedsKey says that this computer has no key of the book, so that its passphrase or recovery key must be typed.
	NeedsKey bool `json:"needsKey"`
}

// Examine reads what a book or backup at path is, without its key and without changing it. Errors: those of
// store.Open.
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
		if _, err := tx.Get("SELECT number FROM receipts WHERE device = "+journal.Own+" ORDER BY seq DESC LIMIT 1", nil, &about.LastReceipt); err != nil {
			return err
		}
		_, err = tx.Get("SELECT at_ms FROM events WHERE device = "+journal.Own+" ORDER BY seq DESC LIMIT 1", nil, &about.LastMS)
		return err
	})
	if err != nil {
		return about, err
	}
	// Whatever the reason is that the book does not open by itself, a person can still bring a key.
	about.NeedsKey = book.unlock(ctx, vault.Key{}, witness.Place{}) != nil
	return about, nil
}

// Bring puts a checked copy of a book or backup at path, where no book may be (store.exists, store.log_alone; what is none is kept aside), once key opens the
// copy. The copy stays the device that it was: it continues the same receipt numbers and the same chain of events.
// The computer it came from must therefore not take money in it any more, or two receipts get one number. Errors:
// those of Restore for a file that is not whole and those of vault.Unlock for a key that does not open it. After an
// error there is no book at path, and the source is unchanged.
func Bring(ctx context.Context, from, path string, key vault.Key) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return store.Unwritten(err, path)
	}
	if err := store.CheckAlone(path); err != nil {
		return err
	}
	path = store.Real(path)
	making, cleared, err := makeBeside(path)
	if err != nil {
		return err
	}
	var done Replaced
	defer func() { err = notUndone(err, done, cleared()) }()
	asking := Asking{Keys: []vault.Key{key}}
	if err := copyChecked(ctx, from, making, asking); err != nil {
		return store.Unwritten(err, path)
	}
	place := placing{making: making, path: path, from: from, Restoring: Restoring{Asking: asking}, onlyWhereNone: true,
		further: func(making string) error { return opens(ctx, making, key) }}
	done, err = place.over(ctx)
	return store.Unwritten(err, path)
}

// opens returns nil if key opens the book at path, and the error of vault.Unlock otherwise. It folds the log into the
// file in either case, because store.Place refuses a file that has one beside it.
func opens(ctx context.Context, path string, key vault.Key) (err error) {
	db, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	book, err := assemble(ctx, db)
	if err == nil {
		err = book.unlock(ctx, key, witness.Place{})
	}
	return errors.Join(err, db.Checkpoint(ctx))
}
