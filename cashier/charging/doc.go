// Package charging bills households: the runs of a month, what is paid ahead, bills by hand, adjustments, reductions, waivers, and taking bills back.
package charging

import (
	"shouqi/cashier/session"
)

// Charging makes bills and puts them right.
type Charging struct {
	session *session.Session
}

// New makes the room in a session.
func New(s *session.Session) *Charging {
	return &Charging{session: s}
}
