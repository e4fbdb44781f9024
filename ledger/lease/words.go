package lease

import (
	"strings"

	"shouqi/ledger/tariff"
)

// grouped writes an amount with its thousands parted and at least two decimals: 12,000.00.
func grouped(n tariff.Number) string {
	text, about := strings.CutPrefix(n.Text(), "约")
	sign := ""
	if about {
		sign = "约"
	}
	if strings.HasPrefix(text, "-") {
		sign, text = sign+"-", text[1:]
	}
	whole, decimals, _ := strings.Cut(text, ".")
	for len(decimals) < 2 {
		decimals += "0"
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	return sign + whole + "." + decimals
}

// words writes the days of a span for a step: 2026-01-01 至 2026-01-31.
func (s span) words() string { return string(s.first.date()) + " 至 " + string(s.last.date()) }

// sumStep writes the step that adds up what several pieces came to. More than six are not listed again, because a bill
// keeps 600 characters of steps.
func sumStep(sums []tariff.Number, sum tariff.Number) string {
	if len(sums) > 6 {
		return "合计 = " + grouped(sum)
	}
	texts := make([]string, len(sums))
	for i, one := range sums {
		texts[i] = grouped(one)
	}
	return "合计 " + strings.Join(texts, " + ") + " = " + grouped(sum)
}
