package charges

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/pricing"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
)

// sideWidth is the width of the column beside the lists, in points at scale 1.
const sideWidth float32 = 420

// listPage lists the items; beside them stands the one under the cursor with its tariffs.
type listPage struct {
	s     *Screen
	at    int
	table *widgets.DataTable
	side  *fyne.Container
	// listed are the items as they were listed last, so that the cursor finds what was saved.
	listed []pricing.Charge
	// sight knows whether the list that stands after something was saved was seen when a key went down; stood counts those lists.
	sight *widgets.Sight
	stood uint64
}

func (p *listPage) content() fyne.CanvasObject {
	text := p.s.text
	p.side = container.NewStack()
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("charges.item"), Width: 170}, {Title: text("charges.cycle"), Width: 64},
		{Title: text("charges.today")}, {Title: text("charges.next"), Width: 132}}, func() int { return len(p.s.charges) }, p.cell)
	p.table.OnCursor = func(row int) {
		p.at = row
		p.drawSide()
	}
	p.table.OnOpen = func(int) { p.menu() }
	p.table.Empty = widgets.EmptyState(text("charges.empty"), text("charges.empty.advice"),
		widgets.NewButton(widgets.PrimaryButton, text("charges.new"), "F4", p.s.toShelf))
	p.table.SetCursor(p.at)
	p.drawSide()
	buttons := widgets.Columns(8, widgets.NewButton(widgets.PlainButton, text("charges.new"), "F4", p.s.toShelf),
		widgets.NewButton(widgets.PlainButton, text("charges.change"), "F5", p.on(p.change)),
		widgets.NewButton(widgets.PlainButton, text("charges.concessions"), "F9", p.s.toConcessions),
		widgets.NewButton(widgets.PlainButton, text("charges.package.name"), "Ctrl T", p.s.toPackages))
	left := widgets.BareCard(widgets.Edges(nil, widgets.Inset(10, 14, 12, 14, buttons), p.table))
	return widgets.Frame(nil, 0, left, p.side, sideWidth)
}

func (p *listPage) cell(row, column int) widgets.Cell {
	charge := p.s.charges[row]
	ink := look.Ink()
	if !charge.Active {
		ink = look.Ink2()
	}
	today, next := p.s.priceToday(charge)
	switch column {
	case 0:
		return widgets.Cell{Text: charge.Title(), Bold: charge.Active, Ink: ink}
	case 1:
		return widgets.Cell{Text: p.s.text("charges.cycle." + string(charge.Cycle)), Ink: look.Ink2(), Small: true}
	case 2:
		return widgets.Cell{Text: today, Ink: ink}
	}
	return widgets.Cell{Text: next, Ink: look.Amber(), Small: true}
}

func (p *listPage) keys() []shell.Key {
	text, isEmpty := p.s.text, len(p.s.charges) == 0
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("charges.item"), Off: isEmpty},
		{Name: fyne.KeyReturn, Label: text("charges.menu"), Do: p.menu}, {Name: fyne.KeyF4, Label: text("charges.new"), Do: p.s.toShelf},
		{Name: fyne.KeyF5, Label: text("charges.change"), Do: p.on(p.change), Off: isEmpty}, {Name: fyne.KeyF6, Label: text("charges.other"), Do: p.on(p.s.toOther), Off: isEmpty},
		{Name: fyne.KeyF7, Label: text("charges.end"), Do: p.on(p.end), Off: isEmpty}, {Name: fyne.KeyF8, Label: text("charges.settings"), Do: p.on(p.s.toSettings), Off: isEmpty},
		{Name: fyne.KeyF9, Label: text("charges.concessions"), Do: p.s.toConcessions},
		{Name: fyne.KeyF12, Label: text("charges.rename"), Do: p.on(p.rename), Quiet: true},
		{Name: fyne.KeyH, Modifier: fyne.KeyModifierControl, Label: text("charges.history"), Do: p.on(p.history), Off: isEmpty}, p.s.turn(), p.s.back(p.s.deps.Back),
		{Name: fyne.KeyT, Modifier: fyne.KeyModifierControl, Label: text("charges.packages"), Do: p.s.toPackages}}
}

