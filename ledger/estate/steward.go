package estate

import (
	"slices"

	"github.com/google/uuid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// StewardKind marks, among the persons, those who look after a building (管家) and are no party to a room.
const StewardKind = "steward"

// Steward is who looks after a building, or one unit of it, from a day on. Unit "" is the whole building; a steward
// of the unit takes precedence over one of the building. Person is the id under which name and phone lie in the
// vault; "" says that nobody looks after the place any more.
type Steward struct {
	Building string        `json:"building"`
	Unit     string        `json:"unit"`
	FromOn   calendar.Date `json:"fromOn"`
	Person   string        `json:"person"`
}

// stewardV1 is a stewardship with the sealed record of the person; without a person it ends one.
type stewardV1 struct {
	Steward
	Record vault.Version `json:"record"`
	By     string        `json:"by"`
}

// SetSteward records who looks after a building or a unit from a day on; a profile without a name says that nobody
// does. Said again with the same name and phone it leaves no event. Errors: estate.unknown_place for a building or
// unit without a room, estate.day for an invalid day, estate.steward for a name that is too long or more than one
// phone. The caller checks the right.
func (s *Estate) SetSteward(tx *store.Tx, by string, wish Steward, who Profile) (Steward, error) {
	rooms := 0
	// How many rooms the place has: a steward of a building that was mistyped would never be shown.
	if _, err := tx.Get("SELECT count(*) FROM objects WHERE kind = 'room' AND building = ?1 AND (?2 = '' OR unit = ?2)",
		[]any{wish.Building, wish.Unit}, &rooms); err != nil {
		return wish, err
	}
	switch {
	case rooms == 0 || wish.Building == "":
		return wish, store.Refuse(codeUnknownPlace, wish.Building, wish.Unit)
	case !wish.FromOn.Valid():
		return wish, store.Refuse(codeDay)
	case len([]rune(who.Name)) > NameMax || len(who.Phones) > 1 || who.Name == "" && len(who.Phones) > 0:
		return wish, store.Refuse(codeSteward, NameMax)
	}
	wish.Person = ""
	now, profile, err := s.steward(tx, wish.Building, wish.Unit, wish.FromOn)
	if err != nil {
		return wish, err
	}
	// No phone told says nothing about the one that is known.
	if profile.Name == who.Name && (len(who.Phones) == 0 || slices.Equal(profile.Phones, who.Phones)) {
		return now, nil
	}
	body := stewardV1{Steward: wish, By: by}
	if who.Name != "" {
		id, err := uuid.NewV7()
		if err != nil {
			return wish, store.Fail(store.CodeInternal, err)
		}
		body.Person = id.String()
		if body.Record, err = s.putProfile(tx, body.Person, Profile{Name: who.Name, Phones: who.Phones}); err != nil {
			return wish, err
		}
	}
	_, err = s.journal.Append(tx, kindSteward, body)
	return body.Steward, err
}

// steward returns who was said to look after exactly this place on a day, with the profile.
func (s *Estate) steward(tx *store.Tx, building, unit string, on calendar.Date) (Steward, Profile, error) {
	now := Steward{Building: building, Unit: unit}
	if _, err := tx.Get("SELECT from_on, person FROM stewards WHERE building = ? AND unit = ? AND from_on <= ? ORDER BY from_on DESC LIMIT 1",
		[]any{building, unit, string(on)}, &now.FromOn, &now.Person); err != nil {
		return now, Profile{}, err
	}
	profile, err := ProfileOf(tx, s.vault, now.Person, 0)
	return now, profile, err
}

// StewardOf returns who looks after a room on a day: the steward of its unit, else of its building, else nobody.
func (s *Estate) StewardOf(tx *store.Tx, room Object, on calendar.Date) (Steward, Profile, error) {
	if room.Unit != "" {
		if now, profile, err := s.steward(tx, room.Building, room.Unit, on); err != nil || now.Person != "" {
			return now, profile, err
		}
	}
	return s.steward(tx, room.Building, "", on)
}

// Stewards returns all stewards that were ever recorded, earlier and ended ones too, by building, unit and day.
func Stewards(tx *store.Tx) ([]Steward, error) {
	return store.All(tx, "SELECT building, unit, from_on, person FROM stewards ORDER BY length(building), building, length(unit), unit, from_on", nil,
		func(scan func(dest ...any) error) (Steward, error) {
			var steward Steward
			return steward, scan(&steward.Building, &steward.Unit, &steward.FromOn, &steward.Person)
		})
}

// applySteward writes the steward's record and the entry; one told again for the same place and day is replaced.
func applySteward(tx *store.Tx, e journal.Event, body stewardV1) error {
	if body.Person != "" {
		told := recordedV1{Persons: []personV1{{Person: body.Person, Kind: StewardKind, Record: body.Record}}}
		if err := told.apply(tx, e); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`INSERT INTO stewards (building, unit, from_on, person) VALUES (?, ?, ?, ?)
		ON CONFLICT (building, unit, from_on) DO UPDATE SET person = excluded.person`,
		body.Building, body.Unit, string(body.FromOn), body.Person)
	return err
}
