package intake

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	CodeFile    = "intake.file"
	CodeRefused = "intake.refused"
	CodeSums    = "intake.sums" // sums far larger than the others that nobody has looked at
)
