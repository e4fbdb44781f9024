package parking

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shouqi/ledger/calendar"
)

// line is one part of a stay and the blocks of each rate that it cost, or a note on what was charged before it.
type line struct {
	passing
	rates  []int64 // how many blocks of each rate of the window
	amount exact   // what they cost before caps
	note   string  // not "" for a note, of which the other fields but from are empty
}

// note adds a sentence that stands on the day of a minute, behind the lines so far.
func (w *walk) note(minute int64, text string) {
	w.lines = append(w.lines, line{passing: passing{span: span{from: minute}}, note: text})
}

// addLine keeps the line of a part. A part that begins no block of its own, because one that was paid before runs through it,
// makes the line before it longer where that is of the same window and ends where the part begins.
func (w *walk) addLine(l line) {
	last := len(w.lines) - 1
	for last >= 0 && w.lines[last].note != "" {
		last--
	}
	if last >= 0 && w.lines[last].window == l.window && w.lines[last].to == l.from && !slices.ContainsFunc(l.rates, positive) {
		w.lines[last].to = l.to
		return
	}
	w.lines = append(w.lines, l)
}

func positive(blocks int64) bool { return blocks > 0 }

// noteFactor adds the step of the factor of a kind of vehicle; the ordinary factor, 1, has none.
func (w *walk) noteFactor() {
	if w.factorStep != "" {
		w.opening = append(w.opening, w.factorStep)
	}
}

// noteCards adds the step for the minutes under a card: those of the stay that are not in left.
func (w *walk) noteCards(left []span) {
	covered := w.stay.length()
	for _, stretch := range left {
		covered -= stretch.length()
	}
	if covered > 0 {
		w.opening = append(w.opening, "月卡时间内 "+duration(covered)+"，不收费")
	}
}

func (w *walk) warnings() []string {
	var all []string
	for _, year := range w.unknown {
		all = append(all, fmt.Sprintf("没有 %d 年的放假安排：周一至周五按工作日、周六周日按周末计算，节假日和调休没有计入", year))
	}
	return all
}

// steps writes the sentences. Days that follow one another and read the same become one: a stay of a month would otherwise
// have dozens of lines.
func (w *walk) steps() []string {
	if w.stay.length() == 0 && len(w.closing) == 0 {
		return []string{"停放不到 1 分钟，不收费"}
	}
	steps := slices.Clone(w.opening)
	days := w.linesByDay()
	for i := 0; i < len(days); {
		alike := i + 1
		for alike < len(days) && days[alike].day == days[alike-1].day+1 && slices.Equal(days[alike].texts, days[i].texts) {
			alike++
		}
		prefix := w.dayText(days[i].day)
		if alike > i+1 {
			prefix = fmt.Sprintf("%s至%s %d 天，每天：", dateText(days[i].day), dateText(days[alike-1].day), alike-i)
		}
		for _, text := range days[i].texts {
			steps = append(steps, prefix+text)
		}
		i = alike
	}
	return append(steps, w.closing...)
}

// dayOfLines is a day, counted since 1970-01-01, and the sentences of its lines without the name of the day.
type dayOfLines struct {
	day   int64
	texts []string
}

// linesByDay groups the lines by the day on which each begins, in the order in which they were added.
func (w *walk) linesByDay() []dayOfLines {
	var days []dayOfLines
	for _, l := range w.lines {
		day := l.from / minutesADay
		if len(days) == 0 || days[len(days)-1].day != day {
			days = append(days, dayOfLines{day: day})
		}
		last := &days[len(days)-1]
		last.texts = append(last.texts, w.lineText(l))
	}
	return days
}

// dayText names a day: its date where the stay has several, its day of the week, and the holiday it belongs to.
func (w *walk) dayText(day int64) string {
	var text strings.Builder
	// The last minute of a stay is the one before to, so a stay that ends at midnight is of one day.
	if w.stay.from/minutesADay != (w.stay.to-1)/minutesADay {
		text.WriteString(dateText(day) + " ")
	}
	moment := timeOf(day * minutesADay)
	text.WriteString([]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[moment.Weekday()])
	if w.byKind {
		switch kind, _, name := w.workdays.Kind(calendar.Of(moment)); {
		case name == "":
		case kind == calendar.Workday:
			text.WriteString("（" + name + "调休上班）")
		default:
			text.WriteString("（" + name + "）")
		}
	}
	text.WriteString(" ")
	return text.String()
}

