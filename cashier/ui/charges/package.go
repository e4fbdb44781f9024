package charges

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
)

// packagePage lists the sets of items that households pay together (缴费套餐), those in use first.
type packagePage struct {
	s     *Screen
	all   []billing.Package
	at    int
	table *widgets.DataTable
}

func (s *Screen) toPackages() { s.goTo(&packagePage{s: s}) }

func (p *packagePage) content() fyne.CanvasObject {
	text := p.s.text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("charges.package.name"), Width: 200}, {Title: text("charges.item")},
		{Title: text("charges.package.where"), Width: 260}, {Title: text("charges.package.state"), Width: 90}}, func() int { return len(p.all) }, p.cell)
	p.table.OnCursor = func(row int) { p.at = row }
	p.table.OnOpen = func(int) { p.change() }
	p.table.Empty = widgets.EmptyState(text("charges.package.empty"), text("charges.package.advice"),
		widgets.NewButton(widgets.PrimaryButton, text("charges.package.new"), "F4", p.add))
	p.table.SetCursor(p.at)
	head := widgets.Inset(12, 14, 12, 14, look.BoldText(text("charges.packages"), look.LeadSize(), look.Ink()))
	buttons := widgets.Inset(10, 14, 12, 14, widgets.Columns(8, widgets.NewButton(widgets.PlainButton, text("charges.package.new"), "F4", p.add),
		widgets.NewButton(widgets.PlainButton, text("charges.package.change"), "F5", p.change),
		widgets.NewButton(widgets.PlainButton, text("charges.package.end"), "F8", p.end)))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, buttons, p.table)), nil, 0)
}

func (p *packagePage) cell(row, column int) widgets.Cell {
	one, ink := p.all[row], look.Ink()
	if !one.Active {
		ink = look.Ink2()
	}
	switch column {
	case 0:
		return widgets.Cell{Text: one.Name, Bold: one.Active, Ink: ink}
	case 1:
		return widgets.Cell{Text: p.itemWords(one), Ink: ink}
	case 2:
		return widgets.Cell{Text: p.s.scopePhrase(one.Scope), Ink: ink, Small: true}
	}
	return widgets.Cell{Text: pick(one.Active, p.s.text("charges.package.used"), p.s.text("charges.package.unused")), Ink: ink, Small: true}
}

// itemWords names the items of a package by what they are called today.
func (p *packagePage) itemWords(one billing.Package) string {
	called := make(map[string]string, len(p.s.charges))
	for _, charge := range p.s.charges {
		called[charge.Name] = charge.Title()
	}
	var names []string
	for _, item := range one.Items {
		names = append(names, called[item])
	}
	return joined(names)
}

func (p *packagePage) keys() []shell.Key {
	text, none := p.s.text, len(p.all) == 0
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("charges.package.name"), Off: none},
		{Name: fyne.KeyF4, Label: text("charges.package.new"), Do: p.add}, {Name: fyne.KeyF5, Label: text("charges.package.change"), Do: p.change, Off: none},
		{Name: fyne.KeyF8, Label: text("charges.package.end"), Do: p.end, Off: none}, p.s.back(p.s.toList)}
}

func (p *packagePage) shown() {
	p.s.frame.Focus(p.table)
	p.load()
}

func (p *packagePage) load() {
	if p.s.counter == nil {
		return
	}
	var all []billing.Package
	p.s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		all, err = p.s.counter.Pricing.Packages(ctx)
		return err
	}, func(err error) {
		p.s.sighted()
		if err != nil {
			p.s.problem(err)
			return
		}
		p.at = month.Stay(p.all, all, p.at, func(one billing.Package) string { return one.Name })
		p.all = all
		p.table.Refresh()
		p.table.SetCursor(p.at)
		if p.s.page == page(p) {
			p.s.frame.RefreshKeys()
		}
	})
}

// chosen returns the package under the cursor.
func (p *packagePage) chosen() (billing.Package, bool) {
	if p.at < 0 || p.at >= len(p.all) {
		return billing.Package{}, false
	}
	return p.all[p.at], true
}

func (p *packagePage) done(sentence string) {
	p.s.frame.Toast(sentence, widgets.ToneGood)
	p.s.blind()
	p.load()
}
