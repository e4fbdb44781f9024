package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// narrow turns full-width letters, digits and signs into their plain forms,
// every kind of dash into "-" and every kind of space into " ", and drops
// characters that cannot be seen. Line breaks inside a cell stay.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '—' || r == '–' || r == '−' || r == '‐' || r == '‑' || r == '―' || r == '─' || r == '－':
			return '-'
		case r == '￥':
			return '¥'
		case r == '\n':
			return r
		case r >= '！' && r <= '～':
			return r - 0xFEE0
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
}

// squeeze drops all spaces and line breaks of narrowed text.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, narrow(text))
}

// tidy narrows text and brings each run of spaces and line breaks down to one
// space, for remarks and other free text.
func tidy(text string) string { return strings.Join(strings.Fields(narrow(text)), " ") }

// nothing are the ways in which people write that a cell has nothing in it.
var nothing = map[string]bool{
	"": true, "-": true, "--": true, "/": true, "\\": true, "无": true, "暂无": true, "没有": true,
	"不详": true, "未知": true, "空": true, "N/A": true, "n/a": true, "null": true, "NULL": true,
}

func isNothing(text string) bool { return nothing[squeeze(text)] }

// quoted shows what a cell holds for an issue's text. Where numbers belong,
// words may be a name and a long run of digits may be a phone or an ID number
// in the wrong column, so those are described and never repeated.
func quoted(text string) string {
	text = tidy(text)
	digits := 0
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			return "文字"
		}
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits >= 11 {
		return "一长串数字"
	}
	return "“" + clip(text, 20) + "”"
}

// quotedRoom is quoted for room codes, where words such as 商铺 are expected
// beside digits. Words alone may be a name.
func quotedRoom(text string) string {
	switch digits := countDigits(text); {
	case digits == 0:
		return "文字"
	case digits >= 11:
		return "一长串数字"
	}
	return "“" + clip(tidy(text), 20) + "”"
}

func clip(text string, maxRunes int) string {
	if utf8.RuneCountInString(text) <= maxRunes {
		return text
	}
	return string([]rune(text)[:maxRunes]) + "…"
}

// splitAny cuts text at any of the separators and gives the parts that are not
// blank, trimmed.
func splitAny(text, separators string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
