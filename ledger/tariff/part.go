package tariff

// part is a stretch of the days covered on which one version and one answer of its conditions hold.
type part struct {
	*covered
	work     *work
	from, to day
	// share is which part of the months whose limits the usage has is that of these days; it multiplies limits, what is included
	// and bounds. isWhole says that there is no other part.
	share   Number
	isWhole bool
	// months are the months of all days covered whose limits the usage has.
	months Number
	// before is what was used before in the part's tier year.
	before Number
	// yearShare is which part of a year's limits the household has; joined says why, 0 where it is all of them.
	yearShare Number
	joined    day
}

// monthsOf returns the months whose limits a usage has, by the proration of the version of the span's last day.
func (w *work) monthsOf(c *covered) Number {
	return days{c.since, c.until}.months(w.last().rule.Proration, w.facts.MonthDay)
}

// limitsOf fills in the part's share of the limits.
func (w *work) limitsOf(line *Line, p *part, split bool) error {
	p.months, p.share, p.yearShare = w.monthsOf(p.covered), Whole(1), Whole(1)
	p.isWhole = p.from == p.covered.from && p.to == p.covered.to
	if !p.isWhole {
		var err error
		if p.share, err = p.shareOf(w.facts.MonthDay); err != nil {
			return err
		}
	}
	if line.TierBy != TierYear {
		return nil
	}
	on, first := p.from, p.covered.from
	if !split {
		on, first = w.to, w.to
	}
	year := line.tierYear(on)
	_, kind := line.Measure.split()
	if year.from <= first {
		p.before = w.facts.UsedBefore[kind]
	}
	p.before = p.before.Add(p.usedOn(max(p.covered.from, year.from), p.from-1))
	joined, valid := dayOf(line.JoinedOn(w.facts.HandoverOn, w.facts.OwnerOn))
	if !valid || joined <= year.from || joined > year.to {
		return nil
	}
	p.joined = joined
	switch line.TierJoin {
	case JoinWhole:
		p.joined = 0
	case JoinDays:
		p.yearShare = Ratio(int64(year.to-joined)+1, int64(year.to-year.from)+1)
	default:
		p.yearShare = Ratio(int64(12-(joined.civil().month-year.from.civil().month)), 12)
	}
	return nil
}

// shareOf returns the part's share of the limits: its own months of all months covered. Where these are fewer than the months
// whose limits the usage has, because the last reading was taken some days before the month's end or the first day covered
// comes after the month's beginning, the part beside the missing days has what is missing, so that it does not stretch the
// limits of a season that is read to its end.
func (p *part) shareOf(monthDay int) (Number, error) {
	c := p.covered
	count := func(from, to day) Number {
		if to < from {
			return Number{}
		}
		return days{from, to}.months(ByDays, monthDay)
	}
	here, all := count(p.from, p.to), count(c.from, c.to)
	missing := count(c.since, c.until).Sub(all)
	if missing.Sign() <= 0 {
		return here.Quo(all)
	}
	before, after := count(c.since, c.from-1), count(c.to+1, c.until)
	var beside Number
	if p.from == c.from {
		beside = before
	}
	if p.to == c.to {
		beside = beside.Add(after)
	}
	beside, err := beside.Quo(before.Add(after))
	if err != nil {
		return Number{}, err
	}
	return here.Add(missing.Mul(beside)).Quo(all.Add(missing))
}

// tierYear returns the tier year of a line that holds a day.
func (l *Line) tierYear(on day) (year struct{ from, to day }) {
	here := on.civil()
	month := here.month - (here.monthOfYear()-max(l.TierYearFrom, 1)+12)%12
	year.from, year.to = dayNumber(month, 1), dayNumber(month+12, 1)-1
	return year
}

// portion returns which part of a line's whole amount the part has where it cannot be worked out from the part's own usage: a
// formula by what was used, or by days where nothing was or several kinds count; bounds and what is included by the months.
func (p *part) portion(line *Line) (Number, error) {
	switch {
	case p.isWhole:
		return Whole(1), nil
	case line.Formula == "":
		return p.share, nil
	}
	return p.weight(p.from, p.to, p.covered.from, p.covered.to)
}

// weight returns which part the days from..to have in the days of..until: by what was used, or by days where nothing was used
// or several kinds count.
func (p *part) weight(from, to, of, until day) (Number, error) {
	if used := p.usedOn(of, until); !p.evenly && used.Sign() > 0 {
		return p.usedOn(from, to).Quo(used)
	}
	return partOf(from, to, of, until), nil
}

// how says how the usage of a part is told from that of the others: by a reading or by days.
func (p *part) how() string {
	if p.isRead(p.from) && p.isRead(p.to+1) {
		return "（按抄表）"
	}
	return "（按天数）"
}
