package billing

import (
	"context"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// kindMended is the event of Mend. What it says of the register is estate's to read.
const kindMended = "register.mended"

// Mending is one room or space of the register mended by hand.
type Mending struct {
	RequestID string
	Kind      string // estate.Room or estate.Space
	// Seen is the digest of what the person was shown (estate.Digest), so that two people do not write over each other
	// unseen.
	Seen string
	// On is the day from which people change: bills that are out keep their debtor.
	On calendar.Date
	// Row tells what is to be; what it leaves empty stays, and what its Clear names is emptied.
	Row estate.Row
}

// mendedV1 keeps what the register says afterwards, with who asked and who agreed.
type mendedV1 struct {
	Request journal.Request `json:"request"`
	estate.Mended
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
}

// Mend changes a room or a space of the register, by who may bring rooms in. It takes a second person of that right where
// it changes who owes or what is owed (staff.needs_approval); asked again under its request id it does nothing, and a
// change that changes nothing is no event. The command stands here and not in estate, because only the rules of prices
// know whether an area is owed for.
func (s *Billing) Mend(ctx context.Context, register *estate.Estate, by staff.Actor, approval staff.Approval, wish Mending) (estate.Change, error) {
	return store.Do(ctx, s.db, s.within, func(tx *store.Tx) (estate.Change, error) {
		return s.doMend(tx, register, by, approval, wish)
	})
}

// doMend answers a repeated request with the room's code alone: what changed was shown the first time.
func (s *Billing) doMend(tx *store.Tx, register *estate.Estate, by staff.Actor, approval staff.Approval, wish Mending) (estate.Change, error) {
	if err := s.staff.Require(tx, by, staff.Import); err != nil {
		return estate.Change{}, err
	}
	row, err := register.Blind(wish.Row) // a digest of a phone number would tell it
	if err != nil {
		return estate.Change{}, err
	}
	// Seen is not part of the digest: asked again after the first try changed the room, it differs.
	request, err := journal.NewRequest(wish.RequestID, []string{wish.Kind, string(wish.On), row, by.ID()})
	if err != nil {
		return estate.Change{}, err
	}
	same := func(*store.Tx, int64, int64) (estate.Change, error) { return estate.Change{Code: wish.Row.Code}, nil }
	return journal.Once(tx, request, same, func() (estate.Change, error) { return s.mend(tx, register, request, by, approval, wish) })
}

// mend prepares the change, asks for the second person where it must, and writes the event.
func (s *Billing) mend(tx *store.Tx, register *estate.Estate, request journal.Request, by staff.Actor, approval staff.Approval, wish Mending) (estate.Change, error) {
	today, err := s.today(tx)
	if err != nil {
		return estate.Change{}, err
	}
	mended, change, err := register.PrepareMend(tx, wish.Kind, wish.Seen, wish.Row, wish.On, today)
	if err != nil || !change.New && len(change.Fields) == 0 && mended.Silent() {
		return change, err
	}
	var consent staff.Consent
	read, err := readOfRegister(tx, wish.On)
	if err == nil && (change.Owing || owes(change, read)) {
		consent, err = s.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.ChangeOwing})
	}
	if err != nil {
		return change, err
	}
	_, err = s.journal.Append(tx, kindMended, mendedV1{Request: request, Mended: mended, By: by.ID(), Approver: consent})
	return change, err
}

// applyMended folds what was mended by estate's own rules.
func applyMended(tx *store.Tx, e journal.Event, body mendedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	return body.Apply(tx, e)
}

// owes reports whether a change to what the register had changes who owes or what is owed: the people and their shares,
// the day of handover, who has a space, and whatever a tariff reads of the object (see readOfRegister). Of a new object
// only the space of a room counts, since that room owes for it; nobody was billed for the object itself before.
func owes(change estate.Change, read map[string]bool) bool {
	if change.New {
		return slices.ContainsFunc(change.Fields, func(field estate.FieldChange) bool { return field.Name == "holder" || field.Name == "space" })
	}
	return change.Owing || slices.ContainsFunc(change.Fields, func(field estate.FieldChange) bool {
		return slices.Contains([]string{"handover", "space_handover", "holder", "space"}, field.Name) || read[field.Name] || field.Name == "space_state" && read["state"]
	})
}

// HasAsked reports whether the book has asked for money, or taken some for what was owed before it began. Until then one
// person sets the register up; from then on two agree to what it changes of who owes what. An undone bill counts: it was
// asked for.
func HasAsked(tx *store.Tx) (bool, error) {
	var bills int
	_, err := tx.Get("SELECT count(*) FROM (SELECT 1 FROM bills WHERE kind <> ? OR paid_fen <> 0 LIMIT 1)", []any{Opening}, &bills)
	return bills > 0, err
}

// OwedByRegister returns the rooms for which a register read from a file changes who owes or what is owed, by their codes: two
// people agree to that, as where it is mended by hand.
func OwedByRegister(tx *store.Tx, changes []estate.Change, on calendar.Date) (rooms []string, err error) {
	read, err := readOfRegister(tx, on)
	if err != nil {
		return nil, err
	}
	for _, change := range changes {
		if !change.New && owes(change, read) {
			rooms = append(rooms, change.Code)
		}
	}
	return rooms, nil
}

// readOfRegister returns the columns of the register that tariffs which are not over on a day read, by the stable names
// that estate.FieldChange uses. A column that no tariff reads may be mended by one person alone.
func readOfRegister(tx *store.Tx, on calendar.Date) (map[string]bool, error) {
	read := make(map[string]bool)
	items, err := Items(tx)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		readMeasure(read, item.ShareBy)
	}
	tariffs, err := Tariffs(tx, "")
	if err != nil {
		return nil, err
	}
	for _, t := range tariffs {
		if t.ToOn != "" && t.ToOn < on {
			continue
		}
		for name, list := range map[string][]string{"building": t.Scope.Buildings, "use": t.Scope.Uses, "layout": t.Scope.Layouts, "state": t.Scope.States} {
			read[name] = read[name] || len(list) > 0
		}
		for _, version := range t.Versions {
			for _, need := range version.Rule.Needs() {
				readMeasure(read, need)
			}
			readConditions(read, version.Rule.When)
			for _, line := range version.Rule.Lines {
				readConditions(read, line.When)
			}
		}
	}
	return read, nil
}

// readMeasure notes the column that a measure reads: an area or a floor by its own name, an own field as "field:" and its
// name.
func readMeasure(read map[string]bool, measure tariff.Measure) {
	switch measure {
	case tariff.InnerArea:
		read["field:"+tariff.InnerField] = true
	case tariff.Heads:
		read["field:"+tariff.HeadsField] = true
	default:
		read[string(measure)] = true // area, floor, field:单价
	}
}

// readConditions notes the fields that conditions compare.
func readConditions(read map[string]bool, conditions []tariff.Condition) {
	for _, condition := range conditions {
		read[condition.Field] = true
	}
}
