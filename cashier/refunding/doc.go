// Package refunding gives money back: deposits and what is asked of them, and refunds from the asking to the paying.
package refunding

import (
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
)

// Refunding looks after deposits and refunds.
type Refunding struct {
	session  *session.Session
	printing *printing.Printing
}

// New makes the room in a session; printing gets the papers out.
func New(s *session.Session, p *printing.Printing) *Refunding {
	return &Refunding{session: s, printing: p}
}
