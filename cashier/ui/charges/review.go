package charges

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/report"
)

// reviewPage shows a new item once more as it will be, before it is saved: what bills call it, what it costs and whom, when it is
// due, and beside it what came out of the trial. Esc goes back to the sheet as it was left.
type reviewPage struct {
	s     *Screen
	e     *editor
	table *widgets.DataTable
	rows  [][2]string
}

func (p *reviewPage) content() fyne.CanvasObject {
	text, e := p.s.text, p.e
	item, _ := e.buildItem()
	order, _ := e.buildTariff()
	p.rows = [][2]string{{text("charges.line.name"), item.Name}, {text("charges.line.from"), string(order.FromOn)}}
	for i, words := range report.RuleLines(order.Rule) {
		p.rows = append(p.rows, [2]string{pick(i == 0, text("charges.review.rule"), ""), words})
	}
	p.rows = append(p.rows, [2]string{text("charges.review.where"), p.s.scopePhrase(order.Scope)},
		[2]string{text("charges.kind"), text("charges.kind."+item.Kind) + " · " + text("charges.hangs."+item.HangsOn)},
		[2]string{text("charges.cycle"), p.s.cycleWords(item)}, [2]string{text("charges.late"), p.s.lateWords(item.LateFee)})
	for _, more := range [][2]string{{text("charges.line.clause"), item.LateFee.Clause}, {text("charges.tax"), p.s.taxWords(item)}, {text("charges.line.source"), item.Source},
		{text("charges.merchant"), item.Merchant}, {text("charges.line.inspect"), pick(item.Inspect, text("charges.inspect.yes"), "")}} {
		if more[1] != "" {
			p.rows = append(p.rows, more)
		}
	}
	if item.ShareBy != "" {
		p.rows = append(p.rows, [2]string{text("charges.line.share"), text("charges.share.by", p.s.measureWords(item.ShareBy))})
	}
	p.table = widgets.NewDataTable([]widgets.Column{{Width: sheetLabelWidth}, {}}, func() int { return len(p.rows) }, func(row, column int) widgets.Cell {
		return widgets.Cell{Text: p.rows[row][column], Bold: column == 1, Ink: pick(column == 0, look.Ink2(), look.Ink())}
	})
	p.table.HideHeader = true
	p.table.OnOpen = func(int) { e.saveItem() }
	head := widgets.Inset(12, 14, 12, 14, look.BoldText(text("charges.review"), look.LeadSize(), look.Ink()))
	save := widgets.Inset(10, 14, 12, 14, widgets.NewButton(widgets.PrimaryButton, text("charges.save"), "Enter", e.saveItem))
	e.drawTried()
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, save, p.table)), e.side, previewWidth)
}

func (p *reviewPage) keys() []shell.Key {
	return []shell.Key{{Name: fyne.KeyReturn, Label: p.s.text("charges.save"), Do: p.e.saveItem}, {Name: fyne.KeyF9, Label: p.s.text("charges.save"), Do: p.e.saveItem, Quiet: true},
		p.s.turn(), p.s.back(func() { p.s.goTo(p.e) })}
}

func (p *reviewPage) shown() { p.s.frame.Focus(p.table) }

// saveItem saves a new item with its first tariff, and asks for a second person where that takes one.
func (e *editor) saveItem() {
	if e.busy {
		return
	}
	item, _ := e.buildItem()
	order, _ := e.buildTariff()
	e.writeOrAsk(func(ctx context.Context, second session.Second) error {
		return e.s.counter.Pricing.AddCharge(ctx, item, order, second)
	}, e.s.text("charges.item.second", item.Name), e.s.text("charges.saved", strings.TrimSpace(item.Name)))
}
