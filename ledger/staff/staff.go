package staff

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/google/uuid"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// nameMax is the longest name of a person, in characters.
const nameMax = 40

// CodeMax is how many digits a person's staff number has at most.
const CodeMax = 6

// codeForm is what a staff number looks like. resolve goes by it: what does not look like a number is a name.
var codeForm = regexp.MustCompile(`^[0-9]{1,` + strconv.Itoa(CodeMax) + `}$`)

// Staff signs people in, takes approvals and keeps the register of people.
type Staff struct {
	db      *store.DB
	vault   *vault.Vault
	journal *journal.Journal
	// trying lets one PIN be judged after the other. Two tries at once would both read four wrong PINs and both be
	// the fifth.
	trying sync.Mutex
	// HasAsked reports whether the book has asked anybody for money. Until then one person sets up everything alone.
	// The package that bills puts its answer here, because staff must not import it.
	HasAsked func(tx *store.Tx) (bool, error)
	// IsPhone reports whether a text is the telephone number of somebody of the estate, which what an approval is for must not be: it
	// stands in the open in an event. The package that knows people puts its answer here, because staff must not import it.
	IsPhone func(tx *store.Tx, text string) (bool, error)
}

// New makes the room over an open book.
func New(db *store.DB, v *vault.Vault, j *journal.Journal) *Staff {
	return &Staff{db: db, vault: v, journal: j}
}

// Person is one person on staff as screens show it. Inactive people stay in the list, since events name them for
// ever. Locked is set after too many wrong PINs.
type Person struct {
	ID     string `json:"id"`
	Code   string `json:"code"`
	Name   string `json:"name"`
	Role   Role   `json:"role"`
	Active bool   `json:"active"`
	Locked bool   `json:"locked"`
}

// Entry is a person to be added or changed. Code is the staff number, 1 to 6 digits, typed at sign-in. Someone who
// leaves is not deleted but made inactive.
type Entry struct {
	Code   string
	Name   string
	Role   Role
	Active bool
}

// check returns staff.code_form, staff.name_form or staff.role for an entry that is out of form.
func (e Entry) check() error {
	e.Name = strings.TrimSpace(e.Name)
	switch {
	case !codeForm.MatchString(e.Code):
		return store.Refuse(CodeCodeForm)
	case strings.Trim(e.Name, "0123456789") == "" || len([]rune(e.Name)) > nameMax || !store.Printable(e.Name):
		return store.Refuse(CodeNameForm, nameMax)
	case !e.Role.Valid():
		return store.Refuse(codeRole, string(e.Role))
	}
	return nil
}

// Found adds the first manager of a new book, whatever role the entry says. It refuses when there is anybody already
// (staff.founded), because it asks for no right.
func (s *Staff) Found(ctx context.Context, entry Entry, pin string) error {
	entry.Role, entry.Active = Manager, true
	return s.db.Write(ctx, func(tx *store.Tx) error {
		var count int
		if _, err := tx.Get("SELECT count(*) FROM staff", nil, &count); err != nil {
			return err
		}
		if count > 0 {
			return store.Refuse(codeFounded)
		}
		return s.add(tx, entry, pin, trust{})
	})
}

// Add adds a person with a first PIN, with a second person's approval where the new one may approve, see trusted. Errors:
// staff.may_not for an actor who does not manage staff, staff.code_used, those of Entry's form, staff.pin_form and
// staff.pin_weak, and those of Authorize.
func (s *Staff) Add(ctx context.Context, by Actor, approval Approval, entry Entry, pin string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		given, err := s.trusted(tx, by, approval, newcomer(entry))
		if err != nil {
			return err
		}
		return s.add(tx, entry, pin, given)
	})
}

// add records a new person and sets the first PIN.
func (s *Staff) add(tx *store.Tx, entry Entry, pin string, given trust) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("make the person's id: %w", err)
	}
	if err := s.record(tx, id.String(), entry, given); err != nil {
		return err
	}
	return s.setPIN(tx, id.String(), pin, trust{by: given.by})
}

