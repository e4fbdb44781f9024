package estate

import (
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// The kinds of event of this room. Existing books have them in their events, so a name is never changed.
const (
	kindRecorded = "estate.recorded"
	kindTaken    = "register.taken"
	kindErased   = "person.erased"
	kindUnmasked = "person.unmasked"
	kindPolicy   = "policy.set"
	kindFounded  = "book.founded"
	kindSlotSet  = "vault.slot_set"
	kindSteward  = "steward.set"
)

// personV1 names a version of a sealed profile. The profile itself is never in an event: events cannot be erased.
type personV1 struct {
	Person string        `json:"person"`
	Kind   string        `json:"kind"`
	Record vault.Version `json:"record"`
}

// recordedV1 has objects, people and parties as they are from now on, whole and not as differences. Folding it twice
// leaves the same rows.
type recordedV1 struct {
	Persons []personV1 `json:"persons"`
	Objects []Object   `json:"objects"`
	Parties []Party    `json:"parties"`
	By      string     `json:"by"`
}

// takenV1 notes that a register file was taken in: its hash, how many rooms it told and how many rows were refused.
type takenV1 struct {
	FileHash string `json:"fileHash"`
	Rooms    int    `json:"rooms"`
	Refused  int    `json:"refused"`
	By       string `json:"by"`
}

// personActV1 is the body of erasing a person and of looking at one unmasked.
type personActV1 struct {
	Person string `json:"person"`
	By     string `json:"by"`
}

// policyV1 sets one policy to a value; the newest one stands.
type policyV1 struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	By    string `json:"by"`
}

// slotSetV1 names a slot of the data key with its digest, which the audit compares. The version before it opens nothing any more. Alone says
// that nobody else could agree to it where that takes two people; Kept that it is the one which was in force, in the place of an older copy's.
type slotSetV1 struct {
	Slot  vault.Version `json:"slot"`
	By    string        `json:"by"`
	Alone bool          `json:"alone,omitempty"`
	Kept  bool          `json:"kept,omitempty"`
}

// foundedV1 is the first event of a book: whose it is, with the device's public key against which commits and receipts verify, and the
// proof of the data key, against which every key that opens the book is held.
type foundedV1 struct {
	Estate    string        `json:"estate"`
	Company   string        `json:"company"`
	Counter   string        `json:"counter"`
	Demo      bool          `json:"demo"`
	Training  bool          `json:"training,omitempty"`
	PublicKey []byte        `json:"publicKey"`
	Key       vault.Version `json:"key"`
	DataKey   []byte        `json:"dataKey"`
}

// StandingKinds are the kinds of event from which policies and the keys of the book follow: few of a book's.
func StandingKinds() []string {
	return []string{kindFounded, KindInvited, kindJoined, KindPlaced, kindRetired, kindSlotSet, kindPolicy}
}

// Projectors folds the events of the estate into objects, persons, parties, policies and imports.
func Projectors() []journal.Projector {
	return []journal.Projector{
		journal.On(kindFounded, 1, applyFounded),
		// It changes nothing: what was replaced is in the other file.
		journal.On(KindRestored, 1, func(*store.Tx, journal.Event, restoredV1) error { return nil }),
		journal.On(kindSlotSet, 1, func(tx *store.Tx, e journal.Event, body slotSetV1) error {
			return body.Slot.Refer(tx, e.DeviceNo, e.Seq)
		}),
		journal.On(kindRecorded, 1, applyRecorded),
		journal.On(kindTaken, 1, func(tx *store.Tx, e journal.Event, body takenV1) error {
			_, err := tx.Exec("INSERT INTO imports (device, seq, file_hash, rooms, refused) VALUES (?, ?, ?, ?, ?)",
				e.DeviceNo, e.Seq, body.FileHash, body.Rooms, body.Refused)
			return err
		}),
		journal.On(kindSteward, 1, applySteward),
		journal.On(kindErased, 1, func(tx *store.Tx, _ journal.Event, body personActV1) error {
			_, err := tx.Exec("UPDATE persons SET erased = 1 WHERE id = ?", body.Person)
			return err
		}),
		// Who looked at whom is in the event alone; no table follows from it.
		journal.On(kindUnmasked, 1, func(*store.Tx, journal.Event, personActV1) error { return nil }),
		journal.On(KindPlaced, 1, func(tx *store.Tx, e journal.Event, body placedV1) error { return setMachine(tx, e, body.Machine) }),
		journal.On(kindRetired, 1, func(tx *store.Tx, e journal.Event, _ retiredV1) error { return setMachine(tx, e, nowhere) }),
		journal.On(KindInvited, 1, applyInvited).Contesting(contestInvited).Introducing(Introduced),
		journal.On(kindJoined, 1, func(tx *store.Tx, e journal.Event, body joinedV1) error { return body.Key.Refer(tx, e.DeviceNo, e.Seq) }),
		journal.On(kindPolicy, 1, func(tx *store.Tx, _ journal.Event, body policyV1) error {
			return setPolicy(tx, body.Name, body.Value)
		}),
	}
}

// setPolicy writes a policy; the newer value replaces the older.
func setPolicy(tx *store.Tx, name, value string) error {
	_, err := tx.Exec("INSERT INTO policies (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}

// setMachine writes on which machine the counter of the event's device is.
func setMachine(tx *store.Tx, e journal.Event, mark string) error {
	_, err := tx.Exec("UPDATE counters SET machine = ? WHERE device = ?", mark, e.DeviceNo)
	return err
}

// applyFounded writes the policies that a new book begins with and its first counter, and notes the sealed private key.
func applyFounded(tx *store.Tx, e journal.Event, body foundedV1) error {
	if err := body.Key.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO counters (device, code) VALUES (?, ?)", e.DeviceNo, body.Counter); err != nil {
		return err
	}
	demo := "no"
	if body.Demo {
		demo = "yes"
	}
	for _, policy := range []struct{ name, value string }{
		{PolicyEstate, body.Estate}, {PolicyCompany, body.Company}, {policyDemo, demo},
	} {
		if err := setPolicy(tx, policy.name, policy.value); err != nil {
			return err
		}
	}
	if body.Training {
		return setPolicy(tx, policyTraining, Yes)
	}
	return nil
}

// applyRecorded folds a part of a register, as Mended.Apply folds a change by hand.
func applyRecorded(tx *store.Tx, e journal.Event, body recordedV1) error { return body.apply(tx, e) }

// apply writes people, objects and parties. A person's version never goes back, in whatever order the events are
// folded. A party that is told again with the same first day is replaced, which is how it gets a last day.
func (body recordedV1) apply(tx *store.Tx, e journal.Event) error {
	for _, person := range body.Persons {
		if err := person.Record.Refer(tx, e.DeviceNo, e.Seq); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO persons (id, version, kind) VALUES (?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET version = max(version, excluded.version), kind = excluded.kind`,
			person.Person, person.Record.Version, person.Kind); err != nil {
			return err
		}
	}
	for _, object := range body.Objects {
		if err := object.insert(tx); err != nil {
			return err
		}
	}
	for _, party := range body.Parties {
		if _, err := tx.Exec(`INSERT INTO parties (object, person, role, from_on, to_on, share_basis_points, position) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (object, role, person, from_on) DO UPDATE SET to_on = excluded.to_on,
			share_basis_points = excluded.share_basis_points, position = excluded.position`,
			party.Object, party.Person, party.Role, string(party.FromOn), string(party.ToOn), party.ShareBasisPoints, party.Position); err != nil {
			return err
		}
	}
	return nil
}
