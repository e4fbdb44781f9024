package estate

import (
	"encoding/json"
	"strings"

	"shouqi/ledger/journal"
	"shouqi/ledger/law"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Estate records what the estate is. Its methods work inside the caller's transaction. They take the id of the person
// who does it as text and check no right: that is for the caller, because staff must not be imported here.
type Estate struct {
	vault   *vault.Vault
	journal *journal.Journal
}

// New makes the room over an open book.
func New(v *vault.Vault, j *journal.Journal) *Estate { return &Estate{vault: v, journal: j} }

// Founding is what a new book is told about itself. PublicKey and Key are the device's Ed25519 pair; Key names the
// sealed private half in the vault.
type Founding struct {
	Estate, Company, Counter string
	Demo, Training           bool
	PublicKey                []byte
	Key                      vault.Version
	DataKey                  []byte // the proof of the data key
}

// Found appends the first event of a book.
func (s *Estate) Found(tx *store.Tx, f Founding) error {
	_, err := s.journal.Append(tx, kindFounded, foundedV1{Estate: f.Estate, Company: f.Company, Counter: f.Counter, Demo: f.Demo, Training: f.Training, PublicKey: f.PublicKey, Key: f.Key, DataKey: f.DataKey})
	return err
}

// RecordSlot notes that the data key was wrapped in a slot, so that the audit notices a slot that was changed. by is
// "" while the book is being made.
func (s *Estate) RecordSlot(tx *store.Tx, by string, slot vault.Version) error {
	return s.RecordRenewed(tx, by, slot, false)
}

// RecordRenewed is RecordSlot for what takes two people: alone says that nobody else may approve.
func (s *Estate) RecordRenewed(tx *store.Tx, by string, slot vault.Version, alone bool) error {
	_, err := s.journal.Append(tx, kindSlotSet, slotSetV1{Slot: slot, By: by, Alone: alone})
	return err
}

// RecordKept records that a slot which was in force took the place of the one that an older copy of the book has. Nobody decided it anew.
func (s *Estate) RecordKept(tx *store.Tx, slot vault.Version) error {
	_, err := s.journal.Append(tx, kindSlotSet, slotSetV1{Slot: slot, Kept: true})
	return err
}

// SetPolicy changes one policy. Errors: estate.policy for an unknown name, for a value out of bounds, and for demo,
// training and counter, which stay as the book was made: receipts that are out begin with the counter's code; estate.policy_same for the value
// that it has already, which writes nothing; law.pack for rules that are none; estate.month_not_over for a closed month that has not ended by the business day.
func (s *Estate) SetPolicy(tx *store.Tx, by, name, value string) error {
	if name == policyDemo || name == policyTraining || name == PolicyCounter {
		return store.Refuse(codePolicy, name)
	}
	policies, err := ReadPolicies(tx)
	if err != nil {
		return err
	}
	same, err := policies.Has(name, value)
	if err == nil && same {
		err = store.Refuse(CodePolicySame, name)
	}
	// Months compare as text. One that is not over still takes money, which a closed month refuses.
	if today := policies.Today(s.journal.Now()); err == nil && name == PolicyClosedMonth && value >= today.Month() {
		err = store.Refuse(codeMonthNotOver, value)
	}
	if err == nil && name == PolicyReceiptLayout {
		_, err = ParseLayout(value)
	}
	if err == nil && name == PolicyRulePack {
		_, err = law.Parse(value)
	}
	if err != nil {
		return err
	}
	_, err = s.journal.Append(tx, kindPolicy, policyV1{Name: name, Value: value, By: by})
	return err
}

// checkPerson returns estate.unknown_person unless person is one of the estate or a typed payer (交款人). The PINs of
// colleagues, the book's own keys and the notes of rooms lie in the same vault, and must not be shown or erased by
// their id.
func checkPerson(tx *store.Tx, person string) error {
	found := 0
	_, err := tx.Get(`SELECT EXISTS (SELECT 1 FROM persons WHERE id = ?1 AND kind <> ?2)
		OR ?1 LIKE 'payer/%' AND EXISTS (SELECT 1 FROM vault_keys WHERE subject = ?1)`, []any{person, roomNoteKind}, &found)
	if err == nil && found == 0 {
		err = store.Refuse(CodeUnknownPerson)
	}
	return err
}

// Erase destroys a person's key, so that what the vault holds of the person can never be read again. This is how a
// request for erasure under the Personal Information Protection Law (个人信息保护法) is met without changing an
// event. Errors: estate.unknown_person for whoever is neither a person of the estate nor a typed payer. The caller
// checks the right.
func (s *Estate) Erase(tx *store.Tx, by, person string) error {
	if err := checkPerson(tx, person); err != nil {
		return err
	}
	if err := s.vault.Erase(tx, person); err != nil {
		return err
	}
	_, err := s.journal.Append(tx, kindErased, personActV1{Person: person, By: by})
	return err
}

// Unmask notes that somebody looked at a person's whole phone or identity number, and returns the profile. The event
// is part of the same transaction: nothing is shown that is not recorded. Errors: estate.unknown_person as Erase. The
// caller checks the right.
func (s *Estate) Unmask(tx *store.Tx, by, person string) (Profile, error) {
	if !strings.HasPrefix(person, RoomNote("")) { // a room's note holds its deed number
		if err := checkPerson(tx, person); err != nil {
			return Profile{}, err
		}
	}
	if _, err := s.journal.Append(tx, kindUnmasked, personActV1{Person: person, By: by}); err != nil {
		return Profile{}, err
	}
	return ProfileOf(tx, s.vault, person, 0)
}

// roomNoteKind marks, among the persons, the sealed notes of rooms.
const roomNoteKind = "room"

// RoomNote returns the vault subject under which a room's licence plates, remark and deed number lie sealed, as a
// Profile without a name.
func RoomNote(object string) string { return "room/" + object }

// putProfile seals a profile as the next version of a person.
func (s *Estate) putProfile(tx *store.Tx, person string, profile Profile) (vault.Version, error) {
	return s.putNote(tx, person, "", profile)
}

// putNote seals a profile as the next version of subject. Whoever erases the person about destroys the subject's key,
// too; "" is nobody.
func (s *Estate) putNote(tx *store.Tx, subject, about string, profile Profile) (vault.Version, error) {
	content, err := json.Marshal(profile)
	if err != nil {
		return vault.Version{}, store.Fail(journal.CodeBody, err, "profile", 0)
	}
	return s.vault.Put(tx, subject, about, content)
}

// personKinds returns every person who is not erased, with the kind: natural person, company, steward, or the note of
// a room.
func personKinds(tx *store.Tx) (map[string]string, error) {
	kinds := make(map[string]string)
	err := tx.Each("SELECT id, kind FROM persons WHERE erased = 0", nil, func(scan func(dest ...any) error) error {
		var id, kind string
		err := scan(&id, &kind)
		kinds[id] = kind
		return err
	})
	return kinds, err
}

// openProfiles opens the newest profile of every person in kinds in one pass over the vault, which is much faster
// than a query for each. vault.damaged is returned for a profile that cannot be read.
func openProfiles(tx *store.Tx, v *vault.Vault, kinds map[string]string, each func(person string, profile Profile) error) error {
	want := func(subject string) bool { _, ok := kinds[subject]; return ok }
	return v.EachLatest(tx, want, func(subject string, content []byte) error {
		var profile Profile
		if err := json.Unmarshal(content, &profile); err != nil {
			return store.Fail(vault.CodeDamaged, err, subject)
		}
		return each(subject, profile)
	})
}
