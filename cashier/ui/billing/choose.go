package billing

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/charging"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// choosePage is where items and the period are chosen.
type choosePage struct {
	screen       *Screen
	today        calendar.Date
	fromOn, toOn calendar.Date
	items        []charging.Billable
	ticked       map[string]bool
	at           int
	// wanted is the title of a source that another screen asked to be worked out as soon as the items are read.
	wanted string
	// due are the runs that are due.
	due   []charging.DueRun
	table *widgets.DataTable
	side  *fyne.Container
}

func newChoosePage(screen *Screen, today calendar.Date) *choosePage {
	return &choosePage{screen: screen, today: today, fromOn: month.FirstOf(today, 0), toOn: month.LastOf(today, 0), ticked: map[string]bool{}}
}

// sideWidth is the width of the column beside each table, in points at scale 1.
const sideWidth float32 = 372

func (p *choosePage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.table = widgets.NewDataTable([]widgets.Column{{Width: 50}, {Title: text("run.item")}, {Title: text("run.cycle"), Width: 90},
		{Title: text("run.billed_to"), Width: 130}}, func() int { return len(p.items) }, p.cell)
	p.table.OnTick = p.tick
	p.table.OnOpen = func(int) { p.preview() }
	p.table.OnCursor = func(row int) { p.at = row }
	p.table.OnPick = func(character rune) func() {
		row := int(character - '1')
		if row < 0 || row >= min(len(p.items), 9) {
			return nil
		}
		return func() {
			p.table.SetCursor(row)
			p.tick(row)
		}
	}
	p.table.Empty = widgets.EmptyState(text("run.none.title"), text("run.none.advice"), nil)
	p.table.SetCursor(p.at)
	head := widgets.Inset(12, 14, 12, 14, widgets.Sides(look.BoldText(text("run.choose"), look.LeadSize(), look.Ink()),
		look.Text(text("run.choose.advice"), look.SmallSize(), look.Ink2())))
	p.side = container.NewStack()
	p.drawSide()
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, nil, p.table)), p.side, sideWidth)
}

// drawSide shows the period and the way on.
func (p *choosePage) drawSide() {
	text := p.screen.Frame.Text
	inner := widgets.SideInner(sideWidth)
	chip := func(key, hint string, after int) fyne.CanvasObject {
		button := widgets.NewButton(widgets.ChipButton, text(key), hint, func() { p.setMonth(after) })
		button.SetChosen(p.fromOn == month.FirstOf(p.today, after) && p.toOn == month.LastOf(p.today, after))
		return button
	}
	period := widgets.VStack(12, look.Text(text("run.period"), look.BodySize(), look.Ink2()),
		look.BoldText(month.Words(text, p.fromOn, p.toOn), p.periodSize(), look.Ink()),
		look.Text(text("run.period.days", string(p.fromOn), string(p.toOn)), look.SmallSize(), look.Ink2()),
		widgets.Columns(6, chip("run.month.last", "F5", -1), chip("run.month.this", "F6", 0), chip("run.month.next", "F7", 1)),
		widgets.NewButton(widgets.PlainButton, text("run.period.type"), "F8", p.askPeriod), p.screen.Place(inner))
	isEmpty := len(p.items) == 0
	start := widgets.NewButton(widgets.PrimaryButton, text("run.preview"), "Enter", p.preview).OffWhen(isEmpty)
	foot := widgets.VStack(8, widgets.NewButton(widgets.PlainButton, dueWords(text, p.due), "F12", p.showDue).OffWhen(len(p.due) == 0),
		widgets.NewButton(widgets.PlainButton, text("run.bills"), "F9", p.showBills).OffWhen(isEmpty),
		widgets.NewButton(widgets.PlainButton, text("run.runs"), "F4", p.showRuns), start)
	p.side.Objects = []fyne.CanvasObject{widgets.Card(widgets.Edges(nil, foot, widgets.Scroll(period)))}
	p.side.Refresh()
}

// periodSize makes a long span smaller, so that it stays whole.
func (p *choosePage) periodSize() float32 {
	if p.fromOn == month.FirstOf(p.fromOn, 0) && p.toOn == month.LastOf(p.fromOn, 0) {
		return look.RoomSize()
	}
	return look.LeadSize()
}

func (p *choosePage) cell(row, column int) widgets.Cell {
	item, text := p.items[row], p.screen.Frame.Text
	switch column {
	case 0:
		cell := widgets.Cell{Tick: widgets.Unticked, Ink: look.Ink2()}
		if p.ticked[item.Key()] {
			cell.Tick = widgets.Ticked
		}
		if row < 9 {
			cell.Text = strconv.Itoa(row + 1)
		}
		return cell
	case 1:
		return widgets.Cell{Text: item.Title(), Bold: true}
	case 2:
		if item.Cycle == "" {
			return widgets.Cell{Text: text("run.cycle.contract"), Ink: look.Ink2(), Small: true}
		}
		return widgets.Cell{Text: text("run.cycle." + string(item.Cycle)), Ink: look.Ink2(), Small: true}
	}
	if item.BilledTo == "" {
		return widgets.Cell{Text: text("run.billed_to.never"), Ink: look.Ink2(), Small: true}
	}
	cell := widgets.Cell{Text: string(item.BilledTo), Small: true}
	if item.BilledTo >= p.toOn {
		cell.Ink = look.Jade()
	}
	return cell
}

