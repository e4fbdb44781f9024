package tariff_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// priced are the versions of a standard by area whose price changes on a day of February.
func priced(before, after, least, most tariff.Value, per tariff.Per) []tariff.Version {
	rule := func(price tariff.Value) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: price}}, Least: least, Most: most, LimitPer: per}
	}
	return []tariff.Version{{FromOn: "2010-01-01", Rule: rule(before)}, {FromOn: "2027-02-16", Rule: rule(after)}}
}

// waived is a concession of so many percent on some days.
func waived(percent int64, from, to calendar.Date) []tariff.Concession {
	return []tariff.Concession{{Name: "空置减免", Factor: tariff.Ratio(percent, 100), FromOn: from, ToOn: to}}
}

// What a bound makes of a month is the same on each of its days, whatever the prices, and a concession takes its days of it.
func TestAConcessionTakesItsDaysOfABoundedMonth(t *testing.T) {
	large, small := tariff.Facts{AreaCentiM2: 20_000}, tariff.Facts{AreaCentiM2: 3_200}
	first := func(percent int64) []tariff.Concession { return waived(percent, "2027-02-01", "2027-02-15") }
	capped := priced("2.50", "5.00", "", "600", "")
	// 500 × 15/28 + 1,000 × 13/28 = 732.14, at most 600. Nothing of 15 of 28 days: 600 × 13/28 = 278.57; half of them 439.29.
	clerk{versions: capped, facts: large, concessions: first(0)}.bills(t, "2027-02-01", "2027-02-28", "278.57")
	clerk{versions: capped, facts: large, concessions: first(50)}.bills(t, "2027-02-01", "2027-02-28", "439.29")
	// January's 500 are not bounded; March is 600: 500 + 278.57 + 600.
	clerk{versions: capped, facts: large, concessions: first(0)}.bills(t, "2027-01-01", "2027-03-31", "1378.57")
	// 100 m² are 366.07 in February, which no bound changes: nothing of 15 days leaves 500 × 13/28 = 232.14.
	clerk{versions: capped, facts: tariff.Facts{AreaCentiM2: 10_000}, concessions: first(0)}.bills(t, "2027-02-01", "2027-02-28", "232.14")
	// 32 m²: 80 × 15/28 + 112 × 13/28 = 94.86, at least 100: 100 × 13/28 = 46.43.
	raised := priced("2.50", "3.50", "100", "", "")
	clerk{versions: raised, facts: small, concessions: first(0)}.bills(t, "2027-02-01", "2027-02-28", "46.43")
	// By the bill the bound is of all its days: 500 + 732.14 + 1,000 at most 1,800, of which 15 of 90 days are free.
	bill := priced("2.50", "5.00", "", "1800", tariff.Period)
	clerk{versions: bill, facts: large, concessions: first(0)}.bills(t, "2027-01-01", "2027-03-31", "1500.00")
	result, err := tariff.Price(capped, large, "2027-02-01", "2027-02-28", first(0))
	require.NoError(t, err)
	require.Equal(t, []string{"2027-02-01 至 2027-02-15：面积 200.00 m² × 2.50 元 × 15天/28天 = 约267.857143", "2027-02-16 至 2027-02-28：面积 200.00 m² × 5.00 元 × 13天/28天 = 约464.285714",
		"合计 约267.857143 + 约464.285714 = 约732.142857", "不超过 600.00 元 × 1 月 = 600", "减免 600 × 约46.428571% = 约278.571429（空置减免 2027-02-01 至 2027-02-15 收 0%）",
		"约278.571429 → 278.57"}, result.Steps)
}

