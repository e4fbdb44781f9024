package leases

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/lease"
	"shouqi/ledger/store"
)

// runPage shows what the leases would bill in a month, and issues it.
type runPage struct {
	screen   *Screen
	order    lease.Order
	preview  lease.Preview
	ready    bool
	leaveOut bool
	rows     []runRow
	table    *widgets.DataTable
	detail   *fyne.Container
}

// runRow is a heading, a bill or what cannot be billed.
type runRow struct {
	group                           bool
	where, number, span, text, summ string
	refused                         bool
	steps                           []string
}

func newRunPage(screen *Screen) *runPage {
	return &runPage{screen: screen, order: lease.Order{FromOn: month.FirstOf(screen.today, 0), ToOn: month.LastOf(screen.today, 0)}}
}

// Load implements month.Page.
func (p *runPage) Load() {
	if p.screen.counter == nil {
		return
	}
	order, preview := p.order, lease.Preview{}
	p.screen.Run(p.screen.Frame.Text("run.previewing"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		if order.RequestID, err = cashier.NewRequestID(); err != nil {
			return err
		}
		preview, err = p.screen.counter.PreviewLeases(ctx, order)
		return err
	}, func() {
		p.order = order
		p.show(preview)
	})
}

// show takes a preview in.
func (p *runPage) show(preview lease.Preview) {
	text := p.screen.Frame.Text
	p.preview, p.ready, p.rows = preview, true, nil
	if count := len(preview.Exceptions); count > 0 {
		p.rows = append(p.rows, runRow{group: true, where: text("run.group.exceptions", count), text: text("run.group.exceptions.advice")})
	}
	for _, e := range preview.Exceptions {
		sentence := p.screen.deps.Explain(e.Err)
		p.rows = append(p.rows, runRow{where: e.Code, number: e.Number, span: month.Words(text, e.Span.From, e.Span.To), text: sentence, refused: true, steps: []string{sentence}})
	}
	if count := len(preview.Bills); count > 0 {
		p.rows = append(p.rows, runRow{group: true, where: text("run.count", count), summ: preview.SumFen.Grouped()})
	}
	for _, b := range preview.Bills {
		p.rows = append(p.rows, runRow{where: b.Code, number: b.Number, span: month.Words(text, b.FromOn, b.ToOn), text: b.Why(), summ: b.AmountFen.Grouped(),
			steps: append(b.Charge.Steps, text("run.due", string(b.DueOn)))})
	}
	p.screen.Redraw()
}

// Draw implements month.Page.
func (p *runPage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("run.room"), Width: 110}, {Title: text("leases.number"), Width: 120}, {Title: text("run.period"), Width: 130},
		{Title: text("run.why")}, {Title: text("run.amount"), Width: 110, Align: fyne.TextAlignTrailing}}, func() int { return len(p.rows) }, p.cell)
	p.table.Style = func(index int) widgets.RowStyle { return widgets.RowStyle{Group: p.rows[index].group} }
	if p.ready {
		p.table.Empty = widgets.EmptyState(text("run.review.empty"), "", nil)
	}
	p.detail = container.NewStack()
	p.table.OnCursor = p.showDetail
	head := widgets.Inset(12, 14, 12, 14, widgets.Sides(look.BoldText(text("run.review.title"), look.LeadSize(), look.Ink()),
		look.Text(text("run.review.advice"), look.SmallSize(), look.Ink2())))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, nil, p.table)), p.side(), sideWidth)
}

func (p *runPage) cell(index, column int) widgets.Cell {
	row := p.rows[index]
	switch column {
	case 0:
		return widgets.Cell{Text: row.where, Bold: !row.group}
	case 1:
		return widgets.Cell{Text: row.number, Ink: look.Ink2(), Small: true}
	case 2:
		return widgets.Cell{Text: row.span, Ink: look.Ink2(), Small: true}
	case 3:
		cell := widgets.Cell{Text: row.text, Small: true}
		if row.refused {
			cell.Ink = look.Vermilion()
		}
		return cell
	}
	return widgets.Cell{Text: row.summ, Bold: !row.group}
}

