// Package register takes a register in from sheets, shows what it says of a place, and mends it by hand.
package register

import (
	"shouqi/cashier/session"
)

// Register takes registers in and mends them.
type Register struct {
	session *session.Session
}

// New makes the room in a session.
func New(s *session.Session) *Register {
	return &Register{session: s}
}
