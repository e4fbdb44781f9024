package queueprint

// Queue is one queue that the system has.
type Queue struct {
	Scheme string // "cups" or "windows", as settings call it
	Name   string
	About  string // where its printer is, as far as the system says so; may be empty
}
