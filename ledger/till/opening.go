package till

import (
	"context"

	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Opening is how a shift begins: over the counted float. Approval and Reason are wanted when it differs by more than the
// limit from what the last close left; a reason given within it is kept too. Approval is wanted too where the day is far from the
// last, see FarFrom.
type Opening struct {
	Counted  Counted
	Approval staff.Approval
	Reason   Reason
}

// Open opens the shift with a counted float. The count is compared with what the last close left: a difference is posted
// as over or short there and then. Errors: till.shift_open when one is open, staff.needs_approval in a FarError for a day far from
// the last to which nobody agrees, and staff.needs_approval or till.reason for a difference beyond the limit that nobody answers for.
func (t *Till) Open(ctx context.Context, by staff.Actor, opening Opening) (shift Shift, err error) {
	err = t.write(ctx, func(tx *store.Tx, policies estate.Policies) error {
		if err := t.staff.Require(tx, by, staff.Collect); err != nil {
			return err
		}
		last, err := LastShift(tx, policies.Counter)
		if err != nil {
			return err
		}
		body, err := t.opening(tx, by, policies, last, opening)
		if err != nil {
			return err
		}
		if _, err := t.journal.Append(tx, kindShiftOpened, body); err != nil {
			return err
		}
		opened, err := OpenShift(tx, policies.Counter)
		if err == nil {
			shift = *opened
		}
		return err
	})
	return shift, err
}

// opening checks the counted float against the last shift of the counter, and the day against the newest shift of the book, and builds
// the body of shift.opened. A counter without a last shift (last is nil) has nothing to compare the float with.
func (t *Till) opening(tx *store.Tx, by staff.Actor, policies estate.Policies, last *Shift, opening Opening) (shiftOpenedV1, error) {
	floatFen, err := opening.Counted.Fen()
	if err != nil {
		return shiftOpenedV1{}, err
	}
	body := shiftOpenedV1{Counter: policies.Counter, Cashier: by.ID(), BusinessOn: t.today(policies), Count: opening.Counted.byPieces(),
		FloatFen: floatFen, DifferenceFen: floatFen, First: last == nil}
	if last != nil {
		if last.ClosedSeq == 0 {
			return body, store.Refuse(CodeShiftOpen)
		}
		body.LeftFen, body.DifferenceFen = last.LeftFen, floatFen-last.LeftFen
	}
	// A number that was skipped is on a paper of a book that is lost.
	before, _, err := lastShift(tx, policies.Counter)
	if err != nil {
		return body, err
	}
	body.No = before + 1
	// A wrong clock must not put the takings of today on a day before those that are closed, or on one that has not come.
	far, err := FarFrom(tx, body.BusinessOn)
	if err != nil {
		return body, err
	}
	var others []staff.Deed
	if far != "" {
		others = append(others, farDeed(policies.Counter, far, body.BusinessOn))
	}
	answerFor := body.DifferenceFen
	if body.First {
		answerFor = 0
	}
	agreed, err := t.agree(tx, by, answerFor, opening.Approval, opening.Reason, others...)
	if far != "" && store.Code(err) == staff.CodeNeedsApproval {
		err = &FarError{Last: far, Today: body.BusinessOn, Err: err}
	}
	body.Approver, body.Reason, body.Note = agreed.Approver, agreed.Reason, agreed.Note
	return body, err
}

// ShiftBefore returns the shift of the same counter that a shift was opened after, nil for the first one.
func ShiftBefore(tx *store.Tx, shift Shift) (*Shift, error) {
	return firstShift(tx, "SELECT "+shiftColumns+" FROM shifts WHERE counter = ? AND no = ?", shift.Counter, shift.No-1)
}

// FloatBeside returns by which pieces the float of a shift differs from what the shift before left, none where either is only a sum. The
// sums may be the same: somebody changed notes in the drawer.
func FloatBeside(tx *store.Tx, shift Shift) ([]PieceDifference, error) {
	before, err := ShiftBefore(tx, shift)
	if err != nil || before == nil {
		return nil, err
	}
	return PiecesBeside(shift.FloatPieces, before.LeftPieces), nil
}
