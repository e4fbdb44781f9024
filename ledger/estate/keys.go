package estate

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// codeKeys returns a room's or a space's code, and one that has words (商铺-01) as they sound too: shangpu01 and sp01 need no input method.
func codeKeys(code string) []string {
	whole := normalize(code)
	if strings.IndexFunc(whole, func(r rune) bool { return r > unicode.MaxASCII }) < 0 {
		return []string{whole}
	}
	return append(soundKeys([]rune(whole)), whole)
}

// roomKeys returns what a room may be typed as: 3-2-1201, 321201, 3021201, the door number alone, and what codeKeys has.
func roomKeys(room Object) []string {
	keys := append(codeKeys(room.Code), wholeKeys(room.Code)...)
	if parts := strings.Split(room.Code, "-"); len(parts) > 1 {
		keys = append(keys, normalize(parts[len(parts)-1]))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// typedRoomMin is how many digits name a room by themselves: a door number of three is too often a sum of money.
const typedRoomMin = 4

// IsTypedAs reports whether digits are what somebody types for a room: its whole code, with or without its zeros, or its door
// number of at least four digits.
func IsTypedAs(room Object, digits string) bool {
	return len(digits) >= typedRoomMin && slices.Contains(roomKeys(room), digits)
}

// padded writes building, unit and door number in one, the first two filled up with zeros to so many digits.
func padded(parts []string, building, unit int) string {
	return zeros(normalize(parts[0]), building) + zeros(normalize(parts[1]), unit) + normalize(parts[2])
}

// zeros fills text up with zeros on the left; a longer text stays whole.
func zeros(text string, width int) string {
	if len(text) >= width {
		return text
	}
	return strings.Repeat("0", width-len(text)) + text
}

// phoneTailMin is how many of the last digits of a phone number have to be typed at least. phoneEnd ends the text of
// every phone number in the index, so that the beginning of one finds nothing.
const (
	phoneTailMin = 4
	phoneEnd     = "$"
)

// plateKeys returns a plate whole, without the province's character (no input method needed), and its tails from three on.
func plateKeys(plate string) []string {
	r := []rune(normalize(plate))
	keys := []string{string(r)}
	for from := 1; from <= len(r)-3; from++ {
		keys = append(keys, string(r[from:]))
	}
	return keys
}

// nameKeys returns a name, its tails (so that 国 finds 张建国), its pinyin and its initials. A surname read in two ways
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
	keys = append(keys, soundKeys(r)...)
	slices.Sort(keys)
	return slices.Compact(keys)
}

// soundKeys returns the pinyin of what is not empty, and its initials, by each reading of its first character.
func soundKeys(r []rune) (keys []string) {
	rest, initials := "", ""
	for _, character := range r[1:] {
		reading := readings(character)[0]
		rest += reading
		initials += string([]rune(reading)[:1])
	}
	for _, first := range readings(r[0]) {
		keys = append(keys, first+rest, string([]rune(first)[:1])+initials)
	}
	return keys
}

// readingsOf remembers the pinyin of a character: names repeat a few thousand of them, and the library works each out anew.
var readingsOf sync.Map

// readings returns the ways a character is read, without tones; a letter or digit is read as itself.
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

// typedRoom takes the words out of a room that was typed with them, such as 1栋1单元103 or 3号楼2单元1201室. Only a
// query with digits loses them: without digits 楼 may be part of a name.
func typedRoom(query string) string {
	if !strings.ContainsAny(query, "0123456789") {
		return query
	}
	// 号楼 comes before 号 and 楼, which would each leave half of it.
	for _, word := range []string{"单元", "号楼", "栋", "幢", "座", "楼", "室", "号"} {
		query = strings.ReplaceAll(query, word, "")
	}
	return query
}

// normalize keeps letters and digits, lower-case and half-width, so that 3-2-1201, 京A·3K51 and ｚｓ typed with a
// Chinese input method are compared alike. Everything else is dropped.
func normalize(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r >= 'Ａ' && r <= 'Ｚ':
			return r - 'Ａ' + 'a'
		case r >= 'ａ' && r <= 'ｚ':
			return r - 'ａ' + 'a'
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r == '〇', r > '〇' && unicode.IsLetter(r):
			return r
		}
		return -1
	}, text)
}

// written is text as normalize compares it, with the hyphens that stand between its parts: they tell 1-1-1101 and 11-1-101
// apart.
func written(text string) string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-－—–", r) })
	for i, part := range parts {
		parts[i] = normalize(part)
	}
	return strings.Join(parts, "-")
}

// NameMatches reports whether what was typed is the beginning of a name, of one of its parts, or of its pinyin, as the
// finder finds people.
func NameMatches(name, typed string) bool {
	typed = normalize(typed)
	return typed != "" && slices.ContainsFunc(nameKeys(name), func(key string) bool { return strings.HasPrefix(key, typed) })
}
