package billing

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/charging"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// reviewPage shows what a run would bill before anything is.
type reviewPage struct {
	screen *Screen
	from   month.Page
	orders []billing.Order
	// due are the runs that are previewed instead of orders, with the totals of shared costs by their keys.
	due      []charging.DueRun
	pools    map[string]money.Fen
	planned  []charging.PlannedRun
	ready    bool
	leaveOut bool
	rows     []row
	at       int
	table    *widgets.DataTable
	detail   *fyne.Container
}

func (p *reviewPage) Load() {
	if p.screen.counter == nil {
		return
	}
	screen := p.screen
	var planned []charging.PlannedRun
	var rows []row
	screen.Run(screen.Frame.Text("run.previewing"), func(ctx context.Context, progress func(done, total int)) (err error) {
		if p.due != nil {
			planned, err = screen.counter.Charging.PlanDue(ctx, p.due, p.pools, progress)
		} else {
			planned, err = screen.counter.Charging.Plan(ctx, p.orders, progress)
		}
		if err == nil {
			rows = reviewRows(screen.Frame, screen.deps.Explain, planned) // a hundred thousand of them are no work for the UI thread
		}
		return err
	}, func() { p.show(planned, rows) })
}

// show takes a preview in, with its rows.
func (p *reviewPage) show(planned []charging.PlannedRun, rows []row) {
	p.planned, p.rows, p.ready = planned, rows, true
	p.screen.Redraw()
}

// totals sums all orders up. Bills and fen are those that can be issued now, held the items that something stands in the way
// of: each item of a run stands by itself.
type totals struct {
	bills, already, nothing, waiting, exceptions int
	fen, before, pool, borne                     money.Fen
	held                                         []string
	// others counts the bills of items of which only some cannot be worked out: they come without those when it is said.
	others int
}

// mayLeaveOut says whether there are bills that only come without those that cannot be worked out.
func (t totals) mayLeaveOut() bool { return t.others > 0 }

func (p *reviewPage) totals() (sum totals) {
	var exceptions [][]billing.Exception
	for _, plan := range p.planned {
		count, fen := plan.Issuable(p.leaveOut)
		sum.bills += count
		sum.fen += fen
		sum.already += plan.Preview.Already
		sum.nothing += plan.Preview.Nothing
		sum.waiting += plan.Preview.Waiting
		sum.pool += plan.Preview.PoolFen
		sum.borne += plan.Preview.BorneFen
		exceptions = append(exceptions, plan.Preview.Exceptions)
		sum.before += plan.BeforeFen
		if plan.Err == nil && len(plan.Preview.Exceptions) > 0 {
			sum.others += plan.Preview.Count
		}
		if plan.Err != nil || count == 0 && len(plan.Preview.Exceptions) > 0 {
			sum.held = append(sum.held, plan.Order.Source.Title())
		}
	}
	sum.exceptions = billing.HouseholdsOf(exceptions...)
	return sum
}

func (p *reviewPage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	if !p.ready {
		return widgets.Frame(nil, 0, widgets.Card(widgets.VStack(12, p.screen.Place(look.Scaled(600)), look.Text(text("run.previewing"), look.BodySize(), look.Ink2()))), nil, 0)
	}
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("run.room"), Width: 130}, {Title: text("run.period"), Width: 130},
		{Title: text("run.why")}, {Title: text("run.amount"), Width: 110, Align: fyne.TextAlignTrailing}},
		func() int { return len(p.rows) }, func(index, column int) widgets.Cell { return p.rows[index].cell(column) })
	p.table.Style = func(index int) widgets.RowStyle { return widgets.RowStyle{Group: p.rows[index].group} }
	p.table.Empty = widgets.EmptyState(text("run.review.empty"), "", nil)
	p.detail = container.NewStack()
	p.table.OnCursor = p.showDetail
	p.table.SetCursor(p.at)
	head := widgets.Inset(12, 14, 12, 14, widgets.Sides(look.BoldText(text("run.review.title"), look.LeadSize(), look.Ink()),
		look.Text(text("run.review.advice"), look.SmallSize(), look.Ink2())))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, nil, p.table)), p.side(), sideWidth)
}

