package tariff

import (
	"math"
	"reflect"
)

// metered returns the kinds of meter that a line charged once counts, none where it counts none.
func (l *Line) metered() []string {
	if l.time() != Period {
		return nil
	}
	var kinds []string
	for _, m := range l.asks() {
		if prefix, name := m.split(); prefix == UsageOf {
			kinds = append(kinds, name)
		}
	}
	return kinds
}

// meteredLines adds the lines that count a usage, version by version on the days covered, or all of them by the last version.
// Versions that follow each other with the same line count it once for the days of all of them.
func (w *work) meteredLines() error {
	versions := w.versions
	if w.last().rule.Split == SplitLast {
		versions = versions[len(versions)-1:]
	}
	for i, version := range versions {
		for k := range version.rule.Lines {
			if i > 0 && sameLine(versions[i-1].rule, version.rule, k) {
				continue
			}
			from, end := minDay, i+1
			if i > 0 {
				from = version.from
			}
			for end < len(versions) && sameLine(version.rule, versions[end].rule, k) {
				end++
			}
			to := maxDay
			if end < len(versions) {
				to = versions[end].from - 1
			}
			if err := w.meteredOf(version.rule, k, from, to); err != nil {
				return inLine(err, k)
			}
		}
	}
	return nil
}

// The days before and after all others.
const (
	minDay day = math.MinInt32
	maxDay day = math.MaxInt32
)

// sameLine reports whether two rules charge the same line at a place under the same conditions.
func sameLine(a, b *Rule, at int) bool {
	return at < len(a.Lines) && at < len(b.Lines) && reflect.DeepEqual(a.Lines[at], b.Lines[at]) && reflect.DeepEqual(a.When, b.When)
}

// meteredOf adds a metered line of a rule on those of the days from..to that its readings cover.
func (w *work) meteredOf(rule *Rule, at int, from, to day) error {
	line := &rule.Lines[at]
	kinds := line.metered()
	if len(kinds) == 0 {
		return nil
	}
	c, err := w.coverOf(kinds)
	if err != nil {
		return err
	}
	if rule == w.last().rule || sameLine(rule, w.last().rule, at) {
		w.since = min(w.since, c.since)
	}
	if from, to = max(from, c.from), min(to, c.to); to < from {
		return nil
	}
	return w.meteredLine(rule, line, &c, from, to)
}

// meteredLine adds one line on the days from..to of those covered: on each part where the rule and the line hold.
func (w *work) meteredLine(rule *Rule, line *Line, c *covered, from, to day) error {
	split := w.last().rule.Split != SplitLast
	parts, err := w.partsOf(rule, line, c, from, to, split)
	if err != nil {
		return err
	}
	if len(parts) > 0 {
		w.intro = w.introOf(line, parts)
	}
	if w.covered == nil && len(parts) > 0 {
		w.covered = c
	}
	for i := range parts {
		if err := w.chargePart(line, &parts[i]); err != nil {
			return err
		}
	}
	return nil
}

// partsOf cuts the days from..to at calendar months, where the rule or the line asks for the month, and at the beginnings of
// tier years, and returns the parts on which the rule and the line hold. Months that follow each other are one part, unless
// a formula might tell them apart. Not split, all of it is one part, in the month and the tier year of the span's last day.
func (w *work) partsOf(rule *Rule, line *Line, c *covered, from, to day, split bool) ([]part, error) {
	monthly := split && (byMonth(rule.When) || line.monthly())
	var parts []part
	for at := from; at <= to; {
		p := part{covered: c, work: w, from: at, to: to}
		on := at
		if !split {
			on = w.to
		}
		if monthly {
			p.to = min(p.to, at.monthEnd())
		}
		year := line.tierYear(on)
		if split && line.TierBy == TierYear {
			p.to = min(p.to, year.to)
		}
		at = p.to + 1
		here := w.sceneOfPart(&p, split)
		failing, err := here.failing(rule.When)
		if err != nil {
			return nil, err
		}
		if failing != nil {
			w.exclude(failing)
			continue
		}
		w.applies = true
		w.countPart(&p)
		if failing, err = here.failing(line.When); err != nil {
			return nil, err
		} else if failing != nil {
			continue
		}
		if n := len(parts); n > 0 && line.Formula == "" && parts[n-1].to+1 == p.from && (line.TierBy != TierYear || p.from != year.from) {
			parts[n-1].to = p.to
			continue
		}
		parts = append(parts, p)
	}
	for i := range parts {
		if err := w.limitsOf(line, &parts[i], split); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// countPart counts the days of a part on which the rule applies, and what concessions leave of them.
func (w *work) countPart(p *part) {
	if len(w.granted) == 0 {
		return
	}
	for _, stretch := range cut([]begun{{}}, w.granted, p.from, p.to) {
		days := Whole(int64(stretch.to-stretch.from) + 1)
		w.partDays, w.partLeft = w.partDays.Add(days), w.partLeft.Add(days.Mul(leaves(stretch.granted, nil)))
	}
}

// sceneOfPart returns the scene in which a part's conditions and formula are asked: its month is that of the part's last
// day, or of the span's where nothing is split; months and days are those of all that is covered.
func (w *work) sceneOfPart(p *part, split bool) scene {
	on := p.to
	if !split {
		on = w.to
	}
	return scene{facts: w.facts, from: p.covered.from, to: p.covered.to, months: w.monthsOf(p.covered), month: on.civil().monthOfYear(), part: p}
}

// usageHere returns what a kind of meter counted on the part of a metered line, by the readings of that kind.
func (s *scene) usageHere(kind string) (Number, error) {
	whole, err := s.usage(kind)
	if err != nil || s.part == nil || s.part.isWhole {
		return whole, err
	}
	c, err := s.part.work.coverOfKind(kind)
	if err != nil {
		return Number{}, err
	}
	return c.usedOn(s.part.from, s.part.to), nil
}

// introOf says, before the parts of a metered line, what its usage is of: that a month before was not read, or that this one was
// not.
func (w *work) introOf(line *Line, parts []part) []string {
	c := parts[0].covered
	prefix := ""
	if line.Name != "" {
		prefix = line.Name + "："
	}
	var intro []string
	if c.later != 0 {
		intro = append(intro, prefix+"本期未抄表，用量计入 "+string(c.later.date())+" 的读数")
	}
	if c.since >= w.from {
		return intro
	}
	since := prefix + "之前未抄表，用量"
	switch limited := w.hasMonthlyLimits(line); {
	case limited && !w.limitsTold:
		w.sinceTold, w.limitsTold = true, true // once for all lines
		months := scene{facts: w.facts, from: c.since, to: c.until, months: w.monthsOf(c)}
		intro = append(intro, since+"和限额自 "+string(c.since.date())+" 起，按 "+months.monthsText())
	case !limited && !w.sinceTold:
		w.sinceTold = true
		intro = append(intro, since+"自 "+string(c.since.date())+" 起")
	}
	return intro
}

// hasMonthlyLimits reports whether months without a reading raise what a metered line is held to: limits of tiers by the month, what is
// included in a month, or the most of the rule. Limits of the year stay those of the year.
func (w *work) hasMonthlyLimits(line *Line) bool {
	rule := w.last().rule
	return len(line.Tiers) > 0 && (line.TierBy == "" || line.TierBy == TierMonth) || line.Less != "" && line.LessPer != Period ||
		rule.Most != "" && rule.LimitPer != Period
}
