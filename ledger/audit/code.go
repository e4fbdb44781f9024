package audit

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	codeAnchor  = "audit.anchor"
	CodeMissing = "audit.missing"
	codeRoom    = "audit.room"
	codeStopped = "audit.stopped"
)
