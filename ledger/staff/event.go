package staff

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// wrongPINsMax is how many wrong PINs in a row lock a person out. It is a rule of folding: with another number the
// events of existing books would lock other people out than they did.
const wrongPINsMax = 5

// recordedV1 adds a person or changes their entry; the newest one stands. The name lies in the vault, and By is ""
// for the first manager, whom nobody added. Approver is who agreed where the person may approve from then on, Alone says that
// there was nobody to ask, and Recovery that the recovery key was brought instead.
type recordedV1 struct {
	Person   string        `json:"person"`
	Code     string        `json:"code"`
	Role     Role          `json:"role"`
	Active   bool          `json:"active"`
	Name     vault.Version `json:"name"`
	By       string        `json:"by"`
	Approver Consent       `json:"approver"`
	Alone    bool          `json:"alone"`
	Recovery bool          `json:"recovery,omitempty"`
	// Replaces is the event whose entry stood here, or what stands for several (both), nil for a person whom nobody had recorded.
	Replaces *journal.Ref `json:"replaces,omitempty"`
}

// pinSetV1 sets a PIN, whose hash lies in the vault. By is the person, a manager, or "recovery" for the recovery key. Approver,
// Alone and Recovery are as in recordedV1 where somebody else sets the PIN of a person who may approve; the first PIN has neither, since its
// recordedV1 has them.
type pinSetV1 struct {
	Person   string        `json:"person"`
	PIN      vault.Version `json:"pin"`
	By       string        `json:"by"`
	Approver Consent       `json:"approver"`
	Alone    bool          `json:"alone"`
	Recovery bool          `json:"recovery,omitempty"`
}

// pinTriedV1 is the body of a right and of a wrong PIN alike; the kind of the event says which it was.
type pinTriedV1 struct {
	Person  string `json:"person"`
	Purpose string `json:"purpose"`
}

// agreedV1 says who agreed to what other events of the same transaction do; About names what, for example
// "policy/cutoff_hour".
type agreedV1 struct {
	Action   Action  `json:"action"`
	About    string  `json:"about"`
	By       string  `json:"by"`
	Approver Consent `json:"approver"`
}

// limitSetV1 sets a limit to a value, in fen or a number of deeds.
type limitSetV1 struct {
	Limit    LimitName `json:"limit"`
	Value    int64     `json:"value"`
	By       string    `json:"by"`
	Approver Consent   `json:"approver"`
}

// unlockedV1 lets a locked-out person in again. By is a manager, or "recovery" for the recovery key.
type unlockedV1 struct {
	Person string `json:"person"`
	By     string `json:"by"`
}

// Consent is what an event says of an approval: who gave it, and the event of the same device in which the PIN was right.
// The zero Consent says that nobody was asked.
type Consent struct {
	Person string `json:"person"`
	Seq    int64  `json:"seq"`
}

// Use notes that event e used the approval up; the key of the table approvals refuses a second time. The zero Consent
// has nothing to note.
func (c Consent) Use(tx *store.Tx, e journal.Event) error {
	if c.Person == "" {
		return nil
	}
	_, err := tx.Exec("INSERT INTO approvals (device, seq, used_seq, person) VALUES (?, ?, ?, ?)", e.DeviceNo, c.Seq, e.Seq, c.Person)
	return err
}

// The kinds of event of this room. Existing books have them in their events, so a name is never changed.
const (
	kindRecorded = "staff.recorded"
	kindPINSet   = "staff.pin_set"
	kindAccepted = "staff.pin_accepted"
	kindRefused  = "staff.pin_refused"
	kindUnlocked = "staff.unlocked"
	kindAgreed   = "staff.agreed"
	kindLimitSet = "limit.set"
)

// StandingKinds are the kinds of event from which follows what a person may do: few of a book's.
func StandingKinds() []string { return []string{kindRecorded, kindPINSet, kindLimitSet} }

// Projectors folds the events of people, approvals and limits into the tables staff, approvals and limits.
func Projectors() []journal.Projector {
	return []journal.Projector{
		journal.On(kindRecorded, 1, applyRecorded).Contesting(contestRecorded),
		journal.On(kindPINSet, 1, applyPINSet).Contesting(contestPINSet),
		journal.On(kindAccepted, 1, func(tx *store.Tx, _ journal.Event, body pinTriedV1) error {
			_, err := tx.Exec("UPDATE staff SET wrong_pins = 0 WHERE id = ?", body.Person)
			return err
		}),
		// A locked person stays locked, whatever the number of wrong PINs is afterwards.
		journal.On(kindRefused, 1, func(tx *store.Tx, _ journal.Event, body pinTriedV1) error {
			_, err := tx.Exec("UPDATE staff SET wrong_pins = wrong_pins + 1, locked = max(locked, wrong_pins + 1 >= ?) WHERE id = ?",
				wrongPINsMax, body.Person)
			return err
		}),
		journal.On(kindAgreed, 1, func(tx *store.Tx, e journal.Event, body agreedV1) error { return body.Approver.Use(tx, e) }),
		journal.On(kindLimitSet, 1, applyLimitSet),
		journal.On(kindAsked, 1, applyAsked),
		journal.On(kindAskMoved, 1, applyAskMoved),
		journal.On(kindUnlocked, 1, func(tx *store.Tx, _ journal.Event, body unlockedV1) error {
			_, err := tx.Exec("UPDATE staff SET wrong_pins = 0, locked = 0 WHERE id = ?", body.Person)
			return err
		}),
	}
}

