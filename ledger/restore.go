package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// Backup writes a checked copy of the book to path while the counter works. It refuses a path that exists
// (store.exists).
func (b *Book) Backup(ctx context.Context, path string) error { return b.Store.Backup(ctx, path) }

// Restoring says what a restore may do.
type Restoring struct {
	// DiscardNewer lets a backup take the place of a book that knows what it does not: that is then only in the file that is kept aside.
	DiscardNewer bool
	// Witness is where this machine remembers how far the book is, as for OpenOptions. Paper is the number of the newest receipt on paper, NoPaper
	// where there is none: it is asked for (book.paper) where neither the book that is there nor the witness knows.
	Witness witness.Place
	Paper   string
	// NeedsKey refuses a backup that the first of the keys does not open, the zero key where there is none: then somebody can always be asked.
	NeedsKey bool
	Asking
}

// Restore puts a backup in the place of whatever is at path, after checking it whole: file, chain and every table. What is there stays beside it
// under the name Kept (PATH.before-restore), also where it is no book, cannot be read or is a folder, and so does a log without its book (KeptLog). Who may is asked at the book that is there,
// where that cannot be asked at the backup, and where no key opens either of them nobody is. Errors: book.backup_damaged for a backup that is not
// whole, book.other_book where a book is there that is another one, book.restore_newer with the number of events where the book there knows more
// than the backup and DiscardNewer does not say that they may go, those of vault.Unlock where NeedsKey says so, store.exists where a folder is there that others work in, and those of Asking.
func Restore(ctx context.Context, backup, path string, restoring Restoring) (done Replaced, err error) {
	path = store.Real(path)
	info, err := os.Lstat(path)
	switch {
	// There is no book to compare with and none to keep.
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return done, store.Unwritten(err, path)
	case !mayMove(info, backup, path):
		return done, store.Refuse(store.CodeExists, filepath.Base(path))
	}
	if err := clearWay(path); err != nil {
		return done, store.Unwritten(err, path)
	}
	making, cleared, err := makeBeside(path)
	if err != nil {
		return done, err
	}
	defer func() { err = notUndone(err, done, cleared()) }()
	if err := copyChecked(ctx, backup, making, restoring.Asking); err != nil {
		return done, store.Unwritten(err, path)
	}
	place := placing{making: making, path: path, from: backup, Restoring: restoring}
	if restoring.NeedsKey {
		key := append(slices.Clone(restoring.Keys), vault.Key{})[0]
		if err := opens(ctx, making, key); err != nil {
			return done, err
		}
	}
	done, err = place.over(ctx)
	return done, store.Unwritten(err, path)
}

// mayMove reports whether what lies at path can be put aside. A device is the system's, and a folder that the backup, the program or its user is
// in would take the ground from under them.
func mayMove(info os.FileInfo, backup, path string) bool {
	if info.Mode()&(os.ModeDevice|os.ModeCharDevice) != 0 {
		return false
	}
	if !info.IsDir() {
		return true
	}
	home, _ := os.UserHomeDir()
	work, _ := os.Getwd()
	for _, inside := range []string{backup, home, work, os.TempDir()} {
		if isWithin(inside, path) {
			return false
		}
	}
	return true
}

// isWithin reports whether a file or folder lies in folder, or is it.
func isWithin(inside, folder string) bool {
	inside, err := filepath.Abs(inside)
	if err != nil || inside == "" {
		return false
	}
	outer, err := filepath.Abs(folder)
	if err != nil {
		return false
	}
	between, err := filepath.Rel(store.Real(outer), store.Real(inside))
	return err == nil && between != ".." && !strings.HasPrefix(between, ".."+string(filepath.Separator))
}

