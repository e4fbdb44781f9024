package leases

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/leasing"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	phrase "shouqi/cashier/words"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
)

// sideWidth is the width of the column beside each table, in points at scale 1.
const sideWidth float32 = 372

// viewPage shows one lease: what it asks for in each period, and what is to be put right.
type viewPage struct {
	screen *Screen
	number string
	view   leasing.View
	ready  bool
	at     int
	table  *widgets.DataTable
	detail *fyne.Container
}

// Load implements month.Page.
func (p *viewPage) Load() {
	if p.screen.counter == nil {
		return
	}
	var view leasing.View
	p.screen.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		view, err = p.screen.counter.Leasing.Show(ctx, p.number)
		return err
	}, func() { p.show(view) })
}

func (p *viewPage) show(view leasing.View) {
	p.view, p.ready = view, true
	p.screen.Redraw()
}

// Draw implements month.Page.
func (p *viewPage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.table = widgets.NewDataTable(scheduleColumns(text), func() int { return p.depositRows() + len(p.view.Charges) },
		func(row, column int) widgets.Cell {
			if row < p.depositRows() {
				return depositCell(text, p.view, column)
			}
			return chargeCell(p.screen.Frame, p.view.Charges[row-p.depositRows()], column)
		})
	p.detail = container.NewStack()
	p.table.OnCursor = func(row int) {
		p.at = row
		p.showDetail()
	}
	p.table.SetCursor(p.at)
	head := widgets.Inset(12, 14, 12, 14, look.BoldText(text("leases.schedule", p.number), look.LeadSize(), look.Ink()))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, nil, p.table)), p.side(), sideWidth)
}

// depositRows is how many rows stand before the periods: that of the deposit, where there is one.
func (p *viewPage) depositRows() int {
	if hasDeposit(p.view) {
		return 1
	}
	return 0
}

// charge returns the period at the cursor; none where the cursor is on the deposit.
func (p *viewPage) charge() (charge lease.Charge, found bool) {
	if at := p.at - p.depositRows(); at >= 0 && at < len(p.view.Charges) {
		return p.view.Charges[at], true
	}
	return charge, false
}

// scheduleColumns are the columns of a schedule.
func scheduleColumns(text words) []widgets.Column {
	return []widgets.Column{{Title: text("run.period"), Width: 190}, {Title: text("run.item"), Width: 90}, {Title: text("run.why")},
		{Title: text("leases.due"), Width: 100}, {Title: text("run.amount"), Width: 100, Align: fyne.TextAlignTrailing}}
}

// words is the catalogue.
type words func(key string, args ...any) string

func chargeCell(frame *shell.Shell, c lease.Charge, column int) widgets.Cell {
	text := frame.Text
	switch column {
	case 0:
		return widgets.Cell{Text: month.Words(text, c.Span.From, c.Span.To)}
	case 1:
		return widgets.Cell{Text: c.Item, Ink: look.Ink2(), Small: true}
	case 2:
		if c.Unreported {
			return widgets.Cell{Text: text("leases.unreported"), Ink: look.Amber(), Small: true}
		}
		return widgets.Cell{Text: phrase.Step(strings.Join(c.Steps, "；"), frame.Lang()), Ink: look.Ink2(), Small: true}
	case 3:
		return widgets.Cell{Text: string(c.DueOn), Ink: look.Ink2(), Small: true}
	}
	return widgets.Cell{Text: c.AmountFen.Grouped(), Bold: true}
}

