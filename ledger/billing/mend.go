package billing

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

const kindMended = "register.mended"

// Mending is one room or space of the register mended by hand. Row tells what is to be; what it leaves empty stays, and what
// its Clear names is emptied. People change from the day On: bills that are out keep their debtor.
type Mending struct {
	RequestID string
	Kind      string
	Seen      string
	On        calendar.Date
	Row       estate.Row
}

type mendedV1 struct {
	Request journal.Request `json:"request"`
	estate.Mended
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
}

// Mend changes a room or a space of the register, by who may bring rooms in. It takes a second person of that right where
// NeedsSecond says so (staff.needs_approval); asked again under its request id it does nothing. The rules of prices stand
// here, beside estate, because only they know whether an area is owed for.
func (s *Billing) Mend(tx *store.Tx, register *estate.Estate, by staff.Actor, approval staff.Approval, wish Mending) (estate.Change, error) {
	if err := s.staff.Require(tx, by, staff.Import); err != nil {
		return estate.Change{}, err
	}
	row, err := register.Blind(wish.Row) // a digest of a phone number would tell it
	if err != nil {
		return estate.Change{}, err
	}
	request, err := journal.NewRequest(wish.RequestID, []string{wish.Kind, wish.Seen, string(wish.On), row, by.ID()})
	if err != nil {
		return estate.Change{}, err
	}
	if _, _, happened, err := request.Earlier(tx); err != nil || happened {
		return estate.Change{Code: wish.Row.Code}, err
	}
	mended, change, err := register.PrepareMend(tx, wish.Kind, wish.Seen, wish.Row, wish.On)
	if err != nil || !change.New && len(change.Fields) == 0 && mended.Silent() {
		return change, err
	}
	var consent staff.Consent
	needs, err := NeedsSecond(tx, mended, change, wish.On)
	if err == nil && needs {
		consent, err = s.staff.RequireApproval(tx, by, staff.Import, approval)
	}
	if err != nil {
		return change, err
	}
	_, err = s.journal.Append(tx, kindMended, mendedV1{Request: request, Mended: mended, By: by.ID(), Approver: consent})
	return change, err
}

func applyMended(tx *store.Tx, e journal.Event, body mendedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	return body.Apply(tx, e)
}

// NeedsSecond reports whether what was mended changes who owes or what is owed: the people and their shares, the day of
// handover, who has a space, and whatever a tariff that is not over reads of the object.
func NeedsSecond(tx *store.Tx, mended estate.Mended, change estate.Change, on calendar.Date) (bool, error) {
	if mended.ChangesParties() {
		return true, nil
	}
	names := mended.Names
	if slices.Contains(names, "handover") && !change.New || slices.Contains(names, "holder") || slices.Contains(names, "space") {
		return true, nil
	}
	if change.New || len(names) == 0 {
		return false, nil
	}
	read, err := readOfRegister(tx, on)
	return slices.ContainsFunc(names, func(name string) bool { return read[name] || name == "space_state" && read["state"] }), err
}

// readOfRegister returns the columns of the register that tariffs which are not over on a day read, by their stable names.
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

// readMeasure notes a measure: an area or a floor by its column, an own field under its own name.
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

func readConditions(read map[string]bool, conditions []tariff.Condition) {
	for _, condition := range conditions {
		read[condition.Field] = true
	}
}
