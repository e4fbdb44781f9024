package cashier

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"shouqi/cashier/household"
	"shouqi/cashier/paper"
	"shouqi/cashier/receipts"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/vault"
)

// Counter is a running counter: the open book with who is signed in, and the printer's queue.
type Counter struct {
	*session.Session
	Receipts   *receipts.Receipts
	Households *household.Households
	Spool      *spool.Spool

	// now guards this machine's settings: screens change them while the spool's worker reads them.
	now   sync.RWMutex
	paper paperSettings
	// keyCard is what the newest key card prints; nil until one was asked for.
	keyCard atomic.Pointer[[]paper.KeyLine]
}

// New makes the counter of an open book.
func New(book *ledger.Book) *Counter {
	s := session.New(book)
	counter := &Counter{Session: s, Households: household.New(s)}
	counter.Spool = spool.New(book.Store, counter.render, counter.OpenPrinter, spool.Events{Now: func() time.Time { return book.Journal.Now() }})
	counter.Receipts = receipts.New(s)
	return counter
}

// Open opens the book at path with what the person brings (nothing, for a demo book or a machine with a keyring) and makes
// the counter ready. Findings of the quick check are given, not hidden: the book takes no money until they are cleared.
func Open(ctx context.Context, path string, key vault.Key) (*Counter, []audit.Finding, error) {
	book, findings, err := ledger.Open(ctx, path, ledger.OpenOptions{Key: key})
	if err != nil {
		return nil, nil, err
	}
	counter := New(book)
	policies, err := book.Policies(ctx)
	counter.SeeCutoff(policies.CutoffHour)
	if err == nil {
		err = book.LoadFinder(ctx)
	}
	if err == nil {
		err = counter.loadPaperSettings(ctx)
	}
	if err != nil {
		return nil, nil, errors.Join(err, book.Close())
	}
	return counter, findings, nil
}

// Close closes the book. The spool's worker must have been ended by its context before.
func (c *Counter) Close() error { return c.Book.Close() }
