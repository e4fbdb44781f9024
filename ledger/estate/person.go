package estate

import (
	"encoding/json"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// The kinds of person.
const (
	Natural = "person"
	Company = "company"
)

// The roles a person has at a room.
const (
	Owner  = "owner"
	Tenant = "tenant"
)

// Profile is what the vault keeps of a person, sealed with a key that is the person's own.
type Profile struct {
	Name     string   `json:"name"`
	Phones   []string `json:"phones,omitempty"`
	IDNumber string   `json:"idNumber,omitempty"`
	Plates   []string `json:"plates,omitempty"`
	Remark   string   `json:"remark,omitempty"`
	// DeedNo is the number of the real-estate certificate (不动产权证号); it stands in the sealed note of a room or a space.
	DeedNo string `json:"deedNo,omitempty"`
}

// Party is a person's part in a room or space from FromOn ("" = always) to ToOn ("" = still), both days included. One
// whose ToOn is before its FromOn was taken back before it began.
type Party struct {
	Object string        `json:"object"`
	Person string        `json:"person"`
	Role   string        `json:"role"`
	FromOn calendar.Date `json:"fromOn"`
	ToOn   calendar.Date `json:"toOn"`
	// ShareBasisPoints is an owner's share in 1/10,000; the shares of the owners of one room on one day add up to
	// 10,000. Position is the place in the register's order, from 0: the first owner is who the bills name.
	ShareBasisPoints int `json:"shareBasisPoints"`
	Position         int `json:"position"`
}

// HoldsOn reports whether the person is party to the object on a day.
func (p Party) HoldsOn(on calendar.Date) bool {
	return p.FromOn <= on && (p.ToOn == "" || p.ToOn >= on)
}

// scanParty reads a row of parties.
func scanParty(scan func(dest ...any) error) (Party, error) {
	var p Party
	return p, scan(&p.Object, &p.Person, &p.Role, &p.FromOn, &p.ToOn, &p.ShareBasisPoints, &p.Position)
}

// PartiesOn returns who is party to an object on a day, owners before tenants, in the order of the register.
func PartiesOn(tx *store.Tx, object string, on calendar.Date) ([]Party, error) {
	return store.All(tx, `SELECT object, person, role, from_on, to_on, share_basis_points, position FROM parties
		WHERE object = ? AND from_on <= ? AND (to_on = '' OR to_on >= ?) ORDER BY role, position, person`,
		[]any{object, string(on), string(on)}, scanParty)
}

// Parties returns every party of an object, "" of all objects, owners before tenants in the order of the register.
func Parties(tx *store.Tx, object string) ([]Party, error) {
	return store.All(tx, `SELECT object, person, role, from_on, to_on, share_basis_points, position FROM parties
		WHERE ?1 = '' OR object = ?1 ORDER BY object, role, position, person`, []any{object}, scanParty)
}

// LeftRole returns the role of a person who was party to an object and no longer is on a day. It returns "" for a
// person who still is one, or never was. Whoever moved out may still pay old bills, and the counter says so.
func LeftRole(parties []Party, person string, on calendar.Date) (role string) {
	for _, party := range parties {
		switch {
		case party.Person != person:
		case party.ToOn == "" || party.ToOn >= on:
			return ""
		default:
			role = party.Role
		}
	}
	return role
}

// Debtor returns who owes for an object on a day, and the newest version of their record: the first owner, else the
// first tenant, else "" (the developer: an unsold room has nobody yet). version is 0 for nobody.
func Debtor(tx *store.Tx, object string, on calendar.Date) (person string, version int, err error) {
	// It has no LIMIT 1, for which SQLite would make a table of its own to sort in: Get reads only the first row anyway.
	_, err = tx.Get(`SELECT p.person, coalesce(v.version, 0) FROM parties p LEFT JOIN persons v ON v.id = p.person
		WHERE p.object = ? AND p.from_on <= ? AND (p.to_on = '' OR p.to_on >= ?) ORDER BY p.role, p.position, p.person`,
		[]any{object, string(on), string(on)}, &person, &version)
	return person, version, err
}

// ProfileOf opens one version of a person's profile; 0 is the newest. A receipt asks for the version that was current
// when it was made, so that a later change of name does not change the paper. For "" and for a person who was erased
// it returns an empty profile without an error; the screen says which it is.
func ProfileOf(tx *store.Tx, v *vault.Vault, person string, version int) (Profile, error) {
	var profile Profile
	if person == "" {
		return profile, nil
	}
	content, err := v.Get(tx, person, version)
	if store.Code(err) == vault.CodeErased {
		return profile, nil
	}
	if err != nil {
		return profile, err
	}
	if err := json.Unmarshal(content, &profile); err != nil {
		return profile, store.Fail(vault.CodeDamaged, err, person)
	}
	return profile, nil
}

// KindOf returns a person's kind, Natural or Company; "" for nobody.
func KindOf(tx *store.Tx, person string) (string, error) {
	var kind string
	_, err := tx.Get("SELECT kind FROM persons WHERE id = ?", []any{person}, &kind)
	return kind, err
}
