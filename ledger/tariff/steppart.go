package tariff

import (
	"strconv"
	"strings"
)

// limitText writes by what a limit or an included quantity of a line charged once is multiplied, as limitTimes reckons it: 2 月,
// 15天/31天; "" for once. A figure that is for the whole bill has a bare fraction.
func (s *scene) limitText(isForBill bool) string {
	here := scene{facts: s.facts, from: s.from, to: s.to, months: s.limitTimes(isForBill)}
	if here.months.Cmp(Whole(1)) == 0 {
		return ""
	}
	switch p := s.part; {
	case p == nil:
	case p.isWhole:
		here.from, here.to = p.covered.since, p.covered.until
	default:
		here.from, here.to = p.from, p.to
	}
	if isForBill {
		return strings.TrimSuffix(here.monthsText(), " 月")
	}
	return here.monthsText()
}

// limits says by what the limits of a month are multiplied, without which those of the tiers cannot be followed. Limits by the
// year are those of the year, and those of a line that counts by time are as they were published.
func (s *steps) limits(here *scene) {
	if s.line.time() != Period || s.line.TierBy == TierYear {
		return
	}
	if text := here.limitText(s.line.TierBy == TierPeriod); text != "" {
		s.add("各档限额 × " + text)
	}
}

// tierRange writes from where to where a tier goes: 0–40 m³, or 超过 40 m³ for the last one. index is counted from 0.
func tierRange(limits []Number, index int, unit string) string {
	below := Number{}
	if index > 0 {
		below = limits[index-1]
	}
	if index == len(limits) {
		return "超过 " + below.Text() + unit
	}
	return below.Text() + "–" + limits[index].Text() + unit
}

// parted says how the usage of a part follows from what was read on more days than its own: 44 m³ 按天分 × 15天/31天 → 约21.290323 m³.
// A part that readings alone tell from the others needs no such step.
func (s *steps) parted(p *part, kind string) error {
	c, err := p.work.coverOfKind(kind)
	if err != nil {
		return err
	}
	unit := usageUnit(kind)
	if text := c.partText(p.from, p.to, unit); text != "" {
		s.add(text + " → " + c.usedOn(p.from, p.to).Text() + unit)
	}
	return nil
}

// partText writes what of the readings is used on the days from..to: whole what was read within them, and by days what was read
// over more; "" where nothing is shared out by days.
func (c *covered) partText(from, to day, unit string) string {
	readings := c.readings
	if len(readings) == 0 {
		readings = []counted{{c.from, c.to, c.used}}
	}
	var whole Number
	var cut []counted // over the same days together, because bands are read on one day
	for _, r := range readings {
		switch {
		case r.to < from || to < r.from || r.used.Sign() == 0:
		case from <= r.from && r.to <= to:
			whole = whole.Add(r.used)
		case len(cut) > 0 && cut[len(cut)-1].from == r.from && cut[len(cut)-1].to == r.to:
			cut[len(cut)-1].used = cut[len(cut)-1].used.Add(r.used)
		default:
			cut = append(cut, r)
		}
	}
	if len(cut) == 0 {
		return ""
	}
	var texts []string
	if whole.Sign() != 0 {
		texts = append(texts, whole.Text()+unit)
	}
	for _, r := range cut {
		texts = append(texts, r.used.Text()+unit+" 按天分 × "+daysOf(from, to, r.from, r.to))
	}
	return strings.Join(texts, " + ")
}

// daysOf writes how many of the days of..until lie in from..to: 15天/31天.
func daysOf(from, to, of, until day) string {
	common := min(to, until) - max(from, of) + 1
	return strconv.Itoa(int(common)) + "天/" + strconv.Itoa(int(until-of)+1) + "天"
}

// formulaPart says, before the step of a formula on a part of the days, what of the usage the part has, and makes that what the
// formula is multiplied by: by what was used, or by days, as weight does.
func (s *steps) formulaPart(p *part) error {
	used := p.usedOn(p.covered.from, p.covered.to)
	if p.evenly || used.Sign() <= 0 {
		s.time = " × " + daysOf(p.from, p.to, p.covered.from, p.covered.to)
		return nil
	}
	s.time = " × " + p.usedOn(p.from, p.to).Text() + " ÷ " + used.Text()
	return s.parted(p, s.line.metered()[0])
}
