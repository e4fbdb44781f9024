package estate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// registerBatch is how many rooms one event carries at most; with parties and fields it stays well under 128 KiB.
const registerBatch = 50

// Row is one room as a register tells it. What is empty tells nothing: an absent column or an empty cell leaves what the
// book knows.
type Row struct {
	Code        string
	Building    string
	Unit        string
	Floor       int
	Number      string
	Use         string
	Layout      string
	AreaCentiM2 int64
	State       string
	HandoverOn  calendar.Date
	Fields      map[string]string
	Owners      []RowParty
	Tenants     []RowParty
	Spaces      []string
	Plates      []string
	Remark      string
}

// RowParty is an owner or a tenant as a register tells it.
type RowParty struct {
	Kind             string
	Name             string
	Phones           []string
	IDNumber         string
	ShareBasisPoints int
}

// FieldChange is one value that a register would change. Name is a column's stable name (area, owner, …), or "field:" and
// an own field's name. Old and New may be personal data: for the screen of who may import, never for a log.
type FieldChange struct {
	Name string `json:"name"`
	Old  string `json:"old"`
	New  string `json:"new"`
}

// Change is what a register would do to one room.
type Change struct {
	Code   string        `json:"code"`
	New    bool          `json:"new"`
	Fields []FieldChange `json:"fields"`
}

