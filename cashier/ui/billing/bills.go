package billing

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/charging"
	"shouqi/cashier/household"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	phrase "shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// billsPage lists the bills of a run, or of an item and period.
type billsPage struct {
	screen *Screen
	// run is the run whose bills are listed; "" lists those of source and span.
	run    string
	source billing.Source // nil where the bills of a run come from several
	span   tariff.Span
	from   month.Page
	lines  []charging.BillLine
	count  int
	ready  bool
	at     int
	// told is what is read of the bill at the cursor alone, toldOf whose it is; unask stops the reading of one before it.
	told   household.Told
	toldOf string
	unask  func()

	table                    *widgets.DataTable
	detail                   *fyne.Container
	undoButton, reduceButton *widgets.Button
}

func newBillsOf(screen *Screen, source billing.Source, span tariff.Span, from month.Page) *billsPage {
	return &billsPage{screen: screen, source: source, span: span, from: from}
}

func (p *billsPage) Load() {
	if p.screen.counter == nil {
		return
	}
	var lines []charging.BillLine
	var count int
	p.screen.Run(p.screen.Frame.Text("run.bills.reading"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		if p.run != "" {
			lines, count, err = p.screen.counter.Charging.BillsOfRun(ctx, p.run)
			return err
		}
		lines, count, err = p.screen.counter.Charging.BillsOfSource(ctx, p.source, p.span)
		return err
	}, func() { p.show(lines, count) })
}

// show takes a list in; of a run it learns source and span, for adjustments.
func (p *billsPage) show(lines []charging.BillLine, count int) {
	p.at = month.Stay(p.lines, lines, p.at, func(l charging.BillLine) string { return l.ID })
	p.lines, p.count, p.ready = lines, count, true
	if p.run != "" && len(lines) > 0 {
		p.source, p.span = charging.SourceOf(lines), tariff.Span{From: lines[0].FromOn, To: lines[0].ToOn}
		for _, line := range lines {
			p.span.From, p.span.To = min(p.span.From, line.FromOn), max(p.span.To, line.ToOn)
		}
	}
	p.screen.Redraw()
}

func (p *billsPage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("run.room"), Width: 120}, {Title: text("run.period"), Width: 120}, {Title: text("run.why")},
		{Title: text("run.amount"), Width: 100, Align: fyne.TextAlignTrailing}, {Title: text("run.paid"), Width: 90, Align: fyne.TextAlignTrailing},
		{Title: text("run.state"), Width: 110, Align: fyne.TextAlignTrailing}}, func() int { return len(p.lines) }, p.cell)
	p.table.OnCursor = func(row int) {
		p.at = row
		p.showDetail()
		p.screen.Frame.RefreshKeys()
	}
	if p.ready {
		p.table.Empty = widgets.EmptyState(text("run.bills.none"), "", nil)
	}
	p.detail = container.NewStack()
	p.table.SetCursor(p.at)
	title := text("run.bills")
	if p.source != nil {
		title = text("run.bills.title", p.source.Title(), month.Words(text, p.span.From, p.span.To))
	}
	head := widgets.Inset(12, 14, 12, 14, look.BoldText(title, look.LeadSize(), look.Ink()))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, nil, p.table)), p.side(), sideWidth)
}

func (p *billsPage) cell(index, column int) widgets.Cell {
	line, text := p.lines[index], p.screen.Frame.Text
	ink := look.Ink()
	if line.Undone {
		ink = look.Ink2()
	}
	switch column {
	case 0:
		return widgets.Cell{Text: line.Code, Bold: !line.Undone, Ink: ink}
	case 1:
		return widgets.Cell{Text: month.Words(text, line.FromOn, line.ToOn), Ink: look.Ink2(), Small: true}
	case 2:
		return widgets.Cell{Text: phrase.Step(line.Why(), p.screen.Frame.Lang()), Ink: look.Ink2(), Small: true}
	case 3:
		return widgets.Cell{Text: (line.AmountFen - line.ReducedFen).Grouped(), Bold: !line.Undone, Ink: ink}
	case 4:
		return widgets.Cell{Text: line.PaidFen.Grouped(), Ink: ink}
	}
	switch {
	case line.Undone:
		return widgets.Cell{Text: text("run.state.undone"), Ink: look.Ink2(), Small: true}
	case line.OwedFen() == 0:
		return widgets.Cell{Text: text("run.state.paid"), Ink: look.Jade(), Small: true}
	case line.PaidFen > 0:
		return widgets.Cell{Text: text("run.state.part"), Ink: look.Amber(), Small: true}
	}
	return widgets.Cell{Text: text("run.state.open"), Small: true}
}

// standing counts what of the list is unpaid, paid or taken back.
func (p *billsPage) standing() (open, paid int, openFen, paidFen money.Fen) {
	for _, line := range p.lines {
		switch {
		case line.Undone:
		case line.PaidFen > 0:
			paid++
			paidFen += line.PaidFen
		default:
			open++
			openFen += line.AmountFen - line.ReducedFen
		}
	}
	return open, paid, openFen, paidFen
}

