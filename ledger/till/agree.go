package till

import (
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// agreed is why a count differs and who answers for it, as an event has it.
type agreed struct {
	Approver staff.Consent
	Reason   string
	Note     vault.Version
}

// agree holds a count that is over or short by fen to the limit, at the opening as at the close: beyond it a second
// person's approval and one of DifferenceReasons are wanted (staff.needs_approval, till.reason). Within it a reason may be given.
func (t *Till) agree(tx *store.Tx, by staff.Actor, fen money.Fen, approval staff.Approval, reason Reason) (a agreed, err error) {
	if a.Approver, err = t.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.Difference, Fen: fen}); err != nil {
		return a, err
	}
	if a.Approver.Person != "" || reason != (Reason{}) {
		if err := reason.check(DifferenceReasons); err != nil {
			return a, err
		}
	}
	a.Reason = reason.Code
	a.Note, err = t.note(tx, reason.Note, "")
	return a, err
}
