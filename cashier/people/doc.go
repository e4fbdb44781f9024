// Package people looks after the staff, the policies of the estate and the limits of what one person does alone.
package people

import (
	"shouqi/cashier/session"
)

// People looks after people and what they may do.
type People struct {
	session *session.Session
}

// New makes the room in a session.
func New(s *session.Session) *People {
	return &People{session: s}
}
