package intake

import (
	"regexp"
	"strings"
)

// generalDigits is how many digits of a whole number a cell without a number
// format shows; a longer one it shows as 1.23457E+11.
const generalDigits = 11

// builtInFormats are the number formats that a workbook names by number alone
// (ECMA-376 part 1, 18.8.30) and that do not show a date. One that is not here
// and has no code of its own is General.
var builtInFormats = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: `"¥"#,##0`, 6: `"¥"#,##0`, 7: `"¥"#,##0.00`, 8: `"¥"#,##0.00`,
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
	32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;(#,##0)", 39: "#,##0.00;(#,##0.00)",
	40: "#,##0.00;(#,##0.00)", 41: "#,##0", 42: `"¥"#,##0`, 43: "#,##0.00", 44: `"¥"#,##0.00`, 45: "mm:ss", 46: "[h]:mm:ss",
	47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 55: "h:mm", 56: "h:mm:ss",
}

var (
	formatLiteral = regexp.MustCompile(`"[^"]*"?|\\.|!.|_.|\*.|\[[^\]]*\]?`)
	generalFormat = regexp.MustCompile(`(?i)^\s*(?:general|g/通用格式|@)?\s*$`)
	exponentSign  = regexp.MustCompile(`[eE][+-]`)
)

// isDateCode reports whether a format's code shows a number as a date: with a
// year, a day or a weekday in it, or a month and no time. Times alone are
// numbers to us.
func isDateCode(code string) bool {
	bare := strings.ToLower(exponentSign.ReplaceAllString(formatLiteral.ReplaceAllString(code, ""), ""))
	if strings.Contains(bare, "general") || strings.Contains(bare, "g/通用格式") {
		return false
	}
	return strings.ContainsAny(bare, "yde") || strings.Contains(bare, "aaa") || strings.Contains(bare, "m") && !strings.ContainsAny(bare, "hs:")
}

// faceOf returns what a cell shows of a number, given as plain decimal text,
// under a number format. What is shown matters where digits are a name: 101
// shown as 0101 is the room 0101. A face that we cannot work out is the number
// with a question mark behind it, which is the name of nothing; so is that of a
// number which the format hides. A number with decimals names nothing either
// and stays as it is.
func faceOf(plain, code string) string {
	digits, negative := strings.CutPrefix(plain, "-")
	if !isDigits(digits) {
		return plain
	}
	if generalFormat.MatchString(code) {
		if len(digits) > generalDigits {
			return sign(negative) + scientificFace(digits, 5, true)
		}
		return plain
	}
	sections := formatSections(code)
	section, minus := sections[0], sign(negative)
	switch {
	case negative && len(sections) > 1:
		section, minus = sections[1], ""
	case digits == "0" && len(sections) > 2:
		section = sections[2]
	}
	if generalFormat.MatchString(section) && section != "" {
		return plain
	}
	shown, ok := faceIn(digits, section)
	if !ok || strings.TrimSpace(shown) == "" {
		return plain + "?"
	}
	return minus + shown
}

func sign(negative bool) string {
	if negative {
		return "-"
	}
	return ""
}

// formatSections parts a format's code at the semicolons that are not literal.
func formatSections(code string) []string {
	hidden := formatLiteral.ReplaceAllStringFunc(code, func(literal string) string { return strings.Repeat("x", len(literal)) })
	var sections []string
	start := 0
	for i := range len(hidden) {
		if hidden[i] == ';' {
			sections, start = append(sections, code[start:i]), i+1
		}
	}
	return append(sections, code[start:])
}

// scientificFace writes whole digits as 1.23457E+11; trim drops zeros at the end.
func scientificFace(digits string, decimals int, trim bool) string {
	rounded, point := roundDigits(strings.TrimLeft(digits, "0"), len(strings.TrimLeft(digits, "0")), decimals+1)
	if rounded == "" {
		rounded, point = "0", 1
	}
	fraction := rounded[1:]
	if !trim {
		fraction += strings.Repeat("0", decimals-len(fraction))
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	exponent := "0" + string(rune('0'+(point-1)%10))
	if point > 10 {
		exponent = string(rune('0'+(point-1)/10)) + string(rune('0'+(point-1)%10))
	}
	return rounded[:1] + fraction + "E+" + exponent
}
