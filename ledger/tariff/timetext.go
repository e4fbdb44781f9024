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
	shifted := s.facts.MonthDay > 1
	parts := []someDays{{first.day, last.day, first.length, shifted}}
	between := 0
	if first.month != last.month {
		parts = []someDays{{first.day, first.length, first.length, shifted}, {1, last.day, last.length, shifted}}
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

// someDays are the days first..last of a month of so many days. isShifted says that the month does not begin on a calendar's first.
type someDays struct {
	first, last, length int
	isShifted           bool
}

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

// note says why so many days of a month are more or fewer than there are: by 30/360 the 31st counts with the 30th and February's last day
// is its 30th.
func (d someDays) note(counted int) string {
	switch days := d.last - d.first + 1; {
	case counted < days && d.isShifted:
		return "（第31天并入第30天）"
	case counted < days:
		return "（31日并入30日）"
	case counted > days && d.isShifted:
		return "（末日按第30天）"
	case counted > days:
		return "（2月末日按30日）"
	}
	return ""
}

// uncountedText writes the part of a month that days come to which count 0 days of it, such as the 31st alone by 30/360.
func (s *scene) uncountedText() string {
	on := s.from.civilFrom(s.facts.MonthDay)
	d := someDays{on.day, on.day, on.length, s.facts.MonthDay > 1}
	return "0天/30天" + d.note(0)
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
		texts = append(texts, strconv.Itoa(days)+"天/"+strconv.Itoa(of)+"天"+part.note(days))
	}
	if between > 0 {
		texts = append(texts, strconv.Itoa(between)+"月")
	}
	if len(texts) == 1 {
		return texts[0], sum
	}
	return "(" + strings.Join(texts, " + ") + ")", sum
}
