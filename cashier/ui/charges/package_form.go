package charges

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// packageRunes is how long a package's name may be.
const packageRunes = 40

// add makes a package: its items are ticked first, then it is named.
func (p *packagePage) add() { p.askItems(billing.Package{}) }

// change sets the package under the cursor anew. One that was ended is in use again then.
func (p *packagePage) change() {
	if one, ok := p.chosen(); ok {
		p.askItems(one)
	}
}

// askItems lets the items of a package be ticked with the space bar.
func (p *packagePage) askItems(wish billing.Package) {
	text, charges, ticked := p.s.text, p.s.charges, map[string]bool{}
	if len(charges) == 0 {
		p.s.frame.Toast(text("charges.empty"), widgets.ToneLook)
		return
	}
	for _, item := range wish.Items {
		ticked[item] = true
	}
	table := widgets.NewDataTable([]widgets.Column{{}}, func() int { return len(charges) }, func(row, _ int) widgets.Cell {
		tick := widgets.Unticked
		if ticked[charges[row].Name] {
			tick = widgets.Ticked
		}
		return widgets.Cell{Text: charges[row].Title(), Tick: tick}
	})
	table.HideHeader = true
	table.OnTick = func(row int) { ticked[charges[row].Name] = !ticked[charges[row].Name] }
	dialog := widgets.ShowDialog(p.s.frame.Canvas(), widgets.DialogOptions{Title: text("charges.package.which"), Message: text("charges.package.tick"), Focus: table,
		Body: widgets.Sized(0, float32(min(len(charges), 9))*look.RowHeight()+2, table), Yes: text("charges.ok"), No: text("charges.back"),
		Accept: func() string {
			next := wish
			next.Items = nil
			for _, charge := range charges {
				if ticked[charge.Name] {
					next.Items = append(next.Items, charge.Name)
				}
			}
			if len(next.Items) == 0 {
				return text("charges.package.none")
			}
			p.askPlace(next)
			return ""
		}})
	dialog.MendAt(table)
}

// askPlace asks what a package is called and whose households it is for, and saves it. What else its scope says stays.
func (p *packagePage) askPlace(wish billing.Package) {
	text := p.s.text
	entry := func(value string, runes int) *widgets.KeyEntry {
		one := widgets.NewKeyEntry("", nil)
		one.MaxRunes = runes
		prefill(one, value)
		return one
	}
	name, buildings := entry(wish.Name, packageRunes), entry(joined(wish.Scope.Buildings), 0)
	uses, rooms := entry(joined(wish.Scope.Uses), 0), entry(joined(wish.Scope.Rooms), 0)
	title, inputs := text("charges.package.set"), []fyne.Focusable{buildings, uses, rooms}
	body := widgets.VStack(10, widgets.Columns(12, forms.Labelled(text("charges.package.buildings"), buildings), forms.Labelled(text("charges.package.uses"), uses)),
		forms.Labelled(text("charges.package.rooms"), rooms))
	if wish.Name == "" {
		inputs = append([]fyne.Focusable{name}, inputs...)
		body = widgets.VStack(10, forms.Labelled(text("charges.line.name"), name), body)
	} else { // its name is what it is known by, and does not change
		title += " · " + wish.Name
	}
	forms.Ask(p.s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: title, Message: p.itemWords(wish) + "\n" + text("charges.package.text"), Width: 600, Body: body,
			Inputs: inputs, Yes: text("charges.save"), No: text("charges.back")},
		Check: func() (refusal string) {
			if wish.Name = strings.TrimSpace(name.Text); wish.Name == "" {
				return text("charges.package.unnamed")
			}
			wish.Scope.Buildings, wish.Scope.Uses = splitNames(buildings.Text), splitNames(uses.Text)
			wish.Scope.Rooms, refusal = p.roomsOf(rooms.Text)
			return refusal
		},
		Work: func(ctx context.Context) error {
			_, err := p.s.counter.Pricing.SetPackage(ctx, wish)
			return err
		},
		Explain: p.s.deps.Explain,
		Done:    func() { p.done(text("charges.package.saved", wish.Name)) },
	})
}

// roomsOf returns the codes of rooms as they were typed, or which of them is none.
func (p *packagePage) roomsOf(typed string) (codes []string, refusal string) {
	for _, name := range splitNames(typed) {
		code, found := p.s.estate.code(estate.Room, name)
		if !found {
			return nil, p.s.deps.Explain(store.Refuse(estate.CodeUnknownRoom, name))
		}
		codes = append(codes, code)
	}
	return codes, ""
}

// end asks whether the package under the cursor is to go out of use.
func (p *packagePage) end() {
	one, ok := p.chosen()
	if !ok || !one.Active {
		return
	}
	text := p.s.text
	forms.Ask(p.s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text("charges.package.end") + " · " + one.Name, Message: text("charges.package.end.text"), Danger: true,
			Yes: text("charges.package.end"), YesKey: fyne.KeyF8, No: text("charges.back")},
		Work:    func(ctx context.Context) error { return p.s.counter.Pricing.EndPackage(ctx, one.Name) },
		Explain: p.s.deps.Explain,
		Done:    func() { p.done(text("charges.package.ended", one.Name)) },
	})
}
