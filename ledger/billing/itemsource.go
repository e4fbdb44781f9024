package billing

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// ItemSource bills an item by its tariffs, for the periods of its cycle that touch the order's days (for the cycles once and
// span, just these days).
type ItemSource struct {
	Item string `json:"item"`
	// Only are the codes of the objects to bill; none is all that a tariff of the item is for.
	Only []string `json:"only,omitempty"`
	// PoolFen is the sum in fen that a shared cost (公摊) splits, once for each period. It must be above zero for such an item
	// (billing.pool), and others are billed without one (billing.not_shared).
	PoolFen money.Fen `json:"poolFen,omitempty"`
	// DueOn overrides the item's own due day; "" is the item's own. It is not before the order's first day (billing.due_early).
	DueOn calendar.Date `json:"dueOn,omitempty"`

	// Draft is a tariff to be tried that is not in the book: a new one, or the next version of one that is. Only previews
	// take it.
	Draft *NewTariff `json:"-"`
	// Given are facts to try a rule with instead of the book's. Only previews take it.
	Given *Given `json:"-"`
	// Anew prices periods as if no bill of the item were there, to compare. Only previews take it.
	Anew bool `json:"-"`
	// Zero also hands on what the rules charge nothing, with the steps that say why. Only previews take it.
	Zero bool `json:"-"`
	// trying is an item that is not in the book, nil otherwise: see Billing.Try.
	trying *Item
	// instead are tried in place of the tariffs of the item that are in the book; nil is the book's.
	instead []Tariff
	// cutOn ends a bill whose period goes on after that day on it, where the price counts by days; "" cuts none.
	cutOn calendar.Date
	// ahead says that a household pays to the order's last day: days without a bill that begin after it are not asked for.
	ahead bool
}

// Given are facts told for a trial, by the names of tariff.Facts. They are put over what the book knows of each object.
type Given struct {
	Usage, UsedBefore map[string]tariff.Number
	Turnover          *tariff.Number
	Fields            map[string]string
}

// Title implements Source.
func (s ItemSource) Title() string { return s.Item }

// Items implements Source.
func (s ItemSource) Items(*store.Tx) ([]string, error) { return []string{s.Item}, nil }

// Right implements Source: who issues bills may issue those of any item.
func (s ItemSource) Right() staff.Action { return staff.IssueBills }

// Propose implements Source. It refuses an unknown item, one without a tariff (billing.no_tariff), one that is charged no
// more (billing.item_ended), and a shared cost of which somebody would be left out (billing.shared_whole). The last two
// are only refused when bills are issued, and in the preview of a shared cost: one of another item may show them.
func (s ItemSource) Propose(run *Proposing) error {
	if err := s.check(run); err != nil {
		return err
	}
	p, err := newPricing(run, s)
	if err != nil {
		return err
	}
	if p.item.ShareBy == "" && s.PoolFen > 0 && !s.isTrial() {
		return store.Refuse(codeNotShared, p.item.Name)
	}
	// The preview of a pool shows what issuing it gives, refusals and all; those of other items may show what is not issued.
	binding := run.Issuing || p.item.ShareBy != "" && !s.isTrial()
	if binding && !p.item.Active {
		return store.Refuse(CodeItemEnded, p.item.Name)
	}
	if binding && p.item.ShareBy != "" && (run.Order.LeaveOut || len(s.Only) > 0) {
		return store.Refuse(codeSharedWhole, p.item.Name) // who is left out would be paid for by the others
	}
	return p.propose()
}

// isTrial reports whether a rule or facts are tried that are not the book's, so that nothing of it can be issued.
func (s ItemSource) isTrial() bool {
	return s.Draft != nil || s.Given != nil || s.Anew || s.Zero || s.trying != nil
}

// check refuses a wish that no run could carry out, and a trial that would issue its bills (billing.trial).
func (s ItemSource) check(run *Proposing) error {
	switch {
	case s.DueOn != "" && !s.DueOn.Valid():
		return store.Refuse(codePeriod)
	case s.DueOn != "" && s.DueOn < run.Order.FromOn:
		return store.Refuse(codeDueEarly, string(s.DueOn), string(run.Order.FromOn))
	case s.PoolFen < 0 || s.PoolFen > money.MaxFen:
		return store.Refuse(CodeAmount)
	case len(s.Only) > scopeMax:
		return store.Refuse(CodeScopeLong, scopeMax)
	case run.Issuing && s.isTrial():
		return store.Refuse(codeTrial)
	}
	return nil
}
