package charges

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/tariff"
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
	for i, words := range p.s.ruleLines(order.Rule) {
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

// ruleLines say a rule line by line, each with the name it has on the bill and its conditions; what bounds or restricts the whole of it
// stands last.
func (s *Screen) ruleLines(rule tariff.Rule) (lines []string) {
	for i := range rule.Lines {
		l := rule.Lines[i]
		words := ""
		if l.Name != "" {
			words = s.text("charges.review.line", l.Name)
		}
		when := l.When
		l.When = nil
		lines = append(lines, words+s.linePhrase(&l)+s.conditionPhrase(when))
	}
	whole := s.rulePhrase(tariff.Rule{Least: rule.Least, Most: rule.Most}) + s.conditionPhrase(rule.When)
	if whole = strings.TrimLeft(whole, "，, "); whole != "" {
		lines = append(lines, whole)
	}
	return lines
}

// conditionPhrase says what has to hold, in the words of the sheet; "" for nothing.
func (s *Screen) conditionPhrase(when []tariff.Condition) string {
	var parts []string
	for _, c := range when {
		field := s.text("charges.field." + c.Field)
		if field == "charges.field."+c.Field {
			field = s.measureWords(tariff.Measure(c.Field))
		}
		values := make([]string, len(c.Values))
		for i, value := range c.Values {
			values[i] = value
			if c.Field == "party" {
				values[i] = s.text("charges.party." + value)
			}
		}
		parts = append(parts, field+s.text("charges.op."+c.Op)+" "+pick(c.Op == "between", strings.Join(values, "-"), joined(values)))
	}
	if len(parts) == 0 {
		return ""
	}
	return s.text("charges.review.when", strings.Join(parts, "，"))
}
