package charges

import (
	"context"
	"errors"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// effectPage shows what another price would do before anything is saved.
type effectPage struct {
	s      *Screen
	e      *editor
	order  billing.NewTariff
	effect billing.Effect
	rows   []effectRow
	table  *widgets.DataTable
	why    *fyne.Container
}

// effectRow is one room of the effect, or a heading.
type effectRow struct {
	group                  bool
	code, old, new, change string
	ink                    color.Color
	why                    string
}

func newEffectPage(e *editor, order billing.NewTariff, effect billing.Effect) *effectPage {
	p := &effectPage{s: e.s, e: e, order: order, effect: effect}
	for _, period := range effect.Periods {
		if period.Changed+len(period.Failing)+len(period.Negative) > 0 {
			p.head(period.Span.From.Month(), p.spanWords(period))
			p.addPeriod(period)
		}
	}
	if issued := effect.Issued; issued.Count > 0 {
		p.head(e.s.text("charges.effect.issued.head"), p.issuedWords())
		for _, room := range issued.Rooms {
			p.rows = append(p.rows, effectRow{code: room.Code, old: room.SumFen.Grouped(), why: e.s.text("charges.effect.issued.room", month.Words(e.s.text, room.FromOn, room.ToOn), room.Count)})
		}
	}
	return p
}

// head adds a heading: a word at its beginning, and what it is about in the wide column.
func (p *effectPage) head(word, words string) {
	p.rows = append(p.rows, effectRow{group: true, code: word, why: words})
}

// addPeriod adds the rows of one period: who cannot be charged by the new price first, then the biggest changes.
func (p *effectPage) addPeriod(period billing.PeriodEffect) {
	for _, failing := range period.Failing {
		p.rows = append(p.rows, effectRow{code: failing.Code, why: p.s.deps.Explain(inner(failing.Err)), ink: look.Vermilion()})
	}
	for _, mover := range period.Negative {
		p.rows = append(p.rows, effectRow{code: mover.Code, old: mover.OldFen.Grouped(), why: p.s.text("charges.effect.below"), ink: look.Vermilion()})
	}
	for _, mover := range period.Movers {
		p.rows = append(p.rows, effectRow{code: mover.Code, old: mover.OldFen.Grouped(), new: mover.NewFen.Grouped(), change: signed(mover.ChangeFen()), why: words.Step(strings.Join(mover.Steps, "；"), p.s.frame.Lang())})
	}
}

// spanWords says which period it is, which part of it has the new price, and whose usage stands in.
func (p *effectPage) spanWords(period billing.PeriodEffect) string {
	text := p.s.text
	words := month.Words(text, period.Span.From, period.Span.To)
	if period.IsPart() {
		words = text("charges.effect.part", words, month.Words(text, period.Held.From, period.Held.To))
	}
	if period.Like != (tariff.Span{}) {
		words += text("charges.effect.like", month.Words(text, period.Like.From, period.Like.To))
	}
	return words
}

func (p *effectPage) issuedWords() string {
	issued := p.effect.Issued
	return p.s.text("charges.effect.issued", issued.Count, issued.Households(), issued.SumFen.Yuan())
}

// inner returns the error below the name of its room, which stands beside it anyway.
func inner(err error) error {
	var room *billing.RoomError
	if errors.As(err, &room) {
		return room.Err
	}
	return err
}

// signed writes a change with its sign.
func signed(fen money.Fen) string {
	if fen > 0 {
		return "+" + fen.Grouped()
	}
	return fen.Grouped()
}

func (p *effectPage) content() fyne.CanvasObject {
	text := p.s.text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("charges.room"), Width: 120},
		{Title: text("charges.effect.old"), Width: 96, Align: fyne.TextAlignTrailing}, {Title: text("charges.effect.new"), Width: 96, Align: fyne.TextAlignTrailing},
		{Title: text("charges.effect.change"), Width: 96, Align: fyne.TextAlignTrailing}, {Title: text("charges.why")}}, func() int { return len(p.rows) }, p.cell)
	p.table.Style = func(row int) widgets.RowStyle { return widgets.RowStyle{Group: p.rows[row].group} }
	p.table.OnOpen = func(int) { p.agree() }
	p.why = widgets.VStack(0)
	p.table.OnCursor = p.explain
	p.table.Empty = widgets.EmptyState(text("charges.effect.nothing"), text("charges.effect.nothing.text"), nil)
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(nil, widgets.Inset(8, 14, 10, 14, widgets.Sized(0, 2*look.BodySize()*1.45, p.why)), p.table)), p.summary(), sideWidth)
}