func (p *listPage) shown() {
	p.s.frame.Focus(p.table)
	p.s.load(p.refresh)
}

func (p *listPage) refresh() {
	p.at = month.Stay(p.listed, p.s.charges, p.at, func(c pricing.Charge) string { return c.Name })
	p.listed = p.s.charges
	if p.s.isBlind {
		p.stood++
		p.sight.Stands(p.stood)
	}
	if p.s.page != page(p) || p.table == nil {
		return
	}
	p.table.Refresh()
	p.table.SetCursor(p.at)
	p.drawSide()
	p.s.frame.RefreshKeys()
}

// chosen returns the item under the cursor.
func (p *listPage) chosen() (pricing.Charge, bool) {
	if p.at < 0 || p.at >= len(p.s.charges) {
		return pricing.Charge{}, false
	}
	return p.s.charges[p.at], true
}

// on does something with the item under the cursor, where the key went down at the list as it stands.
func (p *listPage) on(do func(charge pricing.Charge)) func() {
	return func() {
		if charge, ok := p.chosen(); ok && p.isMeant() {
			do(charge)
		}
	}
}

// isMeant says whether the key being handled was pressed by somebody who saw the list as it is: what was typed ahead of what was saved,
// or deleted, was meant for what is gone.
func (p *listPage) isMeant() bool { return !p.s.isBlind && p.sight.Seen() == p.stood }

// menu asks what to do with the item under the cursor. What is chosen is done with that item, whatever the list shows by then.
func (p *listPage) menu() {
	charge, ok := p.chosen()
	switch {
	case !p.isMeant():
		return
	case !ok:
		p.s.toShelf()
		return
	}
	text := p.s.text
	options := []string{text("charges.change"), text("charges.other"), text("charges.end"), text("charges.settings"), text("charges.rename"),
		text("charges.history"), text("charges.finish"), text("charges.delete")}
	do := []func(pricing.Charge){p.change, p.s.toOther, p.end, p.s.toSettings, p.rename, p.history, p.finish, p.delete}
	widgets.ShowChoice(p.s.frame.Canvas(), charge.Title(), "", options, text("charges.back"), func(index int) { do[index](charge) })
}

// withTariff does something with a tariff of an item, asking which where there are several.
func (p *listPage) withTariff(charge pricing.Charge, title string, do func(charge pricing.Charge, t billing.Tariff)) {
	tariffs := slices.DeleteFunc(byRank(charge.Tariffs), func(t billing.Tariff) bool { return t.ToOn != "" && t.ToOn < p.s.today })
	switch len(tariffs) {
	case 0:
		p.s.frame.Toast(p.s.text("charges.no_tariff", charge.Title()), widgets.ToneLook)
	case 1:
		do(charge, tariffs[0])
	default:
		var options []string
		for _, t := range tariffs {
			options = append(options, p.s.tariffWords(t.Name)+" · "+p.s.scopePhrase(t.Scope))
		}
		widgets.ShowChoice(p.s.frame.Canvas(), title, "", options, p.s.text("charges.back"), func(index int) { do(charge, tariffs[index]) })
	}
}

func (p *listPage) change(charge pricing.Charge) {
	p.withTariff(charge, p.s.text("charges.change.which"), p.s.toPrice)
}

func (p *listPage) end(charge pricing.Charge) {
	p.withTariff(charge, p.s.text("charges.end.which"), p.s.askEnd)
}

// byRank puts the tariff that wins first, as the book does: the higher rank, of equal ones the one that began later, then
// the name.
func byRank(tariffs []billing.Tariff) []billing.Tariff {
	return slices.SortedFunc(slices.Values(tariffs), func(a, b billing.Tariff) int {
		return cmp.Or(cmp.Compare(b.Scope.Rank(), a.Scope.Rank()), cmp.Compare(b.FromOn, a.FromOn), cmp.Compare(a.Name, b.Name))
	})
}
