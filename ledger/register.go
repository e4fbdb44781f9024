package ledger

import (
	"context"
	"errors"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Register is a property register (房产台账) as it was read from a file: the rooms with their people, and what was
// owed and prepaid before this book began.
type Register struct {
	// FileHash is the hash of the file, by which a later import can be told to be of the same one.
	FileHash string
	Rooms    []estate.Row
	Arrears  []billing.OpeningArrears
	Credits  []till.OpeningCredit
	// Refused is how many rows of the file could not be read and stay out.
	Refused int
	// Approval is a second person's approval for staff.UndoBills, needed where the register lowers the opening
	// arrears (期初欠费) by more than one person may lower alone. Mending is one for staff.ChangeOwing, needed where
	// it changes who owes or what is owed in a book that has asked for money.
	Approval, Mending staff.Approval
}

// RegisterOutcome is what a register did, or in a dry run would do. Rooms, arrears and credits that stay as they are
// do not appear in it.
type RegisterOutcome struct {
	Rooms   []estate.Change
	Arrears []billing.OpeningChange
	Credits []till.OpeningCreditChange
	// Owed are the codes of the rooms for which the register changes who owes, what is owed or what is prepaid, in a
	// book that has asked for money. If there is any, the register takes a second person.
	Owed []string
}

// Changes counts what the outcome changes; a register taken in twice changes nothing the second time.
func (o RegisterOutcome) Changes() int { return len(o.Rooms) + len(o.Arrears) + len(o.Credits) }

// errDryRun rolls a dry run back; it never leaves TakeRegister.
var errDryRun = store.Refuse(codeDryRun)

// TakeRegister takes a register in whole, or not at all. A dry run does the same work and rolls it back, so that what
// is shown is what would happen. Taking the same register again changes nothing.
//
// Errors: staff.may_not; staff.needs_approval where a second person is needed (see Register.Approval and Mending),
// which a dry run does not ask for; billing.opening_paid or till.opening_spent with the room, where the opening
// arrears or prepayment to be corrected have been paid or spent since.
func (b *Book) TakeRegister(ctx context.Context, by staff.Actor, register Register, dryRun bool) (outcome RegisterOutcome, err error) {
	err = b.Store.Write(ctx, func(tx *store.Tx) error {
		if err := b.Staff.Require(tx, by, staff.Import); err != nil {
			return err
		}
		if outcome, err = b.takeRegister(ctx, tx, by, register, dryRun); err != nil {
			return err
		}
		if dryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		return outcome, nil
	}
	if err == nil {
		// The register is committed. Somebody who cancels now must not be told that nothing came in, so loading the
		// index does not heed it.
		err = b.LoadFinder(context.WithoutCancel(ctx))
	}
	return outcome, err
}

// takeRegister does the work of TakeRegister inside tx. Rooms and people come first, because arrears and prepayments
// name rooms. The bills for the arrears are issued at the end, in one run.
func (b *Book) takeRegister(ctx context.Context, tx *store.Tx, actor staff.Actor, register Register, dryRun bool) (outcome RegisterOutcome, err error) {
	by := actor.ID()
	today, err := b.Today(tx)
	if err != nil {
		return outcome, err
	}
	if outcome.Rooms, err = b.Estate.Record(tx, by, register.Rooms, today); err != nil {
		return outcome, err
	}
	// Recording the rooms is the long part, so a cancelled import stops here.
	if err := ctx.Err(); err != nil {
		return outcome, err
	}
	// Asked before this register's own bills are issued: they must not make the first import take a second person.
	hasAsked, err := billing.HasAsked(tx)
	if err != nil {
		return outcome, err
	}
	var consent staff.Consent
	if !dryRun {
		if consent, err = b.Billing.AgreeToOpening(tx, actor, register.Approval, register.Arrears); err != nil {
			return outcome, err
		}
	}
	bills, arrears, err := b.Billing.TakeOpening(tx, by, consent, register.Arrears, today)
	if err != nil {
		return outcome, err
	}
	outcome.Arrears = arrears
	if outcome.Credits, err = b.Till.TakeOpening(tx, by, register.Credits); err != nil {
		return outcome, err
	}
	// Nothing to record, so that the same file taken in again leaves no event at all.
	if outcome.Changes() == 0 {
		return outcome, nil
	}
	if hasAsked {
		if outcome.Owed, err = owed(tx, outcome, today); err != nil {
			return outcome, err
		}
	}
	if len(outcome.Owed) > 0 && !dryRun {
		if err := b.Staff.Agree(tx, actor, register.Mending, staff.Deed{Action: staff.ChangeOwing}, "register/"+register.FileHash); err != nil {
			return outcome, err
		}
	}
	if len(bills) > 0 {
		_, head, err := b.Journal.Head(tx)
		if err != nil {
			return outcome, err
		}
		// Taking a register in is repeatable by what it finds, not by a person's request: its id is the place in the chain.
		request := journal.Request{ID: "register/" + register.FileHash[:min(16, len(register.FileHash))] + "/" + shortHash(head), Digest: head[:]}
		if _, err := b.Billing.Issue(tx, request, by, staff.Consent{}, bills); err != nil {
			return outcome, err
		}
	}
	return outcome, b.Estate.RecordTaken(tx, by, register.FileHash, len(register.Rooms), register.Refused)
}

// owed returns the rooms for which a register changes who owes, what is owed or what is prepaid, each once.
func owed(tx *store.Tx, outcome RegisterOutcome, on calendar.Date) ([]string, error) {
	rooms, err := billing.OwedByRegister(tx, outcome.Rooms, on)
	for _, change := range outcome.Credits {
		if !slices.Contains(rooms, change.Room) {
			rooms = append(rooms, change.Room)
		}
	}
	return rooms, err
}

// MendRegister changes one room or space of the register by hand, as billing.Mend says; afterwards the search index knows it.
func (b *Book) MendRegister(ctx context.Context, by staff.Actor, approval staff.Approval, wish billing.Mending) (change estate.Change, err error) {
	err = b.Store.Write(ctx, func(tx *store.Tx) error {
		change, err = b.Billing.In(tx).Mend(tx.Context(), b.Estate, by, approval, wish)
		return err
	})
	if err == nil {
		err = b.LoadFinder(context.WithoutCancel(ctx))
	}
	return change, err
}

// SetSteward says who looks after a building or a unit from a day on, by who may bring rooms in: no money hangs on it.
func (b *Book) SetSteward(ctx context.Context, by staff.Actor, wish estate.Steward, who estate.Profile) (steward estate.Steward, err error) {
	err = b.as(ctx, by, staff.Import, func(tx *store.Tx) error {
		steward, err = b.Estate.SetSteward(tx, by.ID(), wish, who)
		return err
	})
	return steward, err
}