// clearWay moves aside folders that stand where a book has its lock and what its last check found.
func clearWay(path string) error {
	for _, suffix := range []string{".lock", ".holder", foundSuffix} {
		if info, err := os.Lstat(path + suffix); err != nil || !info.IsDir() {
			continue
		}
		aside, err := freeName(path + suffix + ".before-restore")
		if err == nil {
			err = os.Rename(path+suffix, aside)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// makeBeside returns the path of a book that is made beside the one at path, under a name that nothing else has. cleared removes what is left of
// it in the end.
func makeBeside(path string) (making string, cleared func() error, err error) {
	directory, cleared, err := store.Workplace(path, store.Making)
	return filepath.Join(directory, "book"), cleared, err
}

// notUndone leaves aside that something could not be cleared away after a book was replaced: that is done, and whoever reads a failure would do it
// again. What is left is removed at the next opening.
func notUndone(err error, done Replaced, clearing error) error {
	if done.Done {
		return err
	}
	return errors.Join(err, clearing)
}

// placing puts a checked copy at making in the place of what is at path.
type placing struct {
	making, path, from string
	Restoring
	// onlyWhereNone refuses to take the place of a book (store.exists).
	onlyWhereNone bool
	// further may refuse the copy before it is placed, nil refuses none.
	further func(making string) error
}

// over holds the lock of path while it puts the copy there, asks who may, and has the copy say what it replaces. Errors: book.other_book,
// book.restore_newer, those of Asking and of opening a book that is in use.
func (p placing) over(ctx context.Context) (done Replaced, err error) {
	taken, err := p.taken(ctx)
	if err != nil {
		return done, err
	}
	was, release, err := p.there(ctx, taken)
	if err != nil {
		return done, err
	}
	defer func() { err = notUndone(err, done, release()) }()
	if p.further != nil {
		if err := p.further(p.making); err != nil {
			return done, err
		}
	}
	said := estate.Restored{Seq: was.seq, Hash: was.hash, Discarded: was.beyond.events, Payments: was.beyond.payments, From: p.from, FromSeq: taken.seq, FromHash: taken.hash}
	agreed, err := p.sayReplaced(ctx, p.making, true, said, func(people *Book) (Replacing, error) {
		if was.asked || people == nil {
			return was.agreed, nil
		}
		return p.askTaken(ctx, people, was)
	}, func(tx *store.Tx, book *Book) error { return p.passOver(tx, book, was, taken.seq) })
	if err != nil {
		return done, err
	}
	done.Asked = agreed.by != ""
	done.Kept, done.KeptLog, err = p.put()
	if done.Done = isPlaced(err); done.Done {
		_ = forgetFindings(p.path) // They were of the book that was replaced. What is left of them stops money and is said then.
	}
	return done, err
}

// put gives the copy its place, and returns where the book that was there is kept, or a log that lay there without one.
func (p placing) put() (kept, log string, err error) {
	_, none := os.Lstat(p.path)
	isNone := errors.Is(none, os.ErrNotExist)
	ending := strings.TrimPrefix(store.LogOf(p.path), p.path)
	if isNone && ending == "" {
		return "", "", store.Place(p.making, p.path)
	}
	kept, err = replaceKeeping(p.making, p.path, p.path+".before-restore")
	if isNone && kept != "" {
		return "", kept + ending, err
	}
	return kept, "", err
}

// passOver lets the receipts of the copy go on after every number that may be on paper: those of the book that is there, those that this machine
// remembers and what was typed. endSeq is the event with which the copy ended, before somebody was asked at it. A demo's papers are nobody's.
func (p placing) passOver(tx *store.Tx, book *Book, was there, endSeq int64) error {
	policies, err := estate.ReadPolicies(tx)
	if err != nil || policies.Demo || p.onlyWhereNone {
		return err
	}
	note, known, err := witness.Note{}, false, error(nil)
	if !p.Witness.IsZero() {
		if note, known, err = p.Witness.Read(book.Vault, book.Journal.Device); err != nil {
			return err
		}
	}
	if err := book.keepRecovery(tx, note); err != nil {
		return err
	}
	if note.Receipts == nil {
		note.Receipts = make(map[string]int64)
	}
	for series, no := range was.receipts {
		note.Receipts[series] = max(note.Receipts[series], no)
	}
	if known || was.seq != 0 || p.Witness.IsZero() {
		endSeq = 0
	}
	if err := book.skipPaper(tx, till.TypedNumber(p.Paper), note.Receipts, endSeq); err != nil || !was.retired {
		return err
	}
	// A counter that was retired goes on elsewhere, whatever an older copy of it says.
	return book.Estate.Retire(tx, "")
}

// taken reads which book the copy is.
func (p placing) taken(ctx context.Context) (taken known, err error) {
	err = reading(ctx, p.making, func(book *Book) error {
		taken, err = knownOf(ctx, book)
		return err
	})
	return taken, err
}

// reading does work on the closed book at path.
func reading(ctx context.Context, path string, work func(book *Book) error) (err error) {
	db, err := store.Open(ctx, path, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	book, err := assemble(ctx, db)
	if err != nil {
		return err
	}
	return work(book)
}
