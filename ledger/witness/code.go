package witness

// What this room refuses, by code.
const (
	CodeHeld    = "witness.held"
	CodeChanged = "witness.changed"
	// CodeUnread is of a note that this account may not read: it may be there, and whole.
	CodeUnread = "witness.unread"
)
