package law

// What this room refuses, by code; the sentences stand in assets/text behind "error.".
const (
	codePack  = "law.pack"
	codePlace = "law.place"
	// CodeMust is what a rule that must be kept turns down; an Error around it has the rules.
	CodeMust = "law.must"
)
