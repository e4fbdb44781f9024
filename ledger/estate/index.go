package estate

import (
	"slices"
	"strings"
	"sync"
	"time"

	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// index holds all keys sorted, so that every query is one or two prefixes found by binary search, however many
// households there are. Phone numbers are found by their last four digits and whole, and by nothing between: the desk
// shows those four, and a person who could try one digit after another would read the rest.
type index struct {
	keys, phones []key
	rooms        []indexedRoom
	// written has the rooms whose code has a hyphen by that code, written plainly; -1 where several are written alike.
	written map[string]int32
	// scratch has the arrays that collectors mark rooms in, all zero while nobody uses them.
	scratch sync.Pool
}

// key is one text by which a room is found. There are millions of them, so it is kept small. room is the place in
// index.rooms. name is the place of the person among the room's, -1 for the room itself; by is a place in foundBy.
type key struct {
	text string
	room int32
	name int16
	by   uint8
}

// compare orders keys by text, and equal texts in the order of the rooms.
func (k key) compare(other key) int {
	if c := strings.Compare(k.text, other.text); c != 0 {
		return c
	}
	return int(k.room) - int(other.room)
}

// indexedRoom is what a hit shows of a room: object is its id, names are the people who can be found in it.
type indexedRoom struct {
	object, code string
	names        []indexedName
}

type indexedName struct{ name, kind string }

// fill reads all rooms, spaces, plates and people into the index and leaves the keys unsorted. The profiles are
// opened in one pass over the vault.
func (x *index) fill(tx *store.Tx, v *vault.Vault, now time.Time) error {
	kinds, err := personKinds(tx)
	if err != nil {
		return err
	}
	profiles := make(map[string]Profile, len(kinds))
	err = openProfiles(tx, v, kinds, func(person string, profile Profile) error {
		profiles[person] = profile
		return nil
	})
	if err != nil {
		return err
	}
	rooms, err := Rooms(tx)
	if err != nil {
		return err
	}
	places := make(map[string]int32, len(rooms))
	for _, room := range rooms {
		place := int32(len(x.rooms))
		places[room.ID] = place
		x.rooms = append(x.rooms, indexedRoom{object: room.ID, code: room.Code})
		x.add(place, -1, ByRoom, roomKeys(room)...)
		x.write(room.Code, place)
		for _, plate := range profiles[RoomNote(room.ID)].Plates {
			x.add(place, -1, ByPlate, plateKeys(plate)...)
		}
	}
	// Every parking space that belongs to a room: whoever types its number means the household.
	err = tx.Each("SELECT room, code FROM objects WHERE kind = 'space' AND room <> ''", nil, func(scan func(dest ...any) error) error {
		var room, code string
		if err := scan(&room, &code); err != nil {
			return err
		}
		if place, ok := places[room]; ok {
			x.add(place, -1, BySpace, codeKeys(code)...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	today, err := Today(tx, now)
	if err != nil {
		return err
	}
	// The people of today and of days to come. A tenant whose last day is known lives there until then.
	return tx.Each("SELECT object, person FROM parties WHERE to_on = '' OR to_on >= ? ORDER BY object, role, position", []any{string(today)}, func(scan func(dest ...any) error) error {
		var object, person string
		if err := scan(&object, &person); err != nil {
			return err
		}
		if place, ok := places[object]; ok {
			x.addPerson(place, profiles[person], kinds[person])
		}
		return nil
	})
}

// write remembers how a room's code is written.
func (x *index) write(code string, room int32) {
	code = plainly(code)
	if !strings.Contains(code, "-") {
		return
	}
	if _, isTaken := x.written[code]; isTaken {
		room = -1
	}
	x.written[code] = room
}

// add adds the texts by which a room is found in one way; empty ones would match every query and are left out.
func (x *index) add(room int32, name int, by string, texts ...string) {
	for _, text := range texts {
		if text != "" {
			x.keys = append(x.keys, key{text: text, room: room, name: int16(name), by: uint8(slices.Index(foundBy[:], by))})
		}
	}
}

// namesMax bounds the people of one room who can be found by name. A key has 16 bits for the place of a name.
const namesMax = 1000

// addPerson adds a person's names and phone numbers to the keys of a room. A person who was erased has no name and
// cannot be found.
func (x *index) addPerson(place int32, profile Profile, kind string) {
	room := &x.rooms[place]
	if profile.Name == "" || len(room.names) >= namesMax {
		return
	}
	name := len(room.names)
	room.names = append(room.names, indexedName{profile.Name, kind})
	x.add(place, name, ByName, nameKeys(profile.Name)...)
	for _, phone := range profile.Phones {
		if digits := normalize(phone); len(digits) >= phoneTailMin {
			told := []string{digits, digits[len(digits)-phoneTailMin:]}
			if _, local, isLandline := strings.Cut(phone, "-"); isLandline && len(normalize(local)) > phoneTailMin {
				told = append(told, normalize(local)) // without the code of the town
			}
			for _, told := range told {
				x.phones = append(x.phones, key{text: told + phoneEnd, room: place, name: int16(name), by: uint8(slices.Index(foundBy[:], ByPhone))})
			}
		}
	}
}

// hit makes what the desk shows of a key: for a room's own key, with the first of its people.
func (x *index) hit(k key) Hit {
	room := x.rooms[k.room]
	hit := Hit{Object: room.object, Code: room.code, By: foundBy[k.by]}
	if len(room.names) > 0 {
		who := room.names[max(k.name, 0)]
		hit.Name, hit.Kind = who.name, who.kind
	}
	return hit
}

// collector gathers the best key of each room for one query. A letter or a digit may match every room, so it keeps what it
// has seen in an array as long as the rooms rather than a map, and only the best few in order.
type collector struct {
	index *index
	whole string
	limit int
	ranks []uint8 // by room: one more than its best rank, 0 for not seen
	seen  []int32
	best  []ranked
}

// ranked is a key with its rank for one query: lower is better.
type ranked struct {
	key
	rank uint8
}

// collector returns a collector for one query; done has to be called on it, or its array is lost for the next query.
func (x *index) collector(query string, limit int) *collector {
	ranks, ok := x.scratch.Get().(*[]uint8)
	if !ok {
		fresh := make([]uint8, len(x.rooms))
		ranks = &fresh
	}
	return &collector{index: x, whole: query, limit: limit, ranks: *ranks}
}

// done clears the marks that this query set and puts the array back for the next one. Clearing only those is faster
// than a new array as long as the rooms.
func (c *collector) done() {
	for _, room := range c.seen {
		c.ranks[room] = 0
	}
	c.index.scratch.Put(&c.ranks)
}

// collect walks all keys that begin with prefix. Both ends are searched, so that the walk itself reads no text: following
// each key's string would be a miss of the processor's cache a key.
func (c *collector) collect(keys []key, prefix string) {
	from, _ := slices.BinarySearchFunc(keys, prefix, func(k key, text string) int { return strings.Compare(k.text, text) })
	many, _ := slices.BinarySearchFunc(keys[from:], prefix, func(k key, text string) int {
		if strings.HasPrefix(k.text, text) {
			return -1
		}
		return 1
	})
	for _, k := range keys[from : from+many] {
		rank := k.by
		if len(k.text) > len(prefix) && prefix == c.whole {
			rank += uint8(len(foundBy)) // a beginning comes after every whole match; the tail of a phone counts as whole
		}
		before := c.ranks[k.room]
		if before == 0 {
			c.seen = append(c.seen, k.room)
		}
		if before == 0 || rank+1 < before {
			c.ranks[k.room] = rank + 1
			c.keep(ranked{k, rank}, before != 0)
		}
	}
}

// keep puts a key among the best if it belongs there, in place of a worse one of the same room.
func (c *collector) keep(k ranked, seenBefore bool) {
	if seenBefore {
		c.best = slices.DeleteFunc(c.best, func(other ranked) bool { return other.room == k.room })
	}
	if len(c.best) == c.limit && compareRanked(k, c.best[len(c.best)-1]) >= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(c.best, k, compareRanked)
	c.best = slices.Insert(c.best, at, k)
	c.best = c.best[:min(len(c.best), c.limit)]
}

// compareRanked orders by rank, and equal ranks in the order of the rooms.
func compareRanked(a, b ranked) int {
	if c := int(a.rank) - int(b.rank); c != 0 {
		return c
	}
	return int(a.room) - int(b.room)
}

// found returns the best hits in order and how many rooms were seen in all.
func (c *collector) found() Found {
	found := Found{Total: len(c.seen)}
	for _, k := range c.best {
		found.Hits = append(found.Hits, c.index.hit(k.key))
	}
	return found
}
