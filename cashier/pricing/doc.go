// Package pricing sets up what is charged: items, their tariffs, what another price would do, concessions.
package pricing

import (
	"shouqi/cashier/session"
)

// Pricing sets up what is charged.
type Pricing struct {
	session *session.Session
}

// New makes the room in a session.
func New(s *session.Session) *Pricing {
	return &Pricing{session: s}
}
