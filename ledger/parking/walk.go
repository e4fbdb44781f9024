package parking

import (
	"fmt"
	"slices"

	"shouqi/ledger/calendar"
)

// walk goes through the charged stretches of a stay, passing by passing, and keeps what the next minute depends on.
type walk struct {
	*table
	stay     span
	workdays *calendar.Workdays

	// position is how far into the rates the car is, in charged minutes; FirstPer says when it begins again at 0. paidTo is
	// the minute up to which the last block runs; time before it begins no new block.
	position, paidTo int64
	// bucket is the day of DayCaps, counted from 0 on the day of the entry or in 24 hours from it; -1 before the first.
	bucket int64

	// What was charged so far, after caps: in the stay, in the bucket, in the passing.
	charged, chargedDay, chargedWindow exact
	minutes                            int64 // charged minutes
	// Whether a cap cut something, in the passing, in the bucket, in the stay: each gets a step.
	windowCut, dayCut, stayCut bool

	unknown          []int // years whose holidays are not known
	lines            []line
	opening, closing []string
}

// passing is one time through a window.
type passing struct {
	window int64
	span
}

// kindOf returns the kind of a day as this plan tells them apart, and remembers a year whose holidays are not known. A plan
// without kinds of day has the same slots for all of them, so the calendar is not asked and there is nothing to warn of.
func (w *walk) kindOf(day int64) calendar.DayKind {
	if !w.byKind {
		return calendar.Workday
	}
	date := calendar.Of(timeOf(day * minutesADay))
	kind, known, _ := w.workdays.Kind(date)
	if year := date.Year(); !known && !slices.Contains(w.unknown, year) {
		w.unknown = append(w.unknown, year)
	}
	if kind == calendar.Rest && !w.tellsRest {
		return calendar.Holiday
	}
	return kind
}

// passings cuts a stretch where another window begins. Midnight alone cuts nothing: a night that goes on is one passing with
// one cap.
func (w *walk) passings(stretch span) []passing {
	var all []passing
	for day := stretch.from / minutesADay; day*minutesADay < stretch.to; day++ {
		midnight := day * minutesADay
		for _, s := range w.slots[w.kindOf(day)] {
			part := span{max(stretch.from, midnight+s.from), min(stretch.to, midnight+s.to)}
			if part.length() <= 0 {
				continue
			}
			if last := len(all) - 1; last >= 0 && all[last].window == s.window {
				all[last].to = part.to
				continue
			}
			all = append(all, passing{s.window, part})
		}
	}
	return all
}

// stretch charges minutes that follow one another without a gap.
func (w *walk) stretch(stretch span) {
	w.paidTo = stretch.from
	w.minutes += stretch.length()
	for _, p := range w.passings(stretch) {
		w.chargedWindow, w.windowCut = 0, false
		if w.FirstPer == "" || w.FirstPer == PerWindow {
			w.position = 0
		}
		if w.BlocksRestart {
			w.paidTo = p.from
		}
		// A passing is cut again where a day of DayCap or FirstPer ends.
		for from := p.from; from < p.to; {
			part := span{from, min(p.to, w.enterDay(from))}
			w.part(p, part, stretch.to)
			from = part.to
		}
		if w.windowCut {
			w.note(p.from, w.windows[p.window].name+"封顶 "+w.windows[p.window].limit.text())
		}
	}
}

// enterDay makes the bucket of a minute the one that is charged and returns its end. A plan without a cap by day and without
// rates by day has one bucket, the stay.
func (w *walk) enterDay(minute int64) int64 {
	if len(w.dayCaps) == 0 && w.FirstPer != PerDay {
		return w.stay.to
	}
	bucket := (minute - w.firstDay()) / minutesADay
	if bucket != w.bucket {
		w.closeDay()
		w.bucket, w.chargedDay, w.dayCut = bucket, 0, false
		if w.FirstPer == PerDay {
			w.position, w.paidTo = 0, minute
		}
	}
	return w.bucketEnd()
}

// firstDay returns the minute at which the first day of the stay begins.
func (w *walk) firstDay() int64 {
	if w.Day == Hours24 {
		return w.stay.from
	}
	return w.stay.from / minutesADay * minutesADay
}

