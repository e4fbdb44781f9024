package ledger

import (
	"context"
	"errors"
	"sync"
	"time"

	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// attendWithin is how long after a commit this machine remembers it at the latest. A payment does not wait for a second file; what a power cut
// keeps from being remembered is in the book, which may be further than its witness.
const attendWithin = 500 * time.Millisecond

// attending remembers the newest commit of an open book outside of its file.
type attending struct {
	book *Book
	held *witness.Held
	path string // where the book lies

	noting sync.Mutex // one note is written at a time
	digest string     // of the file as it was last left; noting guards it
	isGood bool       // the whole book was checked, or is as it was left; noting guards it
	// isFolded says that the book is being closed and all of it is in its file; noting guards it. since is its newest event at the opening.
	isFolded bool
	since    int64
	mutex    sync.Mutex
	// waiting is nil while nothing is to be remembered; mutex guards it.
	waiting *time.Timer
	over    bool // mutex guards it
}

// isAlone stops money where another program worked a copy of the book since this one last wrote its note. It runs before each commit.
func (a *attending) isAlone(*store.Tx) error {
	err := a.held.Check()
	if err != nil {
		err = unwitnessed(err)
		a.book.Store.Latch(store.Typed(err))
	}
	return err
}

// unwitnessed returns why this machine cannot remember a book: book.unwitnessed around an error of the disk. That somebody waits no more is none.
func unwitnessed(err error) error {
	if store.Code(err) == witness.CodeChanged || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return store.Fail(CodeUnwitnessed, err)
}

// left returns the digest of the file as it was last left, "" where nobody knows.
func (a *attending) left() string {
	a.noting.Lock()
	defer a.noting.Unlock()
	return a.digest
}

// judge keeps whether the book was found good. Only one that was is taken for good at the next opening where it is as it was left.
func (a *attending) judge(isGood bool) {
	a.noting.Lock()
	defer a.noting.Unlock()
	a.isGood = isGood
}

// doubt has the next opening check the whole book, whatever else is forgotten until then. Errors: book.unwitnessed.
func (a *attending) doubt(ctx context.Context) error {
	a.noting.Lock()
	defer a.noting.Unlock()
	a.digest, a.isGood = "", false
	return a.note(ctx)
}

// wake has what was just committed remembered within attendWithin. It waits for nothing.
func (a *attending) wake() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.waiting == nil && !a.over {
		a.waiting = time.AfterFunc(attendWithin, a.remember)
	}
}

// remember notes what was committed since the last note, if anything. What keeps it from that stops money.
func (a *attending) remember() {
	a.noting.Lock()
	defer a.noting.Unlock()
	a.mutex.Lock()
	pending := a.waiting != nil && !a.over // a book that is being closed remembers the last itself
	if a.waiting != nil {
		a.waiting.Stop()
		a.waiting = nil
	}
	a.mutex.Unlock()
	if !pending {
		return
	}
	if err := a.note(context.Background()); err != nil {
		a.book.Store.Latch(store.Typed(err))
	}
}

// leave folds the log into the file and remembers the last commit and the file as it is left, before the book is closed. Of one that may not be
// good what was remembered of its file stays, which is another then; one that is latched keeps its log.
func (a *attending) leave(ctx context.Context, isLatched bool) (err error) {
	a.mutex.Lock()
	if a.waiting != nil {
		a.waiting.Stop()
	}
	a.over = true
	a.mutex.Unlock()
	a.noting.Lock()
	defer a.noting.Unlock()
	switch {
	case isLatched:
	case a.isGood:
		a.digest, err = a.book.Store.Leave(ctx)
	default:
		err = a.book.Store.Checkpoint(ctx)
	}
	a.isFolded = !isLatched && err == nil || isLatched && a.wroteNothing(ctx)
	return errors.Join(err, a.note(ctx))
}

// wroteNothing reports whether no event was added since the opening: what else is in the log is no loss.
func (a *attending) wroteNothing(ctx context.Context) bool {
	seq := int64(-1)
	err := a.book.Store.Read(ctx, func(tx *store.Tx) (err error) {
		seq, _, err = a.book.Journal.Head(tx)
		return err
	})
	return err == nil && seq == a.since
}

// note writes how far the book is. Errors: book.unwitnessed, witness.changed, and that of the context.
func (a *attending) note(ctx context.Context) error {
	note := witness.Note{Path: a.path, Digest: a.digest, IsOpen: !a.isFolded}
	err := a.book.Store.Read(ctx, func(tx *store.Tx) error {
		seq, hash, err := a.book.Journal.Head(tx)
		if err != nil {
			return err
		}
		if a.since == 0 {
			a.since = seq
		}
		note.Seq, note.Hash = seq, hash[:]
		if note.Recovery, note.RecoveryNo, err = recoveryOf(tx); err != nil {
			return err
		}
		note.Receipts, err = till.LastNumbers(tx)
		return err
	})
	if err == nil {
		err = a.held.Write(a.book.Vault, note)
	}
	if err != nil {
		return unwitnessed(err)
	}
	return nil
}

// recoveryOf returns the slot of the recovery key, and how many there were.
func recoveryOf(tx *store.Tx) (slot vault.Slot, no int, err error) {
	if slot, err = vault.ReadSlot(tx, vault.SlotRecovery); err != nil {
		return slot, 0, err
	}
	no, err = vault.SlotNo(tx, vault.SlotRecovery)
	return slot, no, err
}

// Remember returns when this machine remembers what was committed. It comes before a paper, or an answer that stands for one, is given out: else a
// book that loses its log right then would give the number twice. What keeps the machine from remembering stops money, as it does by itself half
// a second later. The error is witness.changed: another copy may have given the number out, and no paper may have it.
func (b *Book) Remember() error {
	if b.attending == nil {
		return nil
	}
	b.attending.remember()
	if cause := b.Store.Latched(); cause != nil && cause.Code == witness.CodeChanged {
		return cause
	}
	return nil
}
