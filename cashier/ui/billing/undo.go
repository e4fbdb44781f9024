package billing

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
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
		p.undo(text("run.undo.one.title", line.Code, line.AmountFen.Yuan()), []cashier.BillLine{line})
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

// undo asks for the reason and takes the bills of a list back.
func (p *billsPage) undo(message string, lines []cashier.BillLine) {
	text := p.screen.Frame.Text
	reasons := make([]string, len(billing.UndoReasons))
	for index, code := range billing.UndoReasons {
		reasons[index] = text("run.reason." + code)
	}
	widgets.ShowChoice(p.screen.Frame.Canvas(), text("run.undo.title"), message, reasons, text("month.back"), func(index int) {
		var undone cashier.UndoneRun
		p.screen.Run(text("run.undo.working"), func(ctx context.Context, progress func(done, total int)) (err error) {
			undone, err = p.screen.counter.UndoBills(ctx, lines, billing.UndoReasons[index], progress)
			return err
		}, func() {
			p.screen.deps.Changed()
			p.screen.Note(p.undoneWords(undone), widgets.ToneGood)
			p.Load()
		})
	})
}

// keptNamed is how many of the rooms whose bills stay are named.
const keptNamed = 5

// undoneWords says what was taken back and which bills stay.
func (p *billsPage) undoneWords(undone cashier.UndoneRun) string {
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
	reason, second := month.NewReason(p.screen.Frame, billing.ReduceReasons, "run.reduce."), month.NewSecond(p.screen.Frame)
	var fen, credited money.Fen
	var code string
	var who cashier.Second
	p.screen.Ask(widgets.DialogOptions{
		Title: text("run.reduce.title", line.Code, line.Item), Message: text("run.reduce.advice", (line.AmountFen - line.ReducedFen).Yuan(), line.PaidFen.Yuan()), Width: 620,
		Body:   widgets.VStack(8, amount, look.Text(reason.Words(), look.SmallSize(), look.Ink()), forms.Labelled(text("month.reason"), reason.Entry()), second.Body()),
		Inputs: append([]fyne.Focusable{amount, reason.Entry()}, second.Inputs()...), Yes: text("run.reduce"),
	}, func() (refusal string) {
		var err error
		if fen, err = money.Parse(amount.Text()); err != nil || fen <= 0 {
			return text("run.reduce.wrong")
		}
		if code, refusal = reason.Read(); refusal == "" {
			who, refusal = second.Read()
		}
		return refusal
	}, func(ctx context.Context) (err error) {
		credited, err = p.screen.counter.Reduce(ctx, line.ID, fen, code, who)
		return err
	}, second.Wipe, func() {
		second.Wipe()
		sentence := text("run.reduce.done", line.Code, fen.Yuan())
		if credited > 0 {
			sentence += text("run.reduce.credited", credited.Yuan())
		}
		p.screen.deps.Changed()
		p.screen.Note(sentence, widgets.ToneGood)
		p.Load()
	})
}
