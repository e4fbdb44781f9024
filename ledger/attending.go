package ledger

import (
	"context"
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

	noting  sync.Mutex // one note is written at a time
	failed  error      // of the newest note; noting guards it
	mutex   sync.Mutex
	waiting *time.Timer // nil while nothing is to be remembered; mutex guards it
	over    bool        // mutex guards it
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

// close remembers the last commit before the book is closed, and returns why it could not.
func (a *attending) close() error {
	a.mutex.Lock()
	pending := a.waiting != nil
	a.over = true
	if pending {
		a.waiting.Stop()
	}
	a.mutex.Unlock()
	a.noting.Lock()
	defer a.noting.Unlock()
	if !pending && a.failed == nil {
		return nil
	}
	if err := a.note(context.Background()); err != nil {
		return store.Fail(CodeUnwitnessed, err)
	}
	return nil
}

// note writes how far the book is.
func (a *attending) note(ctx context.Context) error {
	note := witness.Note{Path: a.path}
	err := a.book.Store.Read(ctx, func(tx *store.Tx) error {
		seq, hash, err := a.book.Journal.Head(tx)
		if err != nil {
			return err
		}
		note.Seq, note.Hash = seq, hash[:]
		note.Receipts, err = till.LastNumbers(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.place.Write(a.book.Vault, a.book.Journal.Device, note)
}
