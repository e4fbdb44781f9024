package lease

import (
	"encoding/json"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// The kinds of events of leases. They stand in every book and are never renamed.
const (
	kindSigned   = "lease.signed"
	kindAmended  = "lease.amended"
	kindEnded    = "lease.ended"
	kindReported = "turnover.reported"
)

// signedV1 keeps a contract as it was signed. It names the tenant by the id of a person and holds no name.
type signedV1 struct {
	Request  journal.Request `json:"request"`
	Contract Contract        `json:"contract"`
	By       string          `json:"by"`
	Approver staff.Consent   `json:"approver"`
	// Law are the ids of the rules of the law that the two passed.
	Law []string `json:"law,omitempty"`
}

// amendedV1 sets the terms of a lease from FromOn on.
type amendedV1 struct {
	Lease    string        `json:"lease"`
	FromOn   calendar.Date `json:"fromOn"`
	Terms    Terms         `json:"terms"`
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
}

// endedV1 ends a lease early. LastOn may be the day before its first: it never began.
type endedV1 struct {
	Lease    string        `json:"lease"`
	LastOn   calendar.Date `json:"lastOn"`
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
}

// reportedV1 reports the turnover of one period in fen. FromOn names the period; the newest report of it holds.
type reportedV1 struct {
	Lease  string        `json:"lease"`
	FromOn calendar.Date `json:"fromOn"`
	ToOn   calendar.Date `json:"toOn"`
	Fen    money.Fen     `json:"fen"`
	By     string        `json:"by"`
	// Approver is the second person where the period was billed before.
	Approver staff.Consent `json:"approver"`
}

// Projectors folds the events of leases.
func Projectors() []journal.Projector {
	return []journal.Projector{
		journal.On(kindSigned, 1, applySigned),
		journal.On(kindAmended, 1, applyAmended),
		journal.On(kindEnded, 1, applyEnded),
		journal.On(kindReported, 1, applyReported),
	}
}

// applySigned keeps a contract as the text of its event, beside the columns that questions ask by. The objects go first:
// a trigger refuses them once their lease is written.
func applySigned(tx *store.Tx, e journal.Event, body signedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	c := body.Contract
	contract, err := json.Marshal(c)
	if err != nil {
		return err
	}
	for _, object := range c.Objects {
		if _, err := tx.Exec("INSERT INTO lease_objects (object, lease) VALUES (?, ?)", object, c.ID); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`INSERT INTO leases (id, number, tenant, from_on, to_on, contract, person, approver, device, seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.ID, c.Number, c.Tenant, string(c.FromOn), string(c.ToOn), string(contract),
		body.By, body.Approver.Person, e.DeviceNo, e.Seq)
	return err
}

// applyAmended adds the terms of an amendment; those before it stay.
func applyAmended(tx *store.Tx, e journal.Event, body amendedV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	terms, err := json.Marshal(body.Terms)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO lease_amendments (device, seq, lease, from_on, terms, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, body.Lease, string(body.FromOn), string(terms), body.By, body.Approver.Person)
	return err
}

// applyEnded notes the last day; a lease that nobody knows is lease.unknown.
func applyEnded(tx *store.Tx, e journal.Event, body endedV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE leases SET ended_on = ? WHERE id = ?", string(body.LastOn), body.Lease)
	if err == nil && changed == 0 {
		err = store.Refuse(codeUnknown, body.Lease)
	}
	return err
}

// applyReported adds a report of turnover; those before it stay, so that a correction can be seen.
func applyReported(tx *store.Tx, e journal.Event, body reportedV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO turnovers (device, seq, lease, from_on, to_on, fen, at_ms, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, body.Lease, string(body.FromOn), string(body.ToOn), int64(body.Fen), e.AtMS, body.By, body.Approver.Person)
	return err
}