func dateText(day int64) string {
	moment := timeOf(day * minutesADay)
	return strconv.Itoa(int(moment.Month())) + "月" + strconv.Itoa(moment.Day()) + "日"
}

// lineText writes a line: its window, how long, and the blocks of each rate with the sum. A part without any block is either
// too short for one, where only full blocks are charged, or runs in a block that was paid before.
func (w *walk) lineText(l line) string {
	if l.note != "" {
		return l.note
	}
	window := &w.windows[l.window]
	text := window.name + " " + window.when(l.span) + " " + duration(l.length()) + "，"
	var terms []string
	for i, blocks := range l.rates {
		if blocks > 0 {
			terms = append(terms, window.rates[i].term(blocks))
		}
	}
	switch {
	case l.amount > 0:
		return text + strings.Join(terms, " + ") + " = " + l.amount.text()
	case slices.ContainsFunc(l.rates, positive):
		return text + "免费"
	case w.UnfinishedFree:
		return text + "不满一个计时单位，不收费"
	}
	return text + "已计入前面的计时单位"
}

// when writes the clock times of a window and, where the stretch does not fill it, those of the stretch: 08:00–20:00，其中
// 09:10–12:00. A window of the whole day has no times of its own to tell.
func (w *window) when(stretch span) string {
	clock := string(w.from) + "–" + string(w.to)
	within := clock + "，其中 "
	if w.from == "00:00" && w.to == "24:00" {
		within = ""
	}
	from := clockText(stretch.from % minutesADay)
	if days := (stretch.to-1)/minutesADay - stretch.from/minutesADay; days > 1 || days == 1 && stretch.length() > minutesADay {
		return within + dateText(stretch.from/minutesADay) + " " + from + " 至 " + dateText(stretch.to/minutesADay) + " " + clockText(stretch.to%minutesADay)
	}
	to := clockText((stretch.to-1)%minutesADay + 1)
	if from == string(w.from) && (to == string(w.to) || to == "24:00" && w.to == "00:00") {
		return clock
	}
	if (stretch.to-1)/minutesADay != stretch.from/minutesADay {
		to = "次日 " + to
	}
	return within + from + "–" + to
}

// term writes what so many blocks of a rate cost: 9 个 15 分钟 × 2.00 元, behind the rate's name where the window has several.
func (r rate) term(blocks int64) string {
	name := r.name
	if name != "" {
		name += " "
	}
	price := r.price.text() + " 元"
	switch {
	case r.price == 0:
		return name + "免费"
	case r.block == 0 && r.minutes == 0:
		return name + "按次 " + price
	case r.block == 0:
		return name + price
	case r.block == 1:
		return name + strconv.FormatInt(blocks, 10) + " 分钟 × " + price
	}
	return name + strconv.FormatInt(blocks, 10) + " 个 " + duration(r.block) + " × " + price
}

// rateName names the rate at an index where its plan does not: 首 2 小时, 其后 3 小时, 以后. A window's only rate needs none.
func rateName(i int, rates []Rate) string {
	switch {
	case len(rates) == 1:
		return ""
	case i == 0:
		return "首 " + duration(rates[i].Minutes)
	case i == len(rates)-1:
		return "以后"
	}
	return "其后 " + duration(rates[i].Minutes)
}

// duration writes minutes for people: 45 分钟, 2 小时 15 分, 3 天 1 小时.
func duration(minutes int64) string {
	days, hours, left := minutes/minutesADay, minutes/60%24, minutes%60
	var parts []string
	if days > 0 {
		parts = append(parts, strconv.FormatInt(days, 10)+" 天")
	}
	if hours > 0 {
		parts = append(parts, strconv.FormatInt(hours, 10)+" 小时")
	}
	switch {
	case left > 0 && len(parts) > 0:
		parts = append(parts, strconv.FormatInt(left, 10)+" 分")
	case left > 0 || len(parts) == 0:
		parts = append(parts, strconv.FormatInt(left, 10)+" 分钟")
	}
	return strings.Join(parts, " ")
}
