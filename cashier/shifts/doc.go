// Package shifts opens, counts and closes the shift of who is signed in, and moves cash in and out of the drawer.
package shifts

import (
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
)

// Shifts looks after shifts.
type Shifts struct {
	session  *session.Session
	printing *printing.Printing
}

// New makes the room in a session.
func New(s *session.Session, printing *printing.Printing) *Shifts {
	return &Shifts{session: s, printing: printing}
}
