package devicetest

// AnswerInTurn lets the fuzz test feed questions to the answers.
func AnswerInTurn(f *Faults, name string, args []byte) []byte { return f.inTurn(name, args) }

// Understand gives what a display of a model shows after these bytes.
func Understand(modelName string, bytes []byte) Shown {
	m := models[modelName]()
	for _, b := range bytes {
		m.take(b)
	}
	return m.shows()
}
