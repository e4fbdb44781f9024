package household

import (
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Person is somebody at a room as the desk shows them: the name whole, phone and identity number masked.
type Person struct {
	ID      string
	Name    string
	Kind    string
	Role    string
	Phones  []string
	IDTail  string
	Share   int
	Erased  bool
	Company bool

	// numbers are the digits of Phones, whole, so that a sum can be held against them. They are shown nowhere.
	numbers []string
}

// Steward is who looks after a place, with a masked phone. Name "" is nobody.
type Steward struct {
	estate.Steward
	Name  string
	Phone string
}

// PersonAt opens a party's profile for the screen, with everything masked that a person at the counter need not see.
func PersonAt(tx *store.Tx, v *vault.Vault, party estate.Party) (Person, error) {
	profile, err := estate.ProfileOf(tx, v, party.Person, 0)
	if err != nil {
		return Person{}, err
	}
	person := Person{ID: party.Person, Name: profile.Name, Role: party.Role, Share: party.ShareBasisPoints, IDTail: estate.MaskID(profile.IDNumber), Erased: profile.Name == ""}
	if person.Kind, err = estate.KindOf(tx, party.Person); err != nil {
		return Person{}, err
	}
	person.Company = person.Kind == estate.Company
	person.SetPhones(profile.Phones...)
	return person, nil
}

// StewardOf reads who looks after a room today.
func StewardOf(tx *store.Tx, book *ledger.Book, room estate.Object) (Steward, error) {
	today, err := book.Today(tx)
	if err != nil {
		return Steward{}, err
	}
	now, profile, err := book.Estate.StewardOf(tx, room, today)
	steward := Steward{Steward: now, Name: profile.Name}
	for _, phone := range profile.Phones {
		steward.Phone = estate.MaskPhone(phone)
	}
	return steward, err
}