// applyRecorded writes the person's entry. An entry must not reset the PIN, the wrong tries and the lock, so those
// columns are left as they are.
func applyRecorded(tx *store.Tx, e journal.Event, body recordedV1) error {
	if err := body.Name.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	stands, known, err := entryOf(tx, body.Person)
	if err != nil {
		return err
	}
	// Of what was taken from a person at one counter nothing is given back by another that had not heard of it, whichever comes later.
	if known && body.Replaces != nil && *body.Replaces != stands.set && stands.isLessThan(body) {
		return store.Refuse(codeChangedElsewhere)
	}
	_, err = tx.Exec(`INSERT INTO staff (id, code, role, active, name_version, set_device, set_seq) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET code = excluded.code, role = excluded.role, active = excluded.active,
		name_version = max(name_version, excluded.name_version), set_device = excluded.set_device, set_seq = excluded.set_seq`,
		body.Person, body.Code, body.Role, body.Active, body.Name.Version, e.Device, e.Seq)
	return err
}

// contestRecorded takes from a person what an entry takes, where another counter changed the same entry before: the two sealed a name under one number, and that of the
// first stays.
func contestRecorded(tx *store.Tx, e journal.Event) error {
	body, err := journal.Decode[recordedV1](e.Body)
	if err != nil {
		return store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	stands, known, err := entryOf(tx, body.Person)
	if err != nil || !known {
		return err
	}
	left := standing{role: ranks[min(rank(stands.role), rank(body.Role))], active: stands.active && body.Active}
	if left.role == stands.role && left.active == stands.active {
		return nil
	}
	// Neither of the two counters that goes on from its own entry had heard of the other's: what stands now is of both.
	left.set = both(stands.set, e.Ref())
	_, err = tx.Exec("UPDATE staff SET role = ?, active = ?, set_device = ?, set_seq = ? WHERE id = ?", left.role, left.active, left.set.Device, left.set.Seq, body.Person)
	return err
}

// both names what two events set together. It is the name of no event.
func both(one, other journal.Ref) journal.Ref {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d|%s/%d", one.Device, one.Seq, other.Device, other.Seq))
	return journal.Ref{Device: hex.EncodeToString(sum[:]), Seq: other.Seq}
}

// standing is what a person may by the entry that stands, and the event that set it.
type standing struct {
	role   Role
	active bool
	set    journal.Ref
}

// entryOf returns the entry of a person that stands; known is false for one whom nobody recorded.
func entryOf(tx *store.Tx, person string) (stands standing, known bool, err error) {
	known, err = tx.Get("SELECT role, active, set_device, set_seq FROM staff WHERE id = ?", []any{person}, &stands.role, &stands.active, &stands.set.Device, &stands.set.Seq)
	return stands, known, err
}

// ranks are the roles from the one that may do least. It is a rule of folding, apart from Rights: those may change, and what two counters did stays.
var ranks = []Role{Cashier, Finance, Supervisor, Manager}

// rank is the place of a role among ranks; one that this program does not know may least.
func rank(role Role) int { return max(slices.Index(ranks, role), 0) }

// isLessThan reports whether the person may do less by the entry that stands than by another.
func (s standing) isLessThan(body recordedV1) bool {
	return body.Active && (!s.active || rank(s.role) < rank(body.Role))
}

// applyPINSet makes the new PIN the valid one. It does not lift a lock: only an unlocking does.
func applyPINSet(tx *store.Tx, e journal.Event, body pinSetV1) error {
	if err := body.PIN.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE staff SET pin_version = ?, wrong_pins = 0 WHERE id = ?", body.PIN.Version, body.Person)
	return err
}

// contestPINSet locks the person whose PIN somebody else set anew, where it was changed at another counter before: it was set because the old one was forgotten, or
// known to somebody who should not, and who changed it meanwhile must not go on by that. A PIN that the person changed at both counters is the first of the two.
func contestPINSet(tx *store.Tx, e journal.Event) error {
	body, err := journal.Decode[pinSetV1](e.Body)
	if err != nil {
		return store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	if body.By == body.Person {
		return nil
	}
	_, err = tx.Exec("UPDATE staff SET locked = 1 WHERE id = ?", body.Person)
	return err
}

// applyLimitSet writes the limit's new value and uses up the approval that raising it took.
func applyLimitSet(tx *store.Tx, e journal.Event, body limitSetV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO limits (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", string(body.Limit), body.Value)
	return err
}
