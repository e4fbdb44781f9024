package estate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// One event carries at most this many rooms, and ends with the room that brings it over this many bytes. An event may
// have 128 KiB: the rest is room for the one that brings it over, with many owners, spaces and fields.
const (
	registerBatch = 50
	registerBytes = 64 << 10
)

// Row is one room or space as a register tells it. What is empty tells nothing: an absent column or an empty cell
// leaves what the book knows. To empty a value it has to be named in Clear.
type Row struct {
	Code     string
	Building string
	Unit     string
	Floor    int
	Number   string
	Use      string
	Layout   string
	// AreaCentiM2 is in 0.01 m²; 0 tells nothing.
	AreaCentiM2 int64
	State       string
	HandoverOn  calendar.Date
	Fields      map[string]string
	Owners      []RowParty
	Tenants     []RowParty
	// Spaces are the codes of the parking spaces that belong to the room. Spaces that are not named stay where they
	// are.
	Spaces []string
	// SpaceLocations and SpaceStates say of the Spaces where each is, and whether it is sold, let or free.
	SpaceLocations, SpaceStates map[string]string
	// SpaceHandovers are the days on which the Spaces were handed over. Without them a row is written as it always was, by which
	// a repeated request is known.
	SpaceHandovers map[string]calendar.Date `json:",omitempty"`
	Plates         []string
	Remark         string
	// DeedNo is the number of the real-estate certificate. It leads to a person in any land registry, so it is sealed like one.
	DeedNo string
	// Location and Holder are a space's: where it is, and the code of the room that has it.
	Location string
	Holder   string
	// Clear names what the row empties: a column's stable name, "field:" and an own field's name, "tenant" or "holder".
	Clear []string
}

// clears reports whether the row empties a column.
func (r Row) clears(name string) bool { return slices.Contains(r.Clear, name) }

// RowParty is an owner or a tenant as a register tells it. Kind is Natural or Company. ShareBasisPoints is in
// 1/10,000.
type RowParty struct {
	Kind             string
	Name             string
	Phones           []string
	IDNumber         string
	ShareBasisPoints int
	// UntilOn is a tenant's last day, "" for still.
	UntilOn calendar.Date
	// Was is the name under which the register has this very person, where the name itself was written wrongly; "" where
	// Name is the one. Bills and receipts that are out keep the name that they had.
	Was string
}

// RowOf returns a person of the register as a row would tell them: kind, name and phone numbers, so that Record knows them again.
// Errors: those of ProfileOf.
func (s *Estate) RowOf(tx *store.Tx, person string) (RowParty, error) {
	kind, err := KindOf(tx, person)
	if err != nil {
		return RowParty{}, err
	}
	profile, err := ProfileOf(tx, s.vault, person, 0)
	return RowParty{Kind: kind, Name: profile.Name, Phones: profile.Phones}, err
}

// known returns the name under which the register has the person already.
func (p RowParty) known() string { return cmp.Or(p.Was, p.Name) }

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
	// Owing says that somebody else owes for the room than before, or the same person under another name or with
	// another share: in a book that has asked for money this takes a second person.
	Owing bool `json:"owing,omitempty"`
}

// Record takes the rows in as events and returns what changed; a row that tells nothing new makes no event and no
// Change. today is the day from which a changed owner counts. A dry run is the same call in a transaction that is
// rolled back, so what is shown is what happens. Errors: estate.room_twice for a room told twice and
// estate.space_twice for a space given to two rooms, naming both. Without them the same file taken in again would
// change the rooms again.
func (s *Estate) Record(tx *store.Tx, by string, rows []Row, today calendar.Date) ([]Change, error) {
	people, err := s.knownPeople(tx)
	if err != nil {
		return nil, err
	}
	taker := &taker{estate: s, tx: tx, today: today, people: people, body: recordedV1{By: by}, touched: make(map[string]bool),
		rooms: make(map[string]bool), roomOf: make(map[string]string)}
	var changes []Change
	for i, row := range rows {
		if taker.rooms[row.Code] {
			return nil, store.Refuse(codeRoomTwice, row.Code)
		}
		taker.rooms[row.Code] = true
		change, err := taker.take(row)
		if err != nil {
			return nil, err
		}
		if change.New || len(change.Fields) > 0 {
			changes = append(changes, change)
		}
		// A register has thousands of rooms and an event holds few of them.
		if full, err := taker.full(); err != nil {
			return nil, err
		} else if full || i == len(rows)-1 {
			if err := taker.flush(); err != nil {
				return nil, err
			}
		}
	}
	return changes, nil
}

