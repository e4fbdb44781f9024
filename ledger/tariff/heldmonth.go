package tariff

// heldMonth is what a line by time with bounds comes to in one month of the span over the versions that have it as the same line.
type heldMonth struct {
	days
	at, run, month int
	line           *Line
	// isMixed says that more than one version has some of the days.
	isMixed bool
	// times is the time of the stretches in units of the line's Per, asked what they come to without bounds, amount what they come
	// to each within its own, and least and most are the sums of these.
	times, asked, amount, least, most Number
	// timesLeft, askedLeft and amountLeft are what concessions leave of them.
	timesLeft, askedLeft, amountLeft Number
}

// isHeldWith reports whether two versions that follow each other have the same line at a place, so that its bounds hold both
// together in a month: they have as many lines, and it has the same name, time and bounds, of whatever size.
func isHeldWith(a, b *Rule, at int) bool {
	if len(a.Lines) != len(b.Lines) {
		return false
	}
	one, other := &a.Lines[at], &b.Lines[at]
	return one.Name == other.Name && one.time() == other.time() && (one.Least == "") == (other.Least == "") && (one.Most == "") == (other.Most == "")
}

// begin notes which lines of a piece are not those of the version before it.
func (w *work) begin(p *piece) {
	if w.before == p.rule {
		return
	}
	for i := range p.rule.Lines {
		if w.before != nil && !isHeldWith(w.before, p.rule, i) {
			w.runs[i]++
		}
	}
	w.before = p.rule
}

// hold takes what a line with bounds comes to on a scene of a piece into its months.
func (w *work) hold(p *piece, at int, here *scene, c charged) {
	line := &p.rule.Lines[at]
	if w.pieces[0].rule == w.last().rule || line.Least == "" && line.Most == "" || line.time() == Day {
		return
	}
	on, kept := days{here.from, here.to}, leaves(p.granted, line)
	on.eachMonth(w.facts.MonthDay, func(month int, part days) {
		share, err := w.monthsOn(p, part).Quo(w.monthsOn(p, on))
		if err != nil || share.Sign() == 0 {
			return
		}
		h := w.heldMonth(at, month, part)
		h.to, h.isMixed, h.line = part.to, h.isMixed || h.line != nil && h.line != line, line
		times, asked, amount := c.bounds.leastTimes.Mul(share), c.asked.Mul(share), c.amount.Mul(share)
		h.times, h.asked, h.amount = h.times.Add(times), h.asked.Add(asked), h.amount.Add(amount)
		h.timesLeft, h.askedLeft, h.amountLeft = h.timesLeft.Add(times.Mul(kept)), h.askedLeft.Add(asked.Mul(kept)), h.amountLeft.Add(amount.Mul(kept))
		if c.bounds.least != nil {
			h.least = h.least.Add(c.bounds.least.Mul(times))
		}
		if c.bounds.most != nil {
			h.most = h.most.Add(c.bounds.most.Mul(times))
		}
	})
}

// heldMonth returns the month of the line at a place, a new one where the line has none of it yet.
func (w *work) heldMonth(at, month int, part days) *heldMonth {
	for i := len(w.held) - 1; i >= 0; i-- {
		if h := &w.held[i]; h.at == at && h.run == w.runs[at] && h.month == month {
			return h
		}
	}
	w.held = append(w.held, heldMonth{days: part, at: at, run: w.runs[at], month: month})
	return &w.held[len(w.held)-1]
}

// holdMonths adds to each line what holding a whole month within its bounds changes of what holding its stretches did.
func (w *work) holdMonths() error {
	for i := range w.held {
		h := &w.held[i]
		if !h.isMixed {
			continue
		}
		b := bounds{leastTimes: Whole(1), mostTimes: Whole(1)}
		if h.line.Least != "" {
			b.least = &h.least
		}
		if h.line.Most != "" {
			b.most = &h.most
		}
		held, by := b.hold(h.asked)
		change := held.Sub(h.amount)
		if change.Sign() == 0 {
			continue
		}
		left := h.askedLeft
		if held.Cmp(h.asked) != 0 {
			share, err := h.timesLeft.Quo(h.times)
			if err != nil {
				return inLine(err, h.at)
			}
			left = held.Mul(share)
		}
		left = left.Sub(h.amountLeft)
		steps := &steps{line: h.line}
		if h.line.Name != "" {
			steps.name, steps.prefix = h.line.Name+"：", h.line.Name+"："
		}
		steps.held(h, &b, by, change, left)
		if err := w.add(h.line, steps, change, left); err != nil {
			return inLine(err, h.at)
		}
		w.addends[len(w.addends)-1].timed = true
		w.sums.each(h.days, func(month *monthSum, _ days) {
			month.gross, month.left = month.gross.Add(change), month.left.Add(left)
		})
	}
	return nil
}

// held writes what a month comes to where it is held as a whole, and what that changes: 2027-02-01 至 2027-02-28：合并计算 94.86，
// 不低于 100，上面分段计 105.57，减 5.57.
func (s *steps) held(h *heldMonth, b *bounds, by *Number, change, left Number) {
	text := dates(h.from, h.to) + "：合并计算 " + h.asked.Text()
	if by != nil {
		text += "，" + b.word(by) + " " + by.Text()
	}
	s.add(text + "，上面分段计 " + h.amount.Text() + "，" + changeText(change))
	if left.Cmp(change) != 0 {
		s.conceded = append(s.conceded, s.name+dates(h.from, h.to)+"：减免后"+changeText(left))
	}
}

// changeText writes an amount that is added, 补 12.54, or taken off, 减 5.57.
func changeText(change Number) string {
	if change.Sign() < 0 {
		return "减 " + change.minus().Text()
	}
	return "补 " + change.Text()
}
