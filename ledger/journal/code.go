package journal

// The codes of this package's refusals and failures. A code stands in logs, in tests and in the key of its sentence
// ("error." and the code, in assets/text), so it keeps its meaning for good. The codes that other packages branch on
// are exported.
const (
	CodeBody          = "journal.body"
	codeDevice        = "journal.device"
	codeKind          = "journal.kind"
	codeNoEvent       = "journal.no_event"
	CodeReplay        = "journal.replay"
	codeRequestID     = "journal.request_id"
	CodeRequestReused = "journal.request_reused"
	codeText          = "journal.text"
	codeTooLong       = "journal.too_long"
)
