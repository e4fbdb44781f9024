package billing

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"shouqi/cashier/charging"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// duePage lists the runs that are due, the oldest first. One key works all of them out; what it leads to issues them.
type duePage struct {
	screen *Screen
	due    []charging.DueRun
	ready  bool
	at     int
	table  *widgets.DataTable
}

func (p *duePage) Load() {
	if p.screen.counter == nil {
		return
	}
	var due []charging.DueRun
	p.screen.Run(p.screen.Frame.Text("run.due.reading"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		due, err = p.screen.counter.Charging.Due(ctx)
		return err
	}, func() { p.show(due) })
}

func (p *duePage) show(due []charging.DueRun) {
	p.due, p.ready = due, true
	p.at = min(p.at, max(len(due)-1, 0))
	p.screen.Redraw()
}

func (p *duePage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("run.item")}, {Title: text("run.period"), Width: 190}, {Title: text("run.cycle"), Width: 80},
		{Title: text("run.due.on"), Width: 190}, {Title: text("run.due.left"), Width: 110, Align: fyne.TextAlignTrailing}, {Title: text("run.due.waits"), Width: 220}},
		func() int { return len(p.due) }, p.cell)
	p.table.OnCursor = func(row int) { p.at = row }
	p.table.OnOpen = func(int) { p.preview() }
	if p.ready {
		p.table.Empty = widgets.EmptyState(text("run.due.none"), "", nil)
	}
	p.table.SetCursor(p.at)
	head := widgets.Inset(12, 14, 12, 14, widgets.VStack(6, look.BoldText(text("run.due.title"), look.LeadSize(), look.Ink()),
		look.Text(text("run.due.advice"), look.SmallSize(), look.Ink2()), p.screen.Place(look.Scaled(refusedWidth))))
	foot := widgets.Inset(10, 14, 12, 14, widgets.NewButton(widgets.PrimaryButton, text("run.due.preview"), "Enter", p.preview).OffWhen(len(p.due) == 0))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, foot, p.table)), nil, 0)
}

func (p *duePage) cell(index, column int) widgets.Cell {
	run, text := p.due[index], p.screen.Frame.Text
	switch column {
	case 0:
		return widgets.Cell{Text: run.Title, Bold: true}
	case 1:
		return widgets.Cell{Text: month.Words(text, run.Span.From, run.Span.To)}
	case 2:
		if run.Item.Cycle == "" {
			return widgets.Cell{Text: text("run.cycle.contract"), Ink: look.Ink2(), Small: true}
		}
		return widgets.Cell{Text: text("run.cycle." + string(run.Item.Cycle)), Ink: look.Ink2(), Small: true}
	case 3:
		if run.LateDays > 0 {
			return widgets.Cell{Text: text("run.due.late", string(run.DueOn), run.LateDays), Ink: look.Amber()}
		}
		return widgets.Cell{Text: string(run.DueOn)}
	case 4:
		return widgets.Cell{Text: p.places(run, run.Left), Bold: true}
	}
	if run.Waits == "" {
		return widgets.Cell{Text: text("run.due.ready"), Ink: look.Jade(), Small: true}
	}
	words := text("run.due.waits." + string(run.Waits))
	if run.WaitsOf > 0 {
		words += " " + p.places(run, run.WaitsOf)
	}
	return widgets.Cell{Text: words, Ink: look.Amber(), Small: true}
}

// places counts rooms as households and spaces as spaces.
func (p *duePage) places(run charging.DueRun, count int) string {
	if run.Item.HangsOn == estate.Space {
		return p.screen.Frame.Text("run.due.spaces", count)
	}
	return p.screen.Frame.Text("run.exceptions.rooms", count)
}

// preview works all of them out, after it asked for the totals of shared costs. One whose total is not known waits.
func (p *duePage) preview() {
	if len(p.due) == 0 || p.screen.Busy() {
		return
	}
	var names, keys []string
	for _, run := range p.due {
		if run.Waits == billing.WaitsPool {
			names, keys = append(names, run.Title+" "+month.Words(p.screen.Frame.Text, run.Span.From, run.Span.To)), append(keys, run.Key())
		}
	}
	work := func(pools map[string]money.Fen) {
		p.screen.GoTo(&reviewPage{screen: p.screen, due: p.due, pools: pools, from: p})
	}
	if len(names) == 0 {
		work(nil)
		return
	}
	p.screen.askTotals(names, p.screen.Frame.Text("run.due.totals"), true, func(totals map[string]money.Fen) {
		pools := make(map[string]money.Fen)
		for index, name := range names {
			pools[keys[index]] = totals[name]
		}
		work(pools)
	})
}

func (p *duePage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("month.choose")}, {Name: fyne.KeyReturn, Label: text("run.due.preview"), Do: p.preview, Off: len(p.due) == 0}}
}

func (p *duePage) Focus() { p.screen.Frame.Focus(p.table) }

func (p *duePage) Back() { p.screen.GoTo(p.screen.choice) }

// dueWords says on the first page how many runs are due, and how many of them are late.
func dueWords(text words, due []charging.DueRun) string {
	late := 0
	for _, run := range due {
		if run.LateDays > 0 {
			late++
		}
	}
	if len(due) == 0 {
		return text("run.due.none")
	}
	return text("run.due.count", strconv.Itoa(len(due)), strconv.Itoa(late))
}
