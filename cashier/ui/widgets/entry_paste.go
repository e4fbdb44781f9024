package widgets

import (
	"strings"
	"unicode"
)

// clipping is a clipboard that holds one text, for an entry that pastes by itself.
type clipping string

// Content implements fyne.Clipboard.
func (c clipping) Content() string { return string(c) }

// SetContent implements fyne.Clipboard; what is pasted does not change.
func (clipping) SetContent(string) {}

// pastedLine returns the text of a clipboard as one line of at most so many characters: a line break
// or a tab in it is a space, at its ends nothing. What is beyond stays out, as with typing.
func pastedLine(text string, most int) string {
	text = strings.Trim(strings.ReplaceAll(text, "\r\n", "\n"), "\n\t")
	characters := []rune(strings.Map(func(character rune) rune {
		switch {
		case character == '\n' || character == '\t' || character == '\r':
			return ' '
		case unicode.IsControl(character):
			return -1
		}
		return character
	}, text))
	return string(characters[:min(len(characters), max(most, 0))])
}
