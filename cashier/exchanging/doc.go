// Package exchanging knows the other counters of the book: what was heard of each, what goes to them and comes from them by a file, what two of them did
// without each other, and how a further computer is let in.
package exchanging

import "shouqi/cashier/session"

// Exchanging exchanges with the other counters.
type Exchanging struct {
	session *session.Session
}

// New makes the room in a session.
func New(s *session.Session) *Exchanging { return &Exchanging{session: s} }
