package tariff

// monthSum is one month of a span: how much of it the rule applies on, and what the lines that count by time come to there, in
// yuan, before and after concessions.
type monthSum struct {
	days // those of the span
	// months, count and countLeft are those of the pieces on which the rule applies: months, days, and the days times what
	// concessions leave of what is asked on them.
	months, count, countLeft Number
	gross, left              Number
	// here is what the lines come to on the piece at hand, hereCount are its days on which the rule applies.
	here      mix
	hereCount Number
	// bounded is the gross within the bounds for these months, by the bound that changed it, nil for none.
	bounded Number
	by      *Number
}

// monthSums are the months of a span, in order; none where the rule has no bounds.
type monthSums []monthSum

// monthSums returns the empty months of the span, none where the rule has no bounds.
func (w *work) monthSums() monthSums {
	rule, monthDay := w.last().rule, w.facts.MonthDay
	if rule.Least == "" && rule.Most == "" {
		return nil
	}
	first, last := w.from.civilFrom(monthDay).month, w.to.civilFrom(monthDay).month
	sums := make(monthSums, last-first+1)
	for i := range sums {
		begins, next := monthBegin(first+i, max(1, monthDay)), monthBegin(first+i+1, max(1, monthDay))
		sums[i].days = days{max(w.from, begins), min(w.to, next-1)}
	}
	return sums
}

// eachMonth calls do with every month that has some of the days, counted as civilFrom does, and with those.
func (d days) eachMonth(monthDay int, do func(month int, part days)) {
	for from := d.from; from <= d.to; {
		month := from.civilFrom(monthDay).month
		part := days{from, min(d.to, monthBegin(month+1, max(1, monthDay))-1)}
		do(month, part)
		from = part.to + 1
	}
}

// each calls do with every month that has some of the days, and with those.
func (m monthSums) each(of days, do func(month *monthSum, part days)) {
	for i := range m {
		if part := (days{max(of.from, m[i].from), min(of.to, m[i].to)}); part.from <= part.to {
			do(&m[i], part)
		}
	}
}

// apply takes in a scene of a piece on which the rule applies.
func (w *work) apply(p *piece, here *scene) {
	w.months, w.days = w.months.Add(here.months), w.days.Add(here.days())
	w.sums.each(days{here.from, here.to}, func(month *monthSum, part days) {
		month.months = month.months.Add(w.monthsOn(p, part))
		month.hereCount = month.hereCount.Add(part.count())
	})
}

// applied takes in what concessions leave of the days of a piece on which the rule applies, once its lines are known: what they
// leave of what these come to there.
func (w *work) applied(p *piece) {
	all := leaves(p.granted, nil)
	w.sums.each(days{p.from, p.to}, func(month *monthSum, _ days) {
		month.count = month.count.Add(month.hereCount)
		month.countLeft = month.countLeft.Add(month.hereCount.Mul(month.here.share(all)))
		month.here, month.hereCount = mix{}, Number{}
	})
}

// spread parts what a line that counts by time comes to on days of a piece among the months that have these days.
func (w *work) spread(p *piece, line *Line, on days, gross Number) {
	if len(w.sums) == 0 {
		return
	}
	weight := func(of days) Number {
		if line.time() == Day {
			return of.count()
		}
		return w.monthsOn(p, of)
	}
	all, kept := weight(on), leaves(p.granted, line)
	w.sums.each(on, func(month *monthSum, part days) {
		// A line that has no time on these days was not charged.
		if share, err := weight(part).Quo(all); err == nil {
			part := gross.Mul(share)
			month.gross, month.left = month.gross.Add(part), month.left.Add(part.Mul(kept))
			month.here.add(part, kept)
		}
	})
}

// hold holds each month within the bounds for its months and returns the gross of all, what they come to then, and whether a
// bound changed some month.
func (m monthSums) hold(b bounds) (gross, held Number, binds bool) {
	for i := range m {
		month := &m[i]
		b.leastTimes, b.mostTimes = month.months, month.months
		month.bounded, month.by = b.hold(month.gross)
		if month.bounded.Cmp(month.gross) == 0 {
			month.by = nil
		}
		gross, held, binds = gross.Add(month.gross), held.Add(month.bounded), binds || month.by != nil
	}
	return gross, held, binds
}

// beside returns what is left to add of an amount that has no month: above 0 it first takes the place of what the least added to
// the months, below 0 that of what the most took from them.
func (m monthSums) beside(other Number) Number {
	var raised, lowered Number
	for i := range m {
		if change := m[i].bounded.Sub(m[i].gross); change.Sign() > 0 {
			raised = raised.Add(change)
		} else {
			lowered = lowered.Add(change)
		}
	}
	return other.Sub(other.Min(raised).Max(lowered))
}

// conceded returns what concessions leave of the months: of one that a bound changed what they leave of its days, because its
// days have the same of what the bound made of it.
func (m monthSums) conceded() (Number, error) {
	var sum Number
	for i := range m {
		month := &m[i]
		left := month.left
		if month.by != nil {
			share, err := month.countLeft.Quo(month.count)
			if err != nil {
				return Number{}, err
			}
			left = month.bounded.Mul(share)
		}
		sum = sum.Add(left)
	}
	return sum, nil
}

// share returns what concessions leave of months that are held together: of what each comes to its days, or, where they come to
// nothing or are not bounded by themselves, those of all. None is what is left where the rule applies on no day.
func (m monthSums) share(none Number) Number {
	var count, left Number
	var each mix
	for i := range m {
		month := &m[i]
		count, left = count.Add(month.count), left.Add(month.countLeft)
		if share, err := month.countLeft.Quo(month.count); err == nil {
			each.add(month.bounded, share)
		}
	}
	if share, err := left.Quo(count); err == nil {
		none = share
	}
	return each.share(none)
}

// steps writes what the months come to within their bounds, those together that follow each other and have the same bound, what
// is added to them, other before and beside after it took the place of what bounds changed, and the sum.
func (m monthSums) steps(b bounds, other, beside, sum Number) []string {
	var steps []string
	var held []Number
	for i := 0; i < len(m); {
		run := m[i]
		for i++; i < len(m) && m[i].by == run.by && (m[i].count.Sign() != 0) == (run.count.Sign() != 0); i++ {
			run.to, run.months = m[i].to, run.months.Add(m[i].months)
			run.gross, run.bounded = run.gross.Add(m[i].gross), run.bounded.Add(m[i].bounded)
		}
		if run.count.Sign() == 0 {
			continue // the rule does not apply
		}
		text := dates(run.from, run.to) + "：" + run.gross.Text()
		if run.by != nil {
			text += "，" + b.word(run.by) + boundText(*run.by, run.months, run.bounded)
		}
		steps, held = append(steps, text), append(held, run.bounded)
	}
	if other.Cmp(beside) != 0 {
		text, took := "不分月的 "+other.Text()+"，其中 "+other.Sub(beside).Text()+" 抵作上面", "补足的"
		if other.Sign() < 0 {
			took = "超出的"
		}
		steps = append(steps, text+took)
	}
	if beside.Sign() != 0 {
		held = append(held, beside)
	}
	if len(held) > 1 {
		steps = append(steps, sumStep(held, sum))
	}
	return steps
}