// side draws the sums, what the line at the cursor is made of, and the way on.
func (p *reviewPage) side() fyne.CanvasObject {
	text, sum := p.screen.Frame.Text, p.totals()
	inner := widgets.SideInner(sideWidth)
	lines := widgets.VStack(0, look.Text(text("run.review.will", sum.bills), look.BodySize(), look.Ink2()),
		widgets.Amount(sum.fen.Yuan(), look.RoomSize()+look.Scaled(8), look.Ink()))
	if before, compares := p.before(); compares && sum.before > 0 {
		lines.Add(widgets.NewField(text("run.before", month.Words(text, before.From, before.To)), sum.before.Yuan()))
		lines.Add(widgets.NewField(text("run.difference"), signed(sum.fen-sum.before)))
	}
	for _, line := range []struct {
		key   string
		count int
	}{{"run.already", sum.already}, {"run.nothing", sum.nothing}, {"run.waiting", sum.waiting}} {
		if line.count > 0 {
			lines.Add(widgets.NewField(text(line.key), text("run.count", line.count)))
		}
	}
	if sum.pool > 0 {
		lines.Add(widgets.NewField(text("run.pool"), sum.pool.Yuan()))
	}
	if sum.borne > 0 {
		lines.Add(widgets.NewField(text("run.pool.borne"), sum.borne.Yuan()))
	}
	for _, notice := range p.notices(sum) {
		lines.Add(widgets.Inset(8, 0, 0, 0, widgets.Notice(notice, widgets.ToneLook, inner)))
	}
	if sum.bills == 0 && sum.already > 0 {
		lines.Add(widgets.Inset(8, 0, 0, 0, widgets.Notice(text("run.already.all"), widgets.ToneGood, inner)))
	}
	lines.Add(p.screen.Place(inner))
	foot := widgets.VStack(8)
	if sum.mayLeaveOut() {
		foot.Add(widgets.NewButton(widgets.PlainButton, text(p.leaveKey()), "F6", p.toggleLeave))
	}
	foot.Add(widgets.NewButton(widgets.PrimaryButton, text("run.issue", sum.bills), "F9", p.issue).OffWhen(!p.mayIssue()))
	p.showDetail(p.table.Cursor())
	why := widgets.Edges(widgets.Inset(10, 0, 6, 0, widgets.Rule()), nil, widgets.Scroll(p.detail))
	return widgets.Card(widgets.Edges(lines, foot, why))
}

// notices say what stands in the way: of which rooms, and of which items.
func (p *reviewPage) notices(sum totals) (said []string) {
	text := p.screen.Frame.Text
	if sum.exceptions > 0 && (sum.bills == 0 || sum.mayLeaveOut()) {
		key := "run.exceptions.stop"
		switch {
		case !sum.mayLeaveOut():
			key = "run.exceptions.only"
		case p.leaveOut:
			key = "run.exceptions.left"
		}
		said = append(said, text(key, sum.exceptions))
	}
	if len(sum.held) > 0 && sum.bills > 0 {
		said = append(said, text("run.held", strings.Join(sum.held, "、")))
	}
	return said
}

// before returns the period that the run is compared with. It is compared only where every part of it has such a period: a sum
// with the leases beside one without them would mislead.
func (p *reviewPage) before() (span tariff.Span, compares bool) {
	for _, plan := range p.planned {
		if plan.Before == (tariff.Span{}) {
			return span, false
		}
		span = plan.Before
	}
	return span, len(p.planned) > 0
}

// showDetail tells how the amount at the cursor came about, step by step.
func (p *reviewPage) showDetail(index int) {
	p.at = max(index, 0)
	p.detail.Objects = nil
	if index >= 0 && index < len(p.rows) {
		p.detail.Objects = []fyne.CanvasObject{p.rows[index].explained()}
	}
	p.detail.Refresh()
}

// mayIssue says whether there is something to issue, and nothing that a person has to decide first.
func (p *reviewPage) mayIssue() bool {
	return p.totals().bills > 0
}

func (p *reviewPage) leaveKey() string {
	if p.leaveOut {
		return "run.leave.not"
	}
	return "run.leave"
}

func (p *reviewPage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	if !p.ready {
		return nil
	}
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("run.look")}}
	sum := p.totals()
	if sum.bills == 0 && !sum.mayLeaveOut() {
		return keys
	}
	if sum.mayLeaveOut() {
		keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: text(p.leaveKey()), Do: p.toggleLeave})
	}
	return append(keys, shell.Key{Name: fyne.KeyF9, Label: text("run.issue", sum.bills), Do: p.issue, Off: !p.mayIssue()})
}

