package billing

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
)

// donePage says what a run made.
type donePage struct {
	screen  *Screen
	results []billing.RunResult
	left    int
}

func (p *donePage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	count, fen := 0, money.Fen(0)
	for _, result := range p.results {
		count += result.Count
		fen += result.SumFen
	}
	sentence := text("run.done", count, fen.Yuan())
	if p.left > 0 {
		sentence += text("run.done.left", p.left)
	}
	button := widgets.NewButton(widgets.PrimaryButton, text("run.done.look"), "Enter", p.showBills)
	return widgets.Frame(nil, 0, widgets.Card(widgets.EmptyState(text("run.done.title"), sentence, button)), nil, 0)
}

func (p *donePage) Keys() []shell.Key {
	return []shell.Key{{Name: fyne.KeyReturn, Label: p.screen.Frame.Text("run.done.look"), Do: p.showBills}}
}

// showBills lists the bills of a single run, or the runs where several items were billed.
func (p *donePage) showBills() {
	if len(p.results) == 1 {
		p.screen.GoTo(&billsPage{screen: p.screen, run: p.results[0].Run, from: p.screen.choice})
		return
	}
	p.screen.GoTo(&runsPage{screen: p.screen})
}

func (p *donePage) Focus() { p.screen.Frame.Canvas().Unfocus() }

func (p *donePage) Load() {}

func (p *donePage) Back() { p.screen.GoTo(p.screen.choice) }
