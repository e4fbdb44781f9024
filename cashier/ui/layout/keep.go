package layout

import "shouqi/ledger/estate"

// Kept is a draft that its person had not saved when the counter was locked. Keep it in memory, for that person alone. The zero value is
// nothing.
type Kept struct {
	saved   stored
	draft   estate.Layout
	isDraft bool
	// OnScreen says that the page was being looked at.
	OnScreen bool
}

// IsNone says that nothing is kept.
func (k Kept) IsNone() bool { return !k.isDraft }

// Keep returns a draft that is not saved, to be given back by Resume after a lock.
func (s *Screen) Keep() Kept {
	if !s.isChanged() {
		return Kept{}
	}
	return Kept{saved: s.saved, draft: s.draft, isDraft: true, OnScreen: s.shown}
}

// Resume brings back what was kept when its person locked the counter; call it before the screen is first shown.
func (s *Screen) Resume(kept Kept) {
	if !kept.IsNone() {
		s.saved, s.draft, s.begun = kept.saved, kept.draft, true
	}
}
