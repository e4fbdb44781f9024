// Package exchanging knows the other counters of the book: what was heard of each, what goes to them and comes from them by a file, what two of them did
// without each other and how it is settled, and how a further computer is let in and another counter ended.
package exchanging

import (
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
)

// Exchanging exchanges with the other counters.
type Exchanging struct {
	session  *session.Session
	printing *printing.Printing
}

// New makes the room in a session, beside that of the printer, which opens the drawer.
func New(s *session.Session, p *printing.Printing) *Exchanging {
	return &Exchanging{session: s, printing: p}
}
