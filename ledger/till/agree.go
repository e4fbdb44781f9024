package till

import (
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// agreed is what the event of an opening or a close keeps of a difference (长短款): why the count differs and who
// answers for it. It is the zero value where nobody was asked and no reason was given.
type agreed struct {
	// the second person; zero where the difference is within the limit
	Approver staff.Consent
	Reason   string
	// the typed note, sealed in the vault; zero for none
	Note vault.Version
}

// agree checks a count that is over (fen above 0) or short (below 0) against the limit of staff.Difference, at the
// opening as well as at the close. Beyond the limit it wants the approval of a second person (staff.needs_approval)
// and one of DifferenceReasons (till.reason). Within the limit neither is needed. The same person answers for others, which have
// reasons of their own.
func (t *Till) agree(tx *store.Tx, by staff.Actor, fen money.Fen, approval staff.Approval, reason Reason, others ...staff.Deed) (a agreed, err error) {
	if a.Approver, err = t.staff.Authorize(tx, by, approval, append(others, staff.Deed{Action: staff.Difference, Fen: fen})...); err != nil {
		return a, err
	}
	bounds, err := staff.ReadBounds(tx)
	if err != nil {
		return a, err
	}
	// A reason that was given without need is kept too, and therefore must be one of the list.
	if bounds.IsBeyond(staff.DifferenceMax, fen) || reason != (Reason{}) {
		if err := reason.check(DifferenceReasons); err != nil {
			return a, err
		}
	}
	a.Reason = reason.Code
	a.Note, err = t.note(tx, reason.Note, "")
	return a, err
}
