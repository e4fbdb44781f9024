package journal

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	CodeBody          = "journal.body"
	codeDevice        = "journal.device"
	codeKind          = "journal.kind"
	codeNoEvent       = "journal.no_event"
	CodeReplay        = "journal.replay"
	codeRequestID     = "journal.request_id"
	CodeRequestReused = "journal.request_reused"
	codeTooLong       = "journal.too_long"
)
