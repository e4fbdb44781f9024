// Package leasing looks after leases: signing, amending, ending, turnovers, and what of their bills is to be put right.
package leasing

import (
	"shouqi/cashier/session"
)

// Leasing looks after leases.
type Leasing struct {
	session *session.Session
}

// New makes the room in a session.
func New(s *session.Session) *Leasing {
	return &Leasing{session: s}
}
