package wedge

import (
	"strings"
	"unicode"
)

// asciiRune returns the ASCII sign for a full-width one: with a Chinese input method on, figures, letters and stops
// arrive in that form.
func asciiRune(r rune) rune {
	const first, last, shift = '！', '～', '！' - '!'
	switch {
	case r >= first && r <= last:
		return r - shift
	case r == '\u3000':
		return ' '
	case r == '。':
		return '.'
	}
	return r
}

func ascii(text string) string { return strings.Map(asciiRune, text) }

// isRare reports whether a character is none that people type at a counter.
func isRare(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-. ", r)
}