func (p *reviewPage) Focus() {
	if p.table != nil {
		p.screen.Frame.Focus(p.table)
	}
}

func (p *reviewPage) Back() {
	if p.from == nil {
		p.from = p.screen.choice
	}
	p.screen.GoTo(p.from)
}

func (p *reviewPage) toggleLeave() {
	p.leaveOut = !p.leaveOut
	p.screen.Note("", widgets.ToneCalm)
	p.screen.Redraw()
}

// issue asks once more and issues.
func (p *reviewPage) issue() {
	text, sum := p.screen.Frame.Text, p.totals()
	switch {
	case p.screen.Busy():
		return
	case sum.bills == 0 && sum.mayLeaveOut():
		p.screen.Say(text("run.exceptions.decide", sum.exceptions), widgets.ToneOwed)
		return
	case sum.bills == 0 && (sum.already > 0 || len(sum.held) > 0):
		return // the column says so already
	case sum.bills == 0:
		p.screen.Say(text("run.review.empty"), widgets.ToneLook)
		return
	}
	message := text("run.issue.confirm", sum.bills, sum.fen.Yuan())
	if sum.exceptions > 0 && p.leaveOut {
		message += text("run.issue.left", sum.exceptions)
	}
	late := 0
	for _, plan := range p.planned {
		if count, _ := plan.Issuable(p.leaveOut); count > 0 {
			late += plan.Preview.Late
		}
	}
	if late > 0 {
		message += text("run.issue.late", late)
	}
	if len(sum.held) > 0 {
		message += text("run.held", strings.Join(sum.held, "、"))
	}
	if slices.ContainsFunc(p.planned, func(plan charging.PlannedRun) bool { return plan.Preview.Far }) {
		p.issueTogether(message + text("run.issue.far"))
		return
	}
	widgets.ShowConfirm(p.screen.Frame.Canvas(), text("run.issue", sum.bills), message, text("run.issue.yes"), text("month.back"), func(agreed bool) {
		if agreed {
			p.issueNow()
		}
	})
}

// issueTogether issues what the preview showed with a second person, because some of it reaches far.
func (p *reviewPage) issueTogether(message string) {
	screen := p.screen
	var outcomes []billing.Outcome
	screen.AskTogether(month.Together{
		Options: widgets.DialogOptions{Title: screen.Frame.Text("run.issue", p.totals().bills), Message: message, Width: 620, Yes: screen.Frame.Text("run.issue.yes")},
		Work: func(ctx context.Context, second session.Second) (err error) {
			outcomes, err = screen.counter.Charging.Issue(ctx, p.planned, p.leaveOut, second, nil)
			return err
		}, Done: func() { p.issued(outcomes, nil) }})
}

// issueNow issues what the preview showed. A book that changed meanwhile is worked out anew and shown again.
func (p *reviewPage) issueNow() {
	screen, text := p.screen, p.screen.Frame.Text
	var outcomes []billing.Outcome
	screen.Try(text("run.issuing"), func(ctx context.Context, progress func(done, total int)) (err error) {
		outcomes, err = screen.counter.Charging.Issue(ctx, p.planned, p.leaveOut, session.Second{}, progress)
		return err
	}, func(err error) { p.issued(outcomes, err) })
}

// issued shows what became of it.
func (p *reviewPage) issued(outcomes []billing.Outcome, err error) {
	screen, text := p.screen, p.screen.Frame.Text
	done := newDonePage(screen, p.planned, outcomes, p.leaveOut)
	if len(done.results) > 0 {
		screen.deps.Changed()
	}
	switch {
	case err != nil && len(done.results) > 0:
		screen.Note(text("run.done.before", done.count())+screen.deps.Explain(err), widgets.ToneOwed)
		p.Load()
	case err != nil:
		screen.Say(screen.deps.Explain(err), widgets.ToneOwed)
	case len(done.results) == 0:
		screen.Note(screen.deps.Explain(outcomes[0].Err), widgets.ToneLook)
		p.Load()
	default:
		screen.choice.ticked = map[string]bool{} // what was issued is not wanted again
		screen.GoTo(done)
	}
}

// signed writes a sum with its sign.
func signed(fen money.Fen) string {
	if fen > 0 {
		return "+" + fen.Grouped()
	}
	return fen.Grouped()
}
