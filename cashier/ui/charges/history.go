package charges

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/pricing"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// historyPage lists every price that was ever set for an item, and takes one of a day to come back.
type historyPage struct {
	s      *Screen
	charge pricing.Charge
	rows   []historyRow
	at     int
	table  *widgets.DataTable
	whole  *fyne.Container
}

// historyRow is one price, or the heading of a tariff.
type historyRow struct {
	tariff string // of a heading
	price  pricing.PricePeriod
}

// history opens it for an item.
func (p *listPage) history(charge pricing.Charge) { p.s.goTo(&historyPage{s: p.s, charge: charge}) }

func (p *historyPage) content() fyne.CanvasObject {
	text := p.s.text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("charges.history.from"), Width: 104}, {Title: text("charges.history.to"), Width: 104},
		{Title: text("charges.history.price")}, {Title: text("charges.history.state"), Width: 110}, {Title: text("charges.history.who"), Width: 110},
		{Title: text("charges.history.with"), Width: 110}, {Title: text("charges.history.at"), Width: 140}}, func() int { return len(p.rows) }, p.cell)
	p.table.Style = func(row int) widgets.RowStyle { return widgets.RowStyle{Group: p.rows[row].tariff != ""} }
	p.whole = widgets.VStack(0)
	p.table.OnCursor = p.explain
	p.table.Empty = widgets.EmptyState(text("charges.history.none"), "", nil)
	p.table.SetCursor(p.at)
	head := widgets.Inset(12, 14, 12, 14, look.BoldText(text("charges.history")+" · "+p.charge.Title(), look.LeadSize(), look.Ink()))
	foot := widgets.Inset(8, 14, 10, 14, widgets.Sized(0, 2*look.BodySize()*1.45, p.whole))
	button := widgets.Inset(0, 14, 12, 14, widgets.Columns(8, widgets.NewButton(widgets.PlainButton, text("charges.takeback"), "F8", p.takeBack)))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, widgets.VStack(0, foot, button), p.table)), nil, 0)
}

func (p *historyPage) cell(row, column int) widgets.Cell {
	one := p.rows[row]
	if one.tariff != "" {
		return widgets.Cell{Text: pick(column == 0, p.s.tariffWords(one.tariff), "")}
	}
	price, text := one.price, p.s.text
	ink := pick(price.State == billing.PriceSet, look.Ink(), look.Ink2())
	switch column {
	case 0:
		return widgets.Cell{Text: string(price.FromOn), Bold: price.State == billing.PriceSet, Ink: ink}
	case 1:
		return widgets.Cell{Text: pick(price.State == billing.PriceSet && price.ToOn == "", text("charges.open_end"), string(price.ToOn)), Ink: ink}
	case 2:
		return widgets.Cell{Text: p.priceWords(price), Ink: ink}
	case 3:
		return widgets.Cell{Text: p.stateWords(price), Ink: pick(price.State == billing.PriceSet && price.FromOn > p.s.today, look.Amber(), ink), Small: true}
	case 4:
		return widgets.Cell{Text: price.Who, Ink: ink}
	case 5:
		return widgets.Cell{Text: pick(price.With == "", "—", price.With), Ink: ink}
	}
	return widgets.Cell{Text: clock(price.AtMS), Ink: look.Ink2(), Small: true}
}

func (p *historyPage) priceWords(price pricing.PricePeriod) string {
	if price.Rule == nil {
		return ""
	}
	// Two prices may differ in nothing but what they are for: conditions are said in full.
	if rule := *price.Rule; len(rule.When) > 0 || slices.ContainsFunc(rule.Lines, func(l tariff.Line) bool { return len(l.When) > 0 }) {
		return strings.Join(p.s.ruleLines(rule), p.s.text("charges.history.and"))
	}
	return p.s.rulePhrase(*price.Rule)
}

// stateWords says what became of a price; one that was set holds, held, or will hold.
func (p *historyPage) stateWords(price pricing.PricePeriod) string {
	state := string(price.State)
	if price.State == billing.PriceSet {
		switch {
		case price.FromOn > p.s.today:
			state = "coming"
		case price.ToOn != "" && price.ToOn < p.s.today:
			state = "past"
		}
	}
	return p.s.text("charges.history.state." + state)
}

// clock writes when something was decided.
func clock(atMS int64) string {
	return time.UnixMilli(atMS).In(calendar.Zone).Format("2006-01-02 15:04")
}

// explain says below the table the whole of the price under the cursor, and who took it back.
func (p *historyPage) explain(row int) {
	p.at = row
	price := p.rows[row].price
	words := p.priceWords(price)
	if back := price.Back; back != nil {
		words = p.s.text("charges.history.back", clock(back.AtMS), price.TakenBy, pick(price.TakenWith == "", "—", price.TakenWith)) + words
	}
	p.whole.Objects = []fyne.CanvasObject{widgets.Paragraph(words, look.BodySize(), look.Ink2(), max(p.table.Size().Width-28, look.Scaled(400)))}
	p.whole.Refresh()
}

// takeBack asks two people to take the price under the cursor back, as if it had never been set.
func (p *historyPage) takeBack() {
	if p.at < 0 || p.at >= len(p.rows) {
		return
	}
	price, s := p.rows[p.at].price, p.s
	if price.State != billing.PriceSet || price.FromOn < s.today {
		s.frame.Toast(s.text("charges.takeback.none"), widgets.ToneLook)
		return
	}
	s.askSecond(secondQuestion{title: s.text("charges.takeback") + " · " + p.charge.Title() + " · " + s.tariffWords(price.Tariff), message: s.text("charges.takeback.text", price.FromOn, p.priceWords(price)),
		yes: s.text("charges.takeback"), danger: true,
		work: func(ctx context.Context, second session.Second) error {
			return s.counter.Pricing.TakeBackPrice(ctx, p.charge.Name, price.Tariff, price.FromOn, second)
		},
		done: func() {
			s.frame.Toast(s.text("charges.takeback.done", price.FromOn), widgets.ToneGood)
			s.blind()
			p.load()
		}})
}

func (p *historyPage) load() {
	if p.s.counter == nil {
		return
	}
	var all []pricing.PricePeriod
	p.s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		all, err = p.s.counter.Pricing.PriceHistory(ctx, p.charge.Name)
		return err
	}, func(err error) {
		p.s.sighted()
		if err != nil {
			p.s.problem(err)
			return
		}
		p.set(all)
		p.table.Refresh()
		p.table.SetCursor(p.at)
	})
}

// set makes the rows, with a heading for each tariff.
func (p *historyPage) set(all []pricing.PricePeriod) {
	p.rows = nil
	for i, one := range all {
		if i == 0 || all[i-1].Tariff != one.Tariff {
			p.rows = append(p.rows, historyRow{tariff: one.Tariff})
		}
		p.rows = append(p.rows, historyRow{price: one})
	}
	p.at = min(max(p.at, 1), max(len(p.rows)-1, 0))
}

func (p *historyPage) keys() []shell.Key {
	text := p.s.text
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("charges.history.price")}, {Name: fyne.KeyF8, Label: text("charges.takeback"), Do: p.takeBack},
		p.s.back(p.s.toList)}
}

func (p *historyPage) shown() {
	p.s.frame.Focus(p.table)
	p.load()
}