// record seals the name as the next version of the person's and appends the entry. It is the same for a new person
// and a changed one.
func (s *Staff) record(tx *store.Tx, id string, entry Entry, given trust) error {
	if err := entry.check(); err != nil {
		return err
	}
	// Whether another person has this staff number.
	other := ""
	if used, err := tx.Get("SELECT id FROM staff WHERE code = ? AND id <> ?", []any{entry.Code, id}, &other); err != nil {
		return err
	} else if used {
		return store.Refuse(codeCodeUsed, entry.Code)
	}
	name, err := s.vault.Put(tx, id, "", []byte(strings.TrimSpace(entry.Name)))
	if err != nil {
		return err
	}
	var replaces *journal.Ref
	if stands, known, err := entryOf(tx, id); err != nil {
		return err
	} else if known {
		replaces = &stands.set
	}
	_, err = s.journal.Append(tx, kindRecorded, recordedV1{Replaces: replaces, Person: id, Code: entry.Code, Role: entry.Role, Active: entry.Active, Name: name,
		By: given.by, Approver: given.approver, Alone: given.alone, Recovery: given.isRecovery})
	return err
}

// pinSubject returns the vault's subject for a person's PIN. It is apart from the name's, since both have versions of
// their own.
func pinSubject(person string) string { return person + "/pin" }

// setPIN seals the hash of a new PIN and appends the event. One that another person sets is known to that person, and only good for
// setting an own one; who founds a book or brings the recovery key types their own. Errors: staff.pin_form, staff.pin_weak.
func (s *Staff) setPIN(tx *store.Tx, id, pin string, given trust) error {
	content, err := hashPIN(pin, given.by != id && given.by != "" && given.by != ByRecovery)
	if err != nil {
		return err
	}
	sealed, err := s.vault.Put(tx, pinSubject(id), id, content)
	if err != nil {
		return err
	}
	_, err = s.journal.Append(tx, kindPINSet, pinSetV1{Person: id, PIN: sealed, By: given.by, Approver: given.approver, Alone: given.alone, Recovery: given.isRecovery})
	return err
}

// Change rewrites a person's entry for an actor who manages staff, with a second person's approval where the person gets a
// role that may approve, comes back with one, gets another name or is the only other one who may approve and will not any more, see
// trusted. The last active manager can neither be made
// inactive nor get another role (staff.last_manager): nobody could then manage people any more. Errors:
// staff.may_not, staff.unknown, and those of Add for the entry.
func (s *Staff) Change(ctx context.Context, by Actor, approval Approval, id string, entry Entry) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if err := s.Require(tx, by, ManageStaff); err != nil {
			return err
		}
		before, err := s.person(tx, "id", id)
		if err != nil {
			return err
		}
		name, err := s.Name(tx, id)
		if err != nil {
			return err
		}
		given, err := s.trusted(tx, by, approval, before.changed(entry, name))
		if err != nil {
			return err
		}
		if err := s.record(tx, id, entry, given); err != nil {
			return err
		}
		// The change is folded into the table by now. If it leaves no active manager, the error rolls it back.
		var managers int
		if _, err := tx.Get("SELECT count(*) FROM staff WHERE role = ? AND active = 1", []any{Manager}, &managers); err != nil {
			return err
		}
		if managers == 0 {
			return store.Refuse(codeLastManager)
		}
		return nil
	})
}

// SetPIN sets a person's PIN: one's own as long as one is active, or anybody's for an actor who manages staff, with a second
// person's approval, see trusted. One that another person set is only good for OwnPIN. Errors: staff.unknown, staff.may_not,
// staff.pin_form, staff.pin_weak, and those of Authorize.
func (s *Staff) SetPIN(ctx context.Context, by Actor, approval Approval, id, pin string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		p, err := s.person(tx, "id", id)
		if err != nil {
			return err
		}
		if by.id == id && !p.Active {
			return store.Refuse(CodeMayNot, string(ManageStaff))
		}
		given := trust{by: by.id}
		if by.id != id {
			if given, err = s.trusted(tx, by, approval, p.withNewPIN()); err != nil {
				return err
			}
		}
		return s.setPIN(tx, id, pin, given)
	})
}

