package look

import (
	"strings"
	"unicode"
)

// closing marks may not begin a line (GB/T 15834 and common typesetting).
const closing = "，。、；：？！）】》〉」』”’,.;:?!)]}%…"

// opening marks may not end a line; before one it may be broken, so that the number in brackets stays whole.
const opening = "（《【〈「『“‘(["

// breakPoint returns where to cut characters, whose last one no longer fits: 1 ≤ cut < len.
func breakPoint(characters []rune) int {
	for cut := len(characters) - 1; cut > 0; cut-- {
		before, after := characters[cut-1], characters[cut]
		if strings.ContainsRune(closing, after) || strings.ContainsRune(opening, before) {
			continue
		}
		if unicode.IsDigit(after) && strings.ContainsRune(".,:-/", before) {
			continue // an amount, a time and a number of a receipt are never read in two halves
		}
		if before == ' ' || after == ' ' || unicode.Is(unicode.Han, before) || unicode.Is(unicode.Han, after) ||
			strings.ContainsRune(closing, before) || strings.ContainsRune(opening, after) {
			return cut
		}
	}
	return len(characters) - 1
}

// trimSpace drops the space at which a line was cut.
func trimSpace(characters []rune) string { return strings.TrimRight(string(characters), " ") }