func (p *viewPage) side() fyne.CanvasObject {
	text, l, inner := p.screen.Frame.Text, p.view.Line, widgets.SideInner(sideWidth)
	lines := widgets.VStack(0)
	if p.ready {
		lines.Add(look.BoldText(look.Fit(l.TenantName, look.LeadSize(), true, inner), look.LeadSize(), look.Ink()))
		lines.Add(widgets.NewField(text("leases.what"), strings.Join(l.Codes, "、")))
		lines.Add(widgets.NewField(text("leases.term"), text("month.span", string(l.FromOn), string(l.LastOn()))))
		lines.Add(widgets.NewField(text("leases.cycle"), text("run.cycle."+string(l.Cycle))))
		if count := len(p.view.Adjustments); count > 0 {
			lines.Add(widgets.Inset(8, 0, 0, 0, widgets.Notice(text("leases.adjust.left", count), widgets.ToneLook, inner)))
		}
		if settled := settleWords(text, p.view); settled != "" && p.view.Deposit.Settles {
			lines.Add(widgets.Inset(8, 0, 0, 0, widgets.Notice(settled, widgets.ToneLook, inner)))
		}
		if l.EndedOn != "" {
			lines.Add(widgets.Inset(8, 0, 0, 0, widgets.Paragraph(text("leases.end.register"), look.SmallSize(), look.Ink2(), inner)))
		}
	}
	lines.Add(p.screen.Place(inner))
	foot := widgets.VStack(8)
	for _, key := range p.actions() {
		foot.Add(widgets.NewButton(widgets.PlainButton, key.Label, string(key.Name), key.Do))
	}
	p.showDetail()
	why := widgets.Edges(widgets.Inset(10, 0, 6, 0, widgets.Rule()), nil, widgets.Scroll(p.detail))
	return widgets.Card(widgets.Edges(lines, foot, why))
}

// showDetail tells step by step how the charge at the cursor comes about, or what became of the deposit.
func (p *viewPage) showDetail() {
	p.detail.Objects = nil
	if p.at < p.depositRows() {
		p.detail.Objects = []fyne.CanvasObject{widgets.VStack(0, depositFields(p.screen.Frame.Text, p.view)...)}
	}
	if charge, found := p.charge(); found {
		inner := widgets.SideInner(sideWidth) - 16
		body := widgets.VStack(6, look.BoldText(month.Words(p.screen.Frame.Text, charge.Span.From, charge.Span.To)+" "+charge.Item, look.BodySize(), look.Ink()))
		for _, step := range phrase.Steps(charge.Steps, p.screen.Frame.Lang()) {
			body.Add(widgets.Paragraph(step, look.SmallSize(), look.Ink(), inner))
		}
		p.detail.Objects = []fyne.CanvasObject{body}
	}
	p.detail.Refresh()
}

// turnoverOn returns the last day of the period at the cursor where it waits for its turnover, else that of last month.
func (p *viewPage) turnoverOn() calendar.Date {
	if charge, found := p.charge(); found && charge.Unreported {
		return charge.Span.To
	}
	return month.LastOf(p.screen.today, -1)
}

// actions are what can be done with the lease now.
func (p *viewPage) actions() []shell.Key {
	text := p.screen.Frame.Text
	if !p.ready {
		return nil
	}
	var keys []shell.Key
	if len(p.view.Adjustments) > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: text("leases.adjust"), Do: func() { p.screen.askAdjust(p.number, len(p.view.Adjustments), p.Load) }})
	}
	keys = append(keys, shell.Key{Name: fyne.KeyF5, Label: text("leases.turnover"), Do: func() { p.screen.askTurnover(p.number, p.turnoverOn(), p.Load) }})
	if p.view.EndedOn == "" {
		keys = append(keys, shell.Key{Name: fyne.KeyF7, Label: text("leases.amend"), Do: func() { p.screen.askAmend(p.view) }})
		keys = append(keys, shell.Key{Name: fyne.KeyF8, Label: text("leases.end"), Do: func() { p.screen.askEnd(p.view, p.Load, p.Load) }})
	}
	return keys
}

// Keys implements month.Page.
func (p *viewPage) Keys() []shell.Key {
	return append([]shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: p.screen.Frame.Text("leases.look")}}, p.actions()...)
}

// Focus implements month.Page.
func (p *viewPage) Focus() { p.screen.Frame.Focus(p.table) }

// Back implements month.Page.
func (p *viewPage) Back() { p.screen.GoTo(p.screen.list) }
