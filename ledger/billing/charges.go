package billing

import (
	"encoding/json"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// The kinds of events of items, tariffs and concessions; that of packages stands with them in package.go.
const (
	kindItemSet       = "item.set"
	kindTariffSet     = "tariff.set"
	kindVersionSet    = "tariff.version_set"
	kindTakenBack     = "tariff.version_taken_back"
	kindTariffEnded   = "tariff.ended"
	kindConcession    = "concession.granted"
	kindConcessionEnd = "concession.ended"
)

// ruleBytesMax bounds a rule's text in an event.
const ruleBytesMax = 64 << 10

// itemSetV1 sets an item as a whole. LateFeeFromOn is the first due day for which its late-fee rule holds where that is a
// new one: "" is every day.
type itemSetV1 struct {
	Item          Item          `json:"item"`
	LateFeeFromOn calendar.Date `json:"lateFeeFromOn"`
	By            string        `json:"by"`
	Approver      staff.Consent `json:"approver"`
	Law           []string      `json:"law,omitempty"` // as in runIssuedV1
}

// tariffSetV1 makes a tariff without a price; the event of its first version follows in the same transaction.
type tariffSetV1 struct {
	Item     string        `json:"item"`
	Name     string        `json:"name"`
	Scope    Scope         `json:"scope"`
	FromOn   calendar.Date `json:"fromOn"`
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
	Law      []string      `json:"law,omitempty"` // as in runIssuedV1
}

// versionSetV1 sets the version of a tariff that begins on FromOn. It keeps the rule as text: how rules are read may
// grow, what was told stays. Agreed names the second person, "" where none was needed; Approver uses the approval up, which for
// the first version of a tariff the event of the tariff did.
type versionSetV1 struct {
	Item     string          `json:"item"`
	Tariff   string          `json:"tariff"`
	FromOn   calendar.Date   `json:"fromOn"`
	Rule     json.RawMessage `json:"rule"`
	By       string          `json:"by"`
	Agreed   string          `json:"agreed"`
	Approver staff.Consent   `json:"approver"`
	Law      []string        `json:"law,omitempty"` // as in runIssuedV1
}

// takenBackV1 takes the version back that was to begin on FromOn.
type takenBackV1 struct {
	Item     string        `json:"item"`
	Tariff   string        `json:"tariff"`
	FromOn   calendar.Date `json:"fromOn"`
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
}

// tariffEndedV1 sets the last day of a tariff, the day before its first for one that never held. Agreed and Approver are as in
// reducedV1: an item that ends has its tariffs ended by one approval.
type tariffEndedV1 struct {
	Item     string        `json:"item"`
	Name     string        `json:"name"`
	ToOn     calendar.Date `json:"toOn"`
	By       string        `json:"by"`
	Agreed   string        `json:"agreed"`
	Approver staff.Consent `json:"approver"`
}

// concessionV1 grants objects a concession, by one approval. Item "" is all items, ToOn "" is open, Factor an exact number of 0
// to below 1.
type concessionV1 struct {
	Places   []concededV1  `json:"places"`
	Item     string        `json:"item"`
	Name     string        `json:"name"`
	Factor   string        `json:"factor"`
	FromOn   calendar.Date `json:"fromOn"`
	ToOn     calendar.Date `json:"toOn"`
	Reason   string        `json:"reason,omitempty"`
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
	Law      []string      `json:"law,omitempty"` // as in runIssuedV1
}

// concededV1 is one object and the id of its concession.
type concededV1 struct {
	ID     string `json:"id"`
	Object string `json:"object"`
}

// concessionEndedV1 sets another last day of a concession.
type concessionEndedV1 struct {
	ID       string        `json:"id"`
	ToOn     calendar.Date `json:"toOn"`
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
}

// chargeProjectors are the folds of what is charged; Projectors adds those of bills.
func chargeProjectors() []journal.Projector {
	return []journal.Projector{
		journal.On(kindItemSet, 1, applyItemSet),
		journal.On(kindItemRenamed, 1, applyItemRenamed),
		journal.On(kindTariffSet, 1, applyTariffSet),
		journal.On(kindVersionSet, 1, applyVersionSet),
		journal.On(kindTakenBack, 1, applyTakenBack),
		journal.On(kindTariffEnded, 1, applyTariffEnded),
		journal.On(kindItemDeleted, 1, applyItemDeleted),
		journal.On(kindConcession, 1, applyConcession),
		journal.On(kindConcessionEnd, 1, applyConcessionEnded),
		journal.On(kindOfferSet, 1, applyOfferSet),
		journal.On(kindPackageSet, 1, applyPackageSet),
	}
}

// applyItemSet writes an item, and its late-fee rule as another dated row where it differs from the one the item had.
// Rules are never changed or deleted: bills that were due under an earlier one go on by it.
func applyItemSet(tx *store.Tx, e journal.Event, body itemSetV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	i := body.Item
	lateFee, err := json.Marshal(i.LateFee)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO item_late_fees (item, from_on, device, seq, late_fee) SELECT ?1, ?2, ?3, ?4, ?5
		WHERE NOT EXISTS (SELECT 1 FROM items WHERE name = ?1 AND late_fee = ?5)`,
		i.Name, string(body.LateFeeFromOn), e.DeviceNo, e.Seq, string(lateFee)); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO items (`+itemColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
		kind = excluded.kind, hangs_on = excluded.hangs_on, cycle = excluded.cycle, advance = excluded.advance, due_days = excluded.due_days,
		late_fee = excluded.late_fee, tax_percent = excluded.tax_percent, subject = excluded.subject, merchant = excluded.merchant,
		share_by = excluded.share_by, template = excluded.template, active = excluded.active, source = excluded.source, purpose = excluded.purpose, inspect = excluded.inspect,
		issue_days = excluded.issue_days`,
		i.Name, i.Kind, i.HangsOn, string(i.Cycle), i.Advance, i.DueDays, string(lateFee), string(i.TaxPercent), i.Subject, i.Merchant, string(i.ShareBy), i.Template, i.Active, i.Source, string(i.Purpose), i.Inspect, i.IssueDays)
	return err
}

// applyTariffSet writes a tariff that is open; the database refuses a name that the item has already.
func applyTariffSet(tx *store.Tx, e journal.Event, body tariffSetV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	scope, err := json.Marshal(body.Scope)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO tariffs (item, name, scope, from_on) VALUES (?, ?, ?, ?)", body.Item, body.Name, string(scope), string(body.FromOn))
	return err
}

// applyVersionSet writes a version. One of the same day that was set before stays as history, and holds no more: no run has billed
// by it, as ChangePrice refuses a day that is billed.
func applyVersionSet(tx *store.Tx, e journal.Event, body versionSetV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	return writeVersion(tx, e, body)
}

// applyTakenBack writes over the version of a day that none begins on it.
func applyTakenBack(tx *store.Tx, e journal.Event, body takenBackV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	return writeVersion(tx, e, versionSetV1{Item: body.Item, Tariff: body.Tariff, FromOn: body.FromOn, By: body.By, Agreed: body.Approver.Person})
}

func writeVersion(tx *store.Tx, e journal.Event, body versionSetV1) error {
	_, err := tx.Exec("INSERT INTO tariff_versions (item, tariff, from_on, device, seq, rule, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		body.Item, body.Tariff, string(body.FromOn), e.DeviceNo, e.Seq, string(body.Rule), body.By, body.Agreed)
	return err
}

// applyTariffEnded writes the last day of a tariff; those that were set before stay as history.
func applyTariffEnded(tx *store.Tx, e journal.Event, body tariffEndedV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO tariff_ends (item, tariff, device, seq, to_on, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?)",
		body.Item, body.Name, e.DeviceNo, e.Seq, string(body.ToOn), body.By, body.Agreed)
	return err
}

func applyConcession(tx *store.Tx, e journal.Event, body concessionV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	for _, place := range body.Places {
		if _, err := tx.Exec(`INSERT INTO concessions (id, object, item, name, factor, from_on, to_on, reason, person, approver, device, seq)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, place.ID, place.Object, body.Item, body.Name, body.Factor, string(body.FromOn), string(body.ToOn),
			body.Reason, body.By, body.Approver.Person, e.DeviceNo, e.Seq); err != nil {
			return err
		}
	}
	return nil
}

// applyConcessionEnded writes the last day of a concession, the only thing of one that ever changes.
func applyConcessionEnded(tx *store.Tx, e journal.Event, body concessionEndedV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE concessions SET to_on = ? WHERE id = ?", string(body.ToOn), body.ID)
	return err
}