func (p *billsPage) side() fyne.CanvasObject {
	text := p.screen.Frame.Text
	open, paid, openFen, paidFen := p.standing()
	lines := widgets.VStack(0,
		widgets.NewField(text("run.bills.open", open), openFen.Yuan()).Strong(look.Ink()),
		widgets.NewField(text("run.bills.paid", paid), paidFen.Yuan()).Strong(look.Jade()))
	if p.count > len(p.lines) {
		lines.Add(look.Text(text("run.count.shown", p.count, len(p.lines)), look.SmallSize(), look.Ink2()))
	}
	lines.Add(p.screen.Place(widgets.SideInner(sideWidth)))
	p.undoButton = widgets.NewButton(widgets.PlainButton, text("run.undo.one"), "F7", p.undoOne)
	p.reduceButton = widgets.NewButton(widgets.PlainButton, text("run.reduce"), "F5", p.reduce)
	foot := widgets.VStack(8, widgets.Columns(8, p.undoButton, p.reduceButton),
		widgets.NewButton(widgets.PlainButton, text("run.adjust"), "F6", p.adjust).OffWhen(!p.mayAdjust()),
		widgets.NewButton(widgets.PlainButton, text("run.undo.all", open), "F8", p.undoAll).OffWhen(open == 0))
	p.showDetail()
	why := widgets.Edges(widgets.Inset(10, 0, 6, 0, widgets.Rule()), nil, widgets.Scroll(p.detail))
	return widgets.Card(widgets.Edges(lines, foot, why))
}

// current returns the bill at the cursor.
func (p *billsPage) current() (charging.BillLine, bool) {
	if p.at < 0 || p.at >= len(p.lines) {
		return charging.BillLine{}, false
	}
	return p.lines[p.at], true
}

// mayUndo and mayReduce say what of the bill at the cursor can still be done.
func (p *billsPage) mayUndo() bool {
	line, ok := p.current()
	return ok && !line.Undone && line.PaidFen == 0
}

func (p *billsPage) mayReduce() bool {
	line, ok := p.current()
	return ok && !line.Undone
}

func (p *billsPage) showDetail() {
	p.undoButton.OffWhen(!p.mayUndo()).Refresh()
	p.reduceButton.OffWhen(!p.mayReduce()).Refresh()
	p.drawDetail()
	p.ask()
}

// ask reads who owes the bill at the cursor and by which prices it was made, while the screen goes on.
func (p *billsPage) ask() {
	line, ok := p.current()
	if p.unask != nil {
		p.unask()
		p.unask = nil
	}
	if !ok || p.screen.counter == nil || p.toldOf == line.ID {
		return
	}
	var told household.Told
	p.unask = p.screen.Frame.RunBehind(func(ctx context.Context, _ func(done, total int)) (err error) {
		told, err = p.screen.counter.Households.Told(ctx, line.Bill)
		return err
	}, func(int, int) {}, func(err error) {
		if now, ok := p.current(); err != nil || !ok || now.ID != line.ID {
			return // what could not be read is not said
		}
		p.told, p.toldOf = told, line.ID
		p.drawDetail()
	})
}

// drawDetail says what is known of the bill at the cursor.
func (p *billsPage) drawDetail() {
	line, ok := p.current()
	p.detail.Objects = nil
	if ok {
		text, inner := p.screen.Frame.Text, widgets.SideInner(sideWidth)-16
		body := widgets.VStack(4, look.BoldText(line.Code+" "+line.Called(), look.BodySize(), look.Ink()))
		for _, step := range phrase.Steps(line.Steps, p.screen.Frame.Lang()) {
			body.Add(widgets.Paragraph(step, look.SmallSize(), look.Ink(), inner))
		}
		body.Add(look.Text(text("run.due", string(line.DueOn)), look.SmallSize(), look.Ink2()))
		if line.ReducedFen > 0 {
			body.Add(look.Text(text("run.reduced", line.ReducedFen.Yuan()), look.SmallSize(), look.Ink2()))
		}
		switch isTold := p.toldOf != "" && p.toldOf == line.ID; {
		case isTold:
			for _, words := range slices.Concat([]string{text("run.owes", p.told.Debtor), p.told.Changed}, p.told.Prices) {
				if words != "" {
					body.Add(widgets.Paragraph(words, look.SmallSize(), look.Ink2(), inner))
				}
			}
		case line.Origin == billing.FromLease:
			body.Add(look.Text(text("run.terms", string(line.TariffFromOn)), look.SmallSize(), look.Ink2()))
		case line.Tariff != "":
			body.Add(look.Text(text("run.tariff", line.Tariff, string(line.TariffFromOn)), look.SmallSize(), look.Ink2()))
		}
		p.detail.Objects = []fyne.CanvasObject{body}
	}
	p.detail.Refresh()
}

func (p *billsPage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	open, _, _, _ := p.standing()
	isEmpty := len(p.lines) == 0
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("run.look"), Off: isEmpty},
		{Name: fyne.KeyF7, Label: text("run.undo.one"), Do: p.undoOne, Off: !p.mayUndo()},
		{Name: fyne.KeyF5, Label: text("run.reduce"), Do: p.reduce, Off: !p.mayReduce()},
		{Name: fyne.KeyF6, Label: text("run.adjust"), Do: p.adjust, Off: !p.mayAdjust()},
		{Name: fyne.KeyF8, Label: text("run.undo.all", open), Do: p.undoAll, Off: open == 0}}
}

func (p *billsPage) Focus() { p.screen.Frame.Focus(p.table) }

func (p *billsPage) Back() { p.screen.GoTo(p.from) }
