package escpos

import "strings"

// Width returns the printer columns that text takes: one for ASCII, two for everything else. That is the length of
// its GBK bytes, and not Unicode's East Asian width: ° × — … · are narrow there and two columns on paper.
func Width(text string) int {
	columns := 0
	for _, r := range text {
		columns += runeWidth(r)
	}
	return columns
}

func runeWidth(r rune) int {
	if r < 0x80 {
		return 1
	}
	return 2
}

// PadRight fills text with spaces on its right up to columns; wider text comes back whole.
func PadRight(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-Width(text)))
}

// PadLeft fills text with spaces on its left up to columns, as amounts stand; wider text comes back whole.
func PadLeft(text string, columns int) string {
	return strings.Repeat(" ", max(0, columns-Width(text))) + text
}

// Wrap breaks text into lines of at most columns (at least 2, the width of one Chinese character). It breaks at line ends, at
// spaces and between Chinese characters; a run of ASCII such as an amount or a number, with the unit or the closing
// punctuation behind it, stays whole wherever one line can hold it. No character other than the space at a break is lost.
// Empty text is one empty line.
func Wrap(text string, columns int) []string {
	columns = max(2, columns)
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, wrapParagraph(paragraph, columns)...)
	}
	return lines
}

func wrapParagraph(text string, columns int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	flush := func() {
		lines = append(lines, strings.TrimRight(line.String(), " "))
		line.Reset()
		used = 0
	}
	for _, word := range words(text) {
		width := Width(word)
		if used > 0 && used+width > columns {
			if word == " " {
				flush()
				continue
			}
			if width <= columns {
				flush()
			}
		}
		for _, r := range word {
			if used+runeWidth(r) > columns {
				flush()
			}
			line.WriteRune(r)
			used += runeWidth(r)
		}
	}
	if used > 0 || len(lines) == 0 {
		flush()
	}
	return lines
}

// notFirst are the signs that may not begin a line: closing punctuation, and units that belong to the figure before them.
const notFirst = "，。、；：？！）》」』】％℃㎡元"

// words cuts text into what must stay together: runs of ASCII without spaces, and what is notFirst with what stands
// before it. Each space and each other wide character is one by itself.
func words(text string) []string {
	var out []string
	start := -1
	for i, r := range text {
		inWord := r > ' ' && r < 0x80
		if inWord && start < 0 {
			start = i
		}
		if !inWord {
			if start >= 0 {
				out = append(out, text[start:i])
				start = -1
			}
			if n := len(out); n > 0 && out[n-1] != " " && strings.ContainsRune(notFirst, r) {
				out[n-1] += string(r)
			} else {
				out = append(out, string(r))
			}
		}
	}
	if start >= 0 {
		out = append(out, text[start:])
	}
	return out
}
