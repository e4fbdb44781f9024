package tariff_test

import (
	"strconv"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// question is one case: a room, a span and what is waived.
type question struct {
	versions    []tariff.Version
	facts       tariff.Facts
	from, to    calendar.Date
	concessions []tariff.Concession
}

func (g grower) question(versions []tariff.Version) question {
	from, to := g.span()
	if g.meter && !g.one(4) {
		from, to = g.months()
	}
	q := question{versions: versions, facts: g.facts(), from: from, to: to}
	g.read(&q.facts, from, to)
	g.joins(&q.facts, from)
	for range pick(g, 0, 0, 0, 1, 1, 2, 3) {
		q.concessions = append(q.concessions, g.concession(from, to))
	}
	return q
}

// span is a day, some calendar months, days around 29 February, or any stretch of up to three years.
func (g grower) span() (from, to calendar.Date) {
	start := dayNumber(middle) + g.IntN(1100) - 550
	switch g.IntN(7) {
	case 0:
		return civilDays[start].date, civilDays[start].date
	case 1:
		start = dayNumber(middle) - g.IntN(40)
		return civilDays[start].date, civilDays[dayNumber(middle)+g.IntN(40)].date
	case 2:
		return civilDays[start].date, civilDays[start+g.IntN(1096)].date
	case 3:
		return civilDays[start].date, civilDays[start+g.IntN(62)].date
	}
	start -= civilDays[start].day - 1
	end := start - 1
	for range pick(g, 1, 1, 1, 2, 3, 6, 12) {
		end += int(civilDays[end+1].monthDays)
	}
	return civilDays[start].date, civilDays[end].date
}

// months is one to six calendar months about the day on which prices change, or a stretch within them.
func (g grower) months() (from, to calendar.Date) {
	start := dayNumber(middle) - g.IntN(60)
	start -= civilDays[start].day - 1
	end := start - 1
	for range pick(g, 1, 2, 2, 3, 6) {
		end += int(civilDays[end+1].monthDays)
	}
	if g.one(3) {
		start, end = start+g.IntN(14), end-g.IntN(14)
	}
	return civilDays[start].date, civilDays[end].date
}

func (g grower) concession(from, to calendar.Date) tariff.Concession {
	c := tariff.Concession{Name: "空置减免", Factor: pick(g, tariff.Ratio(7, 10), tariff.Ratio(1, 2), tariff.Ratio(1, 3),
		tariff.Whole(0), tariff.Whole(1), tariff.Ratio(6, 5)), All: g.one(3)}
	start := dayNumber(from) + g.IntN(200) - 60
	if !g.one(4) {
		c.FromOn = civilDays[start].date
	}
	if !g.one(4) {
		c.ToOn = civilDays[max(start, dayNumber(to)-g.IntN(40)+10)].date
	}
	return c
}

// number is a quantity: mostly ordinary, at times nothing, huge, tiny, negative or a fraction.
func (g grower) number() tariff.Number {
	switch g.IntN(30) {
	case 0:
		return tariff.Whole(0)
	case 1:
		return mustNumber(pick(g, "123456789.123456789012", "0.000000000001", "999999999999999999", "-5", "-0.01"))
	case 2:
		return tariff.Ratio(int64(g.IntN(1000)), int64(1+g.IntN(97)))
	}
	return mustNumber(string(g.decimal(400, g.IntN(4))))
}

func mustNumber(text string) tariff.Number {
	number, err := tariff.ParseNumber(text)
	if err != nil {
		panic(err)
	}
	return number
}

func (g grower) facts() tariff.Facts {
	text := func(field string) string { return pick(g, textPool[field]...) }
	facts := tariff.Facts{
		Kind: text("kind"), Building: text("building"), Unit: text("unit"), Number: text("number"), Use: text("use"),
		Layout: text("layout"), State: text("state"), Party: text("party"), Floor: g.IntN(36) - 2, Nth: pick(g, 0, 1, 1, 2, 3),
		AreaCentiM2: int64(1 + g.IntN(30000)), Fields: map[string]string{}, Usage: map[string]tariff.Number{},
		UsedBefore: map[string]tariff.Number{}, Items: map[string]tariff.Number{},
	}
	switch g.IntN(40) {
	case 0:
		facts.AreaCentiM2 = 0
	case 1:
		facts.AreaCentiM2 = 99_999_999_99
	}
	own := func(name, content string) {
		if !g.one(25) {
			facts.Fields[name] = content
		}
	}
	own("套内面积", string(g.decimal(200, 2)))
	own("人口", strconv.Itoa(g.IntN(9)))
	own("单价", pick(g, "2.85", "3", "0.5", "1", "三元"))
	own("系数", pick(g, "0.8", "1", "1.5", "20"))
	own("泳池面积", pick(g, "3", "3.0", "25.5", "-4", "", "0"))
	own("装修", pick(g, "精装", "毛坯", "3", "3.00"))
	g.meters(&facts)
	if !g.one(12) {
		facts.Items["水费"] = g.number()
	}
	if facts.HasTurnover = !g.one(12); facts.HasTurnover {
		facts.Turnover = g.number()
	}
	return facts
}

func (g grower) meters(facts *tariff.Facts) {
	if !g.one(15) {
		facts.Usage["水"] = g.number()
	}
	if !g.one(3) {
		facts.Usage["电"] = g.number()
	}
	for _, band := range []string{"电/峰", "电/谷", "电/平"} {
		if !g.one(12) {
			facts.Usage[band] = g.number()
		}
	}
	for _, kind := range []string{"水", "电"} {
		if !g.one(3) {
			facts.UsedBefore[kind] = mustNumber(string(g.decimal(300, 1)))
		}
	}
}
