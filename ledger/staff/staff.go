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

// nameMax bounds a person's name in characters.
const nameMax = 40

// CodeMax is how many digits a person's code has at most.
const CodeMax = 6

var codeForm = regexp.MustCompile(`^[0-9]{1,` + strconv.Itoa(CodeMax) + `}$`)

// Staff signs people in, takes approvals and keeps the register of people.
type Staff struct {
	db      *store.DB
	vault   *vault.Vault
	journal *journal.Journal
	// trying keeps two tries from being judged at once, so that the fifth wrong PIN is the fifth.
	trying sync.Mutex
	// HasAsked says whether the book has asked anybody for money: until then one person sets up everything. The room that
	// bills puts its answer here.
	HasAsked func(tx *store.Tx) (bool, error)
}

// New makes the room over an open book.
func New(db *store.DB, v *vault.Vault, j *journal.Journal) *Staff {
	return &Staff{db: db, vault: v, journal: j}
}

// Person is one line of the register as screens show it.
type Person struct {
	ID     string `json:"id"`
	Code   string `json:"code"`
	Name   string `json:"name"`
	Role   Role   `json:"role"`
	Active bool   `json:"active"`
	Locked bool   `json:"locked"`
}

// Entry is a person to be added or changed. Code is the staff number, 1 to 6 digits, typed at sign-in.
type Entry struct {
	Code   string
	Name   string
	Role   Role
	Active bool
}

func (e Entry) check() error {
	e.Name = strings.TrimSpace(e.Name)
	switch {
	case !codeForm.MatchString(e.Code):
		return store.Refuse(CodeCodeForm)
	case e.Name == "" || len([]rune(e.Name)) > nameMax:
		return store.Refuse(CodeNameForm, nameMax)
	case !e.Role.Valid():
		return store.Refuse(codeRole, string(e.Role))
	}
	return nil
}

// Found makes the first manager of a new book. It refuses when there is anybody already (staff.founded).
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
		return s.add(tx, entry, pin, "")
	})
}

// Add takes a new person with a first PIN. It asks for an actor who manages staff and refuses a code in use (staff.code_used).
func (s *Staff) Add(ctx context.Context, by Actor, entry Entry, pin string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if err := s.Require(tx, by, ManageStaff); err != nil {
			return err
		}
		return s.add(tx, entry, pin, by.id)
	})
}

func (s *Staff) add(tx *store.Tx, entry Entry, pin, by string) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("make the person's id: %w", err)
	}
	if err := s.record(tx, id.String(), entry, by); err != nil {
		return err
	}
	return s.setPIN(tx, id.String(), pin, by)
}

func (s *Staff) record(tx *store.Tx, id string, entry Entry, by string) error {
	if err := entry.check(); err != nil {
		return err
	}
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
	_, err = s.journal.Append(tx, kindRecorded, recordedV1{Person: id, Code: entry.Code, Role: entry.Role, Active: entry.Active, Name: name, By: by})
	return err
}

func pinSubject(person string) string { return person + "/pin" }

func (s *Staff) setPIN(tx *store.Tx, id, pin, by string) error {
	content, err := hashPIN(pin)
	if err != nil {
		return err
	}
	sealed, err := s.vault.Put(tx, pinSubject(id), id, content)
	if err != nil {
		return err
	}
	_, err = s.journal.Append(tx, kindPINSet, pinSetV1{Person: id, PIN: sealed, By: by})
	return err
}

// Change rewrites a person's entry. The last active manager can neither be put away nor become something else
// (staff.last_manager).
func (s *Staff) Change(ctx context.Context, by Actor, id string, entry Entry) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if err := s.Require(tx, by, ManageStaff); err != nil {
			return err
		}
		if _, err := s.person(tx, "id", id); err != nil {
			return err
		}
		if err := s.record(tx, id, entry, by.id); err != nil {
			return err
		}
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

// SetPIN returns a person a new PIN: one's own while at work here, or anybody's by who manages staff.
func (s *Staff) SetPIN(ctx context.Context, by Actor, id, pin string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		p, err := s.person(tx, "id", id)
		if err != nil {
			return err
		}
		if by.id == id && !p.Active {
			return store.Refuse(CodeMayNot, string(ManageStaff))
		}
		if by.id != id {
			if err := s.Require(tx, by, ManageStaff); err != nil {
				return err
			}
		}
		return s.setPIN(tx, id, pin, by.id)
	})
}

// List returns the register in the order of codes, names opened from the vault.
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

// Name opens a person's name; an erased person is "—".
func (s *Staff) Name(tx *store.Tx, id string) (string, error) {
	content, err := s.vault.Get(tx, id, 0)
	if store.Code(err) == vault.CodeErased {
		return "—", nil
	}
	return string(content), err
}

type row struct {
	Person
	pinVersion, wrongPINs int
}

func (s *Staff) person(tx *store.Tx, column, value string) (row, error) {
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

// resolve finds a person by code, or by the whole name where that is nobody else's (a command line says --as 王丽).
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

func (s *Staff) pinOf(tx *store.Tx, id string) (pinHash, error) {
	var hash pinHash
	content, err := s.vault.Get(tx, pinSubject(id), 0)
	if err != nil {
		return hash, err
	}
	if err := json.Unmarshal(content, &hash); err != nil {
		return hash, store.Fail(vault.CodeDamaged, err, "pin")
	}
	return hash, nil
}
