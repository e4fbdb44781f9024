package look

import (
	"image/color"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"golang.org/x/image/font/sfnt"

	"shouqi/assets"
)

// boldFace answers which characters the bold font can set. It is parsed once: about 1 ms.
var boldFace = sync.OnceValue(func() *sfnt.Font {
	face, err := sfnt.Parse(assets.FontBold())
	if err != nil {
		// The font is part of the program and a test parses it: this is a broken build.
		panic(err)
	}
	return face
})

// boldBuffer spares an allocation for each cell drawn; this package runs on the UI thread alone.
var boldBuffer sfnt.Buffer

// CanBold says whether the bold font has every character of text. A name with a rare character is
// set in Regular as a whole: bold letters beside a fallback glyph would look like two names.
func CanBold(text string) bool {
	for _, character := range text {
		if character < utf8.RuneSelf {
			continue
		}
		if glyph, err := boldFace().GlyphIndex(&boldBuffer, character); err != nil || glyph == 0 {
			return false
		}
	}
	return true
}

// Style returns the text style of text: bold when asked for and possible.
func Style(text string, bold bool) fyne.TextStyle {
	return fyne.TextStyle{Bold: bold && CanBold(text)}
}

// Text makes one line of canvas text of a size from this package (BodySize() and so on).
func Text(text string, size float32, ink color.Color) *canvas.Text {
	line := canvas.NewText(text, ink)
	line.TextSize = size
	return line
}

// BoldText makes one line of bold canvas text; see CanBold for rare characters.
func BoldText(text string, size float32, ink color.Color) *canvas.Text {
	line := Text(text, size, ink)
	line.TextStyle = Style(text, true)
	return line
}

// SetText changes the words of a line made by Text or BoldText, keeping its weight where the font
// has the characters, and draws it again. Nothing happens when the words are the same.
func SetText(line *canvas.Text, text string, bold bool) {
	style := Style(text, bold)
	if line.Text == text && line.TextStyle == style {
		return
	}
	line.Text, line.TextStyle = text, style
	line.Refresh()
}

// Width measures text in points at size.
func Width(text string, size float32, bold bool) float32 {
	return fyne.MeasureText(text, size, Style(text, bold)).Width
}

// Shrink returns the size at which text is at most width points wide: size, or a smaller one. It is for sums, of which no
// figure may be missing.
func Shrink(text string, size float32, bold bool, width float32) float32 {
	if need := Width(text, size, bold); need > width && width > 0 {
		return size * width / need
	}
	return size
}

// Fit shortens text with "…" so that it is at most width points wide at size. It never cuts into a figure: an amount of
// which the end is missing reads as another amount.
func Fit(text string, size float32, bold bool, width float32) string {
	if width <= 0 || text == "" {
		return ""
	}
	if Width(text, size, bold) <= width {
		return text
	}
	characters := []rune(text)
	low, high := 0, len(characters)-1
	for low < high {
		middle := (low + high + 1) / 2
		if Width(string(characters[:middle])+"…", size, bold) <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	if low = beforeFigure(characters, low); low == 0 {
		return "" // Three dots alone say nothing.
	}
	return string(characters[:low]) + "…"
}

// IsSum says whether text is nothing but figures: an amount, a receipt's number, or a day with one. They are set smaller where they
// have no room, because a part of them is nothing.
func IsSum(text string) bool {
	for _, character := range text {
		if !isFigure(character) && !(character >= 'A' && character <= 'Z') && !strings.ContainsRune("-+− ", character) {
			return false
		}
	}
	return strings.ContainsAny(text, "0123456789")
}

// beforeFigure is the last place up to cut that has no figure before it: who reads "2.8…" cannot know what it was, and
// "01-2026-…" is no receipt. What is written in one with a figure, as B1-047 is, goes with it.
func beforeFigure(characters []rune, cut int) int {
	for cut > 0 {
		from, to := cut, cut
		for from > 0 && isNumbering(characters[from-1]) {
			from--
		}
		for to < len(characters) && isNumbering(characters[to]) {
			to++
		}
		switch {
		case from < cut && strings.ContainsAny(string(characters[from:to]), "0123456789¥￥"):
			cut = from
		case characters[cut-1] == ' ':
			cut--
		default:
			return cut
		}
	}
	return cut
}

// isNumbering says whether a character may stand within an amount, a day, a time, a room or the number of a receipt.
func isNumbering(character rune) bool {
	return isFigure(character) || character < unicode.MaxASCII && (unicode.IsLetter(character) || strings.ContainsRune("-/:", character))
}

// isFigure says whether a character is part of an amount as it is written, its sign aside: ¥1,234.56.
func isFigure(character rune) bool {
	return character >= '0' && character <= '9' || strings.ContainsRune(".,¥￥", character)
}

// Wrap breaks text into lines of at most width points at size: at spaces between Latin words,
// anywhere between Chinese characters, never before a closing mark. Line feeds in text are kept.
func Wrap(text string, size float32, bold bool, width float32) []string {
	var lines []string
	var current []rune
	for _, character := range text {
		if character == '\n' {
			lines, current = append(lines, string(current)), nil
			continue
		}
		current = append(current, character)
		if len(current) > 1 && Width(string(current), size, bold) > width {
			cut := breakPoint(current)
			lines = append(lines, trimSpace(current[:cut]))
			current = append([]rune(nil), current[cut:]...)
			for len(current) > 0 && current[0] == ' ' {
				current = current[1:]
			}
		}
	}
	return append(lines, string(current))
}