// full reports whether the event that is being collected has enough rooms or bytes. It counts only what the last room
// added, because writing the whole event as JSON for each room would take quadratic time.
func (t *taker) full() (bool, error) {
	added, err := json.Marshal(recordedV1{Objects: t.body.Objects[t.sized.objects:], Persons: t.body.Persons[t.sized.persons:], Parties: t.body.Parties[t.sized.parties:]})
	t.sized.objects, t.sized.persons, t.sized.parties = len(t.body.Objects), len(t.body.Persons), len(t.body.Parties)
	t.sized.bytes += len(added)
	t.sized.rooms++
	return t.sized.rooms == registerBatch || t.sized.bytes > registerBytes, err
}

// flush appends the collected event, if it says anything, and begins the next.
func (t *taker) flush() error {
	body := t.body
	t.body, t.sized = recordedV1{By: body.By}, sized{}
	if len(body.Objects)+len(body.Persons)+len(body.Parties) == 0 {
		return nil
	}
	_, err := t.estate.journal.Append(t.tx, kindRecorded, body)
	return err
}

// RecordTaken notes that a register file was taken in, with its hash, the number of its rooms and of its refused
// rows.
func (s *Estate) RecordTaken(tx *store.Tx, by, fileHash string, rooms, refused int) error {
	_, err := s.journal.Append(tx, kindTaken, takenV1{FileHash: fileHash, Rooms: rooms, Refused: refused, By: by})
	return err
}

// knownPeople returns the id of each person by name and phone number together, so that an owner of two rooms is one
// person. A name alone does not identify anybody: estates have several 王伟.
func (s *Estate) knownPeople(tx *store.Tx) (map[string]string, error) {
	known := make(map[string]string)
	kinds, err := personKinds(tx)
	if err != nil {
		return nil, err
	}
	err = openProfiles(tx, s.vault, kinds, func(person string, profile Profile) error {
		if kinds[person] == StewardKind {
			return nil // an owner of that name is somebody else, with a record of their own
		}
		for _, phone := range profile.Phones {
			known[profile.Name+"|"+phone] = person
		}
		return nil
	})
	return known, err
}

// taker takes the rows of one register in, one after the other. body collects the current event; today is the day
// from which changed people count.
type taker struct {
	estate *Estate
	tx     *store.Tx
	today  calendar.Date
	// people has the ids by "name|phone", with those that this register added.
	people map[string]string
	body   recordedV1
	sized  sized
	// change is that of the row in hand.
	change Change
	// touched are the persons whose record this register has changed. rooms are the codes of the rooms that it has
	// told, and roomOf the room of each space.
	touched map[string]bool
	rooms   map[string]bool
	roomOf  map[string]string
}

// sized is how much of the body full has counted.
type sized struct{ objects, persons, parties, rooms, bytes int }

// take adds a room's row to the event: the room itself, its owners and tenants, its spaces and its note. The note is
// about the first owner, or the first tenant of a room without one.
func (t *taker) take(row Row) (Change, error) {
	t.change = Change{Code: row.Code}
	object, err := byExactCode(t.tx, Room, row.Code)
	if store.Code(err) == CodeUnknownRoom {
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
		person, err := t.parties(object.ID, role.name, role.rows, row.clears(role.name))
		if err != nil {
			return t.change, err
		}
		if first == "" {
			first = person
		}
	}
	if err := t.spaces(object, row); err != nil {
		return t.change, err
	}
	return t.change, t.roomNote(object, first, row)
}

