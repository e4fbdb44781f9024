// Package metering looks after meters and their readings: by hand, from a sheet, put right.
package metering

import (
	"shouqi/cashier/session"
)

// Metering looks after meters and their readings.
type Metering struct {
	session *session.Session
}

// New makes the room in a session.
func New(s *session.Session) *Metering {
	return &Metering{session: s}
}
