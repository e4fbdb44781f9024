package household

import (
	"context"
	"slices"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// Find finds households by room, pinyin, phone tail or plate. It reads memory only and may be called while typing.
func (c *Households) Find(text string, limit int) estate.Found {
	return c.session.Book.Finder.Find(text, limit)
}

// Places tells rooms and spaces apart among what a person typed: codes in full, or a room's digits as at the desk. What is
// neither is estate.unknown_room.
func (c *Households) Places(ctx context.Context, typed []string) (rooms, spaces []string, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		rooms, spaces = nil, nil
		for _, text := range typed {
			if room, err := estate.ByCode(tx, text); err == nil {
				rooms = append(rooms, room.Code)
				continue
			}
			if space, err := estate.ByCodeOf(tx, estate.Space, text); err == nil {
				spaces = append(spaces, space.Code)
				continue
			}
			found := c.Find(text, 1)
			if len(found.Hits) == 0 || !IsWholeRoom(found.Hits[0].Code, text) {
				return store.Refuse(estate.CodeUnknownRoom, text)
			}
			rooms = append(rooms, found.Hits[0].Code)
		}
		return nil
	})
	return rooms, spaces, err
}

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
