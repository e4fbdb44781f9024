package template

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	CodeFormula = "template.formula"
	CodeNames   = "template.names"
	CodePath    = "template.path"
	codeUnknown = "template.unknown"
	CodeValue   = "template.value"
)
