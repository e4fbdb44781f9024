package report

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	codeAccount = "report.account"
	CodeBlind   = "report.blind"
	CodeEnding  = "report.ending"
	codeKind    = "report.kind"
	codeSpan    = "report.span"
	CodeUntied  = "report.untied"
)
