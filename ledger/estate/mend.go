package estate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// Mended is what changing one room or space by hand records: the digest of what it was, and the object, people and
// parties as they are afterwards. Names say which columns changed, without their values: those may be personal.
type Mended struct {
	Object string `json:"object"`
	// On is the day from which changed people count.
	On     calendar.Date `json:"on"`
	Before string        `json:"before"`
	Names  []string      `json:"names"`
	Told   recordedV1    `json:"told"`
}

// Apply folds what was mended.
func (m Mended) Apply(tx *store.Tx, e journal.Event) error { return m.Told.apply(tx, e) }

// mendable are the columns that a row can empty. What names the room, and who owns it, can only be replaced by
// something else.
var mendable = []string{"use", "layout", "state", "space_state", "handover", "space_handover", "location", "plate", "remark", "deed", "holder", Tenant}

// Digest returns a hash over everything that the register says of an object: its own columns, its parties and the
// versions of their records and of its note; "" for an object that does not exist. A person who edits an object sends
// back the digest that was shown, so that two people do not overwrite each other unseen.
func Digest(tx *store.Tx, object string) (string, error) {
	o, err := ByID(tx, object)
	if store.Code(err) == CodeUnknownRoom {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	parties, err := Parties(tx, object)
	if err != nil {
		return "", err
	}
	// The newest version of the room's note and of everybody who is or was party to it.
	versions, err := store.All(tx, `SELECT id, version FROM persons WHERE id = ?1 OR id IN (SELECT person FROM parties WHERE object = ?2) ORDER BY id`,
		[]any{RoomNote(object), object}, func(scan func(dest ...any) error) (any, error) {
			var v struct {
				ID      string
				Version int
			}
			return &v, scan(&v.ID, &v.Version)
		})
	if err != nil {
		return "", err
	}
	text, err := json.Marshal([]any{o, parties, versions})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16]), err
}

// aheadMax is how many days ahead a change of people may be told. A sale is known weeks before; but a year typed
// wrongly would keep out every change before that day (estate.party_later).
const aheadMax = 366

// PrepareMend works out what a row of one object would record, and what it changes; on is the day from which people
// count. seen is the Digest that was shown, "" for a new object. It seals what is personal and appends no event: the
// caller does, after checking whether the change takes a second person.
//
// Errors: estate.stale for an object that is not as it was seen, estate.day for an invalid day, estate.far for a day
// more than a year ahead, estate.clear for a column that cannot be emptied, estate.until for a tenant's last day
// before on, and estate.party_later where somebody comes in later than on.
func (s *Estate) PrepareMend(tx *store.Tx, kind, seen string, row Row, on, today calendar.Date) (Mended, Change, error) {
	id, err := idOf(tx, kind, row.Code)
	if err != nil {
		return Mended{}, Change{}, err
	}
	mended := Mended{Object: id, On: on}
	if mended.Before, err = Digest(tx, id); err != nil {
		return mended, Change{}, err
	}
	switch {
	case !on.Valid() || !on.AddDays(-1).Valid(): // somebody's last day is the one before
		return mended, Change{}, store.Refuse(codeDay)
	case on > today.AddDays(aheadMax):
		return mended, Change{}, store.Refuse(codeFar, string(on))
	case mended.Before != seen:
		return mended, Change{}, store.Refuse(CodeStale, row.Code)
	}
	for _, name := range row.Clear {
		if !slices.Contains(mendable, name) && !strings.HasPrefix(name, "field:") {
			return mended, Change{}, store.Refuse(codeClear, name)
		}
	}
	people, err := s.knownPeople(tx)
	if err != nil {
		return mended, Change{}, err
	}
	t := &taker{estate: s, tx: tx, today: on, people: people, touched: make(map[string]bool), rooms: make(map[string]bool), roomOf: make(map[string]string)}
	if err := t.laterParties(id, row); err != nil {
		return mended, Change{}, err
	}
	change, err := t.takeKind(kind, id, row)
	change.Owing = change.Owing || len(t.body.Parties) > 0
	mended.Told = t.body
	for _, field := range change.Fields {
		mended.Names = append(mended.Names, field.Name)
	}
	return mended, change, err
}

