package drill

import (
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/training"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
)

// The columns before the tasks' own.
const (
	nameColumn = iota
	beganColumn
	doneColumn
	taskColumns
)

// resultTable is a row for each drill: who, when, how many tasks, the time of each, and all of it.
func (s *Screen) resultTable() *widgets.DataTable {
	columns := []widgets.Column{{Title: s.text("drill.who")}, {Title: s.text("drill.began_at"), Width: 96, Yields: 1}, {Title: s.text("drill.done"), Width: 52}}
	for _, task := range training.Tasks() {
		columns = append(columns, widgets.Column{Title: s.text("drill.short." + string(task)), Width: 52, Align: fyne.TextAlignTrailing})
	}
	columns = append(columns, widgets.Column{Title: s.text("drill.total"), Width: 62, Align: fyne.TextAlignTrailing})
	table := widgets.NewDataTable(columns, func() int { return len(s.results) }, s.resultCell)
	table.Empty = widgets.EmptyState(s.text("drill.results.none"), "", nil)
	return table
}

func (s *Screen) resultCell(row, column int) widgets.Cell {
	result := s.results[row]
	switch column {
	case nameColumn:
		return widgets.Cell{Text: result.Name, Bold: true}
	case beganColumn:
		return widgets.Cell{Text: time.UnixMilli(result.BeganMS).In(calendar.Zone).Format("01-02 15:04"), Small: true}
	case doneColumn:
		return widgets.Cell{Text: s.text("drill.of", result.Done, len(result.Steps))}
	case taskColumns + len(result.Steps):
		return widgets.Cell{Text: Clock(result.Seconds), Bold: true}
	}
	step := result.Steps[column-taskColumns]
	if !step.Done {
		return widgets.Cell{Text: "—", Ink: look.Ink2()}
	}
	return widgets.Cell{Text: Clock(step.Seconds)}
}
