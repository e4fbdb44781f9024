package tariff

import (
	"slices"
	"strings"
)

// covered are the days on which one kind of meter, or the kinds that a formula asks for, counted the usage of the span.
type covered struct {
	from, to day
	// readings are what was counted on which of these days; none is evenly on all of them.
	readings []counted
	used     Number
	// since and until are the first and the last day of the months whose limits the usage has.
	since, until day
	// later is the day of the reading after the span that holds what was used in it, 0 for none.
	later day
	// evenly says that several kinds were read, so that only days can part what a formula makes of them.
	evenly bool
}

// counted is a Reading with its days read.
type counted struct {
	from, to day
	used     Number
}

// coverOf returns the days on which the kinds of a line were used. Several kinds that were read on different days count
// evenly over the span.
func (w *work) coverOf(kinds []string) (covered, error) {
	first, err := w.coverOfKind(kinds[0])
	if err != nil {
		return covered{}, err
	}
	for _, kind := range kinds[1:] {
		first.evenly = true
		other, err := w.coverOfKind(kind)
		if err != nil {
			return covered{}, err
		}
		if other.from != first.from || other.to != first.to {
			return covered{from: w.from, to: w.to, since: w.from, until: w.to, evenly: true}, nil
		}
		first.since, first.until = min(first.since, other.since), max(first.until, other.until)
	}
	return first, nil
}

// coverOfKind returns the days of one kind. Where only its bands (电/峰, 电/谷) are known it has the readings of all of them.
// A reading with an invalid day or one that ends before it begins is tariff.span.
func (w *work) coverOfKind(kind string) (covered, error) {
	c := covered{from: w.from, to: w.to, since: w.from, until: w.to}
	// Without a usage the line is refused where it is charged; a line whose conditions fail never asks.
	asking := scene{facts: w.facts}
	if used, err := asking.usage(kind); err == nil {
		c.used = used
	}
	dials := []string{kind}
	_, isRead := w.facts.Usage[kind]
	if _, known := w.facts.Metered[kind]; !known && !isRead {
		dials = dials[:0]
		for name := range w.facts.Usage {
			if strings.HasPrefix(name, kind+"/") {
				dials = append(dials, name)
			}
		}
		slices.Sort(dials)
	}
	for _, dial := range dials {
		if err := c.add(w.facts.Metered[dial]); err != nil {
			return covered{}, err
		}
	}
	if len(c.readings) > 0 {
		c.from, c.to = c.readings[0].from, c.readings[0].to
		for _, r := range c.readings {
			c.from, c.to = min(c.from, r.from), max(c.to, r.to)
		}
	}
	return c, nil
}

// add takes in what one dial counted.
func (c *covered) add(m Metered) error {
	for _, r := range m.Readings {
		from, to, err := spanOf(r.FromOn, r.ToOn)
		if err != nil {
			return err
		}
		c.readings = append(c.readings, counted{from, to, r.Used})
	}
	if since, valid := dayOf(m.SinceOn); valid {
		c.since = min(c.since, since)
	}
	if until, valid := dayOf(m.UntilOn); valid && until >= c.since {
		c.until = min(c.until, until)
	}
	if later, valid := dayOf(m.LaterOn); valid {
		c.later = later
	}
	return nil
}

// usedOn returns what was used on the days from..to, both included.
func (c *covered) usedOn(from, to day) Number {
	if to < from {
		return Number{}
	}
	if len(c.readings) == 0 {
		return c.used.Mul(partOf(from, to, c.from, c.to))
	}
	var used Number
	for _, r := range c.readings {
		used = used.Add(r.used.Mul(partOf(from, to, r.from, r.to)))
	}
	return used
}

// partOf returns which part of the days of..until lies in from..to.
func partOf(from, to, of, until day) Number {
	common := min(to, until) - max(from, of) + 1
	if common <= 0 {
		return Number{}
	}
	return Ratio(int64(common), int64(until-of)+1)
}

// isRead reports whether the days up to the day before at are told from those after by readings alone, so that nothing was
// shared out by days.
func (c *covered) isRead(at day) bool {
	return len(c.readings) > 0 && !slices.ContainsFunc(c.readings, func(r counted) bool { return r.from < at && at <= r.to })
}
