package billing

import (
	"cmp"
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/charging"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
)

// adjust compares the listed periods with what their rules give now.
func (p *billsPage) adjust() {
	if p.mayAdjust() && !p.screen.Busy() {
		p.screen.GoTo(&adjustPage{screen: p.screen, from: p, order: billing.Order{Source: p.source, FromOn: p.span.From, ToOn: p.span.To}})
	}
}

// mayAdjust says whether there are bills of one source and of some days.
func (p *billsPage) mayAdjust() bool {
	return len(p.lines) > 0 && p.source != nil && p.span.From != ""
}

// adjustPage shows what putting billed periods right would do, and does it with a second person.
type adjustPage struct {
	screen   *Screen
	from     month.Page
	order    billing.Order
	plan     charging.PlannedAdjustment
	ready    bool
	leaveOut bool
	rows     []row
	table    *widgets.DataTable
	detail   *fyne.Container
}

func (p *adjustPage) Load() {
	if p.screen.counter == nil {
		return
	}
	var plan charging.PlannedAdjustment
	p.screen.Run(p.screen.Frame.Text("run.previewing"), func(ctx context.Context, progress func(done, total int)) (err error) {
		plan, err = p.screen.counter.Charging.PlanAdjustment(ctx, p.order, progress)
		return err
	}, func() { p.show(plan) })
}

func (p *adjustPage) show(plan charging.PlannedAdjustment) {
	text := p.screen.Frame.Text
	p.plan, p.ready = plan, true
	exceptions := exceptionRows(text, p.screen.deps.Explain, plan.Order.Source.Title(), plan.Exceptions)
	p.rows = headed(exceptions, text("run.group.exceptions", billing.HouseholdsOf(plan.Exceptions)), text("run.group.exceptions.advice"))
	var rows []row
	for _, a := range plan.All {
		one := row{where: a.Code, homes: []string{cmp.Or(a.Should.Home, a.Code)}, span: month.Words(text, a.Bill.FromOn, a.Bill.ToOn), text: text("run.adjust.line", a.BilledFen.Grouped(), a.ShouldFen.Grouped()),
			amount: signed(a.DifferenceFen()), title: strings.TrimSpace(a.Code + " " + a.Bill.Called() + " " + a.Should.Contract), steps: reasonOf(p.screen.Frame, a.Should)}
		if a.Refused != nil {
			why := p.screen.deps.Explain(a.Refused)
			one.amount, one.text, one.ink, one.steps = "", one.text+" · "+why, look.Vermilion(), []string{why}
		}
		rows = append(rows, one)
	}
	p.rows = append(p.rows, headed(rows, text("run.adjust.group"), text("run.adjust.count", homesIn(rows)))...)
	p.screen.Redraw()
}

func (p *adjustPage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("run.room"), Width: 130}, {Title: text("run.period"), Width: 130},
		{Title: text("run.adjust.should")}, {Title: text("run.difference"), Width: 110, Align: fyne.TextAlignTrailing}},
		func() int { return len(p.rows) }, func(index, column int) widgets.Cell { return p.rows[index].cell(column) })
	p.table.Style = func(index int) widgets.RowStyle { return widgets.RowStyle{Group: p.rows[index].group} }
	if p.ready {
		p.table.Empty = widgets.EmptyState(text("run.adjust.none"), text("run.adjust.none.advice"), nil)
	}
	p.detail = container.NewStack()
	p.table.OnCursor = p.showDetail
	head := widgets.Inset(12, 14, 12, 14, widgets.VStack(4,
		look.BoldText(text("run.adjust.title", p.order.Source.Title(), month.Words(text, p.order.FromOn, p.order.ToOn)), look.LeadSize(), look.Ink()),
		look.Text(text("run.adjust.advice"), look.SmallSize(), look.Ink2())))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, nil, p.table)), p.side(), sideWidth)
}

// sums returns what is billed in addition and what is taken off.
func (p *adjustPage) sums() (more, less int, moreFen, lessFen money.Fen) {
	for _, a := range p.plan.All {
		if difference := a.DifferenceFen(); difference > 0 {
			more++
			moreFen += difference
		} else if difference < 0 {
			less++
			lessFen -= difference
		}
	}
	return more, less, moreFen, lessFen
}

