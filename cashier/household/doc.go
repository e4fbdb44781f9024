// Package household finds a household and reads everything the desk shows of it: who is there, what is owed and why, what was
// paid last, and what is odd about it.
package household

import "shouqi/cashier/session"

// Households finds households and reads them.
type Households struct{ session *session.Session }

// New makes the room in a session.
func New(s *session.Session) *Households { return &Households{session: s} }
