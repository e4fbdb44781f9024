package charges

import (
	"context"
	"errors"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
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
	head := func(key string, count int) {
		p.rows = append(p.rows, effectRow{group: true, code: e.s.text("charges.effect."+key, count)})
	}
	if len(effect.Failing) > 0 {
		head("failing", billing.HouseholdsOf(effect.Failing))
	}
	for _, failing := range effect.Failing {
		p.rows = append(p.rows, effectRow{code: failing.Code, why: e.s.deps.Explain(inner(failing.Err)), ink: look.Vermilion()})
	}
	if len(effect.Negative) > 0 {
		head("negative", len(effect.Negative))
	}
	for _, mover := range effect.Negative {
		p.rows = append(p.rows, effectRow{code: mover.Code, old: mover.OldFen.Grouped(), why: e.s.text("charges.effect.below"), ink: look.Vermilion()})
	}
	if len(effect.Movers) > 0 {
		head("movers", len(effect.Movers))
	}
	for _, mover := range effect.Movers {
		p.rows = append(p.rows, effectRow{code: mover.Code, old: mover.OldFen.Grouped(), new: mover.NewFen.Grouped(), change: signed(mover.ChangeFen()), why: strings.Join(mover.Steps, "；")})
	}
	return p
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

// summary says it all in a few figures.
func (p *effectPage) summary() fyne.CanvasObject {
	text, effect := p.s.text, p.effect
	change := effect.NewFen - effect.OldFen
	figures := widgets.VStack(0,
		widgets.NewField(text("charges.effect.households"), text("charges.count", effect.Households)).Ruled(),
		widgets.NewField(text("charges.effect.changed"), text("charges.count", effect.Changed)).Ruled(),
		widgets.NewField(text("charges.effect.old"), effect.OldFen.Yuan()).Ruled(),
		widgets.NewField(text("charges.effect.new"), effect.NewFen.Yuan()).Strong(look.Ink()).Ruled())
	sum := widgets.VStack(-2, look.Text(text(pick(change < 0, "charges.effect.less", "charges.effect.more")), look.BodySize(), look.Ink2()),
		widgets.Amount(max(change, -change).Yuan(), look.RoomSize(), look.Ink()))
	body := widgets.VStack(12, widgets.Paragraph(text("charges.effect.span", effect.Span.From, effect.Span.To), look.BodySize(), look.Ink2(), widgets.SideInner(sideWidth)-16),
		figures, sum)
	inner := widgets.SideInner(sideWidth) - 16
	if len(effect.Failing) > 0 {
		body.Add(widgets.Notice(text("charges.effect.failing", billing.HouseholdsOf(effect.Failing))+text("charges.effect.failing.text"), widgets.ToneLook, inner))
	}
	if len(effect.Negative) > 0 {
		body.Add(widgets.Notice(text("charges.effect.negative", len(effect.Negative))+text("charges.effect.negative.text"), widgets.ToneOwed, inner))
	}
	body.Add(widgets.Paragraph(text("charges.effect.past"), look.SmallSize(), look.Ink2(), inner))
	button := widgets.NewButton(widgets.PrimaryButton, text("charges.effect.agree"), "Enter", p.agree)
	return widgets.TitledCard(text("charges.effect.title", p.order.FromOn), nil, widgets.Edges(nil, button, p.s.scrolled(body)))
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
