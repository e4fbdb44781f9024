package tariff_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// grower makes random cases from one seed: the same seed gives the same cases on every machine.
type grower struct {
	*rand.Rand
	trees trees
	// year is the tier year of all lines of a standard, because what was used before is known for one alone.
	year tierYears
	// meter says that the standard is one of meters, whose price changes about the days that are asked for.
	meter bool
}

type tierYears struct {
	from int
	keep bool
}

func newGrower(seed uint64) grower {
	g := grower{Rand: rand.New(rand.NewPCG(seed, 20261121)), trees: trees{}}
	g.year = tierYears{from: pick(g, 0, 1, 3, 7, 12), keep: g.one(3)}
	g.meter = g.one(3)
	return g
}

func pick[T any](g grower, choices ...T) T { return choices[g.IntN(len(choices))] }

// one reports true once in n.
func (g grower) one(n int) bool { return g.IntN(n) == 0 }

// The day on which the second version of most rules begins, and around which spans lie.
const middle = calendar.Date("2024-02-29")

// versions returns one to three dated rules of one standard.
func (g grower) versions() []tariff.Version {
	versions := []tariff.Version{{FromOn: "2010-01-01", Rule: g.rule()}}
	count := pick(g, 1, 1, 2, 3)
	if g.meter {
		count = pick(g, 1, 2, 2, 3)
	}
	at := dayNumber(middle)
	split := pick(g, "", "", tariff.SplitDays, tariff.SplitLast)
	for len(versions) < count {
		step := pick(g, -400, -31, -15, 0, 1, 30, 200)
		if g.meter {
			step = g.IntN(80) - 40
		}
		at += step
		if len(versions) > 1 {
			at = max(at, dayNumber(versions[len(versions)-1].FromOn)+1+g.IntN(60))
		}
		versions = append(versions, tariff.Version{FromOn: civilDays[at].date, Rule: g.following(versions[len(versions)-1].Rule)})
	}
	if len(versions) > 1 && !g.meter && g.one(6) {
		g.shareLine(versions[0].Rule, &versions[1].Rule)
	}
	for i := range versions {
		versions[i].Rule.Split = split
	}
	if g.one(20) {
		versions[0].FromOn = "2023-06-15" // some spans begin before any version
		versions = versions[:1]
	}
	if g.one(8) {
		slices.Reverse(versions)
	}
	return versions
}

// shareLine makes one line of a rule the same line of the next with another price, where it has bounds that either price may reach.
func (g grower) shareLine(rule tariff.Rule, next *tariff.Rule) {
	at := g.IntN(len(rule.Lines))
	line := &rule.Lines[at]
	line.Formula, line.Tiers, line.TierBy, line.TierWhole, line.HeadsOver, line.TierYearFrom = "", nil, "", false, 0, 0
	line.TierJoin, line.TierKeep, line.Less, line.LessPer, line.Measure, line.Factor = "", false, "", "", pick(g, tariff.Fixed, tariff.Heads), ""
	line.Per = pick(g, "", tariff.Month, tariff.Year)
	line.Least, line.Most = g.bounds()
	line.Price = g.decimal(600, 2)
	next.Lines = slices.Clone(rule.Lines)
	next.Lines[at].Price = g.decimal(600, 2)
	if g.one(4) {
		next.Lines[at].Least, next.Lines[at].Most = g.bounds()
	}
}

// following is the rule that a rule is changed to: another one or, usually, one that differs little or not at all.
func (g grower) following(rule tariff.Rule) tariff.Rule {
	rule.Lines = slices.Clone(rule.Lines)
	switch at := g.IntN(len(rule.Lines)); g.IntN(8) {
	case 0, 1:
		return g.rule()
	case 2:
		return rule
	case 3:
		rule.Lines[at] = g.line()
	case 4:
		rule.Lines = append(rule.Lines, g.line())
	case 5:
		rule.Lines = slices.Insert(rule.Lines, at, g.line())
	case 6:
		rule.When = g.conditions()
	}
	rule.Proration, rule.Rounding = g.proration(), g.rounding()
	return rule
}