func (p *choosePage) tick(row int) {
	if row < 0 || row >= len(p.items) {
		return
	}
	key := p.items[row].Key()
	if p.ticked[key] {
		delete(p.ticked, key)
	} else {
		p.ticked[key] = true
	}
	p.table.Refresh()
}

func (p *choosePage) Keys() []shell.Key {
	text, isEmpty := p.screen.Frame.Text, len(p.items) == 0
	return []shell.Key{{Name: fyne.Key1, Cap: "1–9", Label: text("run.tick"), Off: isEmpty}, {Name: fyne.KeySpace, Label: text("run.tick"), Quiet: true},
		{Name: fyne.KeyLeft, Cap: "←→", Label: text("run.month.other"), Do: func() { p.shift(-1) }}, {Name: fyne.KeyRight, Label: text("run.month.next"), Do: func() { p.shift(1) }, Quiet: true},
		{Name: fyne.KeyF5, Label: text("run.month.last"), Do: func() { p.setMonth(-1) }, Quiet: true},
		{Name: fyne.KeyF6, Label: text("run.month.this"), Do: func() { p.setMonth(0) }, Quiet: true},
		{Name: fyne.KeyF7, Label: text("run.month.next"), Do: func() { p.setMonth(1) }, Quiet: true},
		{Name: fyne.KeyF8, Label: text("run.period.type"), Do: p.askPeriod}, {Name: fyne.KeyF4, Label: text("run.runs"), Do: p.showRuns},
		{Name: fyne.KeyF12, Label: text("run.due.title"), Do: p.showDue, Off: len(p.due) == 0},
		{Name: fyne.KeyF9, Label: text("run.bills"), Do: p.showBills, Off: isEmpty}, {Name: fyne.KeyReturn, Label: text("run.preview"), Do: p.preview, Off: isEmpty}}
}

func (p *choosePage) Focus() { p.screen.Frame.Focus(p.table) }

func (p *choosePage) Back() { p.screen.deps.Back() }

func (p *choosePage) Load() {
	if p.screen.counter == nil {
		return
	}
	var items []charging.Billable
	var due []charging.DueRun
	p.screen.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		if items, err = p.screen.counter.Charging.Billables(ctx); err == nil {
			due, err = p.screen.counter.Charging.Due(ctx)
		}
		return err
	}, func() {
		p.items, p.due = items, due
		p.at = min(p.at, max(len(items)-1, 0))
		wanted := p.wanted
		p.wanted = ""
		for row, item := range items {
			if item.Source.Title() == wanted {
				p.ticked, p.at = map[string]bool{item.Key(): true}, row
			}
		}
		p.screen.Redraw()
		if wanted != "" {
			p.preview()
		}
	})
}

func (p *choosePage) setMonth(after int) {
	p.setPeriod(month.FirstOf(p.today, after), month.LastOf(p.today, after))
}

func (p *choosePage) shift(by int) {
	p.setPeriod(month.FirstOf(p.fromOn, by), month.LastOf(p.fromOn, by))
}

func (p *choosePage) setPeriod(fromOn, toOn calendar.Date) {
	p.fromOn, p.toOn = fromOn, toOn
	p.screen.Note("", widgets.ToneCalm)
	p.screen.Redraw()
}

// chosen returns the ticked items, or the one at the cursor where none is ticked.
func (p *choosePage) chosen() []charging.Billable {
	var all []charging.Billable
	for _, item := range p.items {
		if p.ticked[item.Key()] {
			all = append(all, item)
		}
	}
	if len(all) == 0 && p.at >= 0 && p.at < len(p.items) {
		all = p.items[p.at : p.at+1]
	}
	return all
}

// preview works out what the chosen items would bill, after it asked for the totals of shared costs.
func (p *choosePage) preview() {
	chosen := p.chosen()
	if len(chosen) == 0 || p.screen.Busy() {
		return
	}
	var shared []string
	for _, item := range chosen {
		if item.Shared {
			shared = append(shared, item.Title())
		}
	}
	if len(shared) > 0 {
		p.screen.askTotals(shared, p.screen.Frame.Text("run.total.advice", month.Words(p.screen.Frame.Text, p.fromOn, p.toOn)), false, func(totals map[string]money.Fen) { p.plan(chosen, totals) })
		return
	}
	p.plan(chosen, nil)
}

func (p *choosePage) plan(chosen []charging.Billable, totals map[string]money.Fen) {
	orders := make([]billing.Order, len(chosen))
	for index, item := range chosen {
		orders[index] = billing.Order{Source: item.Source, FromOn: p.fromOn, ToOn: p.toOn}
		if shared, ok := item.Source.(billing.ItemSource); ok && item.Shared {
			shared.PoolFen = totals[item.Title()]
			orders[index].Source = shared
		}
	}
	p.screen.GoTo(&reviewPage{screen: p.screen, orders: orders, from: p})
}

func (p *choosePage) showDue() {
	if !p.screen.Busy() {
		p.screen.GoTo(&duePage{screen: p.screen})
	}
}

func (p *choosePage) showRuns() { p.screen.GoTo(&runsPage{screen: p.screen}) }

// showBills lists what is billed of the item at the cursor in the period.
func (p *choosePage) showBills() {
	if p.at >= 0 && p.at < len(p.items) {
		p.screen.GoTo(newBillsOf(p.screen, p.items[p.at].Source, tariff.Span{From: p.fromOn, To: p.toOn}, p.screen.choice))
	}
}
