package printing

import (
	"sync"
	"sync/atomic"
	"time"

	"shouqi/cashier/paper"
	"shouqi/cashier/receipts"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
)

// Printing brings to paper what the counter gives out, and knows what became of it.
type Printing struct {
	// Spool is the queue of what must reach paper; whoever runs the counter runs its worker.
	Spool *spool.Spool

	session  *session.Session
	receipts *receipts.Receipts
	// now guards this machine's settings: screens change them while the spool's worker reads them.
	now   sync.RWMutex
	paper paperSettings
	// training says that the book is one to practise in: no real printer, and 练习 on every paper.
	training atomic.Bool
	// keyCard is what the newest key card prints; nil until one was asked for.
	keyCard atomic.Pointer[[]paper.KeyLine]
}

// New makes the room in a session. It prints to no printer before Load has read which there is.
func New(s *session.Session, r *receipts.Receipts) *Printing {
	p := &Printing{session: s, receipts: r}
	p.Spool = spool.New(s.Book.Store, p.render, p.OpenPrinter, spool.Events{Now: func() time.Time { return s.Book.Journal.Now() }})
	return p
}