// merge writes what the row tells into the object and reports whether anything differs.
func (t *taker) merge(object *Object, row Row) bool {
	before := len(t.change.Fields)
	// text takes one column over, if the row tells it or clears it and it differs.
	text := func(name string, now *string, told string) {
		if (told != "" || row.clears(name)) && *now != told {
			t.change.Fields = append(t.change.Fields, FieldChange{name, *now, told})
			*now = told
		}
	}
	text("building", &object.Building, row.Building)
	text("unit", &object.Unit, row.Unit)
	text("number", &object.Number, row.Number)
	text("use", &object.Use, row.Use)
	text("layout", &object.Layout, row.Layout)
	text(columnOf(object.Kind, "state"), &object.State, row.State)
	text("location", &object.Location, row.Location)
	// A date is told like a text; a copy is compared and written back.
	handover := string(object.HandoverOn)
	text(columnOf(object.Kind, "handover"), &handover, string(row.HandoverOn))
	object.HandoverOn = calendar.Date(handover)
	// A floor that nobody told and that the book does not have follows from the room's number; one it has stands until it is told.
	floor := row.Floor
	if floor == 0 && object.Floor == 0 && object.Kind == Room {
		floor = floorOf(*object)
	}
	if floor != 0 && floor != object.Floor {
		t.change.Fields = append(t.change.Fields, FieldChange{"floor", floorText(object.Floor), floorText(floor)})
		object.Floor = floor
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
	// An own field that is emptied is removed, so that FieldNames no longer lists it once no object has it.
	for _, name := range row.Clear {
		own, isField := strings.CutPrefix(name, "field:")
		if now, there := object.Fields[own]; isField && there {
			t.change.Fields = append(t.change.Fields, FieldChange{name, now, ""})
			delete(object.Fields, own)
		}
	}
	return len(t.change.Fields) > before
}

// columnOf returns what a column is called for a kind of object: a register tells a room's and those of its spaces in one row.
func columnOf(kind, name string) string {
	if kind == Space && (name == "state" || name == "handover") {
		return "space_" + name
	}
	return name
}

// floorText writes a floor; one that is not known is "".
func floorText(floor int) string {
	if floor == 0 {
		return ""
	}
	return fmt.Sprint(floor)
}

// AreaText writes an area in 0.01 m² as square metres with two decimals; nothing known is "".
func AreaText(areaCentiM2 int64) string {
	if areaCentiM2 == 0 {
		return ""
	}
	return fmt.Sprintf("%d.%02d", areaCentiM2/100, areaCentiM2%100)
}

// spaces assigns the parking spaces that the row names to the room, and makes those that the book does not know. A
// space that belongs to another room moves to this one. Errors: estate.space_twice where this register already gave
// it to another room.
func (t *taker) spaces(room Object, row Row) error {
	for _, code := range row.Spaces {
		if other := t.roomOf[code]; other != "" && other != room.Code {
			return store.Refuse(codeSpaceTwice, code, other, room.Code)
		}
		t.roomOf[code] = room.Code
		space, err := byExactCode(t.tx, Space, code)
		if store.Code(err) == CodeUnknownRoom {
			space, err = Object{ID: ObjectID(Space, code), Kind: Space, Code: code, Fields: map[string]string{}}, nil
		}
		if err != nil {
			return err
		}
		differs := t.merge(&space, Row{Location: row.SpaceLocations[code], State: row.SpaceStates[code], HandoverOn: row.SpaceHandovers[code]})
		if space.Room != room.ID {
			space.Room, differs = room.ID, true
			t.change.Fields = append(t.change.Fields, FieldChange{"space", "", code})
		}
		if differs {
			t.body.Objects = append(t.body.Objects, space)
		}
	}
	return nil
}

// roomNote seals what a register says of a room that is personal without being a person's record: licence plates,
// remark and deed number. The note is about the first owner, and is erased with that person.
func (t *taker) roomNote(object Object, about string, row Row) error {
	if len(row.Plates) == 0 && row.Remark == "" && row.DeedNo == "" && !row.clears("plate") && !row.clears("remark") && !row.clears("deed") {
		return nil
	}
	subject := RoomNote(object.ID)
	now, err := ProfileOf(t.tx, t.estate.vault, subject, 0)
	if err != nil && store.Code(err) != vault.CodeUnknown {
		return err
	}
	wanted := now
	if len(row.Plates) > 0 || row.clears("plate") {
		wanted.Plates = row.Plates
	}
	if row.Remark != "" || row.clears("remark") {
		wanted.Remark = row.Remark
	}
	if row.DeedNo != "" || row.clears("deed") {
		wanted.DeedNo = row.DeedNo
	}
	if slices.Equal(now.Plates, wanted.Plates) && now.Remark == wanted.Remark && now.DeedNo == wanted.DeedNo {
		return nil
	}
	record, err := t.estate.putNote(t.tx, subject, about, wanted)
	if store.Code(err) == vault.CodeErased {
		return nil // it went with the person it is about, and comes back with the next one
	}
	if err != nil {
		return err
	}
	if !slices.Equal(now.Plates, wanted.Plates) {
		t.change.Fields = append(t.change.Fields, FieldChange{"plate", strings.Join(now.Plates, "、"), strings.Join(wanted.Plates, "、")})
	}
	if now.Remark != wanted.Remark {
		t.change.Fields = append(t.change.Fields, FieldChange{"remark", now.Remark, wanted.Remark})
	}
	if now.DeedNo != wanted.DeedNo {
		t.change.Fields = append(t.change.Fields, FieldChange{"deed", MaskID(now.DeedNo), MaskID(wanted.DeedNo)})
	}
	t.body.Persons = append(t.body.Persons, personV1{Person: subject, Kind: roomNoteKind, Record: record})
	return nil
}
