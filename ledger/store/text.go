package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable reports whether a text can stand on a screen and on paper as it was typed: UTF-8 without control characters
// and without the invisible ones of the category Cf, which turn the writing round or tell two equal names apart.
func Printable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) })
}