// What is held together with lines that have no month is parted among them by what they ask, and each part by its own days.
func TestAConcessionTakesItsDaysOfAPooledSum(t *testing.T) {
	pooled := func(most tariff.Value, line tariff.Line) []tariff.Version {
		versions := priced("2.50", "5.00", "", most, "")
		for i := range versions {
			versions[i].Rule.Lines = append(versions[i].Rule.Lines, line)
		}
		return versions
	}
	first := waived(0, "2027-02-01", "2027-02-15")
	facts := tariff.Facts{AreaCentiM2: 20_000, Items: map[string]tariff.Number{"水费": tariff.Whole(100)}}
	// 732.14 and 100 once, at most 600: 13 of 28 days of all of it.
	clerk{versions: pooled("600", tariff.Line{Price: "100", Per: tariff.Period}), facts: facts, concessions: first}.bills(t, "2027-02-01", "2027-02-28", "278.57")
	// Together alone they are above 800.
	clerk{versions: pooled("800", tariff.Line{Price: "100", Per: tariff.Period}), facts: facts, concessions: first}.bills(t, "2027-02-01", "2027-02-28", "371.43")
	// The water was lowered already by a concession of all items: of 600, 72.10 are its and stay, of the others 13/28: 317.20.
	all := waived(0, "2027-02-01", "2027-02-15")
	all[0].All = true
	clerk{versions: pooled("600", tariff.Line{Measure: "item:水费", Price: "1"}), facts: facts, concessions: all}.bills(t, "2027-02-01", "2027-02-28", "317.20")
	// 10 m³ until the 14th and 90 since, at 2 yuan and at most 100, are 100 on 28 days: half of them is free.
	metered := tariff.Metered{Readings: []tariff.Reading{read("2027-02-01", "2027-02-14", 10), read("2027-02-15", "2027-02-28", 90)}}
	rule := tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "2"}}, Most: "100"}
	clerk{versions: always(rule), facts: water(100, metered), concessions: waived(0, "2027-02-01", "2027-02-14")}.bills(t, "2027-02-01", "2027-02-28", "50.00")
	// 200 are not bounded: 180 are left.
	rule.Most = "300"
	clerk{versions: always(rule), facts: water(100, metered), concessions: waived(0, "2027-02-01", "2027-02-14")}.bills(t, "2027-02-01", "2027-02-28", "180.00")
}

// The bounds of a metered line make one sum of it, whatever was used on which day.
func TestAConcessionTakesItsDaysOfABoundedUsage(t *testing.T) {
	bills := func(first, second int64, least, most tariff.Value, yuan string) {
		t.Helper()
		metered := tariff.Metered{Readings: []tariff.Reading{read("2027-02-01", "2027-02-07", first), read("2027-02-08", "2027-02-28", second)}}
		rule := tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "2", Least: least, Most: most}}}
		clerk{versions: always(rule), facts: water(first+second, metered), concessions: waived(0, "2027-02-01", "2027-02-07")}.bills(t, "2027-02-01", "2027-02-28", yuan)
	}
	bills(10, 90, "", "100", "75.00")  // 200 at most 100, 21 of 28 days
	bills(10, 90, "", "200", "180.00") // 90 × 2
	bills(1, 0, "20", "", "15.00")     // 2 at least 20
	bills(10, 90, "200", "", "180.00")
}

