package ledger

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// shortHash returns the first 8 bytes of a hash in hex, which is enough to tell one head of the chain from another.
func shortHash(hash journal.Hash) string { return hex.EncodeToString(hash[:8]) }

// Rebuild folds every event into a new file, copies the vault and the local tables into it, and puts it in the place
// of the old file, asking nobody. The old file stays beside it under the returned name (PATH.before-rebuild, with a number where
// that is taken). A power cut leaves either the old book or the new one at path, never none. The book at path must
// not be open.
func Rebuild(ctx context.Context, path string, progress func(done int64)) (kept string, err error) {
	done, err := RebuildAsking(ctx, path, Asking{}, progress)
	return done.Kept, err
}

// RebuildAsking is Rebuild for a person: who may is asked at the book, where what was found in it does not speak against that, and else at what is
// folded from its events. Errors: those of Asking, and journal.replay for an event that does not fold.
func RebuildAsking(ctx context.Context, path string, asking Asking, progress func(done int64)) (done Replaced, err error) {
	db, err := store.Open(ctx, path, store.Options{})
	if store.Code(err) == store.CodeLock {
		err = store.Unwritten(err, path)
	}
	if err != nil {
		return done, err
	}
	path = db.Path()
	making, cleared, err := makeBeside(path)
	if err != nil {
		return done, errors.Join(err, db.Close())
	}
	defer func() { err = notUndone(err, done, cleared()) }()
	r := rebuilding{Asking: asking, db: db, making: making}
	err = store.Unwritten(r.fold(ctx, progress), path)
	err = errors.Join(err, db.Checkpoint(ctx))
	// The lock is kept until the new file has the name: a program that opened the old file in between would take
	// money in a book that is about to be put aside.
	release, closing := db.CloseHolding()
	defer func() { err = notUndone(err, done, release()) }()
	if err = errors.Join(err, closing); err != nil {
		return done, err
	}
	done.Kept, err = replaceKeeping(making, path, path+".before-rebuild")
	done.Asked, done.Done = r.agreed.by != "", isPlaced(err)
	before, unread := remembered(path)
	done.Found = len(before) > 0 || unread != nil
	return done, store.Unwritten(err, path)
}

// rebuilding folds an open book into a new file.
type rebuilding struct {
	Asking
	db     *store.DB
	making string
	agreed Replacing
}

// fold asks who may, folds the book, and has the new file say who folded it.
func (r *rebuilding) fold(ctx context.Context, progress func(done int64)) error {
	book, err := assemble(ctx, r.db)
	if err != nil {
		return err
	}
	trusted := r.trusts(ctx, book)
	if trusted.asks {
		if r.agreed, err = r.at(ctx, book, false); err != nil {
			return err
		}
	}
	head, err := knownOf(ctx, book)
	if err != nil && store.Code(err) != store.CodeCorrupt {
		return err
	}
	if err := rebuildInto(ctx, book, r.making, progress); err != nil {
		return err
	}
	said := estate.Restored{Seq: head.seq, Hash: head.hash, From: r.db.Path(), FromSeq: head.seq, FromHash: head.hash, Rebuilt: true}
	r.agreed, err = r.sayReplaced(ctx, r.making, trusted.signs, said, func(people *Book) (Replacing, error) {
		if trusted.asks || people == nil {
			return r.agreed, nil
		}
		return r.at(ctx, people, false)
	}, nil)
	return err
}

// keptMax bounds how many replaced books may lie beside a book. The next one is refused with store.exists, and
// somebody has to move the old ones away.
const keptMax = 99

// replaceKeeping places the book made over the one at path and returns the name under which that one is kept, as freeName gives it.
func replaceKeeping(made, path, name string) (kept string, err error) {
	if kept, err = freeName(name); err != nil {
		return "", err
	}
	if err = store.Replace(made, path, kept); !isPlaced(err) {
		kept = ""
	}
	return kept, err
}

// isPlaced reports whether an error still says that a book has its place.
func isPlaced(err error) bool { return err == nil || store.Code(err) == store.CodeUnsynced }

// freeName returns name itself, or name-2 to name-99 where that is taken. It never takes a name that something has, because an earlier kept book
// may be the only one that has certain payments.
func freeName(name string) (kept string, err error) {
	for number := 1; number <= keptMax; number++ {
		if kept = name; number > 1 {
			kept = fmt.Sprintf("%s-%d", name, number)
		}
		free := true
		for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
			if _, err := os.Lstat(kept + suffix); !errors.Is(err, os.ErrNotExist) {
				free = false
			}
		}
		if free {
			return kept, nil
		}
	}
	return "", store.Refuse(store.CodeExists, filepath.Base(name))
}

// rebuildInto makes the new book at making from the events of a book. The events do not hold everything: the sealed data
// and its keys, the settings of this computer and the print jobs are copied as they are.
func rebuildInto(ctx context.Context, book *Book, making string, progress func(done int64)) (err error) {
	db := book.Store
	fresh, err := store.Create(ctx, making, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, fresh.Close()) }()
	err = db.Read(ctx, func(tx *store.Tx) error { return book.Journal.Replay(ctx, tx, fresh, progress) })
	if err != nil {
		return err
	}
	return store.CopyTables(ctx, db, fresh, "vault_slots", "vault_keys", "vault_spare_keys", "vault_versions", "vault_spares", "signatures", "local_settings", "print_jobs")
}
