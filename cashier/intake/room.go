package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// RoomCode is a room's canonical code and its parts. Code joins the parts that
// are there with "-": 1-2-301, 商铺-01.
type RoomCode struct {
	Code, Building, Unit, Number string
}

const maxRoomRunes = 40

var (
	chineseOrdinal = regexp.MustCompile(`([一二三四五六七八九十]{1,3})(号楼|栋|幢|座|单元)`)
	partMark       = regexp.MustCompile(`号楼|#楼|栋|幢|座|#|单元`)
	dashes         = regexp.MustCompile(`-+`)
	buildingTail   = regexp.MustCompile(`([0-9A-Z])[号楼]+$`)
	unitTail       = regexp.MustCompile(`([0-9A-Z])门$`)
	roomTail       = regexp.MustCompile(`([0-9A-Z])(?:号房|[室房号户])+$`)
)

// ParseRoomCode cleans a room's code in any of the ways people write it, all in
// one cell or apart in building and unit ("" where there is no such column):
// 1#-1-101, 1栋1单元103, １－１－１０４, 1号楼2单元301室, 3幢-2-1201, 商铺-01.
// Parsing a canonical code gives the same code. holdsBuilding settles the cell
// "1-101" beside a building column: true when its 1 is the building again,
// false when it is the unit. ok is false when the text is no room.
func ParseRoomCode(building, unit, room string, holdsBuilding bool) (code RoomCode, ok bool) {
	parsed, trouble := roomCode(building, unit, room, holdsBuilding)
	return parsed, trouble == nil
}

func roomCode(building, unit, room string, holdsBuilding bool) (RoomCode, *fault) {
	parts := roomParts(room)
	buildingParts := partsOf(buildingTail, building)
	unitParts := partsOf(unitTail, unit)
	if len(parts) == 0 {
		return RoomCode{}, faultf(codeNoRoom, "这一行没有房号，请补上房号，或删去这一行。")
	}
	before := append(append([]string{}, buildingParts...), unitParts...)
	full, agree := joinParts(before, buildingParts, unitParts, parts, holdsBuilding)
	if !agree {
		return RoomCode{}, faultf(codeRoomConflict, "写的是%s，与同一行的楼栋、单元不一致，请改成一致。", quotedRoom(room))
	}
	for i := range len(full) - 1 {
		full[i] = trimZeros(full[i])
	}
	code := RoomCode{Code: strings.Join(full, "-"), Number: full[len(full)-1]}
	if !plausibleRoom(code.Code) {
		return RoomCode{}, faultf(codeRoomSyntax, "写的是%s，不是一个房号：一格只写一个房号，像 1-2-301 或 商铺-01。", quotedRoom(room))
	}
	rest := full[:len(full)-1]
	if len(full) == 4 && isDigits(full[2]) && isDigits(code.Number) && len(full[2]) < 3 && len(code.Number) == 2 {
		code.Number, rest = full[2]+"-"+code.Number, full[:2] // 3-1-12-01: the door's own number says floor and flat
	}
	switch {
	case len(unitParts) > 0 && len(buildingParts) == 0 && len(rest) == 1:
		code.Unit = rest[0]
	case len(rest) >= 2:
		code.Building, code.Unit = strings.Join(rest[:len(rest)-1], "-"), rest[len(rest)-1]
	case len(rest) == 1:
		code.Building = rest[0]
	}
	return code, nil
}

// joinParts puts building and unit in front of the room's own parts unless the
// room repeats them, and says whether the three agree.
func joinParts(before, building, unit, room []string, holdsBuilding bool) ([]string, bool) {
	switch {
	case len(before) == 0 || len(room) == 1:
		return append(before, room...), true
	case len(room) > len(before):
		// 1-2-301 beside 1 and 2; or 1-301 beside 1, which may be the unit.
		if samePrefix(room, before) && (len(unit) > 0 || len(room) > 2 || holdsBuilding) {
			return room, true
		}
		if len(room) == 2 && len(unit) == 0 && !holdsBuilding {
			return append(before, room...), true
		}
		return nil, false
	case len(unit) > 0 && len(room) == len(unit)+1 && samePrefix(room, unit):
		return append(append([]string{}, building...), room...), true
	case len(before) == 2 && len(room) == 2 && len(room[1]) == 2 && isDigits(room[0]) && isDigits(room[1]):
		return append(before, room...), true // 3 and 1 beside 12-01: floor and flat
	case !isDigits(room[0]) && len(room) == 2:
		return append(before, room...), true // 商铺 beside A-01: a number with a dash in it
	}
	return nil, false
}

func samePrefix(parts, prefix []string) bool {
	for i, part := range prefix {
		if trimZeros(part) != trimZeros(parts[i]) {
			return false
		}
	}
	return true
}

// roomParts cuts a room's text at the words and signs between its parts.
func roomParts(text string) []string {
	text = strings.ToUpper(squeeze(text))
	if isNothing(text) {
		return nil
	}
	text = chineseOrdinal.ReplaceAllStringFunc(text, func(found string) string {
		match := chineseOrdinal.FindStringSubmatch(found)
		return strconv.Itoa(chineseNumber(match[1])) + match[2]
	})
	text = strings.Trim(dashes.ReplaceAllString(partMark.ReplaceAllString(text, "-"), "-"), "-")
	text = roomTail.ReplaceAllString(text, "$1")
	if isNothing(text) {
		return nil
	}
	return strings.Split(text, "-")
}

// partsOf is roomParts for a column of its own, where 1楼 and 1门 are plain too.
func partsOf(tail *regexp.Regexp, text string) []string {
	text = strings.ToUpper(squeeze(text))
	if isNothing(text) {
		return nil
	}
	if number := chineseNumber(text); number > 0 {
		text = strconv.Itoa(number)
	}
	parts := roomParts(text)
	if len(parts) > 0 {
		last := len(parts) - 1
		parts[last] = tail.ReplaceAllString(parts[last], "$1")
	}
	return parts
}

// chineseNumber reads 一 to 九十九, or gives 0.
func chineseNumber(text string) int {
	const digits = "一二三四五六七八九"
	value := 0
	for i, r := range []rune(text) {
		place := strings.IndexRune(digits, r)
		switch {
		case r == '十' && (i == 0 || value > 0 && value < 10):
			value = max(value, 1) * 10
		case place >= 0 && value%10 == 0 && (i == 0 || value >= 10):
			value += place/utf8.RuneLen(r) + 1
		default:
			return 0
		}
	}
	return value
}

// trimZeros makes 01 and 1 one building. A room's own number keeps its zeros.
func trimZeros(part string) string {
	if !isDigits(part) {
		return part
	}
	if trimmed := strings.TrimLeft(part, "0"); trimmed != "" {
		return trimmed
	}
	return "0"
}

func plausibleRoom(code string) bool {
	// A phone or an ID number here means that the columns were mixed up.
	if utf8.RuneCountInString(code) > maxRoomRunes || mobile.MatchString(code) || citizenID.MatchString(code) {
		return false
	}
	for _, r := range code {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.()", r) {
			return false
		}
	}
	return true
}
