package billing

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/charging"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// runsShown is how many runs the list holds: some years of months.
const runsShown = 200

// runsPage lists the runs, the newest first.
type runsPage struct {
	screen *Screen
	runs   []charging.RunShown
	ready  bool
	at     int
	table  *widgets.DataTable
}

func (p *runsPage) Load() {
	if p.screen.counter == nil {
		return
	}
	var runs []charging.RunShown
	p.screen.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		runs, err = p.screen.counter.Charging.Runs(ctx, runsShown)
		return err
	}, func() {
		p.at = month.Stay(p.runs, runs, p.at, func(r charging.RunShown) string { return r.Run })
		p.runs, p.ready = runs, true
		p.screen.Redraw()
	})
}

func (p *runsPage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("run.at"), Width: 160}, {Title: text("run.item")}, {Title: text("run.period"), Width: 190},
		{Title: text("run.bills.count"), Width: 100, Align: fyne.TextAlignTrailing}, {Title: text("run.amount"), Width: 150, Align: fyne.TextAlignTrailing},
		{Title: text("run.by"), Width: 120}}, func() int { return len(p.runs) }, p.cell)
	p.table.OnCursor = func(row int) { p.at = row }
	p.table.OnOpen = p.open
	if p.ready {
		p.table.Empty = widgets.EmptyState(text("run.runs.none"), "", nil)
	}
	p.table.SetCursor(p.at)
	head := widgets.Inset(12, 14, 12, 14, widgets.VStack(6, look.BoldText(text("run.runs"), look.LeadSize(), look.Ink()),
		look.Text(text("run.runs.advice"), look.SmallSize(), look.Ink2()), p.screen.Place(look.Scaled(700))))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, nil, p.table)), nil, 0)
}

func (p *runsPage) cell(index, column int) widgets.Cell {
	run := p.runs[index]
	switch column {
	case 0:
		return widgets.Cell{Text: run.At.Format("2006-01-02 15:04"), Ink: look.Ink2()}
	case 1:
		if run.Item == "" {
			return widgets.Cell{Text: p.screen.Frame.Text("run.item.several"), Ink: look.Ink2()}
		}
		return widgets.Cell{Text: run.Item, Bold: true}
	case 2:
		return widgets.Cell{Text: month.Words(p.screen.Frame.Text, run.FromOn, run.ToOn), Ink: look.Ink2()}
	case 3:
		return widgets.Cell{Text: p.screen.Frame.Text("run.count", run.Count)}
	case 4:
		return widgets.Cell{Text: run.SumFen.Grouped(), Bold: true}
	}
	return widgets.Cell{Text: run.Name, Ink: look.Ink2()}
}

func (p *runsPage) open(index int) {
	if index >= 0 && index < len(p.runs) {
		p.screen.GoTo(&billsPage{screen: p.screen, run: p.runs[index].Run, from: p})
	}
}

func (p *runsPage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("run.look")}, {Name: fyne.KeyReturn, Label: text("run.runs.open"), Do: func() { p.open(p.at) }, Off: len(p.runs) == 0}}
}

func (p *runsPage) Focus() { p.screen.Frame.Focus(p.table) }

func (p *runsPage) Back() { p.screen.GoTo(p.screen.choice) }
