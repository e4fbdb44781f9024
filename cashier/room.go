package cashier

import (
	"slices"
	"strings"
)

// IsWholeRoom reports whether what was typed names this room to its end, and not only its beginning or its door:
// 3-2-1201, 321201, 3021201 and 03021201 are all the room 3-2-1201.
func IsWholeRoom(code, typed string) bool {
	typed = lettersAndDigits(typed)
	return typed != "" && slices.Contains(wholeRooms(code), typed)
}

// wholeRooms returns the ways in which a room's code is typed without dashes.
func wholeRooms(code string) []string {
	ways := []string{lettersAndDigits(code)}
	parts := strings.Split(code, "-")
	if len(parts) != 3 {
		return ways
	}
	for _, width := range []int{1, 2} {
		ways = append(ways, padded(parts[0], width)+padded(parts[1], 2)+lettersAndDigits(parts[2]))
	}
	return ways
}

func padded(text string, width int) string {
	return strings.Repeat("0", max(0, width-len(text))) + lettersAndDigits(text)
}

func lettersAndDigits(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 0x3007 && r < 0xFF00:
			return r
		}
		return -1
	}, text)
}
