// Package taking takes money at the counter: the till books it, and then its paper is asked for.
package taking

import (
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
)

// Taking takes money.
type Taking struct {
	session  *session.Session
	printing *printing.Printing
}

// New makes the room in a session.
func New(s *session.Session, printing *printing.Printing) *Taking {
	return &Taking{session: s, printing: printing}
}