// List returns everybody on staff, inactive people among them, in the order of the staff numbers, with the names
// opened from the vault.
func (s *Staff) List(ctx context.Context) (people []Person, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		people, err = store.All(tx, "SELECT id, code, role, active, locked FROM staff ORDER BY length(code), code", nil,
			func(scan func(dest ...any) error) (Person, error) {
				var p Person
				return p, scan(&p.ID, &p.Code, &p.Role, &p.Active, &p.Locked)
			})
		for i := range people {
			if people[i].Name, err = s.Name(tx, people[i].ID); err != nil {
				return err
			}
		}
		return err
	})
	return people, err
}

// Find returns the person with this staff number, or with this whole name where only one has it: a number is never taken for a name.
// Errors: staff.unknown, staff.name_twice.
func (s *Staff) Find(ctx context.Context, who string) (found Person, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		p, err := s.resolve(tx, who)
		if found = p.Person; err == nil {
			found.Name, err = s.Name(tx, p.ID)
		}
		return err
	})
	return found, err
}

// Name opens a person's name from the vault; it returns "—" for a person who was erased.
func (s *Staff) Name(tx *store.Tx, id string) (string, error) {
	content, err := s.vault.Get(tx, id, 0)
	if store.Code(err) == vault.CodeErased {
		return "—", nil
	}
	return string(content), err
}

// row is a person with what judging a PIN needs: how many wrong ones there were in a row.
type row struct {
	Person
	pinVersion, wrongPINs int
}

// person returns the person whose column (id or code) has this value, or staff.unknown. Within a transaction it reads
// a person once until something is written, since a command asks several times for the same one.
func (s *Staff) person(tx *store.Tx, column, value string) (row, error) {
	return store.Recall(tx, personKey{column, value}, func() (row, error) { return readPerson(tx, column, value) })
}

// personKey is the key under which a transaction keeps a person that it has read.
type personKey struct{ column, value string }

// readPerson reads a person from the database without the name, which lies in the vault.
func readPerson(tx *store.Tx, column, value string) (row, error) {
	var p row
	query := "SELECT id, code, role, active, locked, pin_version, wrong_pins FROM staff WHERE id = ?"
	if column == "code" {
		query = "SELECT id, code, role, active, locked, pin_version, wrong_pins FROM staff WHERE code = ?"
	}
	found, err := tx.Get(query, []any{value}, &p.ID, &p.Code, &p.Role, &p.Active, &p.Locked, &p.pinVersion, &p.wrongPINs)
	if err == nil && !found {
		err = store.Refuse(CodeUnknown)
	}
	return p, err
}

// resolve returns the person with this staff number, or with this whole name where only one person has it (a command
// line says --as 王丽). Errors: staff.unknown, and staff.name_twice for a name that two people have.
func (s *Staff) resolve(tx *store.Tx, who string) (row, error) {
	if codeForm.MatchString(who) {
		return s.person(tx, "code", who)
	}
	ids, err := store.All(tx, "SELECT id FROM staff", nil, func(scan func(dest ...any) error) (string, error) {
		var id string
		return id, scan(&id)
	})
	if err != nil {
		return row{}, err
	}
	// Names lie sealed in the vault, so every one has to be opened; there are as many as people work here.
	match := ""
	for _, id := range ids {
		name, err := s.Name(tx, id)
		if err != nil {
			return row{}, err
		}
		if name == who {
			if match != "" {
				return row{}, store.Refuse(codeNameTwice)
			}
			match = id
		}
	}
	return s.person(tx, "id", match)
}

// pinOf opens the hash of a person's PIN in the version that the events name; vault.damaged if it cannot be read.
func (s *Staff) pinOf(tx *store.Tx, id string, version int) (pinHash, error) {
	var hash pinHash
	content, err := s.vault.Get(tx, pinSubject(id), version)
	if err != nil {
		return hash, err
	}
	if err := json.Unmarshal(content, &hash); err != nil {
		return hash, store.Fail(vault.CodeDamaged, err, "pin")
	}
	return hash, nil
}