func (g grower) rule() tariff.Rule {
	rule := tariff.Rule{Proration: g.proration(), Rounding: g.rounding()}
	if g.one(4) {
		rule.When = g.conditions()
	}
	lines := pick(g, 1, 1, 2, 3)
	if g.meter {
		lines = pick(g, 1, 1, 2)
	}
	for range lines {
		rule.Lines = append(rule.Lines, g.line())
	}
	if g.one(3) {
		rule.Least, rule.Most = g.bounds()
		rule.LimitPer = pick(g, "", tariff.Month, tariff.Period)
	}
	return rule
}

func (g grower) proration() tariff.Proration {
	return pick(g, "", tariff.ByDays, tariff.ByThirty, tariff.By360, tariff.ByWhole)
}

func (g grower) rounding() tariff.Rounding {
	return tariff.Rounding{To: pick(g, "", "fen", "jiao", "yuan"), Mode: pick(g, "", "half_up", "half_even", "up", "down")}
}

// bounds returns a lower bound, an upper one, or both in order.
func (g grower) bounds() (least, most tariff.Value) {
	switch g.IntN(4) {
	case 0:
		return tariff.Value(strconv.Itoa(g.IntN(300))), ""
	case 1:
		return "", tariff.Value(strconv.Itoa(g.IntN(600)))
	case 2:
		return "[系数]", ""
	}
	low := g.IntN(200)
	return tariff.Value(strconv.Itoa(low) + ".5"), tariff.Value(strconv.Itoa(low + 1 + g.IntN(300)))
}

func (g grower) measure() tariff.Measure {
	if g.meter && !g.one(8) {
		return pick(g, tariff.Measure("usage:水"), "usage:水", "usage:电", "usage:电", "usage:电/峰")
	}
	return pick(g, "", tariff.Fixed, tariff.Area, tariff.Area, tariff.InnerArea, tariff.Household, tariff.Heads, tariff.Floor, tariff.Nth,
		tariff.Turnover, "usage:水", "usage:水", "usage:电", "usage:电", "usage:电/峰", "item:水费", "field:泳池面积")
}

func (g grower) line() tariff.Line {
	line := tariff.Line{Name: pick(g, "", "基础费"), Per: pick(g, "", "", tariff.Month, tariff.Day, tariff.Year, tariff.Period)}
	if g.one(4) {
		line.When = g.conditions()
	}
	if g.one(4) {
		line.Least, line.Most = g.bounds()
	}
	if g.one(5) {
		line.Formula = g.trees.randomFormula(g.Rand)
		if g.meter {
			line.Formula, line.Per = g.trees.meterFormula(g.Rand), pick(g, "", tariff.Period)
		}
		return line
	}
	line.Measure = g.measure()
	if ofPeriod(line.Measure) {
		line.Per = pick(g, "", tariff.Period)
	}
	if g.one(4) {
		line.Less = g.price()
		if g.trees.once(&line) {
			line.Less = pick(g, line.Less, "5", "12.5")
			line.LessPer = pick(g, "", tariff.Month, tariff.Period)
		}
	}
	if g.one(4) {
		line.Factor = pick(g, "[系数]", tariff.Value("0.7"), "1.2", "0.333333333333")
	}
	if g.one(3) || g.meter && !g.one(3) {
		g.tiers(&line)
		return line
	}
	line.Price = g.price()
	if g.one(8) && line.Price[0] != '[' {
		line.Price = "-" + line.Price // a rebate
	}
	return line
}

// price is a decimal or now and then an own field.
func (g grower) price() tariff.Value {
	switch g.IntN(12) {
	case 0:
		return "[单价]"
	case 1:
		return "[系数]"
	case 2:
		return pick(g, tariff.Value("0"), "0.000000000001", "0.3333", "999999", "0.005", "1234567.123456789012")
	}
	return g.decimal(1000, g.IntN(5))
}

func (g grower) decimal(below, decimals int) tariff.Value {
	text := strconv.Itoa(g.IntN(below))
	if decimals > 0 {
		digits := 1
		for range decimals {
			digits *= 10
		}
		text += fmt.Sprintf(".%0*d", decimals, g.IntN(digits))
	}
	return tariff.Value(text)
}

