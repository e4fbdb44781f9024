package billing

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/charging"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
)

// donePage says what a run made, and of each item that was not issued why.
type donePage struct {
	screen  *Screen
	results []billing.RunResult
	left    int
	// refused are the items that stay, each with its sentence.
	refused []string
}

// newDonePage sorts the outcomes of a plan.
func newDonePage(screen *Screen, planned []charging.PlannedRun, outcomes []billing.Outcome, leaveOut bool) *donePage {
	p := &donePage{screen: screen}
	refuse := func(source billing.Source, sentence string) {
		p.refused = append(p.refused, screen.Frame.Text("run.refused", source.Title(), sentence))
	}
	for _, one := range outcomes {
		if one.Err != nil {
			refuse(one.Order.Source, screen.deps.Explain(one.Err))
			continue
		}
		p.results = append(p.results, one.Result)
		p.left += billing.HouseholdsOf(one.Result.Exceptions)
	}
	for _, plan := range planned {
		switch count, _ := plan.Issuable(leaveOut); {
		case plan.Err != nil:
			refuse(plan.Order.Source, screen.deps.Explain(plan.Err))
		case count == 0 && len(plan.Preview.Exceptions) > 0:
			refuse(plan.Order.Source, screen.deps.Explain(plan.Preview.Exceptions[0].AtRoom()))
		}
	}
	return p
}

func (p *donePage) count() (count int) {
	for _, result := range p.results {
		count += result.Count
	}
	return count
}

func (p *donePage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	fen := money.Fen(0)
	for _, result := range p.results {
		fen += result.SumFen
	}
	sentence := text("run.done", p.count(), fen.Yuan())
	if p.left > 0 {
		sentence += text("run.done.left", p.left)
	}
	button := widgets.NewButton(widgets.PrimaryButton, text("run.done.look"), "Enter", p.showBills)
	state := widgets.EmptyState(text("run.done.title"), sentence, button)
	if len(p.refused) == 0 {
		return widgets.Frame(nil, 0, widgets.Card(state), nil, 0)
	}
	kept := widgets.VStack(6, look.BoldText(text("run.refused.title"), look.BodySize(), look.Ink()))
	for _, line := range p.refused {
		kept.Add(widgets.Notice(line, widgets.ToneLook, look.Scaled(refusedWidth)))
	}
	return widgets.Frame(nil, 0, widgets.Card(widgets.Edges(nil, kept, state)), nil, 0)
}

// refusedWidth is the width of the sentences of what was not issued, in points at scale 1.
const refusedWidth = 900

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
