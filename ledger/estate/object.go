package estate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// The kinds of object a charge can hang on.
const (
	Room  = "room"
	Space = "space"
)

// Object is a room or a parking space. Events hold it whole, so a field is only ever added and never renamed.
type Object struct {
	// ID stays when the code changes (see ObjectID); Code is the canonical one, such as 3-2-1201.
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Code string `json:"code"`
	// Building, Unit, Floor and Number are the parts of the address; "" or 0 where the estate has none.
	Building string `json:"building"`
	Unit     string `json:"unit"`
	Floor    int    `json:"floor"`
	Number   string `json:"number"`
	// Room is the id of the room that a space belongs to, "" for a room and for a space of its own.
	Room   string `json:"room"`
	Use    string `json:"use"`
	Layout string `json:"layout"`
	// AreaCentiM2 is the charged area in 0.01 m², 0 where it is not known.
	AreaCentiM2 int64  `json:"areaCentiM2"`
	State       string `json:"state"`
	// HandoverOn is the day on which the developer handed the room over (交房日期), "" where it is not known.
	HandoverOn calendar.Date `json:"handoverOn"`
	// Fields are the estate's own (自定义字段), such as a unit price: the exact text that was recorded.
	Fields map[string]string `json:"fields"`
	// Location says where a parking space is (地下一层 A 区).
	Location string `json:"location,omitempty"`
}

// ObjectID returns the id of an object first recorded under this kind and code. It is a hash, so the same register taken in
// at two places names the same rooms, and it stays when the room is renumbered later.
func ObjectID(kind, code string) string {
	sum := sha256.Sum256([]byte("shouqi.object.v1|" + kind + "|" + code))
	return hex.EncodeToString(sum[:8])
}

// objectColumns are the columns that scanObject reads and insert writes, in this order.
const objectColumns = "id, kind, code, building, unit, floor, number, room, use, layout, area_centi_m2, state, handover_on, fields, location"

// scanObject reads a row of objectColumns.
func scanObject(scan func(dest ...any) error) (Object, error) {
	var o Object
	var fields string
	err := scan(&o.ID, &o.Kind, &o.Code, &o.Building, &o.Unit, &o.Floor, &o.Number, &o.Room, &o.Use, &o.Layout,
		&o.AreaCentiM2, &o.State, &o.HandoverOn, &fields, &o.Location)
	if err != nil {
		return o, err
	}
	return o, json.Unmarshal([]byte(fields), &o.Fields)
}

// insert writes the object, over an earlier one of the same id: it is how events are folded.
func (o Object) insert(tx *store.Tx) error {
	fields, err := json.Marshal(o.Fields) // keys come out sorted, so the same fields are the same text
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO objects (`+objectColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET code = excluded.code, building = excluded.building, unit = excluded.unit,
		floor = excluded.floor, number = excluded.number, room = excluded.room, use = excluded.use, layout = excluded.layout,
		area_centi_m2 = excluded.area_centi_m2, state = excluded.state, handover_on = excluded.handover_on, fields = excluded.fields, location = excluded.location`,
		o.ID, o.Kind, o.Code, o.Building, o.Unit, o.Floor, o.Number, o.Room, o.Use, o.Layout, o.AreaCentiM2, o.State, o.HandoverOn, string(fields), o.Location)
	return err
}

// ByID returns one object; an unknown id is estate.unknown_room.
func ByID(tx *store.Tx, id string) (Object, error) {
	return one(tx, "SELECT "+objectColumns+" FROM objects WHERE id = ?", id)
}

// PlaceOf reads what taking money needs to know of an object and no more: its kind and the room it belongs to.
func PlaceOf(tx *store.Tx, id string) (Object, error) {
	o := Object{ID: id}
	found, err := tx.Get("SELECT kind, room FROM objects WHERE id = ?", []any{id}, &o.Kind, &o.Room)
	if err == nil && !found {
		err = store.Refuse(CodeUnknownRoom, id)
	}
	return o, err
}

// one returns the first object of a query; without any, estate.unknown_room with the query's last argument.
func one(tx *store.Tx, query string, args ...any) (Object, error) {
	all, err := store.All(tx, query, args, scanObject)
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeUnknownRoom, args[len(args)-1])
	}
	if err != nil {
		return Object{}, err
	}
	return all[0], nil
}

// Rooms returns every room in the order of building, unit, floor and number.
func Rooms(tx *store.Tx) ([]Object, error) { return Objects(tx, Room) }

// Objects returns every object of a kind in the order of building, unit, floor and number. Shorter texts come first,
// so that building 2 comes before building 10.
func Objects(tx *store.Tx, kind string) ([]Object, error) {
	return store.All(tx, "SELECT "+objectColumns+" FROM objects WHERE kind = ? ORDER BY length(building), building, length(unit), unit, floor, length(number), number, code", []any{kind}, scanObject)
}

// FieldNames returns the names of the own fields (自定义字段) that any object has, sorted.
func FieldNames(tx *store.Tx) ([]string, error) {
	return store.All(tx, "SELECT DISTINCT f.key FROM objects o, json_each(o.fields) f WHERE o.fields NOT IN ('null', '{}') ORDER BY f.key", nil,
		func(scan func(dest ...any) error) (string, error) {
			var name string
			return name, scan(&name)
		})
}

// Nth returns the how manieth an object is among those of its kind and use that belong to the same room, from 1: those that were
// handed over first stand first, then by code, B-2 before B-10. One that belongs to no room is the first.
func Nth(tx *store.Tx, o Object) (int, error) {
	if o.Room == "" {
		return 1, nil
	}
	var before int
	_, err := tx.Get("SELECT count(*) FROM objects WHERE room = ? AND kind = ? AND use = ? AND (handover_on, length(code), code) < (?, length(?), ?)",
		[]any{o.Room, o.Kind, o.Use, string(o.HandoverOn), o.Code, o.Code}, &before)
	return before + 1, err
}

// Spaces returns the parking spaces of a room, given by its id.
func Spaces(tx *store.Tx, room string) ([]Object, error) {
	return store.All(tx, "SELECT "+objectColumns+" FROM objects WHERE room = ? AND kind = 'space' ORDER BY code", []any{room}, scanObject)
}
