package calendar

import (
	"fmt"
	"regexp"
	"strings"
)

// typedForms are the ways in which people write a day: 2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日, 20260301.
var typedForms = []*regexp.Regexp{
	regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$`),
	regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`),
}

// ReadDate reads a day as a person writes it, in a cell, an entry or a flag: 2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日 or
// 20260301, each perhaps with blanks around it. What is none of them, and a day that does not exist, is ErrDate as
// ParseDate returns it.
func ReadDate(text string) (Date, error) {
	text = strings.TrimSpace(text)
	for _, form := range typedForms {
		if match := form.FindStringSubmatch(text); match != nil {
			return ParseDate(fmt.Sprintf("%s-%02s-%02s", match[1], match[2], match[3]))
		}
	}
	return "", ErrDate
}
