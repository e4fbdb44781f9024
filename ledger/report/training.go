package report

// trainingName heads every table of a book to practise in, and trainingNote stands above and below its rows.
const (
	trainingName = "练习 · "
	trainingNote = "练习 · 不是真的账，不能入账"
)

// MarkTraining returns the tables with 练习 in the name of their tab, in their title, and above and below their rows, for a book to practise
// in: nobody takes one for the company's. The sums stay formulas over the rows above them, which move together.
func MarkTraining(sheets []Sheet) []Sheet {
	marked := make([]Sheet, len(sheets))
	for i, sheet := range sheets {
		marked[i] = Sheet{Name: "练习" + sheet.Name, Title: trainingName + sheet.Title, Columns: sheet.Columns}
		marked[i].note(trainingNote)
		marked[i].Rows = append(marked[i].Rows, sheet.Rows...)
		marked[i].note(trainingNote)
	}
	return marked
}
