package training

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	CodeNoDrill   = "training.no_drill"
	CodeNotOpened = "training.not_opened"
	codeDrills    = "training.drills"
	codeNotHere   = "training.not_here"
	codeTooFew    = "training.too_few"
	codeTooLarge  = "training.too_large"
)
