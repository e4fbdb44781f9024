package ledger

import (
	"context"
	"errors"
	"sync"
	"time"

	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/witness"
)

// attendWithin is how long after a commit this machine remembers it at the latest. A payment does not wait for a second file; what a power cut
// keeps from being remembered is in the book, which may be further than its witness.
const attendWithin = 500 * time.Millisecond

// attending remembers the newest commit of an open book outside of its file.
type attending struct {
	book  *Book
	place witness.Place
	path  string // where the book lies

	noting sync.Mutex // one note is written at a time
	failed error      // of the newest note; noting guards it
	digest string     // of the file as it was last left; noting guards it
	isGood bool       // the whole book was checked, or is as it was left; noting guards it
	mutex  sync.Mutex
	// waiting is nil while nothing is to be remembered; mutex guards it.
	waiting *time.Timer
	over    bool // mutex guards it
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

func (a *attending) remember() {
	a.noting.Lock()
	defer a.noting.Unlock()
	a.mutex.Lock()
	over := a.over
	a.waiting = nil
	a.mutex.Unlock()
	if !over { // the book is being closed, which remembers the last
		a.failed = a.note(context.Background())
	}
}

// leave folds the log into the file and remembers the last commit and the file as it is left, before the book is closed. One that may not be
// good is left as it is, and what was remembered of its file stays, which is another then.
func (a *attending) leave(ctx context.Context, isLatched bool) (err error) {
	a.mutex.Lock()
	pending := a.waiting != nil
	a.over = true
	if pending {
		a.waiting.Stop()
	}
	a.mutex.Unlock()
	a.noting.Lock()
	defer a.noting.Unlock()
	was := a.digest
	if a.isGood && !isLatched {
		a.digest, err = a.book.Store.Leave(ctx)
	}
	if pending || a.failed != nil || a.digest != was {
		err = errors.Join(err, a.note(ctx))
	}
	return err
}

// note writes how far the book is. Errors: book.unwitnessed.
func (a *attending) note(ctx context.Context) error {
	note := witness.Note{Path: a.path, Digest: a.digest}
	err := a.book.Store.Read(ctx, func(tx *store.Tx) error {
		seq, hash, err := a.book.Journal.Head(tx)
		if err != nil {
			return err
		}
		note.Seq, note.Hash = seq, hash[:]
		note.Receipts, err = till.LastNumbers(tx)
		return err
	})
	if err == nil {
		err = a.place.Write(a.book.Vault, a.book.Journal.Device, note)
	}
	if err != nil {
		return store.Fail(CodeUnwitnessed, err)
	}
	return nil
}