// Record takes the rows in as events and gives what changed; rows that tell nothing new cause no event and no Change.
// Today is the day from which a changed owner counts. The dry run is the same call in a transaction that is rolled back,
// so what is shown is what happens.
func (s *Estate) Record(tx *store.Tx, by string, rows []Row, today calendar.Date) ([]Change, error) {
	people, err := s.knownPeople(tx)
	if err != nil {
		return nil, err
	}
	taker := &taker{estate: s, tx: tx, today: today, people: people}
	var changes []Change
	for _, batch := range slices.Collect(slices.Chunk(rows, registerBatch)) {
		taker.body = recordedV1{By: by}
		for _, row := range batch {
			change, err := taker.take(row)
			if err != nil {
				return nil, err
			}
			if change.New || len(change.Fields) > 0 {
				changes = append(changes, change)
			}
		}
		if len(taker.body.Objects)+len(taker.body.Persons)+len(taker.body.Parties) == 0 {
			continue
		}
		if _, err := s.journal.Append(tx, kindRecorded, taker.body); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// RecordTaken notes that a file was taken in, with its hash.
func (s *Estate) RecordTaken(tx *store.Tx, by, fileHash string, rooms, refused int) error {
	_, err := s.journal.Append(tx, kindTaken, takenV1{FileHash: fileHash, Rooms: rooms, Refused: refused, By: by})
	return err
}

// knownPeople maps name and phone to a person, so that who owns two rooms is one person.
func (s *Estate) knownPeople(tx *store.Tx) (map[string]string, error) {
	known := make(map[string]string)
	err := s.eachProfile(tx, func(person string, profile Profile) error {
		for _, phone := range profile.Phones {
			known[profile.Name+"|"+phone] = person
		}
		return nil
	})
	return known, err
}

// taker works one register through; body collects the event of the current batch.
type taker struct {
	estate *Estate
	tx     *store.Tx
	today  calendar.Date
	people map[string]string
	body   recordedV1
	change Change
}

func (t *taker) take(row Row) (Change, error) {
	t.change = Change{Code: row.Code}
	object, err := ByCode(t.tx, row.Code)
	if store.Code(err) == "estate.unknown_room" {
		t.change.New = true
		object, err = Object{ID: ObjectID(Room, row.Code), Kind: Room, Code: row.Code, Fields: map[string]string{}}, nil
	}
	if err != nil {
		return t.change, err
	}
	if t.merge(&object, row) || t.change.New {
		t.body.Objects = append(t.body.Objects, object)
	}
	first := ""
	for _, role := range []struct {
		name string
		rows []RowParty
	}{{Owner, row.Owners}, {Tenant, row.Tenants}} {
		person, err := t.parties(object.ID, role.name, role.rows)
		if err != nil {
			return t.change, err
		}
		if first == "" {
			first = person
		}
	}
	if err := t.spaces(object, row.Spaces); err != nil {
		return t.change, err
	}
	return t.change, t.roomNote(object, first, row)
}

// merge writes what the row tells into the object and reports whether anything differs.
func (t *taker) merge(object *Object, row Row) bool {
	before := len(t.change.Fields)
	text := func(name string, now *string, told string) {
		if told != "" && *now != told {
			t.change.Fields = append(t.change.Fields, FieldChange{name, *now, told})
			*now = told
		}
	}
	text("building", &object.Building, row.Building)
	text("unit", &object.Unit, row.Unit)
	text("number", &object.Number, row.Number)
	text("use", &object.Use, row.Use)
	text("layout", &object.Layout, row.Layout)
	text("state", &object.State, row.State)
	handover := string(object.HandoverOn)
	text("handover", &handover, string(row.HandoverOn))
	object.HandoverOn = calendar.Date(handover)
	if row.Floor != 0 && row.Floor != object.Floor {
		t.change.Fields = append(t.change.Fields, FieldChange{"floor", fmt.Sprint(object.Floor), fmt.Sprint(row.Floor)})
		object.Floor = row.Floor
	}
	if row.AreaCentiM2 != 0 && row.AreaCentiM2 != object.AreaCentiM2 {
		t.change.Fields = append(t.change.Fields, FieldChange{"area", AreaText(object.AreaCentiM2), AreaText(row.AreaCentiM2)})
		object.AreaCentiM2 = row.AreaCentiM2
	}
	for _, name := range slices.Sorted(maps.Keys(row.Fields)) {
		now := object.Fields[name]
		text("field:"+name, &now, row.Fields[name])
		object.Fields[name] = now
	}
	return len(t.change.Fields) > before
}

// AreaText writes an area in 0.01 m² as square metres with two decimals; nothing known is "".
func AreaText(areaCentiM2 int64) string {
	if areaCentiM2 == 0 {
		return ""
	}
	return fmt.Sprintf("%d.%02d", areaCentiM2/100, areaCentiM2%100)
}

// parties brings the people of one role in line with the row and gives the first of them. Who is no longer named ends
// yesterday; who is new begins today, or has always been there in a room that is itself new.
func (t *taker) parties(object, role string, rows []RowParty) (first string, err error) {
	current, err := t.current(object, role)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	var oldNames, newNames []string
	byName := make(map[string]Party)
	profiles := make(map[string]Profile)
	for _, party := range current {
		profile, err := ProfileOf(t.tx, t.estate.vault, party.Person, 0)
		if err != nil {
			return "", err
		}
		byName[profile.Name], profiles[party.Person] = party, profile
		oldNames = append(oldNames, profile.Name)
	}
	for position, told := range rows {
		newNames = append(newNames, told.Name)
		party, stays := byName[told.Name]
		delete(byName, told.Name)
		person, err := t.person(party.Person, profiles[party.Person], role, told)
		if err != nil {
			return "", err
		}
		if position == 0 {
			first = person
		}
		wanted := Party{Object: object, Person: person, Role: role, FromOn: party.FromOn, ShareBasisPoints: told.ShareBasisPoints, Position: position}
		if !stays && len(current) > 0 {
			wanted.FromOn = t.today
		}
		if !stays || wanted != party {
			t.body.Parties = append(t.body.Parties, wanted)
		}
	}
	for _, gone := range current {
		if _, left := byName[profiles[gone.Person].Name]; left {
			gone.ToOn = t.today.AddDays(-1)
			t.body.Parties = append(t.body.Parties, gone)
		}
	}
	if was, is := strings.Join(oldNames, "、"), strings.Join(newNames, "、"); was != is {
		t.change.Fields = append(t.change.Fields, FieldChange{role, was, is})
	}
	return first, nil
}

func (t *taker) current(object, role string) ([]Party, error) {
	all, err := PartiesOn(t.tx, object, t.today)
	return slices.DeleteFunc(all, func(p Party) bool { return p.Role != role }), err
}

// person finds or makes the person a row names and records what is new of the profile.
func (t *taker) person(id string, now Profile, role string, told RowParty) (string, error) {
	if id == "" {
		for _, phone := range told.Phones {
			if known := t.people[told.Name+"|"+phone]; known != "" {
				id = known
				profile, err := ProfileOf(t.tx, t.estate.vault, id, 0)
				if err != nil {
					return "", err
				}
				now = profile
				break
			}
		}
	}
	made := id == ""
	if made {
		fresh, err := uuid.NewV7()
		if err != nil {
			return "", fmt.Errorf("make a person's id: %w", err)
		}
		id = fresh.String()
	}
	wanted := now
	wanted.Name = told.Name
	if len(told.Phones) > 0 {
		wanted.Phones = told.Phones
	}
	if told.IDNumber != "" {
		wanted.IDNumber = told.IDNumber
	}
	if !made && wanted.Name == now.Name && slices.Equal(wanted.Phones, now.Phones) && wanted.IDNumber == now.IDNumber {
		return id, nil
	}
	if !made {
		t.noteProfileChange(role, now, wanted)
	}
	record, err := t.estate.putProfile(t.tx, id, wanted)
	if err != nil {
		return "", err
	}
	for _, phone := range wanted.Phones {
		t.people[wanted.Name+"|"+phone] = id
	}
	t.body.Persons = append(t.body.Persons, personV1{Person: id, Kind: told.Kind, Record: record})
	return id, nil
}

func (t *taker) noteProfileChange(role string, now, wanted Profile) {
	if !slices.Equal(now.Phones, wanted.Phones) {
		t.change.Fields = append(t.change.Fields, FieldChange{role + "_phone", strings.Join(now.Phones, "、"), strings.Join(wanted.Phones, "、")})
	}
	if now.IDNumber != wanted.IDNumber {
		t.change.Fields = append(t.change.Fields, FieldChange{role + "_id", MaskID(now.IDNumber), MaskID(wanted.IDNumber)})
	}
}

// spaces hangs the parking spaces that the row names on the room. A space that another room has moves over.
func (t *taker) spaces(room Object, codes []string) error {
	for _, code := range codes {
		space, err := one(t.tx, "SELECT "+objectColumns+" FROM objects WHERE kind = 'space' AND code = ?", code)
		if store.Code(err) == "estate.unknown_room" {
			space, err = Object{ID: ObjectID(Space, code), Kind: Space, Code: code, Fields: map[string]string{}}, nil
		}
		if err != nil {
			return err
		}
		if space.Room == room.ID {
			continue
		}
		space.Room = room.ID
		t.body.Objects = append(t.body.Objects, space)
		t.change.Fields = append(t.change.Fields, FieldChange{"space", "", code})
	}
	return nil
}

// roomNote seals what a register says of a room that is personal without being a person's record: plates and remark. It
// concerns the first owner, with whose key it is destroyed.
func (t *taker) roomNote(object Object, about string, row Row) error {
	if len(row.Plates) == 0 && row.Remark == "" {
		return nil
	}
	subject := RoomNote(object.ID)
	now, err := ProfileOf(t.tx, t.estate.vault, subject, 0)
	if err != nil && store.Code(err) != "vault.unknown" {
		return err
	}
	wanted := now
	if len(row.Plates) > 0 {
		wanted.Plates = row.Plates
	}
	if row.Remark != "" {
		wanted.Remark = row.Remark
	}
	if slices.Equal(now.Plates, wanted.Plates) && now.Remark == wanted.Remark {
		return nil
	}
	record, err := t.estate.putNote(t.tx, subject, about, wanted)
	if err != nil {
		return err
	}
	if !slices.Equal(now.Plates, wanted.Plates) {
		t.change.Fields = append(t.change.Fields, FieldChange{"plate", strings.Join(now.Plates, "、"), strings.Join(wanted.Plates, "、")})
	}
	if now.Remark != wanted.Remark {
		t.change.Fields = append(t.change.Fields, FieldChange{"remark", now.Remark, wanted.Remark})
	}
	t.body.Persons = append(t.body.Persons, personV1{Person: subject, Kind: roomNoteKind, Record: record})
	return nil
}
