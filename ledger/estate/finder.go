package estate

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// The ways a household can be found, best first: a room typed whole comes before a phone that happens to end in it.
const (
	ByRoom  = "room"
	BySpace = "space"
	ByPlate = "plate"
	ByPhone = "phone"
	ByName  = "name"
)

// foundBy has the ways in the order of their rank; a key keeps its place here in one byte.
var foundBy = [...]string{ByRoom, BySpace, ByPlate, ByPhone, ByName}

// queryMax bounds what is looked up, in characters.
const queryMax = 32

// Hit is one household that matches. Name is the matching person's, or that of the first person of the room, in full:
// the screen masks it. By says what matched (ByRoom, ByPhone, …).
type Hit struct {
	Object string `json:"object"`
	Code   string `json:"code"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	By     string `json:"by"`
}

// Found is the answer to a query: the best hits, and how many households match in all.
type Found struct {
	Hits  []Hit `json:"hits"`
	Total int   `json:"total"`
}

// Finder finds households by room, pinyin, phone tail or plate, from memory: nothing personal is indexed on the disk.
// Load fills it; Find may run beside a Load and sees the old or the new index whole.
type Finder struct {
	index atomic.Pointer[index]
}

// Load reads rooms, parties and the opened profiles and makes the index anew. Who has left by now is not found; who will leave
// on a day to come still lives there and is.
func (f *Finder) Load(ctx context.Context, db *store.DB, v *vault.Vault, now time.Time) error {
	built := &index{written: map[string]int32{}}
	if err := db.Read(ctx, func(tx *store.Tx) error { return built.fill(tx, v, now) }); err != nil {
		return err
	}
	var sorting sync.WaitGroup
	for _, keys := range [][]key{built.keys, built.phones} {
		sorting.Go(func() { slices.SortFunc(keys, key.compare) })
	}
	sorting.Wait()
	f.index.Store(built)
	return nil
}

// Find returns at most limit households that match what was typed, whole matches and rooms first, and how many match. A room
// typed as it is written, with its hyphens, is meant alone, whatever else has the same figures.
// Before the first Load, and for a text without a letter or digit or longer than queryMax, it finds nothing.
func (f *Finder) Find(text string, limit int) Found {
	x := f.index.Load()
	query := normalize(text)
	if x == nil || query == "" || len([]rune(query)) > queryMax || limit <= 0 {
		return Found{}
	}
	if room, ok := x.written[plainly(text)]; ok && room >= 0 {
		return Found{Hits: []Hit{x.hit(key{room: room, name: -1})}, Total: 1}
	}
	found := x.find(query, limit)
	// Words such as 栋 and 室 may stand between figures as somebody speaks, or in a code (2号库): as it was typed comes first.
	if plain := typedRoom(query); found.Total == 0 && plain != query && plain != "" {
		found = x.find(plain, limit)
	}
	return found
}

// find collects what a normalized query matches.
func (x *index) find(query string, limit int) Found {
	c := x.collector(query, limit)
	defer c.done()
	c.collect(x.keys, query)
	// Four or more digits may be the end of a phone number. Only a whole one matches, hence the mark at its end.
	if len(query) >= phoneTailMin && strings.Trim(query, "0123456789") == "" {
		c.collect(x.phones, query+phoneEnd)
	}
	return c.found()
}
