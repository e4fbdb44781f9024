package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// plainOutput is the one place through which all goes that the program writes. What somebody typed into a name, a note or the name of a file
// is told as it is, but a terminal obeys control characters: they clear the screen, change what was said before, or turn the writing round so
// that it reads as something else. They are left out, and in JSON, which they must come through whole, written as escapes. isJSON says which
// of the two is written.
type plainOutput struct {
	out    io.Writer
	isJSON *bool
	rest   []byte // the first bytes of a character whose others come with the next write
}

// Write implements io.Writer.
func (o *plainOutput) Write(p []byte) (int, error) {
	text, kept := append(o.rest, p...), 0
	var plain strings.Builder
	for kept < len(text) && utf8.FullRune(text[kept:]) {
		r, size := utf8.DecodeRune(text[kept:]) // a byte that is no character is one of those that old terminals obey
		kept += size
		switch {
		case isPlain(r):
			plain.WriteRune(r)
		case *o.isJSON:
			plain.WriteString(escaped(r))
		}
	}
	o.rest = append([]byte(nil), text[kept:]...)
	if _, err := io.WriteString(o.out, plain.String()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// isPlain reports whether a terminal shows a character and does nothing else. A line feed ends a line, and a tab parts columns.
func isPlain(r rune) bool {
	return r == '\n' || r == '\t' || !unicode.IsControl(r) && !unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// escaped returns a character as JSON writes it inside a text.
func escaped(r rune) string {
	if high, low := utf16.EncodeRune(r); high != unicode.ReplacementChar {
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// oneLine returns a line as one: what somebody typed must not begin another, which would read as the program's own.
func oneLine(line string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' {
			return ' '
		}
		return r
	}, line)
}
