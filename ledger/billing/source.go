package billing

import (
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Source is where the bills of a run come from: an item by its tariffs (ItemSource), what a household pays ahead
// (AheadSource), the leases (lease.Source). A source only proposes. The run does the rest for all of them alike: it sums up,
// shows, holds what it makes against what a person agreed to, issues, and names what cannot be billed. Written as JSON a
// source differs from every other one, because the same request with another content is refused.
type Source interface {
	// Title is what people call it: the name of its item, or of the kind where its bills have several. Errors name it.
	Title() string
	// Items are the names of the items that its bills are of.
	Items(tx *store.Tx) ([]string, error)
	// Right is what a person must be allowed to do to issue its bills.
	Right() staff.Action
	// Propose hands every bill that the run's order asks for to Take, what cannot be billed to Except, and counts the rest.
	// It calls At for each object. It writes nothing, because a preview runs it too, and it returns only what stops the
	// whole: an unknown name, a failing disk, a cancelled context.
	Propose(run *Proposing) error
}

// Proposed is a bill as a run would make it, with what a screen shows beside it.
type Proposed struct {
	NewBill
	Code     string // the object's
	Home     string // the id of the room that a space belongs to, else the object's own: the household; "" is the object
	Contract string // the number of the lease that asks for it, "" for none
	// Applies is false where the conditions of the rules do not hold, so that nothing is charged; only a trial hands on such a bill.
	Applies bool
	// Taken says which lines of the last rule charged it (tariff.Result.Taken).
	Taken uint32
	// AllSteps are the steps of its amount before they were made to fit into a bill.
	AllSteps []string
	// Prices are the versions that it is priced by, and Payers who would owe for each of its days, where they are several; a preview
	// alone has them.
	Prices []UsedPrice
	Payers []Payer
}

// Exception is what a run cannot bill, and why: a missing area, a formula that fails, an amount below zero, a bill that
// overlaps, a turnover that nobody reported. A run with exceptions issues nothing unless its order leaves them out.
type Exception struct {
	Object   string
	Code     string // the object's
	Home     string // the household, as in Proposed
	Contract string // the number of the lease, "" for none
	Span     tariff.Span
	Err      error
}

// AtRoom returns the exception as an error that names its room; its code stays that of the reason.
func (e Exception) AtRoom() error { return &RoomError{Room: e.Code, Err: e.Err} }

// refuseExceptions returns billing.exceptions with their number, and the first of them with its room as the reason.
func refuseExceptions(all []Exception) error {
	return store.Fail(CodeExceptions, all[0].AtRoom(), len(all))
}

// RoomError is what cannot be worked out for one room or space.
type RoomError struct {
	Room string // its code
	Err  error
}

// Error returns the developer's form.
func (e *RoomError) Error() string { return e.Room + ": " + e.Err.Error() }

// Unwrap returns what went wrong there.
func (e *RoomError) Unwrap() error { return e.Err }
