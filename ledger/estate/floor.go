package estate

import (
	"regexp"
	"strconv"
	"strings"
)

// floorLowest and floorHighest bound the floors of a building; below the ground a floor is negative, and there is no floor 0.
const (
	floorLowest  = -9
	floorHighest = 200
)

var (
	// plainNumber is a door of floor and two digits: 101, 0101, 1201, 01201. The zeros before the floor are the width of a column.
	plainNumber = regexp.MustCompile(`^0*([1-9][0-9]?)[0-9]{2}$`)
	// letterFloor is a floor with a letter for the flat, as in 2A and 12C; letterTail is a door that was parted, as in 1201A.
	letterFloor = regexp.MustCompile(`^0?([1-9][0-9]?)[A-Z]$`)
	letterTail  = regexp.MustCompile(`^([0-9]{3,5})[A-Z]$`)
	// basement is a door below the ground: B101, B2-05, 负101, -201.
	basement = regexp.MustCompile(`^(?:B|负|地下|-)([1-9])(?:层|F|楼)?-?[0-9]{2}$`)
	// shopFloor is a door whose floor stands before it: 12-01, L2-05, F3-12, 3F-01, L205, 2层05.
	shopFloor = regexp.MustCompile(`^(?:(?:[LF]|F)?0?([1-9][0-9]?)(?:F|层|楼)?-[0-9]{2}|[LF]([1-9][0-9]?)[0-9]{2}|([1-9][0-9]?)(?:F|层|楼)[0-9]{2})$`)
	// wordFirst is a word or the letter of a block before a door: 商铺101, A1201. B and one floor is a basement, as above.
	wordFirst = regexp.MustCompile(`^(?:[\p{Han}]+|[A-Z])([0-9]{3,5})[A-Z]?$`)
	// writtenFloor is a floor that somebody wrote as one: 12, 12层, 12F, F12, 第12层, 12/33 (of 33), 负1层, B1, 地下一层, -1.
	writtenFloor = regexp.MustCompile(`^第?(-|负|地下|B|L|F)?([0-9]{1,3})(?:F|层|楼|层楼)?(?:[/、,](?:共|总)?[0-9]{1,3}(?:F|层|楼)?|\(?共[0-9]{1,3}(?:F|层|楼)\)?)?$`)
)

// FloorOf derives the floor from a room's own number: 101, 0101, 1201, 12-01, 2A and 商铺0201 are on floors 1, 1, 12, 12, 2 and
// 2, and B101 and 负101 are on floor -1. It is 0 where the number does not say, as with 01 and 10101, or may mean two floors,
// as 3A01 does.
func FloorOf(number string) int {
	number = strings.ToUpper(strings.TrimSpace(number))
	if match := basement.FindStringSubmatch(number); match != nil {
		return -atoi(match[1])
	}
	for _, shape := range []*regexp.Regexp{plainNumber, letterFloor, shopFloor} {
		if match := shape.FindStringSubmatch(number); match != nil {
			return atoi(strings.Join(match[1:], ""))
		}
	}
	for _, shape := range []*regexp.Regexp{letterTail, wordFirst} {
		if match := shape.FindStringSubmatch(number); match != nil {
			return FloorOf(match[1])
		}
	}
	return 0
}

// floorOf derives the floor of an object that nobody told: from its number, else from a unit or building that is one, as in
// 负一层-05 and 商铺-2层-01.
func floorOf(o Object) int {
	if floor := FloorOf(o.Number); floor != 0 {
		return floor
	}
	for _, part := range []string{o.Unit, o.Building} {
		if strings.HasSuffix(part, "层") {
			if floor, ok := ReadFloor(part); ok {
				return floor
			}
		}
	}
	return 0
}

// ReadFloor reads a floor as people write it: 12, 12层, 12F, 十二楼, 12/33, 负一层, B1, 地下1层, -1, 首层. ok is false for
// anything else, for 0, and beyond -9 and 200.
func ReadFloor(text string) (floor int, ok bool) {
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == ' ' || r == '　':
			return -1
		}
		return r
	}, text)
	text = strings.ToUpper(figuresOf(text))
	switch text {
	case "首层", "底层", "首楼":
		return 1, true
	}
	match := writtenFloor.FindStringSubmatch(text)
	if match == nil {
		return 0, false
	}
	floor = atoi(match[2])
	if below := match[1] != "" && match[1] != "L" && match[1] != "F"; below {
		floor = -floor
	}
	return floor, floor != 0 && floor >= floorLowest && floor <= floorHighest
}

var chineseFigures = regexp.MustCompile(`[一二三四五六七八九十]+`)

// figuresOf writes the Chinese numbers up to 九十九 in a text as figures.
func figuresOf(text string) string {
	return chineseFigures.ReplaceAllStringFunc(text, func(word string) string {
		tens, ones, isTen := strings.Cut(word, "十")
		digit := func(word string) string {
			return strconv.Itoa(strings.Index("一二三四五六七八九", word)/len("一") + 1)
		}
		switch {
		case !isTen && len(word) == len("一"):
			return digit(word)
		case !isTen || len(tens) > len("一") || len(ones) > len("一"):
			return word
		}
		first, last := "1", "0"
		if tens != "" {
			first = digit(tens)
		}
		if ones != "" {
			last = digit(ones)
		}
		return first + last
	})
}

// atoi reads digits that a pattern has found.
func atoi(digits string) int {
	number := 0
	for _, digit := range digits {
		number = number*10 + int(digit-'0')
	}
	return number
}
