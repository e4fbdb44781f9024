package report

// Mark says of tables what nobody may take them for: Tab stands before the name of a tab and before a title, and Note above and below the rows.
type Mark struct{ Tab, Note string }

// The marks of a book to practise in, and of one that takes no money because something is wrong with it.
var (
	Training = Mark{Tab: "练习", Note: "练习 · 不是真的账，不能入账"}
	Stopped  = Mark{Tab: "待查", Note: "待查 · 这本账现在不能收款，这些数可能不对"}
)

// On returns the tables with the mark. The sums stay formulas over the rows above them, which move together.
func (m Mark) On(sheets []Sheet) []Sheet {
	marked := make([]Sheet, len(sheets))
	for i, sheet := range sheets {
		marked[i] = Sheet{Name: m.Tab + sheet.Name, Title: m.Tab + " · " + sheet.Title, Columns: sheet.Columns}
		marked[i].note(m.Note)
		marked[i].Rows = append(marked[i].Rows, sheet.Rows...)
		marked[i].note(m.Note)
	}
	return marked
}