func (p *runPage) side() fyne.CanvasObject {
	text, inner := p.screen.Frame.Text, widgets.SideInner(sideWidth)
	lines := widgets.VStack(0, look.BoldText(month.Words(text, p.order.FromOn, p.order.ToOn), look.HeadingSize(), look.Ink()),
		look.Text(text("run.review.will", len(p.preview.Bills)), look.BodySize(), look.Ink2()),
		widgets.Amount(p.preview.SumFen.Yuan(), look.RoomSize()+look.Scaled(8), look.Ink()))
	for _, line := range []struct {
		key   string
		count int
	}{{"run.already", p.preview.Already}, {"run.nothing", p.preview.Nothing}, {"leases.waiting", p.preview.Waiting}} {
		if line.count > 0 {
			lines.Add(widgets.NewField(text(line.key), text("run.count", line.count)))
		}
	}
	foot := widgets.VStack(8, widgets.Columns(8, widgets.NewButton(widgets.PlainButton, text("run.month.last"), "F5", func() { p.shift(-1) }),
		widgets.NewButton(widgets.PlainButton, text("run.month.next"), "F7", func() { p.shift(1) })))
	if count := len(p.preview.Exceptions); count > 0 {
		key, leave := "run.exceptions.stop", "run.leave"
		if p.leaveOut {
			key, leave = "run.exceptions.left", "run.leave.not"
		}
		lines.Add(widgets.Inset(8, 0, 0, 0, widgets.Notice(text(key, count), widgets.ToneLook, inner)))
		foot.Add(widgets.NewButton(widgets.PlainButton, text(leave), "F6", p.toggleLeave))
	}
	lines.Add(p.screen.Place(inner))
	foot.Add(widgets.NewButton(widgets.PrimaryButton, text("run.issue", len(p.preview.Bills)), "F9", p.issue).OffWhen(!p.mayIssue()))
	p.showDetail(p.table.Cursor())
	why := widgets.Edges(widgets.Inset(10, 0, 6, 0, widgets.Rule()), nil, widgets.Scroll(p.detail))
	return widgets.Card(widgets.Edges(lines, foot, why))
}

func (p *runPage) showDetail(index int) {
	p.detail.Objects = nil
	if index >= 0 && index < len(p.rows) {
		body := widgets.VStack(6, look.BoldText(p.rows[index].where+" "+p.rows[index].span, look.BodySize(), look.Ink()))
		for _, step := range p.rows[index].steps {
			body.Add(widgets.Paragraph(step, look.SmallSize(), look.Ink(), widgets.SideInner(sideWidth)-16))
		}
		p.detail.Objects = []fyne.CanvasObject{body}
	}
	p.detail.Refresh()
}

// shift goes to another month.
func (p *runPage) shift(by int) {
	if p.screen.Busy() {
		return
	}
	p.order.FromOn, p.order.ToOn = month.FirstOf(p.order.FromOn, by), month.LastOf(p.order.FromOn, by)
	p.ready, p.rows, p.preview = false, nil, lease.Preview{}
	p.screen.Note("", widgets.ToneCalm)
	p.screen.Redraw()
	p.Load()
}

// mayIssue says whether there is something to issue, and nothing that a person has to decide first.
func (p *runPage) mayIssue() bool {
	return len(p.preview.Bills) > 0 && (len(p.preview.Exceptions) == 0 || p.leaveOut)
}

func (p *runPage) toggleLeave() {
	p.leaveOut = !p.leaveOut
	p.screen.Note("", widgets.ToneCalm)
	p.screen.Redraw()
}

// issue asks once more and issues what the preview showed.
func (p *runPage) issue() {
	text := p.screen.Frame.Text
	exceptions := len(p.preview.Exceptions)
	switch {
	case p.screen.Busy():
		return
	case len(p.preview.Bills) == 0 && p.preview.Already > 0:
		p.screen.Say(text("run.already.all"), widgets.ToneGood)
		return
	case len(p.preview.Bills) == 0:
		p.screen.Say(text("run.review.empty"), widgets.ToneLook)
		return
	case exceptions > 0 && !p.leaveOut:
		p.screen.Say(text("run.exceptions.decide", exceptions), widgets.ToneOwed)
		return
	}
	widgets.ShowConfirm(p.screen.Frame.Canvas(), text("run.issue", len(p.preview.Bills)), text("run.issue.confirm", len(p.preview.Bills), p.preview.SumFen.Yuan()),
		text("run.issue.yes"), text("month.back"), func(agreed bool) {
			if agreed {
				p.issueNow()
			}
		})
}

func (p *runPage) issueNow() {
	text := p.screen.Frame.Text
	order := p.order
	order.LeaveOut, order.Digest = p.leaveOut, p.preview.Digest
	var result lease.Result
	p.screen.Try(text("run.issuing"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		result, err = p.screen.counter.RunLeases(ctx, order)
		return err
	}, func(err error) {
		switch {
		case store.Code(err) == lease.CodeChanged:
			p.screen.Note(p.screen.deps.Explain(err), widgets.ToneLook)
			p.Load()
		case err != nil:
			p.screen.Say(p.screen.deps.Explain(err), widgets.ToneOwed)
		default:
			p.screen.deps.Changed()
			p.screen.Note(text("run.done", result.Count, result.SumFen.Yuan()), widgets.ToneGood)
			p.Load()
		}
	})
}

// Keys implements month.Page.
func (p *runPage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("run.look")}, {Name: fyne.KeyF5, Label: text("run.month.last"), Do: func() { p.shift(-1) }},
		{Name: fyne.KeyF7, Label: text("run.month.next"), Do: func() { p.shift(1) }}}
	if len(p.preview.Exceptions) > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: text("run.leave"), Do: p.toggleLeave})
	}
	return append(keys, shell.Key{Name: fyne.KeyF9, Label: text("run.issue", len(p.preview.Bills)), Do: p.issue, Off: !p.mayIssue()})
}

// Focus implements month.Page.
func (p *runPage) Focus() { p.screen.Frame.Focus(p.table) }

// Back implements month.Page.
func (p *runPage) Back() { p.screen.GoTo(p.screen.list) }
