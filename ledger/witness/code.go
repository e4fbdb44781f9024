package witness

// What this room refuses, by code.
const (
	CodeHeld    = "witness.held"
	CodeChanged = "witness.changed"
)
