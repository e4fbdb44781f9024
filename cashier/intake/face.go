package intake

import "strings"

// face is one section of a number format, parted into what stands before the
// point and behind it.
type face struct {
	whole, decimals []facePart
	places          int // of digits before the point
	decimalPlaces   int
	grouped         bool
	scientific      bool
	percents        int
}

// facePart is a place for a digit, 0 # or ?, or else text that is shown as it is.
type facePart struct {
	place byte
	text  string
}

// faceIn shows whole digits by one section of a format; ok is false where the
// section has anything in it that we do not know: a fraction, a condition, a
// time, Chinese numerals, a scale of thousands.
func faceIn(digits, section string) (shown string, ok bool) {
	parsed, ok := parseFace(section)
	if !ok {
		return "", false
	}
	if parsed.scientific {
		if parsed.places != 1 || len(parsed.whole) != 1 {
			return "", false
		}
		return scientificFace(digits, parsed.decimalPlaces, false), true
	}
	if digits != "0" {
		digits += strings.Repeat("00", parsed.percents)
	}
	var text strings.Builder
	parsed.writeWhole(&text, digits)
	for _, part := range parsed.decimals {
		switch part.place {
		case '0':
			text.WriteByte('0')
		case 0:
			text.WriteString(part.text)
		}
	}
	return text.String(), true
}

func parseFace(section string) (parsed face, ok bool) {
	behindPoint := false
	add := func(part facePart) {
		if behindPoint {
			parsed.decimals = append(parsed.decimals, part)
		} else {
			parsed.whole = append(parsed.whole, part)
		}
	}
	runes := []rune(section)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '"' || r == '[' || r == '\\' || r == '!' || r == '_' || r == '*':
			text, length, known := literalAt(runes[i:])
			if !known {
				return face{}, false
			}
			add(facePart{text: text})
			i += length - 1
		case isPlace(runes[i:]):
			if behindPoint {
				parsed.decimalPlaces++
			} else {
				parsed.places++
			}
			add(facePart{place: byte(r)})
		case r == '.':
			behindPoint = true
			add(facePart{text: "."})
		case r == ',':
			if behindPoint || parsed.places == 0 || !isPlace(runes[i+1:]) {
				return face{}, false // it divides by a thousand
			}
			parsed.grouped = true
		case r == '%':
			parsed.percents++
			add(facePart{text: "%"})
		case (r == 'E' || r == 'e') && i+2 < len(runes) && (runes[i+1] == '+' || runes[i+1] == '-'):
			parsed.scientific = true
			return parsed, strings.Trim(string(runes[i+2:]), "0#") == ""
		case r == '/' || r == '@' || r == ':' || r < 0x80 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'):
			return face{}, false
		default:
			add(facePart{text: string(r)})
		}
	}
	return parsed, true
}

// isPlace says whether a format goes on with the place of a digit.
func isPlace(runes []rune) bool { return len(runes) > 0 && strings.ContainsRune("0#?", runes[0]) }

// literalAt reads the literal at the beginning of a format: "text", one
// character behind \ or !, a space behind _, nothing behind *, and of brackets
// the sign of a currency. Colours show nothing; conditions and numerals are not
// known.
func literalAt(runes []rune) (text string, length int, known bool) {
	switch runes[0] {
	case '"', '[':
		end := '"'
		if runes[0] == '[' {
			end = ']'
		}
		for i, r := range runes[1:] {
			if r == end {
				text, length = string(runes[1:i+1]), i+2
				break
			}
		}
		if length == 0 || end == '"' {
			return text, length, length > 0
		}
		if currency, found := strings.CutPrefix(text, "$"); found {
			text, _, _ = strings.Cut(currency, "-")
			return text, length, true
		}
		return "", length, !strings.ContainsAny(text, "<>=") && !strings.HasPrefix(strings.ToUpper(text), "DBNUM") && strings.Trim(text, "hmsHMS") != ""
	}
	if len(runes) < 2 {
		return "", 0, false
	}
	switch runes[0] {
	case '_':
		return " ", 2, true
	case '*':
		return "", 2, true
	}
	return string(runes[1]), 2, true
}

// writeWhole puts digits into their places from the right; the first place takes
// all that are left.
func (parsed face) writeWhole(text *strings.Builder, digits string) {
	if digits == "0" {
		digits = ""
	}
	if parsed.grouped {
		digits = groupDigits(digits, parsed.zeros())
	}
	missing := parsed.places - len(digits)
	place := 0
	for _, part := range parsed.whole {
		if part.place == 0 {
			text.WriteString(part.text)
			continue
		}
		switch {
		case parsed.grouped && place == 0:
			text.WriteString(digits)
		case parsed.grouped:
		case place < missing && part.place == '0':
			text.WriteByte('0')
		case place < missing:
		case place == 0:
			text.WriteString(digits[:1-missing])
		default:
			text.WriteByte(digits[place-missing])
		}
		place++
	}
}

func (parsed face) zeros() int {
	zeros := 0
	for _, part := range parsed.whole {
		if part.place == '0' {
			zeros++
		}
	}
	return zeros
}

func groupDigits(digits string, atLeast int) string {
	digits = strings.Repeat("0", max(atLeast-len(digits), 0)) + digits
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
