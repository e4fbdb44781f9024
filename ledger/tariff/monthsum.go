package tariff

// monthSum is one month of a span: how much of it the rule applies on, and what the lines that count by time come to there, in
// yuan, before and after concessions.
type monthSum struct {
	days // those of the span
	// months, count and countLeft are those of the pieces on which the rule applies: months, days, and the days times what
	// concessions leave.
	months, count, countLeft Number
	gross, left              Number
	// bounded is the gross within the bounds for these months, by the bound that changed it, nil for none.
	bounded Number
	by      *Number
}

// monthSums are the months of a span, in order; none where the rule's bounds are not asked of each month.
type monthSums []monthSum

// monthSums returns the empty months of the span, none where the rule's bounds are not for a month, or where nothing could be
// told apart by them: in a span within one month that has no limits of the months before it.
func (w *work) monthSums() monthSums {
	rule, monthDay := w.last().rule, w.facts.MonthDay
	if rule.Least == "" && rule.Most == "" || rule.LimitPer == Period {
		return nil
	}
	first, last := w.from.civilFrom(monthDay).month, w.to.civilFrom(monthDay).month
	if first == last && len(w.facts.Metered) == 0 {
		return nil
	}
	sums := make(monthSums, last-first+1)
	for i := range sums {
		begins, next := monthBegin(first+i, max(1, monthDay)), monthBegin(first+i+1, max(1, monthDay))
		sums[i].days = days{max(w.from, begins), min(w.to, next-1)}
	}
	return sums
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
	left := leaves(p.granted, nil)
	w.months, w.days, w.left = w.months.Add(here.months), w.days.Add(here.days()), w.left.Add(here.days().Mul(left))
	w.sums.each(days{here.from, here.to}, func(month *monthSum, part days) {
		month.months = month.months.Add(w.monthsOn(p, part))
		month.count, month.countLeft = month.count.Add(part.count()), month.countLeft.Add(part.count().Mul(left))
	})
}

// spread parts what a line that counts by time comes to on days of a piece among the months that have these days.
func (w *work) spread(p *piece, line *Line, on days, gross, left Number) {
	if len(w.sums) == 0 {
		return
	}
	weight := func(of days) Number {
		if line.time() == Day {
			return of.count()
		}
		return w.monthsOn(p, of)
	}
	all := weight(on)
	w.sums.each(on, func(month *monthSum, part days) {
		// A line that has no time on these days was not charged.
		if share, err := weight(part).Quo(all); err == nil {
			month.gross, month.left = month.gross.Add(gross.Mul(share)), month.left.Add(left.Mul(share))
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

// conceded returns what concessions leave of the months: of one that a bound changed in the proportion in which they lowered its
// lines, within low and high, or, where these came to 0, its days.
func (m monthSums) conceded(low, high Number) (Number, error) {
	var sum Number
	for i := range m {
		month := &m[i]
		left := month.left
		if month.by != nil {
			share, err := month.share(low, high)
			if err != nil {
				return Number{}, err
			}
			left = month.bounded.Mul(share)
		}
		sum = sum.Add(left)
	}
	return sum, nil
}

func (m *monthSum) share(low, high Number) (Number, error) {
	if m.gross.Sign() == 0 {
		return m.countLeft.Quo(m.count)
	}
	share, err := m.left.Quo(m.gross)
	return share.Max(low).Min(high), err
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
