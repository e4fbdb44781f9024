// Package undoing takes a payment back: a void in the shift in which it was made, else a reversal.
package undoing

import (
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
)

// Undoing undoes payments.
type Undoing struct {
	session  *session.Session
	printing *printing.Printing
}

// New makes the room in a session.
func New(s *session.Session, printing *printing.Printing) *Undoing {
	return &Undoing{session: s, printing: printing}
}
