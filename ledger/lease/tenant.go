package lease

import (
	"slices"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// tenant returns the id of the person who owes. The person is recorded as the tenant of every room that is let, from the first
// day on, so that the desk shows who lives there and the receipt is made out to who pays. Errors: lease.tenant without a name or a phone number, or where only spaces are let, which have no
// tenants of their own; estate.unknown_person for an id that is no natural person and no company.
func (s *Leases) tenant(tx *store.Tx, by staff.Actor, wish Signing, objects []estate.Object) (string, error) {
	if wish.Tenant != "" {
		return wish.Tenant, s.moveIn(tx, by, wish, objects)
	}
	told := wish.NewTenant
	if strings.TrimSpace(told.Name) == "" || len(told.Phones) == 0 {
		return "", store.Refuse(codeTenant)
	}
	var rows []estate.Row
	room := ""
	for _, o := range objects {
		if o.Kind == estate.Room {
			rows, room = append(rows, estate.Row{Code: o.Code, Tenants: []estate.RowParty{told}}), o.ID
		}
	}
	if room == "" {
		return "", store.Refuse(codeTenant)
	}
	if _, err := s.estate.Record(tx, by.ID(), rows, wish.FromOn); err != nil {
		return "", err
	}
	// The register decides whether the name and phone number are a person it knows; the id is read back from one of the
	// rooms.
	parties, err := estate.PartiesOn(tx, room, wish.FromOn)
	for _, p := range parties {
		if p.Role == estate.Tenant {
			return p.Person, err
		}
	}
	if err == nil {
		err = store.Refuse(codeTenant)
	}
	return "", err
}

// moveIn records a person whom the register knows as the tenant of the rooms that are let, where the person is not there
// already. One without a phone number stays where the register has them: by a name alone nobody is known again, and another
// person of that name would be made.
func (s *Leases) moveIn(tx *store.Tx, by staff.Actor, wish Signing, objects []estate.Object) error {
	kind, err := estate.KindOf(tx, wish.Tenant)
	if err == nil && kind != estate.Natural && kind != estate.Company {
		err = store.Refuse(estate.CodeUnknownPerson)
	}
	if err != nil {
		return err
	}
	told, err := s.estate.RowOf(tx, wish.Tenant)
	if err != nil || len(told.Phones) == 0 {
		return err
	}
	var rows []estate.Row
	for _, o := range objects {
		if o.Kind != estate.Room {
			continue
		}
		there, err := estate.PartiesOn(tx, o.ID, wish.FromOn)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(there, func(p estate.Party) bool { return p.Person == wish.Tenant }) {
			rows = append(rows, estate.Row{Code: o.Code, Tenants: []estate.RowParty{told}})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err = s.estate.Record(tx, by.ID(), rows, wish.FromOn)
	return err
}