// idOf returns the id of the object that has this code now, or the one that a new object would get. The two differ
// for a room that was renumbered.
func idOf(tx *store.Tx, kind, code string) (string, error) {
	object, err := byExactCode(tx, kind, code)
	if store.Code(err) == CodeUnknownRoom {
		return ObjectID(kind, code), nil
	}
	return object.ID, err
}

// laterParties returns estate.party_later for a change of people on a day before somebody else of the role comes in.
// The change would end everybody of today and leave that later party untouched, so both would be party at once.
func (t *taker) laterParties(object string, row Row) error {
	all, err := Parties(t.tx, object)
	if err != nil {
		return err
	}
	for _, party := range all {
		changed := party.Role == Owner && len(row.Owners) > 0 || party.Role == Tenant && (len(row.Tenants) > 0 || row.clears(Tenant))
		over := party.ToOn != "" && party.ToOn < party.FromOn // taken back before it began
		if changed && !over && party.FromOn > t.today {
			return store.Refuse(codePartyLater, party.FromOn)
		}
	}
	return nil
}

// takeKind takes a row of a room, or of a space. A space may belong to a room or have owners and tenants of its own.
func (t *taker) takeKind(kind, id string, row Row) (Change, error) {
	if kind == Room {
		return t.take(row)
	}
	t.change = Change{Code: row.Code}
	row.Clear = slices.Clone(row.Clear)
	for i, name := range row.Clear {
		row.Clear[i] = columnOf(Space, name)
	}
	space, err := ByID(t.tx, id)
	if store.Code(err) == CodeUnknownRoom {
		t.change.New = true
		space, err = Object{ID: id, Kind: Space, Code: row.Code, Fields: map[string]string{}}, nil
	}
	if err != nil {
		return t.change, err
	}
	differs := t.merge(&space, row)
	moved, err := t.holder(&space, row)
	if err != nil {
		return t.change, err
	}
	differs = differs || moved
	if differs || t.change.New {
		t.body.Objects = append(t.body.Objects, space)
	}
	first := ""
	for _, role := range []struct {
		name string
		rows []RowParty
	}{{Owner, row.Owners}, {Tenant, row.Tenants}} {
		person, err := t.parties(id, role.name, role.rows, row.clears(role.name))
		if err != nil {
			return t.change, err
		}
		if first == "" {
			first = person
		}
	}
	return t.change, t.roomNote(space, first, row)
}

// Silent reports whether nothing at all would be recorded: then no event is needed, and no second person.
func (m Mended) Silent() bool {
	return len(m.Told.Parties)+len(m.Told.Objects)+len(m.Told.Persons) == 0
}

// Blind returns a keyed digest of a row, by which a repeated request is recognised. A plain hash would let anybody
// who has the file find a phone number in it by trying all numbers.
func (s *Estate) Blind(row Row) (string, error) {
	text, err := json.Marshal(row)
	if err != nil {
		return "", store.Fail(journal.CodeBody, err, "row", 0)
	}
	return s.vault.Blind(string(text))
}

// holder assigns a space to the room that the row names, or to none where the row clears it, and reports whether that
// is another room than before. Errors: estate.unknown_room.
func (t *taker) holder(space *Object, row Row) (moved bool, err error) {
	if row.Holder == "" && !row.clears("holder") {
		return false, nil
	}
	var was, is Object
	if space.Room != "" {
		if was, err = ByID(t.tx, space.Room); err != nil {
			return false, err
		}
	}
	if row.Holder != "" {
		if is, err = ByCode(t.tx, row.Holder); err != nil {
			return false, err
		}
	}
	if is.ID == space.Room {
		return false, nil
	}
	t.change.Fields = append(t.change.Fields, FieldChange{"holder", was.Code, is.Code})
	space.Room = is.ID
	return true, nil
}
