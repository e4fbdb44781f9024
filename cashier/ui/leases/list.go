package leases

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/leasing"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
)

// listPage lists the leases with how they stand.
type listPage struct {
	screen *Screen
	leases []leasing.Standing
	ready  bool
	at     int
	table  *widgets.DataTable
}

// Load implements month.Page.
func (p *listPage) Load() {
	if p.screen.counter == nil {
		return
	}
	var leases []leasing.Standing
	p.screen.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		leases, err = p.screen.counter.Leasing.Standings(ctx)
		return err
	}, func() {
		p.at = month.Stay(p.leases, leases, p.at, func(l leasing.Standing) string { return l.Number })
		p.leases, p.ready = leases, true
		p.screen.Redraw()
	})
}

// Draw implements month.Page.
func (p *listPage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("leases.number"), Width: 130}, {Title: text("leases.what"), Width: 150}, {Title: text("leases.tenant")},
		{Title: text("leases.term"), Width: 210}, {Title: text("leases.state"), Width: 90}, {Title: text("leases.next"), Width: 190},
		{Title: text("run.amount"), Width: 110, Align: fyne.TextAlignTrailing}}, func() int { return len(p.leases) }, p.cell)
	p.table.OnCursor = func(row int) { p.at = row }
	p.table.OnOpen = func(int) { p.open() }
	if p.ready {
		p.table.Empty = widgets.EmptyState(text("leases.none"), text("leases.none.advice"), widgets.NewButton(widgets.PrimaryButton, text("leases.sign"), "F4", p.sign))
	}
	p.table.SetCursor(p.at)
	buttons := widgets.Columns(8, widgets.NewButton(widgets.PlainButton, text("leases.sign"), "F4", p.sign), widgets.NewButton(widgets.PlainButton, text("leases.open"), "Enter", p.open),
		widgets.NewButton(widgets.PlainButton, text("leases.turnover"), "F5", p.turnover), widgets.NewButton(widgets.PlainButton, text("leases.end"), "F8", p.end),
		widgets.NewButton(widgets.PlainButton, text("leases.run"), "F9", p.run).OffWhen(!p.mayRun()))
	head := widgets.Inset(12, 14, 12, 14, widgets.VStack(6, look.BoldText(text("leases.title"), look.LeadSize(), look.Ink()), p.screen.Place(look.Scaled(900))))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, widgets.Inset(10, 14, 12, 14, buttons), p.table)), nil, 0)
}

func (p *listPage) cell(row, column int) widgets.Cell {
	l, text := p.leases[row], p.screen.Frame.Text
	switch column {
	case 0:
		return widgets.Cell{Text: l.Number, Bold: true}
	case 1:
		return widgets.Cell{Text: strings.Join(l.Codes, "、")}
	case 2:
		return widgets.Cell{Text: l.TenantName, Ink: look.Ink2()}
	case 3:
		return widgets.Cell{Text: text("month.span", string(l.FromOn), string(l.LastOn())), Ink: look.Ink2(), Small: true}
	case 4:
		return p.stateCell(l)
	}
	if l.Next == nil {
		if column == 5 {
			return widgets.Cell{Text: text("leases.next.none"), Ink: look.Ink2(), Small: true}
		}
		return widgets.Cell{}
	}
	if column == 5 {
		return widgets.Cell{Text: month.Words(text, l.Next.Span.From, l.Next.Span.To), Small: true}
	}
	return widgets.Cell{Text: l.Next.AmountFen.Grouped(), Bold: true}
}

// stateCell tells whether a lease is to come, holds, ran out or was ended early.
func (p *listPage) stateCell(l leasing.Standing) widgets.Cell {
	text := p.screen.Frame.Text
	switch {
	case l.EndedOn != "" && l.EndedOn < p.screen.today:
		return widgets.Cell{Text: text("leases.state.ended"), Ink: look.Ink2(), Small: true}
	case l.EndedOn != "":
		return widgets.Cell{Text: text("leases.state.ending"), Ink: look.Amber(), Small: true}
	case l.ToOn < p.screen.today:
		return widgets.Cell{Text: text("leases.state.over"), Ink: look.Ink2(), Small: true}
	case l.FromOn > p.screen.today:
		return widgets.Cell{Text: text("leases.state.future"), Ink: look.Ink2(), Small: true}
	}
	return widgets.Cell{Text: text("leases.state.holds"), Ink: look.Jade(), Small: true}
}

// current returns the lease at the cursor.
func (p *listPage) current() (leasing.Standing, bool) {
	if p.at < 0 || p.at >= len(p.leases) || p.screen.Busy() {
		return leasing.Standing{}, false
	}
	return p.leases[p.at], true
}

func (p *listPage) open() {
	if l, ok := p.current(); ok {
		p.screen.GoTo(&viewPage{screen: p.screen, number: l.Number})
	}
}

func (p *listPage) sign() { p.screen.GoTo(newFormPage(p.screen)) }

// run goes to the month's run of the leases.
func (p *listPage) run() {
	if p.mayRun() && !p.screen.Busy() {
		p.screen.deps.ToRun(lease.SourceTitle, p.runFrom(), month.LastOf(p.screen.today, 0))
	}
}

// runFrom returns the first day of the month from which a run must begin: that of the earliest rent that is still to be billed,
// and this month where none is behind.
func (p *listPage) runFrom() calendar.Date {
	from := p.screen.today
	for _, l := range p.leases {
		if l.Next != nil {
			from = min(from, l.Next.Span.From)
		}
	}
	return month.FirstOf(from, 0)
}

func (p *listPage) mayRun() bool { return p.screen.deps.ToRun != nil && len(p.leases) > 0 }

func (p *listPage) turnover() {
	if l, ok := p.current(); ok {
		p.screen.askTurnover(l.Number, month.LastOf(p.screen.today, -1), p.Load)
	}
}

func (p *listPage) end() {
	if l, ok := p.current(); ok {
		p.screen.lookAndEnd(l.Number, p.open, p.Load)
	}
}

// Keys implements month.Page.
func (p *listPage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	keys := []shell.Key{{Name: fyne.KeyF4, Label: text("leases.sign"), Do: p.sign}}
	if len(p.leases) == 0 {
		return keys
	}
	return append(keys, shell.Key{Name: fyne.KeyReturn, Label: text("leases.open"), Do: p.open}, shell.Key{Name: fyne.KeyF5, Label: text("leases.turnover"), Do: p.turnover},
		shell.Key{Name: fyne.KeyF8, Label: text("leases.end"), Do: p.end}, shell.Key{Name: fyne.KeyF9, Label: text("leases.run"), Do: p.run, Off: !p.mayRun()})
}

// Focus implements month.Page.
func (p *listPage) Focus() { p.screen.Frame.Focus(p.table) }

// Back implements month.Page.
func (p *listPage) Back() { p.screen.deps.Back() }