func (p *adjustPage) side() fyne.CanvasObject {
	text := p.screen.Frame.Text
	inner := widgets.SideInner(sideWidth)
	more, less, moreFen, lessFen := p.sums()
	lines := widgets.VStack(0, widgets.NewField(text("run.adjust.more", more), moreFen.Yuan()).Strong(look.Ink()),
		widgets.NewField(text("run.adjust.less", less), lessFen.Yuan()).Strong(look.Ink()))
	foot := widgets.VStack(8)
	if exceptions := billing.HouseholdsOf(p.plan.Exceptions); exceptions > 0 {
		key, leave := "run.exceptions.stop", "run.leave"
		if p.leaveOut {
			key, leave = "run.exceptions.left", "run.leave.not"
		}
		lines.Add(widgets.Inset(8, 0, 0, 0, widgets.Notice(text(key, exceptions), widgets.ToneLook, inner)))
		foot.Add(widgets.NewButton(widgets.PlainButton, text(leave), "F6", p.toggleLeave))
	}
	lines.Add(p.screen.Place(inner))
	foot.Add(widgets.NewButton(widgets.PrimaryButton, text("run.adjust.do"), "F9", p.do).OffWhen(!p.mayAdjust()))
	p.showDetail(p.table.Cursor())
	why := widgets.Edges(widgets.Inset(10, 0, 6, 0, widgets.Rule()), nil, widgets.Scroll(p.detail))
	return widgets.Card(widgets.Edges(lines, foot, why))
}

func (p *adjustPage) showDetail(index int) {
	p.detail.Objects = nil
	if index >= 0 && index < len(p.rows) {
		p.detail.Objects = []fyne.CanvasObject{p.rows[index].explained()}
	}
	p.detail.Refresh()
}

// mayAdjust says whether there is something to put right, and nothing that a person has to decide first.
func (p *adjustPage) mayAdjust() bool {
	more, less, _, _ := p.sums()
	return more+less > 0 && (len(p.plan.Exceptions) == 0 || p.leaveOut)
}

func (p *adjustPage) toggleLeave() {
	p.leaveOut = !p.leaveOut
	p.screen.Note("", widgets.ToneCalm)
	p.screen.Redraw()
}

func (p *adjustPage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("run.look")}}
	if len(p.plan.Exceptions) > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: text("run.leave"), Do: p.toggleLeave})
	}
	return append(keys, shell.Key{Name: fyne.KeyF9, Label: text("run.adjust.do"), Do: p.do, Off: !p.mayAdjust()})
}

func (p *adjustPage) Focus() { p.screen.Frame.Focus(p.table) }

func (p *adjustPage) Back() { p.screen.GoTo(p.from) }

// do makes the adjustments, with a reason and a second person.
func (p *adjustPage) do() {
	text := p.screen.Frame.Text
	switch {
	case p.screen.Busy() || len(p.plan.All) == 0:
		return
	case len(p.plan.Exceptions) > 0 && !p.leaveOut:
		p.screen.Say(text("run.exceptions.decide", billing.HouseholdsOf(p.plan.Exceptions)), widgets.ToneOwed)
		return
	}
	more, less, moreFen, lessFen := p.sums()
	reason := month.NewReason(p.screen.Frame, billing.ReduceReasons, "run.reduce.")
	order := p.plan.Order
	order.LeaveOut = p.leaveOut
	var code string
	p.screen.AskTogether(month.Together{Options: widgets.DialogOptions{
		Title: text("run.adjust.do"), Message: text("run.adjust.confirm", more, moreFen.Yuan(), less, lessFen.Yuan()), Width: 620,
		Inputs: []fyne.Focusable{reason.Entry()}, Yes: text("run.adjust.do"),
	}, Above: widgets.VStack(8, look.Text(reason.Words(), look.SmallSize(), look.Ink()), forms.Labelled(text("month.reason"), reason.Entry())),
		Check: func() (refusal string) {
			code, refusal = reason.Read()
			return refusal
		}, Work: func(ctx context.Context, second session.Second) error {
			_, err := p.screen.counter.Charging.Adjust(ctx, order, code, second)
			return err
		}, Done: func() {
			p.screen.deps.Changed()
			p.screen.GoTo(p.from)
			p.screen.Say(text("run.adjust.done", more, moreFen.Yuan(), less, lessFen.Yuan()), widgets.ToneGood)
		}})
}
