package billing

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/charging"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
)

// undoOne takes the bill at the cursor back, after a reason.
func (p *billsPage) undoOne() {
	line, ok := p.current()
	if !ok {
		return
	}
	text := p.screen.Frame.Text
	switch {
	case line.Undone:
		p.screen.Say(text("run.undo.already"), widgets.ToneLook)
	case line.PaidFen > 0:
		p.screen.Say(text("run.undo.paid"), widgets.ToneLook)
	default:
		p.undo(text("run.undo.one.title", line.Code, line.AmountFen.Yuan()), []charging.BillLine{line})
	}
}

// undoAll takes back every bill of the list on which nothing is paid.
func (p *billsPage) undoAll() {
	text := p.screen.Frame.Text
	open, paid, openFen, _ := p.standing()
	if open == 0 {
		p.screen.Say(text("run.undo.none"), widgets.ToneLook)
		return
	}
	title := text("run.undo.all.title", open, openFen.Yuan())
	if paid > 0 {
		title = text("run.undo.all.kept", open, openFen.Yuan(), paid)
	}
	p.undo(title, p.lines)
}

// undo works out what would go, asks, and takes the bills of a list back.
func (p *billsPage) undo(message string, lines []charging.BillLine) {
	var plan charging.PlannedUndoing
	p.screen.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		plan, err = p.screen.counter.Charging.PlanUndoing(ctx, lines)
		return err
	}, func() {
		p.askUndoing(message, plan, func(reason string, second session.Second) { p.undoNow(lines, reason, second) })
	})
}

// askUndoing asks for the reason, which nobody chose beforehand, and for a second person where the plan needs one.
func (p *billsPage) askUndoing(message string, plan charging.PlannedUndoing, agreed func(reason string, second session.Second)) {
	text := p.screen.Frame.Text
	reason := month.NewReason(p.screen.Frame, billing.UndoReasons, "run.reason.")
	body := widgets.VStack(8, look.Text(reason.Words(), look.SmallSize(), look.Ink()), forms.Labelled(text("month.reason"), reason.Entry()))
	inputs := []fyne.Focusable{reason.Entry()}
	var second *month.Second
	if plan.NeedsSecond {
		second = month.NewSecond(p.screen.Frame)
		limit := text("run.undo.limit", plan.Bounds.Count(staff.UndoMaxBills), plan.Bounds.Fen(staff.UndoMaxFen).Yuan())
		if plan.Before.Fen > 0 {
			limit += text("run.undo.before", plan.Before.Count, plan.Before.Fen.Yuan())
		}
		body.Add(widgets.Notice(limit, widgets.ToneLook, undoWidth))
		body.Add(second.Body())
		inputs = append(inputs, second.Inputs()...)
	}
	widgets.ShowDialog(p.screen.Frame.Canvas(), widgets.DialogOptions{Title: text("run.undo.title"), Message: message, Width: undoWidth, Body: body,
		Inputs: inputs, Yes: text("run.undo.go"), No: text("month.back"), Accept: func() string {
			code, refusal := reason.Read()
			if refusal != "" {
				return refusal
			}
			var who session.Second
			if second != nil {
				if who, refusal = second.Read(); refusal != "" {
					return refusal
				}
				second.Wipe()
			}
			agreed(code, who)
			return ""
		}})
}

// undoWidth is the width of the dialog that asks, in points.
const undoWidth float32 = 620

func (p *billsPage) undoNow(lines []charging.BillLine, reason string, second session.Second) {
	var undone charging.UndoneRun
	p.screen.Run(p.screen.Frame.Text("run.undo.working"), func(ctx context.Context, progress func(done, total int)) (err error) {
		undone, err = p.screen.counter.Charging.UndoBills(ctx, lines, reason, second, progress)
		return err
	}, func() {
		p.screen.deps.Changed()
		p.screen.Note(p.undoneWords(undone), widgets.ToneGood)
		p.Load()
	})
}

// keptNamed is how many of the rooms whose bills stay are named.
const keptNamed = 5

// undoneWords says what was taken back and which bills stay.
func (p *billsPage) undoneWords(undone charging.UndoneRun) string {
	text := p.screen.Frame.Text
	words := text("run.undo.done", undone.Count, undone.SumFen.Yuan())
	if len(undone.Kept) == 0 {
		return words
	}
	var rooms []string
	for _, line := range undone.Kept[:min(len(undone.Kept), keptNamed)] {
		rooms = append(rooms, line.Code)
	}
	return words + text("run.undo.kept", len(undone.Kept), strings.Join(rooms, "、"))
}

// reduce takes something off the bill at the cursor, with a second person.
func (p *billsPage) reduce() {
	line, ok := p.current()
	text := p.screen.Frame.Text
	if !ok || p.screen.Busy() {
		return
	}
	if line.Undone {
		p.screen.Say(text("run.undo.already"), widgets.ToneLook)
		return
	}
	amount := widgets.NewMoneyEntry(text("run.reduce.amount"), nil)
	reason := month.NewReason(p.screen.Frame, billing.ReduceReasons, "run.reduce.")
	var fen, credited money.Fen
	var code string
	p.screen.AskTogether(month.Together{Options: widgets.DialogOptions{
		Title: text("run.reduce.title", line.Code, line.Called()), Message: text("run.reduce.advice", (line.AmountFen - line.ReducedFen).Yuan(), line.PaidFen.Yuan()), Width: 620,
		Inputs: []fyne.Focusable{amount, reason.Entry()}, Yes: text("run.reduce"),
	}, Above: widgets.VStack(8, amount, look.Text(reason.Words(), look.SmallSize(), look.Ink()), forms.Labelled(text("month.reason"), reason.Entry())),
		Check: func() (refusal string) {
			var err error
			if fen, err = money.Parse(amount.Text()); err != nil || fen <= 0 {
				return text("run.reduce.wrong")
			}
			code, refusal = reason.Read()
			return refusal
		}, Work: func(ctx context.Context, second session.Second) (err error) {
			credited, err = p.screen.counter.Charging.Reduce(ctx, line.ID, fen, code, second)
			return err
		}, Done: func() {
			sentence := text("run.reduce.done", line.Code, fen.Yuan())
			if credited > 0 {
				sentence += text("run.reduce.credited", credited.Yuan())
			}
			p.screen.deps.Changed()
			p.screen.Note(sentence, widgets.ToneGood)
			p.Load()
		}})
}
