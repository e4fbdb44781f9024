// Package taking takes money at the counter: the till books it, and then its paper is asked for.
package taking

import (
	"shouqi/cashier/collecting"
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
)

// Taking takes money.
type Taking struct {
	session    *session.Session
	printing   *printing.Printing
	collecting *collecting.Collecting
}

// New makes the room in a session.
func New(s *session.Session, printing *printing.Printing, collecting *collecting.Collecting) *Taking {
	return &Taking{session: s, printing: printing, collecting: collecting}
}
