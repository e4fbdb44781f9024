package parking

import (
	"slices"

	"shouqi/ledger/calendar"
)

// walk goes through the charged stretches of a stay, passing by passing, and keeps what the next minute depends on.
type walk struct {
	*table
	stay     span
	workdays *calendar.Workdays

	// position is how far into its rates the car is, in charged minutes; paidTo is until when its last block runs.
	position, paidTo int64
	// bucket is the day of DayCap: the number of the natural day, or of the 24 hours from the entry.
	bucket int64

	charged, chargedDay, chargedWindow micro
	minutes                            int64
	windowCut, dayCut, stayCut         bool

	unknown          []int // years whose holidays are not known
	lines            []line
	opening, closing []string
}

// passing is one time through a window.
type passing struct {
	window int64
	span
}

// kindOf returns the kind of a day as this plan tells them apart.
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

// passings cuts a stretch where another window begins.
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

// enterDay makes the bucket of a minute the one that is charged, and gives its end.
func (w *walk) enterDay(minute int64) int64 {
	if w.dayCap == 0 && w.FirstPer != PerDay {
		return w.stay.to
	}
	var origin int64
	if w.Day == Hours24 {
		origin = w.stay.from
	}
	bucket := (minute - origin) / minutesADay
	if bucket != w.bucket {
		w.closeDay()
		w.bucket, w.chargedDay, w.dayCut = bucket, 0, false
		if w.FirstPer == PerDay {
			w.position, w.paidTo = 0, minute
		}
	}
	return origin + (bucket+1)*minutesADay
}

// part charges one passing's minutes within one bucket.
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
		i, ends := window.rateAt(w.position + at - part.from)
		r := window.rates[i]
		rateEnds := p.to
		if ends > 0 {
			rateEnds = at + ends
		}
		blocks := int64(1)
		if r.block == 0 {
			w.paidTo = rateEnds
		} else {
			blocks = (min(part.to, rateEnds) - at + r.block - 1) / r.block
			w.paidTo = at + blocks*r.block
			if w.UnfinishedFree && w.paidTo > cutAt {
				blocks--
			}
		}
		l.rates[i] += blocks
		l.amount += micro(blocks) * r.price
	}
	w.position += part.length()
	w.addLine(l)
	w.add(l.amount, window.limit)
}

func (w *walk) bucketEnd() int64 {
	if w.Day == Hours24 {
		return w.stay.from + (w.bucket+1)*minutesADay
	}
	return (w.bucket + 1) * minutesADay
}

// rateAt returns the rate that holds so many minutes into a window, and for how many more; 0 is for good.
func (w *window) rateAt(position int64) (int, int64) {
	for i, r := range w.rates {
		if position < r.minutes || r.minutes == 0 {
			return i, max(0, r.minutes-position)
		}
		position -= r.minutes
	}
	return len(w.rates) - 1, 0
}

// add lets an amount through the caps: the window's, the day's, the stay's.
func (w *walk) add(amount, windowCap micro) {
	amount, w.windowCut = under(amount, w.chargedWindow, windowCap, w.windowCut)
	w.chargedWindow += amount
	amount, w.dayCut = under(amount, w.chargedDay, w.dayCap, w.dayCut)
	w.chargedDay += amount
	amount, w.stayCut = under(amount, w.charged, w.stayCap, w.stayCut)
	w.charged += amount
}

func under(amount, before, limit micro, cut bool) (micro, bool) {
	if limit == 0 || amount <= limit-before {
		return amount, cut
	}
	return limit - before, true
}

func (w *walk) closeDay() {
	if !w.dayCut {
		return
	}
	text := "当日封顶 " + w.dayCap.text()
	if w.Day == Hours24 {
		text = "24 小时封顶 " + w.dayCap.text()
	}
	w.note(w.lines[len(w.lines)-1].from, text)
	w.dayCut = false
}
