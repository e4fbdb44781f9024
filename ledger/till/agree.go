package till

import (
	"shouqi/ledger/estate"
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

// agree holds a count that is over or short by fen to the policy's limit, at the opening as at the close: beyond it a second
// person's approval and one of DifferenceReasons are wanted (staff.needs_approval, till.reason). Within it a reason may be given.
func (t *Till) agree(tx *store.Tx, by staff.Actor, policies estate.Policies, fen money.Fen, approval staff.Approval, reason Reason) (a agreed, err error) {
	beyond := IsBeyond(policies, fen)
	if beyond {
		if a.Approver, err = t.staff.RequireApproval(tx, by, staff.Difference, approval); err != nil {
			return a, err
		}
	}
	if beyond || reason != (Reason{}) {
		if err := reason.check(DifferenceReasons); err != nil {
			return a, err
		}
	}
	a.Reason = reason.Code
	a.Note, err = t.note(tx, reason.Note, "")
	return a, err
}