// explain says below the table the whole reason of the room under the cursor, which a column may have cut.
func (p *effectPage) explain(row int) {
	p.why.Objects = []fyne.CanvasObject{widgets.Paragraph(p.rows[row].why, look.BodySize(), look.Ink2(), max(p.table.Size().Width-28, look.Scaled(400)))}
	p.why.Refresh()
}

func (p *effectPage) cell(row, column int) widgets.Cell {
	one := p.rows[row]
	switch column {
	case 0:
		return widgets.Cell{Text: one.code, Bold: !one.group, Ink: one.ink}
	case 1:
		return widgets.Cell{Text: one.old, Ink: look.Ink2()}
	case 2:
		return widgets.Cell{Text: one.new}
	case 3:
		return widgets.Cell{Text: one.change, Bold: true}
	}
	return widgets.Cell{Text: one.why, Ink: look.Ink2(), Small: true}
}

// summary says it all in a few figures, period by period, and what stands against it.
func (p *effectPage) summary() fyne.CanvasObject {
	text, effect, inner := p.s.text, p.effect, widgets.SideInner(sideWidth)-16
	body := widgets.VStack(12)
	for i, period := range effect.Periods {
		if i > 0 {
			body.Add(widgets.Rule())
		}
		p.sums(body, period, inner)
	}
	if effect.UntilOn != "" {
		body.Add(widgets.Paragraph(text("charges.effect.until", effect.UntilOn), look.BodySize(), look.Amber(), inner))
	}
	if effect.Issued.Count > 0 {
		body.Add(widgets.Notice(p.issuedWords()+text("charges.effect.issued.text"), widgets.ToneLook, inner))
	}
	body.Add(widgets.Paragraph(text("charges.effect.past"), look.SmallSize(), look.Ink2(), inner))
	button := widgets.NewButton(widgets.PrimaryButton, text("charges.effect.agree"), "Enter", p.agree)
	return widgets.TitledCard(text("charges.effect.title", p.order.FromOn), nil, widgets.Edges(nil, button, p.s.scrolled(body)))
}

// sums adds the figures of one period.
func (p *effectPage) sums(body *fyne.Container, period billing.PeriodEffect, width float32) {
	text := p.s.text
	change := period.NewFen - period.OldFen
	body.Add(widgets.Paragraph(p.spanWords(period), look.BodySize(), look.Ink(), width))
	body.Add(widgets.VStack(0, widgets.NewField(text("charges.effect.households"), text("charges.effect.of", period.Households, period.Changed)).Ruled(),
		widgets.NewField(text("charges.effect.sums"), text("charges.effect.from_to", period.OldFen.Yuan(), period.NewFen.Yuan())).Ruled()))
	body.Add(widgets.Sides(look.Text(text(pick(change < 0, "charges.effect.less", "charges.effect.more")), look.BodySize(), look.Ink2()),
		widgets.Amount(max(change, -change).Yuan(), look.RoomSize(), look.Ink())))
	if len(period.Failing) > 0 {
		body.Add(widgets.Notice(text("charges.effect.failing", billing.HouseholdsOf(period.Failing))+text("charges.effect.failing.text"), widgets.ToneLook, width))
	}
	if len(period.Negative) > 0 {
		body.Add(widgets.Notice(text("charges.effect.negative", billing.HouseholdsOfMovers(period.Negative))+text("charges.effect.negative.text"), widgets.ToneOwed, width))
	}
}

// agree asks the second person, then the price is changed.
func (p *effectPage) agree() {
	change := billing.PriceChange{Item: p.order.Item, Tariff: p.order.Name, FromOn: p.order.FromOn, Rule: p.order.Rule}
	p.s.askSecond(secondQuestion{title: p.e.title(), message: p.s.text("charges.effect.second", p.order.FromOn, p.s.rulePhrase(p.order.Rule)),
		yes: p.s.text("charges.effect.agree"),
		work: func(ctx context.Context, second session.Second) error {
			return p.s.counter.Pricing.ChangePrice(ctx, change, second)
		},
		done: func() { p.s.saved(p.s.text("charges.effect.done", change.Item, change.FromOn)) }})
}

func (p *effectPage) keys() []shell.Key {
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: p.s.text("charges.room")},
		{Name: fyne.KeyReturn, Label: p.s.text("charges.effect.agree"), Do: p.agree}, p.s.turn(),
		p.s.back(func() {
			p.s.goTo(p.e)
			p.e.try()
		})}
}

func (p *effectPage) shown() { p.s.frame.Focus(p.table) }
