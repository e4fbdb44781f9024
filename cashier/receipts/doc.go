// Package receipts finds receipts and says what stands on them.
package receipts

import (
	"shouqi/cashier/session"
)

// Receipts finds receipts, and says what stands on one.
type Receipts struct {
	session *session.Session
}

// New makes the room in a session.
func New(s *session.Session) *Receipts {
	return &Receipts{session: s}
}
