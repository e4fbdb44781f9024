// Package reports reads what finance takes away, and writes it into a workbook or a PDF.
package reports

import (
	"shouqi/cashier/session"
)

// Reports reads reports.
type Reports struct {
	session *session.Session
}

// New makes the room in a session.
func New(s *session.Session) *Reports {
	return &Reports{session: s}
}
