package charges

import (
	"cmp"

	"shouqi/cashier/pricing"
	"shouqi/cashier/template"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
)

// Kept is a sheet that its person had begun to fill in and not saved when the counter was locked. It holds no PIN. Keep it in memory, for
// that person alone. The zero value is nothing.
type Kept struct {
	draft    draft
	base     pricing.Charge
	of       billing.Tariff
	formulas map[int]bool
	at       int
	isDraft  bool
	// today, estate and charges are what the sheet was filled in by; the book has its own word when it is saved.
	today   calendar.Date
	estate  estateFacts
	charges []pricing.Charge
	// OnScreen says that the sheet was being looked at.
	OnScreen bool
}

// IsNone says that nothing is kept.
func (k Kept) IsNone() bool { return !k.isDraft }

// Item is what the item of the sheet is called, "" where it has no name yet.
func (k Kept) Item() string { return cmp.Or(k.base.Title(), k.draft.item.Name) }

// Keep returns the sheet that is not saved, to be given back by Resume after a lock; from the pages behind it one comes back to the sheet.
func (s *Screen) Keep() Kept {
	var e *editor
	switch page := s.page.(type) {
	case *editor:
		e = page
	case *reviewPage:
		e = page.e
	case *effectPage:
		e = page.e
	}
	if e == nil || !e.dirty {
		return Kept{}
	}
	return Kept{draft: e.draft, base: e.base, of: e.of, formulas: e.formulas, at: e.sheet.at, isDraft: true,
		today: s.today, estate: s.estate, charges: s.charges, OnScreen: s.isShown}
}

// Resume brings back what was kept when its person locked the counter; call it before the screen is first shown.
func (s *Screen) Resume(kept Kept) {
	if kept.IsNone() {
		return
	}
	s.today, s.estate, s.charges = kept.today, kept.estate, kept.charges
	d := kept.draft
	if from, err := template.ByID(d.template.ID); err == nil && d.values != nil { // the window may speak another language by now
		from.Rule = d.template.Rule
		d.template = from.In(s.frame.Lang())
	}
	e := s.newEditor(d, s.list)
	e.base, e.of, e.formulas, e.sheet.at = kept.base, kept.of, kept.formulas, kept.at
	e.dirty, e.paused = true, true
	e.check()
	s.page = e
}
