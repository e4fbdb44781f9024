package widgets

import (
	"regexp"
	"strings"
)

// pastedSum is a sum as people copy it: "1,234.50 元", "￥80", "1 234". Commas and spaces stand only
// between groups of three, so that two numbers never become one.
var pastedSum = regexp.MustCompile(`^¥?\s*(\d{1,3}(?:[, \x{a0}]\d{3})+|\d*)(\.\d*)?\s*元?$`)

// groupMarks are what stands between the groups of figures.
var groupMarks = strings.NewReplacer(",", "", " ", "", "\u00a0", "")

// pastedSigns turns what a Chinese input method types into what pastedSum reads.
var pastedSigns = strings.NewReplacer("￥", "¥", "，", ",", "\u3000", " ")

// pastedFigures returns the figures of a text that is a sum as a whole, or false.
func pastedFigures(text string) (string, bool) {
	text = strings.Map(halfWidth, pastedSigns.Replace(strings.TrimSpace(text)))
	parts := pastedSum.FindStringSubmatch(text)
	if parts == nil || !strings.ContainsAny(text, "0123456789") {
		return "", false
	}
	return groupMarks.Replace(parts[1]) + parts[2], true
}
