package journal

// The codes of this package's refusals and failures. A code stands in logs, in tests and in the key of its sentence
// ("error." and the code, in assets/text), so it keeps its meaning for good. The codes that other packages branch on
// are exported.
const (
	CodeBody          = "journal.body"
	codeDevice        = "journal.device"
	codeDevices       = "journal.devices"
	CodeEnded         = "journal.ended"
	CodeForked        = "journal.forked"
	CodeGap           = "journal.gap"
	codeKind          = "journal.kind"
	codeNoEvent       = "journal.no_event"
	CodeOwnEnd        = "journal.own_end"
	CodeReplay        = "journal.replay"
	codeRequestID     = "journal.request_id"
	CodeRequestReused = "journal.request_reused"
	CodeUnsigned      = "journal.unsigned"
	CodeUnheard       = "journal.unheard"
	codeText          = "journal.text"
	codeTooLong       = "journal.too_long"
)