// A line's bounds hold each month of it as a whole where its price changes inside, as those of a rule do.
func TestALinesBoundsAreThoseOfEachMonth(t *testing.T) {
	changed := func(before, after, least, most tariff.Value) []tariff.Version {
		versions := priced(before, after, "", "", "")
		for i := range versions {
			versions[i].Rule.Lines[0].Least, versions[i].Rule.Lines[0].Most = least, most
		}
		return versions
	}
	room := func(area int64) tariff.Facts { return tariff.Facts{AreaCentiM2: area * 100} }
	// 570, 570 × 15/28 + 627 × 13/28 = 596.46 and 627, of which 600.
	capped := changed("3.00", "3.30", "", "600")
	clerk{versions: capped, facts: room(190)}.bills(t, "2027-01-01", "2027-03-31", "1766.46")
	clerk{versions: capped, facts: room(190)}.bills(t, "2027-02-01", "2027-02-28", "596.46")
	// 80, at least 100; 80 × 15/28 + 112 × 13/28 = 94.86, at least 100; 112.
	least := changed("2.50", "3.50", "100", "")
	clerk{versions: least, facts: room(32)}.bills(t, "2027-01-01", "2027-03-31", "312.00")
	clerk{versions: least, facts: room(32)}.bills(t, "2027-02-01", "2027-02-28", "100.00")
	// 630 × 15/28 + 525 × 13/28 = 581.25.
	cheaper := changed("3.00", "2.50", "", "600")
	clerk{versions: cheaper, facts: room(210)}.bills(t, "2027-02-01", "2027-02-28", "581.25")
	// By the year it is the same: 7,200 a year are 600 a month.
	yearly := changed("36", "39.6", "", "7200")
	for i := range yearly {
		yearly[i].Rule.Lines[0].Per = tariff.Year
	}
	clerk{versions: yearly, facts: room(190)}.bills(t, "2027-01-01", "2027-03-31", "1766.46")
	// A concession takes its days of a month that the bound changes: 732.14 at most 600, 13 of 28 days; what a month that it does
	// not change asks on them: 627 × 13/28 = 291.11.
	first := waived(0, "2027-02-01", "2027-02-15")
	clerk{versions: changed("2.50", "5.00", "", "600"), facts: room(200), concessions: first}.bills(t, "2027-02-01", "2027-02-28", "278.57")
	clerk{versions: capped, facts: room(190), concessions: first}.bills(t, "2027-02-01", "2027-02-28", "291.11")
	// Where the bound changes too the month has its days' share of each: 15/28 × 600 + 13/28 × 700 = 646.43 of 732.14.
	risen := changed("2.50", "5.00", "", "600")
	risen[1].Rule.Lines[0].Most = "700"
	clerk{versions: risen, facts: room(200)}.bills(t, "2027-02-01", "2027-02-28", "646.43")
	// The rule's own bound holds what the line's made of the month.
	for i := range capped {
		capped[i].Rule.Most = "590"
	}
	clerk{versions: capped, facts: room(190)}.bills(t, "2027-01-01", "2027-03-31", "1750.00")
	// Another line, or another number of lines, is held for itself: 305.36 and 278.57.
	capped[0].Rule.Most, capped[1].Rule.Most = "", ""
	capped[1].Rule.Lines[0].Name = "物业费"
	clerk{versions: capped, facts: room(190)}.bills(t, "2027-02-01", "2027-02-28", "583.93")
	capped[1].Rule.Lines[0].Name = ""
	capped[1].Rule.Lines = append(capped[1].Rule.Lines, tariff.Line{Price: "0"})
	clerk{versions: capped, facts: room(190)}.bills(t, "2027-02-01", "2027-02-28", "583.93")
	result, err := tariff.Price(least, room(32), "2027-02-01", "2027-02-28", waived(50, "2027-02-01", "2027-02-14"))
	require.NoError(t, err)
	require.Equal(t, []string{"2027-02-01 至 2027-02-14：面积 32.00 m² × 2.50 元 × 14天/28天 = 40", "不低于 100.00 元 × 14天/28天 = 50",
		"2027-02-01 至 2027-02-14：空置减免 50 × 50% = 25", "2027-02-15 至 2027-02-15：面积 32.00 m² × 2.50 元 × 1天/28天 = 约2.857143",
		"不低于 100.00 元 × 1天/28天 = 约3.571429", "2027-02-16 至 2027-02-28：面积 32.00 m² × 3.50 元 × 13天/28天 = 52",
		"2027-02-01 至 2027-02-28：合并计算 约94.857143，不低于 100，上面分段计 约105.571429，减 约5.571429",
		"合计 25 + 约3.571429 + 52 + 约-5.571429 = 75"}, result.Steps)
}

// The bounds of the only line of a standard come to what the same bounds of the standard do, whatever changes inside a month.
func TestTheBoundsOfTheOnlyLineAreThoseOfItsRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		least, most := tariff.Value(""), tariff.Value("")
		if rapid.Bool().Draw(t, "has a least") {
			least = tariff.Value(strconv.Itoa(rapid.IntRange(0, 200).Draw(t, "least")))
		}
		if rapid.Bool().Draw(t, "has a most") {
			most = tariff.Value(strconv.Itoa(rapid.IntRange(200, 600).Draw(t, "most")))
		}
		from := drawDayOrEnd(t, "from")
		to := from.AddDays(rapid.IntRange(0, 120).Draw(t, "days"))
		var ofRule, ofLine []tariff.Version
		for on := calendar.Date("2020-01-01"); on <= to; on = max(on, from).AddDays(1 + rapid.IntRange(0, 40).Draw(t, "apart")) {
			line := tariff.Line{Price: drawYuan(t, "price"), Measure: tariff.Area, Factor: "0.7"}
			ofRule = append(ofRule, tariff.Version{FromOn: on, Rule: tariff.Rule{Lines: []tariff.Line{line}, Least: least, Most: most}})
			line.Least, line.Most = least, most
			ofLine = append(ofLine, tariff.Version{FromOn: on, Rule: tariff.Rule{Lines: []tariff.Line{line}}})
		}
		facts := home()
		facts.MonthDay = rapid.IntRange(0, 31).Draw(t, "monthDay")
		concessions := drawConcessions(t)
		for i := range concessions {
			concessions[i].FromOn = from.AddDays(rapid.IntRange(-20, 100).Draw(t, "conceded"))
			concessions[i].ToOn = concessions[i].FromOn.AddDays(rapid.IntRange(0, 40).Draw(t, "for days"))
		}
		rule, err := tariff.Price(ofRule, facts, from, to, concessions)
		require.NoError(t, err)
		line, err := tariff.Price(ofLine, facts, from, to, concessions)
		require.NoError(t, err)
		require.Zero(t, rule.Exact.Cmp(line.Exact), "%s %v\n%s %v", rule.Exact, rule.Steps, line.Exact, line.Steps)
	})
}
