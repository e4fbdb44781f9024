package devicetest

// AnswerInTurn lets the fuzz test feed questions to the answers.
func AnswerInTurn(f *Faults, name string, args []byte) []byte { return f.inTurn(name, args) }
