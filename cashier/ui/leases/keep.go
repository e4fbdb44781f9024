package leases

import "shouqi/cashier/ui/month"

// Kept is a contract that its person had begun to type and not signed when the counter was locked. It holds no PIN. Keep it in memory, for
// that person alone. The zero value is nothing.
type Kept struct {
	page *formPage
	// OnScreen says that the contract was being looked at.
	OnScreen bool
}

// IsNone says that nothing is kept.
func (k Kept) IsNone() bool { return k.page == nil }

// Number is what the contract is numbered, "" where it has no number yet.
func (k Kept) Number() string {
	switch {
	case k.page == nil:
		return ""
	case k.page.amends != nil:
		return k.page.amends.line.Number
	}
	return k.page.typed.get("number")
}

// Keep returns the contract that is not signed, to be given back by Resume after a lock.
func (s *Screen) Keep() Kept {
	page, is := s.Page.(*formPage)
	if !is {
		return Kept{}
	}
	for field := range page.typed {
		if page.typed.get(field) != "" {
			return Kept{page: page, OnScreen: s.Shows()}
		}
	}
	return Kept{}
}

// Resume brings back what was kept when its person locked the counter; call it before the screen is first shown.
func (s *Screen) Resume(kept Kept) {
	if kept.IsNone() {
		return
	}
	page := newFormPage(s)
	if kept.page.amends != nil {
		page = newAmendPage(s, *kept.page.amends)
	}
	page.typed, page.clauses, page.more, page.isResumed = kept.page.typed, kept.page.clauses, kept.page.more, true
	s.Page = month.Page(page)
}
