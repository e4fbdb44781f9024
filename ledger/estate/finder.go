package estate

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/mozillazg/go-pinyin"

	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// The ways a household can be found, best first: a room typed whole comes before a phone that happens to end in it.
const (
	ByRoom  = "room"
	ByPlate = "plate"
	ByPhone = "phone"
	ByName  = "name"
)

var foundByRank = map[string]int{ByRoom: 0, ByPlate: 1, ByPhone: 2, ByName: 3}

// queryMax bounds what is looked up, in characters.
const queryMax = 32

// Hit is one household that matches. Name is the matching or first person's, whole: the screen masks it.
type Hit struct {
	Object string `json:"object"`
	Code   string `json:"code"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	By     string `json:"by"`
}

// Found is the answer to a query: the first hits and how many there are in all.
type Found struct {
	Hits  []Hit `json:"hits"`
	Total int   `json:"total"`
}

// Finder finds households by room, pinyin, phone tail or plate, from memory: nothing personal is indexed on the disk.
// Load fills it; Find may run beside a Load and sees the old or the new index whole.
type Finder struct {
	index atomic.Pointer[index]
}

// index holds all keys sorted, so that every query is one prefix: a binary search, however many households there are.
type index struct {
	keys  []key
	rooms []indexedRoom
}

type key struct {
	text string
	room int32
	name int32
	by   string
}

type indexedRoom struct {
	object, code string
	names        []indexedName
}

type indexedName struct{ name, kind string }

// Load reads rooms, parties and the opened profiles and makes the index anew.
func (f *Finder) Load(ctx context.Context, db *store.DB, v *vault.Vault) error {
	built := &index{}
	err := db.Read(ctx, func(tx *store.Tx) error { return built.fill(tx, v) })
	if err != nil {
		return err
	}
	slices.SortFunc(built.keys, func(a, b key) int {
		if c := strings.Compare(a.text, b.text); c != 0 {
			return c
		}
		return int(a.room) - int(b.room)
	})
	f.index.Store(built)
	return nil
}

func (x *index) fill(tx *store.Tx, v *vault.Vault) error {
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
	places := make(map[string]int32)
	rooms, err := Rooms(tx)
	if err != nil {
		return err
	}
	for _, room := range rooms {
		place := int32(len(x.rooms))
		places[room.ID] = place
		x.rooms = append(x.rooms, indexedRoom{object: room.ID, code: room.Code})
		x.add(place, -1, ByRoom, roomKeys(room)...)
		for _, plate := range profiles[RoomNote(room.ID)].Plates {
			x.add(place, -1, ByPlate, plateKeys(plate)...)
		}
	}
	return tx.Each("SELECT object, person FROM parties WHERE to_on = '' ORDER BY object, role, position", nil, func(scan func(dest ...any) error) error {
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

func (x *index) add(room, name int32, by string, texts ...string) {
	for _, text := range texts {
		if text != "" {
			x.keys = append(x.keys, key{text: text, room: room, name: name, by: by})
		}
	}
}

func (x *index) addPerson(place int32, profile Profile, kind string) {
	if profile.Name == "" {
		return
	}
	room := &x.rooms[place]
	name := int32(len(room.names))
	room.names = append(room.names, indexedName{profile.Name, kind})
	x.add(place, name, ByName, nameKeys(profile.Name)...)
	for _, phone := range profile.Phones {
		x.add(place, name, ByPhone, phoneKeys(phone)...)
	}
}

// roomKeys gives what a room may be typed as: 3-2-1201, 321201, 3021201 and the door number alone.
func roomKeys(room Object) []string {
	keys := []string{normalize(room.Code)}
	parts := strings.Split(room.Code, "-")
	if len(parts) == 3 {
		keys = append(keys, padded(parts, 1, 2), padded(parts, 2, 2))
	}
	if len(parts) > 1 {
		keys = append(keys, normalize(parts[len(parts)-1]))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func padded(parts []string, building, unit int) string {
	return zeros(parts[0], building) + zeros(parts[1], unit) + normalize(parts[2])
}

func zeros(text string, width int) string {
	if len(text) >= width {
		return text
	}
	return strings.Repeat("0", width-len(text)) + text
}

// phoneKeys gives the whole number and its tails from the last four digits on.
func phoneKeys(phone string) []string {
	digits := normalize(phone)
	if len(digits) < 4 {
		return nil
	}
	keys := []string{digits}
	for tail := 4; tail < len(digits); tail++ {
		keys = append(keys, digits[len(digits)-tail:])
	}
	return keys
}

// plateKeys gives a plate whole, without the province's character (no input method needed), and its tails from three on.
func plateKeys(plate string) []string {
	r := []rune(normalize(plate))
	keys := []string{string(r)}
	for from := 1; from <= len(r)-3; from++ {
		keys = append(keys, string(r[from:]))
	}
	return keys
}

// nameKeys gives a name, its tails (so that 国 finds 张建国), its pinyin and its initials. A surname read in two ways
// (曾 单 仇) is findable by each.
func nameKeys(name string) []string {
	lower := normalize(name)
	keys := []string{lower}
	r := []rune(lower)
	for from := 1; from < len(r); from++ {
		keys = append(keys, string(r[from:]))
	}
	if len(r) == 0 {
		return keys
	}
	rest, initials := "", ""
	for _, character := range r[1:] {
		reading := readings(character)[0]
		rest += reading
		initials += string([]rune(reading)[:1])
	}
	for _, first := range readings(r[0]) {
		keys = append(keys, first+rest, string([]rune(first)[:1])+initials)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// readingsOf remembers the pinyin of a character: names repeat a few thousand of them, and the library works each out anew.
var readingsOf sync.Map

// readings gives the ways a character is read, without tones; a letter or digit is read as itself.
func readings(character rune) []string {
	if known, ok := readingsOf.Load(character); ok {
		return known.([]string)
	}
	arguments := pinyin.NewArgs()
	arguments.Heteronym = true
	arguments.Fallback = func(r rune, _ pinyin.Args) []string { return []string{string(r)} }
	all := []string{string(character)}
	if found := pinyin.Pinyin(string(character), arguments); len(found) == 1 && len(found[0]) > 0 {
		all = slices.Clone(found[0])
	}
	readingsOf.Store(character, all)
	return all
}

// normalize keeps letters and digits, lower-case, so that 3-2-1201, 京A·3K51 and zs are compared alike.
func normalize(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 0x3007:
			return r
		}
		return -1
	}, text)
}

// Find gives at most limit households that match what was typed, whole matches and rooms first, and how many match.
func (f *Finder) Find(text string, limit int) Found {
	x := f.index.Load()
	query := normalize(text)
	if x == nil || query == "" || len([]rune(query)) > queryMax {
		return Found{}
	}
	from, _ := slices.BinarySearchFunc(x.keys, query, func(k key, q string) int { return strings.Compare(k.text, q) })
	to := from
	best := make(map[int32]key)
	for ; to < len(x.keys) && strings.HasPrefix(x.keys[to].text, query); to++ {
		k := x.keys[to]
		if now, ok := best[k.room]; !ok || rank(k, query) < rank(now, query) {
			best[k.room] = k
		}
	}
	order := make([]key, 0, len(best))
	for _, k := range best {
		order = append(order, k)
	}
	slices.SortFunc(order, func(a, b key) int {
		if c := rank(a, query) - rank(b, query); c != 0 {
			return c
		}
		return int(a.room) - int(b.room)
	})
	found := Found{Total: len(order)}
	for _, k := range order[:min(limit, len(order))] {
		found.Hits = append(found.Hits, x.hit(k))
	}
	return found
}

// rank puts whole matches before beginnings, and rooms before plates, phones and names.
func rank(k key, query string) int {
	if k.text == query {
		return foundByRank[k.by]
	}
	return len(foundByRank) + foundByRank[k.by]
}

func (x *index) hit(k key) Hit {
	room := x.rooms[k.room]
	hit := Hit{Object: room.object, Code: room.code, By: k.by}
	if len(room.names) > 0 {
		who := room.names[max(k.name, 0)]
		hit.Name, hit.Kind = who.name, who.kind
	}
	return hit
}
