package paper

import "shouqi/devices/escpos"

// trainingName is what every paper of a book to practise in says.
const trainingName = "练习 · 不是收据"

// MarkTraining returns a paper with 练习 at its head, after every rule across it and at its foot, so that no piece that is torn off it passes
// for a receipt.
func MarkTraining(document escpos.Document) escpos.Document {
	mark := escpos.Text{Text: trainingName, Align: escpos.Center, Bold: true}
	marked := escpos.Document{escpos.Title{Text: trainingName}}
	for _, block := range document {
		switch block.(type) {
		case escpos.Rule:
			marked = append(marked, block, mark)
		case escpos.Cut:
			marked = append(marked, escpos.Title{Text: trainingName}, block)
		default:
			marked = append(marked, block)
		}
	}
	return marked
}
