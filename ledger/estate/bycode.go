package estate

import (
	"slices"
	"strings"

	"shouqi/ledger/store"
)

// ByCode returns the room that a person means by a code, as ByCodeOf.
func ByCode(tx *store.Tx, code string) (Object, error) { return ByCodeOf(tx, Room, code) }

// ByCodeOf returns the object of a kind that a person means by a code: the one whose code it is, to the letter, else the only
// one that is written alike but for case, width, dashes, the words between the parts (1栋2单元301室) and the zeros before a
// number, or that is typed so without any dash (321201, 3021201). What fits none, or several, is estate.unknown_room.
func ByCodeOf(tx *store.Tx, kind, code string) (Object, error) {
	object, err := byExactCode(tx, kind, code)
	if store.Code(err) != CodeUnknownRoom || len([]rune(code)) > queryMax {
		return object, err
	}
	// Only a code that nobody has to the letter comes here: reading all codes of a large estate takes milliseconds.
	codes, failed := store.All(tx, "SELECT code FROM objects WHERE kind = ? ORDER BY code", []any{kind}, func(scan func(dest ...any) error) (code string, err error) {
		return code, scan(&code)
	})
	if failed != nil {
		return Object{}, failed
	}
	for _, isMeant := range []func(code string) bool{
		func(other string) bool { return plainly(other) == plainly(code) },
		func(other string) bool { return slices.Contains(wholeKeys(other), normalize(code)) },
	} {
		found := slices.DeleteFunc(slices.Clone(codes), func(other string) bool { return !isMeant(other) })
		if len(found) == 1 {
			return byExactCode(tx, kind, found[0])
		}
		if len(found) > 1 {
			break // which of them is meant only a person can say
		}
	}
	return object, err
}

// byExactCode returns the object of a kind with this canonical code to the letter: what a register brings as another code is
// another room. An unknown one is estate.unknown_room.
func byExactCode(tx *store.Tx, kind, code string) (Object, error) {
	return one(tx, "SELECT "+objectColumns+" FROM objects WHERE kind = ? AND code = ?", kind, code)
}

// plainly writes a code as two people who mean the same room would write it alike: its parts in half-width small letters,
// without the words between them and the zeros before a number.
func plainly(code string) string {
	for _, word := range partWords {
		code = strings.ReplaceAll(code, word, "-")
	}
	var parts []string
	for part := range strings.SplitSeq(written(code), "-") {
		if part = strings.TrimSuffix(part, "室"); part == "" {
			continue
		}
		if trimmed := strings.TrimLeft(part, "0"); trimmed != "" {
			part = trimmed
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "-")
}

// partWords stand behind a building or a unit in a code that is written in words. 号楼 comes before what it ends in.
var partWords = []string{"号楼", "#楼", "栋", "幢", "座", "#", "单元", "号"}

// wholeKeys returns the ways in which a whole code is typed without dashes: 321201 and 3021201 for 3-2-1201.
func wholeKeys(code string) []string {
	keys := []string{normalize(code)}
	if parts := strings.Split(code, "-"); len(parts) == 3 {
		keys = append(keys, padded(parts, 1, 2), padded(parts, 2, 2))
	}
	return keys
}