// tiers returns a line two to four tiers.
func (g grower) tiers(line *tariff.Line) {
	metered := line.Measure == "usage:水" || line.Measure == "usage:电"
	line.TierWhole = g.one(3)
	line.TierBy = pick(g, "", tariff.TierPeriod)
	if g.trees.once(line) && g.one(2) {
		line.TierBy = tariff.TierMonth
	}
	if metered && g.one(2) {
		g.tierYears(line)
	}
	people := g.one(3)
	if people {
		line.HeadsOver = g.IntN(6)
	}
	limit := 0
	count := 2 + g.IntN(3)
	for i := range count {
		tier := tariff.Tier{Price: g.price()}
		if line.Measure == "usage:电" && g.one(3) {
			tier.Price = ""
			tier.Bands = []tariff.Band{{Name: "峰", Price: g.price()}, {Name: "谷", Price: g.price()}}
			if g.one(2) {
				tier.Bands = append(tier.Bands, tariff.Band{Name: "平", Price: g.price()})
			}
		}
		if i < count-1 {
			limit += 1 + g.IntN(pick(g, 3, 100))
			tier.UpTo = tariff.Value(strconv.Itoa(limit) + pick(g, "", ".5"))
			if g.one(25) {
				tier.UpTo = "[系数]" // in some rooms not above the limit before it
			}
			if people {
				tier.EachHead = tariff.Value(strconv.Itoa((i + 1) * 10))
				tier.OverHeads = pick(g, "", tariff.Value(strconv.Itoa((i+1)*7)))
			}
		}
		line.Tiers = append(line.Tiers, tier)
	}
}

func (g grower) conditions() []tariff.Condition {
	var conditions []tariff.Condition
	for range pick(g, 1, 1, 2) {
		conditions = append(conditions, g.condition())
	}
	return conditions
}

func (g grower) condition() tariff.Condition {
	which := g.IntN(6)
	if g.meter && g.one(2) {
		which = 0
	}
	switch which {
	case 0:
		low := 1 + g.IntN(12)
		return pick(g, tariff.Condition{Field: "month", Op: "in", Values: []string{"11", "12", "1", "2", "3"}},
			tariff.Condition{Field: "month", Op: "between", Values: []string{strconv.Itoa(low), strconv.Itoa(low + g.IntN(13-low))}},
			tariff.Condition{Field: "month", Op: pick(g, "=", "≠", "<", "≤", ">", "≥"), Values: []string{strconv.Itoa(low)}})
	case 1:
		return g.numberCondition(pick(g, "area", "inner_area", "heads", "floor", "nth", "turnover", "usage:水", "usage:电", "item:水费",
			"field:泳池面积", "field:单价", "field:装修"))
	case 2:
		return tariff.Condition{Field: "field:" + pick(g, "装修", "泳池面积", "没有"), Op: pick(g, "=", "≠"),
			Values: []string{pick(g, "精装", "毛坯", "3", "3.0")}}
	case 3:
		if g.one(2) {
			return tariff.Condition{Field: pick(g, "unit", "use", "field:装修", "field:没有", "field:泳池面积"), Op: pick(g, "empty", "filled")}
		}
		return tariff.Condition{Field: "field:装修", Op: "in", Values: []string{"精装", "3"}}
	}
	field := pick(g, "building", "unit", "number", "use", "layout", "state", "kind", "party")
	values := slices.DeleteFunc(slices.Clone(textPool[field]), func(text string) bool { return text == "" })
	if g.one(3) {
		return tariff.Condition{Field: field, Op: "in", Values: values[:1+g.IntN(len(values))]}
	}
	return tariff.Condition{Field: field, Op: pick(g, "=", "≠", "≠"), Values: values[:1]}
}

func (g grower) numberCondition(field string) tariff.Condition {
	low := g.IntN(150)
	switch g.IntN(4) {
	case 0:
		return tariff.Condition{Field: field, Op: "between", Values: []string{strconv.Itoa(low), strconv.Itoa(low + g.IntN(100))}}
	case 1:
		return tariff.Condition{Field: field, Op: "in", Values: []string{"3", "98.30", strconv.Itoa(low)}}
	}
	return tariff.Condition{Field: field, Op: pick(g, "=", "≠", "<", "≤", ">", "≥"), Values: []string{pick(g, "3", "3.0", "90", strconv.Itoa(low))}}
}

// textPool is what the texts of a room may be.
var textPool = map[string][]string{
	"building": {"1", "2", "甲"}, "unit": {"1", "2", ""}, "number": {"101", "302"}, "use": {"住宅", "商铺"},
	"layout": {"两室", "三室"}, "state": {"已入住", "空置"}, "kind": {"room", "space"}, "party": {"owner", "tenant", "none"},
}
