package money

import (
	"regexp"
	"strings"
)

// typedSum is a sum as people type or copy it: "1,234.50 元", "￥80", "1 234". Commas and spaces stand only
// between groups of three, so that two numbers never become one.
var typedSum = regexp.MustCompile(`^¥?\s*(\d{1,3}(?:[, \x{a0}]\d{3})+|\d*)(\.\d*)?\s*元?$`)

// groupMarks are what stands between the groups of figures.
var groupMarks = strings.NewReplacer(",", "", " ", "", "\u00a0", "")

// typedSigns turns what a Chinese input method types into what typedSum reads.
var typedSigns = strings.NewReplacer("￥", "¥", "，", ",", "\u3000", " ")

// Typed returns the plain figures of a text that is a sum as a whole, such as １２３．５ or ￥1,234.50 元, or false. The
// entries of the window and the flags of the command line read sums by it, so that both take the same.
func Typed(text string) (string, bool) {
	text = strings.Map(HalfWidth, typedSigns.Replace(strings.TrimSpace(text)))
	parts := typedSum.FindStringSubmatch(text)
	if parts == nil || !strings.ContainsAny(text, "0123456789") {
		return "", false
	}
	return groupMarks.Replace(parts[1]) + parts[2], true
}

// Read reads a sum as people type it. For a text that is not a sum it returns the errors of Parse.
func Read(text string) (Fen, error) {
	if figures, ok := Typed(text); ok {
		text = figures
	}
	return Parse(text)
}

// HalfWidth turns a full-width digit or stop, as a Chinese input method types them, into ASCII, and leaves any other
// character as it is.
func HalfWidth(character rune) rune {
	if character >= '０' && character <= '９' {
		return character - '０' + '0'
	}
	if strings.ContainsRune("．。", character) {
		return '.'
	}
	return character
}