// dayCap returns the cap of the current bucket, 0 where days have none.
func (w *walk) dayCap() exact {
	if len(w.dayCaps) == 0 {
		return 0
	}
	return w.dayCaps[min(w.bucket, int64(len(w.dayCaps)-1))]
}

// part charges one passing's minutes within one bucket, block by block from where the last block ends. A block is priced by
// the rate in which it begins and may run on beyond the part; its whole price then counts here. stretchEnd is where the
// minutes that follow one another without a gap end.
func (w *walk) part(p passing, part span, stretchEnd int64) {
	window := &w.windows[p.window]
	// A block that is cut before it is full does not count under UnfinishedFree: here is where blocks are cut.
	cutAt := stretchEnd
	if w.BlocksRestart {
		cutAt = p.to
	}
	if w.FirstPer == PerDay {
		cutAt = min(cutAt, w.bucketEnd())
	}
	l := line{passing: passing{p.window, part}, rates: make([]int64, len(window.rates))}
	for at := max(part.from, w.paidTo); at < part.to; at = w.paidTo {
		// ends is for how many more minutes the rate holds, 0 for good.
		i, ends := window.rateAt(w.position + at - part.from)
		r := window.rates[i]
		rateEnds := p.to
		if ends > 0 {
			rateEnds = at + ends
		}
		blocks := int64(1)
		if r.block == 0 {
			// One price for the whole time of the rate; the last rate holds to the end of the passing.
			w.paidTo = rateEnds
		} else {
			// All blocks that begin before the part or the rate ends, at once. Only the last of them can be cut before it is
			// full.
			blocks = (min(part.to, rateEnds) - at + r.block - 1) / r.block
			w.paidTo = at + blocks*r.block
			if w.UnfinishedFree && w.paidTo > cutAt {
				blocks--
			}
		}
		l.rates[i] += blocks
		l.amount += exact(blocks) * r.price
	}
	w.position += part.length()
	w.addLine(l)
	w.add(l.amount, window.limit)
}

// bucketEnd returns the first minute behind the current bucket.
func (w *walk) bucketEnd() int64 { return w.firstDay() + (w.bucket+1)*minutesADay }

// rateAt returns the index of the rate that holds so many minutes into a window, and for how many more minutes it does; 0
// means that it has no end.
func (w *window) rateAt(position int64) (int, int64) {
	for i, r := range w.rates {
		if position < r.minutes || r.minutes == 0 {
			return i, max(0, r.minutes-position)
		}
		position -= r.minutes
	}
	return len(w.rates) - 1, 0
}

// add charges an amount as far as the caps let it through. The window's cap cuts first, so that what it cut does not use up the
// day's, and the day's before the stay's.
func (w *walk) add(amount, windowCap exact) {
	amount, w.windowCut = under(amount, w.chargedWindow, windowCap, w.windowCut)
	w.chargedWindow += amount
	amount, w.dayCut = under(amount, w.chargedDay, w.dayCap(), w.dayCut)
	w.chargedDay += amount
	amount, w.stayCut = under(amount, w.charged, w.stayCap, w.stayCut)
	w.charged += amount
}

// under returns how much of an amount fits below a limit of which before is used already, and whether the limit has cut
// anything, now or (cut) earlier. A limit of 0 is none.
func under(amount, before, limit exact, cut bool) (exact, bool) {
	if limit == 0 || amount <= limit-before {
		return amount, cut
	}
	return limit - before, true
}

// closeDay adds the step of the cap by day where it cut something. It stands on the day of the last line.
func (w *walk) closeDay() {
	if !w.dayCut {
		return
	}
	w.note(w.lines[len(w.lines)-1].from, w.dayWords()+"封顶 "+w.dayCap().text())
	w.dayCut = false
}

// dayWords names the current bucket for its cap. Days under the last of several caps are named alike, so that their steps
// become one.
func (w *walk) dayWords() string {
	last := int64(len(w.dayCaps))
	switch day := w.bucket + 1; {
	case last == 1 && w.Day == Hours24:
		return "24 小时"
	case last == 1:
		return "当日"
	case day < last && w.Day == Hours24:
		return fmt.Sprintf("第 %d 个 24 小时", day)
	case day < last:
		return fmt.Sprintf("第 %d 天", day)
	case w.Day == Hours24:
		return fmt.Sprintf("第 %d 个 24 小时起，每 24 小时", last)
	}
	return fmt.Sprintf("第 %d 天起，每天", last)
}
