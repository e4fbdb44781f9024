package shell

import (
	"strconv"

	"fyne.io/fyne/v2"
)

// places are the pages of the rail in their order, each with the key that opens it from anywhere. A key belongs to its
// page and not to the page's place in a person's rail, so that it is the same whoever has signed in and which pages that
// person has.
var places = []struct {
	name string
	key  Key
}{
	{"desk", Key{Name: fyne.KeyF2}},
	{"receipts", Key{Name: fyne.KeyF3}},
	{"shift", placeKey(3)},
	{"charging", placeKey(4)},
	{"estate", placeKey(5)},
	{"intake", placeKey(6)},
	{"reports", placeKey(7)},
	{"people", placeKey(8)},
	{"settings", placeKey(9)},
	{"refunds", placeKey(0)},
}

func placeKey(number int) Key {
	return Key{Name: fyne.KeyName(strconv.Itoa(number)), Modifier: fyne.KeyModifierControl}
}

// Item is one line of the rail.
type Item struct {
	// Name is one of the places: its text is nav.NAME, and its key is fixed.
	Name   string
	Screen Screen
	// Within are further screens of the item: it stays lit while one of them is shown.
	Within []Screen
}

// key returns the key that opens the item from anywhere; a name that is no place has none.
func (i Item) key() Key {
	for _, place := range places {
		if place.name == i.Name {
			return place.key
		}
	}
	return Key{}
}

// PageKey returns the words on the key that opens the page with this name from anywhere.
func (s *Shell) PageKey(name string) string { return Item{Name: name}.key().capIn(s.options.Lang) }
