package people

import (
	"shouqi/assets/rules"
	"shouqi/ledger/law"
)

// Places are the places whose rules the program carries, in the order of menus. Errors: law.pack.
func Places() ([]law.Place, error) { return law.Places(rules.Table()) }

// Pack returns the rules of a place as the program carries them. Errors: law.place.
func Pack(place string) (law.Pack, error) { return law.PackOf(rules.Table(), place) }

// PackText returns the rules of a place as a book keeps them, "" for none. Errors: law.place.
func PackText(place string) (string, error) {
	if place == "" {
		return "", nil
	}
	pack, err := Pack(place)
	if err != nil {
		return "", err
	}
	return pack.Text()
}
