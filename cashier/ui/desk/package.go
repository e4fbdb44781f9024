package desk

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/billing"
)

// packageKey ticks what the household pays together (缴费套餐). It stands in the key bar where the household is offered a package;
// elsewhere a press of it says that there is none.
func (s *Screen) packageKey() shell.Key {
	return shell.Key{Name: fyne.KeyT, Modifier: fyne.KeyModifierControl, Label: s.text("desk.key.package"), Do: s.pickPackage,
		Quiet: len(s.view.Draft.Household.Packages) == 0}
}

// pickPackage ticks the only package that the household is offered, or asks which one where there are several. It takes no money.
func (s *Screen) pickPackage() { s.choosePackage(nil) }

// choosePackage is pickPackage whose list was opened from another one, which back shows again.
func (s *Screen) choosePackage(back func()) {
	if !s.mayEdit() {
		return
	}
	draft := s.view.Draft
	if len(draft.Household.Packages) < 2 {
		name := "" // none: the desk says so
		for _, only := range draft.Household.Packages {
			name = only.Name
		}
		s.send(checkout.Package{Draft: draft.RequestID, Name: name})
		return
	}
	var items []menuItem
	for _, one := range draft.Household.Packages {
		items = append(items, menuItem{s.packageWords(draft, one), func() { s.send(checkout.Package{Draft: draft.RequestID, Name: one.Name}) }})
	}
	s.choose(s.text("desk.menu.package"), s.text("desk.package.advice"), items, back)
}

// packageWords is a package with what its bills cost the household now.
func (s *Screen) packageWords(draft *checkout.Draft, one billing.Package) string {
	fen := draft.PackageFen(one)
	if fen == 0 {
		return s.text("desk.package.owes_none", one.Name)
	}
	return s.text("desk.package.owes", one.Name, fen.Yuan())
}
