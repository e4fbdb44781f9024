package tariff

import (
	"strconv"
	"strings"
)

// timeText writes what a price for a unit of time is multiplied by on the scene, in days that a household can count: × 3 月,
// × 10天/31天, × (21天/30天 + 2月), ÷ 12 × 3 月 for a price by the year, × 20 天; "" for a line that is charged once.
func (s *scene) timeText(per Per) string {
	switch per {
	case Period:
		return ""
	case Day:
		return " × " + s.days().Text() + " 天"
	case Year:
		if years := s.months.Mul(Ratio(1, 12)); years.isWhole() {
			return " × " + years.String() + " 年"
		}
		return " ÷ 12 × " + s.monthsText()
	}
	return " × " + s.monthsText()
}

// monthsText writes the months of the scene: whole ones counted, parts of a month as days over days. Where the days of the scene
// do not tell its months (整月计收), or a rule counts them otherwise, the number of months stands alone.
func (s *scene) monthsText() string {
	whole := s.months.mixed() + " 月"
	if s.months.isWhole() {
		return whole
	}
	first, last := s.from.civilFrom(s.facts.MonthDay), s.to.civilFrom(s.facts.MonthDay)
	parts := []someDays{{first.day, last.day, first.length}}
	between := 0
	if first.month != last.month {
		parts = []someDays{{first.day, first.length, first.length}, {1, last.day, last.length}}
		between = last.month - first.month - 1
	}
	// A month that the span has whole is parted by its days under ByThirty too, so that the first and the last part of one
	// piece may count differently.
	for _, head := range waysOfCounting {
		for _, tail := range waysOfCounting {
			if text, sum := sumOfMonths(parts, between, head, tail); sum.Cmp(s.months) == 0 {
				return text
			}
		}
	}
	return whole
}

var waysOfCounting = []func(someDays) (int, int){someDays.byDays, someDays.byThirty, someDays.by360}

// someDays are the days first..last of a month of so many days.
type someDays struct{ first, last, length int }

// byDays, byThirty and by360 return how many days of how many a month counts, as the conventions of the same names do.
func (d someDays) byDays() (int, int) { return d.last - d.first + 1, d.length }

func (d someDays) byThirty() (int, int) {
	if d.first == 1 && d.last == d.length {
		return 30, 30
	}
	return min(d.last-d.first+1, 30), 30
}

func (d someDays) by360() (int, int) {
	return dayOf30(d.last, d.length) - dayOf30(d.first-1, d.length), 30
}

// sumOfMonths writes the first part, the whole months between and the last part, and returns their sum. Parts that are whole
// months count with those between. Head counts the days of the first part and tail those of another.
func sumOfMonths(parts []someDays, between int, head, tail func(someDays) (int, int)) (string, Number) {
	sum := Whole(int64(between))
	var texts []string
	for i, part := range parts {
		days, of := head(part)
		if i > 0 {
			days, of = tail(part)
		}
		sum = sum.Add(Ratio(int64(days), int64(of)))
		if days == of {
			between++
			continue
		}
		texts = append(texts, strconv.Itoa(days)+"天/"+strconv.Itoa(of)+"天")
	}
	if between > 0 {
		texts = append(texts, strconv.Itoa(between)+"月")
	}
	if len(texts) == 1 {
		return texts[0], sum
	}
	return "(" + strings.Join(texts, " + ") + ")", sum
}
