package tariff_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// clerk is a room, its tariff and a bill as a charge clerk works it out on paper.
type clerk struct {
	versions    []tariff.Version
	facts       tariff.Facts
	concessions []tariff.Concession
	formulas    trees
}

// water is a room that used so much water in the span, as the readings have it.
func water(used int64, metered tariff.Metered) tariff.Facts {
	return tariff.Facts{Usage: map[string]tariff.Number{"水": tariff.Whole(used)},
		Metered: map[string]tariff.Metered{"水": metered}}
}

// read is a reading of so much from one day to another.
func read(from, to calendar.Date, used int64) tariff.Reading {
	return tariff.Reading{FromOn: from, ToOn: to, Used: tariff.Whole(used)}
}

// always is a standard that never changed.
func always(rule tariff.Rule) []tariff.Version {
	return []tariff.Version{{FromOn: "2010-01-01", Rule: rule}}
}

// bills asks the engine and the oracle for the fen of a span.
func (c clerk) bills(t *testing.T, from, to calendar.Date, yuan string) {
	t.Helper()
	result, err := tariff.Price(c.versions, c.facts, from, to, c.concessions)
	require.NoError(t, err)
	require.Equal(t, yuan, result.AmountFen.String(), "%s", result.Steps)
	_, fen, applies, failed := c.formulas.oracle(c.versions, &c.facts, from, to, c.concessions)
	require.False(t, failed)
	require.True(t, applies)
	require.EqualValues(t, result.AmountFen, fen, "the oracle says %d fen", fen)
}

var monthTiers = []tariff.Tier{{UpTo: "22", Price: "2.88"}, {UpTo: "30", Price: "4.32"}, {Price: "8.64"}}

var yearTiers = []tariff.Tier{{UpTo: "180", Price: "5"}, {UpTo: "260", Price: "7"}, {Price: "9"}}

func TestAPriceThatChangesInsideAMonthPartsTheWater(t *testing.T) {
	price := func(price tariff.Value) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: price}}}
	}
	dearer := []tariff.Version{{FromOn: "2010-01-01", Rule: price("3")}, {FromOn: "2026-04-16", Rule: price("4")}}
	// Read on the 15th: 10 × 3 + 20 × 4 = 110.
	exact := tariff.Metered{Readings: []tariff.Reading{read("2026-04-01", "2026-04-15", 10), read("2026-04-16", "2026-04-30", 20)}}
	clerk{versions: dearer, facts: water(30, exact)}.bills(t, "2026-04-01", "2026-04-30", "110.00")
	// Not read: 15 days of 30 are 15 m³ at 3 and 15 m³ at 4, 45 + 60 = 105.
	even := tariff.Metered{Readings: []tariff.Reading{read("2026-04-01", "2026-04-30", 30)}}
	clerk{versions: dearer, facts: water(30, even)}.bills(t, "2026-04-01", "2026-04-30", "105.00")
	// 抄见: all 30 at the price of the last day, 120.
	dearer[1].Rule.Split = tariff.SplitLast
	clerk{versions: dearer, facts: water(30, exact)}.bills(t, "2026-04-01", "2026-04-30", "120.00")
}

func TestASkippedMonthsLimitsAndAllowanceAreThoseOfBoth(t *testing.T) {
	both := tariff.Metered{Readings: []tariff.Reading{read("2026-03-01", "2026-04-30", 44)}, SinceOn: "2026-03-01",
		UntilOn: "2026-04-30"}
	// Two months have 44 m³ in the first tier: 44 × 2.88 = 126.72. One month's would be 22 × 2.88 + 8 × 4.32 + 14 × 8.64 = 218.88.
	clerk{versions: always(tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Tiers: monthTiers}}}), facts: water(44, both)}.
		bills(t, "2026-04-01", "2026-04-30", "126.72")
	// 5 m³ a month are 10 m³ free in two: (44 − 10) × 3 = 102. Once for the bill: (44 − 5) × 3 = 117.
	free := tariff.Line{Measure: "usage:水", Less: "5", Price: "3"}
	clerk{versions: always(tariff.Rule{Lines: []tariff.Line{free}}), facts: water(44, both)}.bills(t, "2026-04-01", "2026-04-30", "102.00")
	free.LessPer = tariff.Period
	clerk{versions: always(tariff.Rule{Lines: []tariff.Line{free}}), facts: water(44, both)}.bills(t, "2026-04-01", "2026-04-30", "117.00")
}

// The three dials of a month and a price for each: the old one until the day, the new one from it.
func TestThePeakAndTheValleyArePartedByTheirOwnReadings(t *testing.T) {
	bands := func(peak, valley tariff.Value) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Measure: "usage:电", Tiers: []tariff.Tier{
			{UpTo: "60", Bands: []tariff.Band{{Name: "峰", Price: peak}, {Name: "谷", Price: valley}}}, {Price: "1"}}}}}
	}
	facts := tariff.Facts{Usage: map[string]tariff.Number{"电/峰": tariff.Whole(60), "电/谷": tariff.Whole(40)}}
	peak := []tariff.Reading{read("2026-04-01", "2026-04-15", 40), read("2026-04-16", "2026-04-30", 20)}
	valley := []tariff.Reading{read("2026-04-01", "2026-04-15", 10), read("2026-04-16", "2026-04-30", 30)}
	facts.Metered = map[string]tariff.Metered{"电/峰": {Readings: peak}, "电/谷": {Readings: valley},
		"电": {Readings: append(append([]tariff.Reading{}, peak...), valley...)}}
	// Half of the month has 30 kWh of the first tier. Until the 15th 40 + 10: 30 × 4/5 = 24 at 0.6, 6 at 0.3, 20 at 1: 36.20.
	// From the 16th 20 + 30: 30 × 2/5 = 12 at 0.8, 18 at 0.4, 20 at 1: 36.80. Together 73.
	clerk{versions: []tariff.Version{{FromOn: "2010-01-01", Rule: bands("0.6", "0.3")},
		{FromOn: "2026-04-16", Rule: bands("0.8", "0.4")}}, facts: facts}.bills(t, "2026-04-01", "2026-04-30", "73.00")
}

func TestAFormulaOverAUsageIsSharedByWhatWasUsed(t *testing.T) {
	used := &tree{op: "name", measure: "usage:水"}
	formulas := trees{}
	priced := func(price string) tariff.Rule {
		formula := `用量("水") * ` + price + ` + 6`
		formulas[formula] = &tree{op: "+", parts: []*tree{{op: "*", parts: []*tree{used, {op: "number", exact: decimalOf(price)}}},
			{op: "number", exact: decimalOf("6")}}}
		return tariff.Rule{Lines: []tariff.Line{{Formula: formula}}}
	}
	dearer := []tariff.Version{{FromOn: "2010-01-01", Rule: priced("3")}, {FromOn: "2026-04-16", Rule: priced("4")}}
	exact := tariff.Metered{Readings: []tariff.Reading{read("2026-04-01", "2026-04-15", 10), read("2026-04-16", "2026-04-30", 20)}}
	// 30 × 3 + 6 = 96 for the 10 of 30 until the 15th, 30 × 4 + 6 = 126 for the 20 after it: 32 + 84 = 116.
	clerk{versions: dearer, facts: water(30, exact), formulas: formulas}.bills(t, "2026-04-01", "2026-04-30", "116.00")
	// Nothing was used: 6 by the 15 days of each, 3 + 3 = 6.
	clerk{versions: dearer, facts: water(0, tariff.Metered{}), formulas: formulas}.bills(t, "2026-04-01", "2026-04-30", "6.00")
}

func TestConcessionsComeAfterTheLimits(t *testing.T) {
	// 0 % of anything is nothing, whatever the minimum: max(2 × 100, 300) × 0 = 0.
	minimum := always(tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "2"}}, Least: "300"})
	room := tariff.Facts{AreaCentiM2: 10000}
	clerk{versions: minimum, facts: room, concessions: []tariff.Concession{{Factor: tariff.Whole(0)}}}.bills(t, "2026-03-01", "2026-03-31", "0.00")
	// At most 300 a month, two months, 70 %: min(2 × 200 × 2, 600) × 0.7 = 420.
	capped := always(tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "2"}}, Most: "300"})
	large := tariff.Facts{AreaCentiM2: 20000}
	seventy := []tariff.Concession{{Factor: tariff.Ratio(7, 10)}}
	clerk{versions: capped, facts: large, concessions: seventy}.bills(t, "2026-03-01", "2026-04-30", "420.00")
	// In one of the two months alone: 300 + 300 × 0.7 = 510.
	seventy[0].FromOn = "2026-04-01"
	clerk{versions: capped, facts: large, concessions: seventy}.bills(t, "2026-03-01", "2026-04-30", "510.00")
	// Half of what was used from the 21st on: 12 m³ until the 20th, 18 after it, 12 × 3 + 18 × 3 × 0.5 = 63.
	half := []tariff.Concession{{Factor: tariff.Ratio(1, 2), FromOn: "2026-04-21"}}
	until := tariff.Metered{Readings: []tariff.Reading{read("2026-04-01", "2026-04-20", 12), read("2026-04-21", "2026-04-30", 18)}}
	plain := always(tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "3"}}})
	clerk{versions: plain, facts: water(30, until), concessions: half}.bills(t, "2026-04-01", "2026-04-30", "63.00")
	// Of every item at 70 %: the sewage is a tenth of a water bill that has the 70 % already, 63 × 0.1 = 6.30.
	sewage := always(tariff.Rule{Lines: []tariff.Line{{Measure: "item:水费", Price: "0.1"}}})
	facts := tariff.Facts{Items: map[string]tariff.Number{"水费": tariff.Whole(63)}}
	clerk{versions: sewage, facts: facts, concessions: []tariff.Concession{{Factor: tariff.Ratio(7, 10), All: true}}}.bills(t, "2026-04-01", "2026-04-30", "6.30")
	// One of this item alone is taken: 6.30 × 0.7 = 4.41.
	clerk{versions: sewage, facts: facts, concessions: []tariff.Concession{{Factor: tariff.Ratio(7, 10)}}}.bills(t, "2026-04-01", "2026-04-30", "4.41")
}

func TestThirtyOfThreeHundredAndSixty(t *testing.T) {
	room := tariff.Facts{AreaCentiM2: 9830}
	c := clerk{versions: always(tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "2.85"}}, Proration: tariff.By360}),
		facts: room}
	// From 11 February to its end are 20 of 30 days: 98.30 × 2.85 × 20 / 30 = 186.77.
	c.bills(t, "2026-02-11", "2026-02-28", "186.77")
	c.bills(t, "2024-02-11", "2024-02-29", "186.77")
	c.bills(t, "2026-01-11", "2026-01-31", "186.77")
	// Wherever a quarter is cut in two, its parts are the whole: 98.30 × 2.85 × 3 = 840.465.
	for cut := calendar.Date("2026-01-01"); cut < "2026-03-31"; cut = cut.AddDays(1) {
		front, err := tariff.Price(c.versions, room, "2026-01-01", cut, nil)
		require.NoError(t, err)
		back, err := tariff.Price(c.versions, room, cut.AddDays(1), "2026-03-31", nil)
		require.NoError(t, err)
		require.Zero(t, front.Exact.Add(back.Exact).Cmp(mustNumber("840.465")), "cut after %s", cut)
	}
}

func TestATierYearThatBeginsBetweenTwoReadings(t *testing.T) {
	rule := tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Tiers: yearTiers, TierBy: tariff.TierYear}}}
	// 60 m³ on the 62 days of December and January, 31 of each year: 30 m³ in each. 250 before: 10 × 7 + 20 × 9 = 250 in
	// December, 30 × 5 = 150 in January, 400.
	two := tariff.Metered{Readings: []tariff.Reading{read("2025-12-01", "2026-01-31", 60)}, SinceOn: "2025-12-01", UntilOn: "2026-01-31"}
	facts := water(60, two)
	facts.UsedBefore = map[string]tariff.Number{"水": tariff.Whole(250)}
	clerk{versions: always(rule), facts: facts}.bills(t, "2025-12-01", "2026-01-31", "400.00")
	// Read on 31 December at 40: 10 × 7 + 30 × 9 = 340, and 20 × 5 = 100 in January, 440.
	facts.Metered = map[string]tariff.Metered{"水": {Readings: []tariff.Reading{read("2025-12-01", "2025-12-31", 40),
		read("2026-01-01", "2026-01-31", 20)}}}
	clerk{versions: always(rule), facts: facts}.bills(t, "2025-12-01", "2026-01-31", "440.00")
}

func TestAHouseholdThatJoinsInJulyHasHalfAYearsTiers(t *testing.T) {
	line := tariff.Line{Measure: "usage:水", Tiers: yearTiers, TierBy: tariff.TierYear}
	facts := water(100, tariff.Metered{})
	facts.HandoverOn = "2026-07-10"
	joins := func(join tariff.TierJoin, yuan string) {
		t.Helper()
		line.TierJoin = join
		clerk{versions: always(tariff.Rule{Lines: []tariff.Line{line}}), facts: facts}.bills(t, "2026-08-01", "2026-08-31", yuan)
	}
	joins("", "520.00") // six of twelve months, 90 and 130: 90 × 5 + 10 × 7 = 520
	joins(tariff.JoinMonths, "520.00")
	// 10 July to 31 December are 22 + 31 + 30 + 31 + 30 + 31 = 175 of 365 days: the first limit is 180 × 175 / 365 = 86.30137,
	// 86.30137 × 5 + 13.69863 × 7 = 527.39726.
	joins(tariff.JoinDays, "527.40")
	joins(tariff.JoinWhole, "500.00") // 100 of 180
	// A later owner joins in July of a room that was handed over long ago; where the tiers belong to the room she does not.
	facts.HandoverOn, facts.OwnerOn = "2015-05-01", "2026-07-10"
	joins(tariff.JoinMonths, "520.00")
	line.TierKeep = true
	joins(tariff.JoinMonths, "500.00")
}

func TestASeasonThatEndsBetweenTwoReadings(t *testing.T) {
	summer := tariff.Condition{Field: "month", Op: "between", Values: []string{"5", "10"}}
	winter := tariff.Condition{Field: "month", Op: "in", Values: []string{"11", "12", "1", "2", "3", "4"}}
	rule := tariff.Rule{Lines: []tariff.Line{
		{Measure: "usage:水", When: []tariff.Condition{winter}, Price: "3"},
		{Measure: "usage:水", When: []tariff.Condition{summer}, Price: "4"}}}
	// 122 m³ on the 61 days of April and May, 2 a day: 60 × 3 + 62 × 4 = 428.
	clerk{versions: always(rule), facts: water(122, tariff.Metered{})}.bills(t, "2026-04-01", "2026-05-31", "428.00")
	// By tiers of the month, with the two months' 44 and 60 shared by months, one each: April 22 × 3 + 8 × 4 + 30 × 5 = 248,
	// May 22 × 4 + 8 × 5 + 32 × 6 = 320, 568.
	rule.Lines[0].Price, rule.Lines[1].Price = "", ""
	rule.Lines[0].Tiers = []tariff.Tier{{UpTo: "22", Price: "3"}, {UpTo: "30", Price: "4"}, {Price: "5"}}
	rule.Lines[1].Tiers = []tariff.Tier{{UpTo: "22", Price: "4"}, {UpTo: "30", Price: "5"}, {Price: "6"}}
	clerk{versions: always(rule), facts: water(122, tariff.Metered{})}.bills(t, "2026-04-01", "2026-05-31", "568.00")
}

// Guangdong's published tariff: summer is May to October, with 260 and 600 kWh, other months have 200 and 400.
func TestTheSeasonsOfGuangdongPartThePowerOfTwoMonths(t *testing.T) {
	prices := func(first, second tariff.Value) []tariff.Tier {
		return []tariff.Tier{{UpTo: first, Price: "0.5921"}, {UpTo: second, Price: "0.6421"}, {Price: "0.8921"}}
	}
	rule := tariff.Rule{Lines: []tariff.Line{
		{When: []tariff.Condition{{"month", "between", []string{"5", "10"}}}, Measure: "usage:电", Tiers: prices("260", "600")},
		{When: []tariff.Condition{{"month", "in", []string{"1", "2", "3", "4", "11", "12"}}}, Measure: "usage:电", Tiers: prices("200", "400")}}}
	facts := tariff.Facts{Usage: map[string]tariff.Number{"电": tariff.Whole(600)}}
	// 600 kWh on 61 days: April has 600 × 30 / 61 = 295.0820, May 304.9180.
	// April 200 × 0.5921 + 95.0820 × 0.6421 = 179.4721, May 260 × 0.5921 + 44.9180 × 0.6421 = 182.7879: 362.26.
	clerk{versions: always(rule), facts: facts}.bills(t, "2026-04-01", "2026-05-31", "362.26")
}

func TestAVersionThatChangesNothingChangesNoBill(t *testing.T) {
	// 44 m³ on the 59 days of February and March, two months' 22 m³: 44 × 2.88 = 126.72. Cut at the end of February it would be
	// 44 × 28 / 59 = 20.88 and 23.12 m³, of which 1.12 are above 22.
	two := tariff.Metered{Readings: []tariff.Reading{read("2026-02-01", "2026-03-31", 44)}}
	rule := tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Tiers: monthTiers}}}
	again := append(always(rule), tariff.Version{FromOn: "2026-03-01", Rule: rule})
	clerk{versions: always(rule), facts: water(44, two)}.bills(t, "2026-02-01", "2026-03-31", "126.72")
	clerk{versions: again, facts: water(44, two)}.bills(t, "2026-02-01", "2026-03-31", "126.72")
	// Another line that comes to it, 10 yuan for March alone, does not cut the water either: 126.72 + 10 = 136.72.
	again[1].Rule.Lines = append(slices.Clone(rule.Lines), tariff.Line{Price: "10"})
	clerk{versions: again, facts: water(44, two)}.bills(t, "2026-02-01", "2026-03-31", "136.72")
}

func TestMostCountsTheMonthThatWasSkipped(t *testing.T) {
	both := tariff.Metered{Readings: []tariff.Reading{read("2026-03-01", "2026-04-30", 90)}, SinceOn: "2026-03-01", UntilOn: "2026-04-30"}
	line := []tariff.Line{{Measure: "usage:水", Price: "2"}}
	// 90 × 2 = 180 of two months is below 2 × 100. At most 80 a month are 160.
	clerk{versions: always(tariff.Rule{Lines: line, Most: "100"}), facts: water(90, both)}.bills(t, "2026-04-01", "2026-04-30", "180.00")
	clerk{versions: always(tariff.Rule{Lines: line, Most: "80"}), facts: water(90, both)}.bills(t, "2026-04-01", "2026-04-30", "160.00")
}

// A month of 30 days a month is one month however it is cut, where the bill has all of it.
func TestByThirtyTheCutsOfAWholeMonthAreOneMonth(t *testing.T) {
	changed := func(before, after tariff.Value, on calendar.Date) []tariff.Version {
		return []tariff.Version{{FromOn: "2010-01-01", Rule: fixed(before, tariff.ByThirty)}, {FromOn: on, Rule: fixed(after, tariff.ByThirty)}}
	}
	// January is 1 month, of which 15 days of 31 are at 310 and 16 at 620: 150 + 320 = 470. By thirtieths it were 485.67, more
	// than any day's share of either price.
	clerk{versions: changed("310", "620", "2026-01-16")}.bills(t, "2026-01-01", "2026-01-31", "470.00")
	clerk{versions: changed("300", "300", "2026-01-16")}.bills(t, "2026-01-01", "2026-01-31", "300.00")
	// February: 14 of 28 days whole and 14 at half, 280 × (14 + 7) / 28 = 210.
	half := []tariff.Concession{{Factor: tariff.Ratio(1, 2), FromOn: "2026-02-15"}}
	clerk{versions: always(fixed("280", tariff.ByThirty)), concessions: half}.bills(t, "2026-02-01", "2026-02-28", "210.00")
	// From 17 January on the bill has 15 days of January, 15/30, whatever cuts them: 8/30 × 300 + 7/30 × 600, and February's
	// 600 are 80 + 140 + 600 = 820.
	clerk{versions: changed("300", "600", "2026-01-25")}.bills(t, "2026-01-17", "2026-02-28", "820.00")
	// Of 30 days of a month of 31, that are a month, 10 are a third: 100 + 2/3 × 600 = 500.
	clerk{versions: changed("300", "600", "2026-01-12")}.bills(t, "2026-01-02", "2026-01-31", "500.00")
	// A piece from the middle of a whole month to the middle of one that the bill cuts has days of both kinds: January 15/31 of
	// 310 are 150, then 16/31 of 620, February's 620 and 20/30 of March: 320 + 620 + 413.33.
	clerk{versions: changed("310", "620", "2026-01-16")}.bills(t, "2026-01-01", "2026-03-20", "1503.33")
}

// A bound for a month is asked of each month: one month's excess does not fill what another leaves.
func TestAMonthsBoundsAreThoseOfEachMonth(t *testing.T) {
	bounded := func(line tariff.Line, least, most tariff.Value) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{line}, Least: least, Most: most}
	}
	changed := func(on calendar.Date, before, after, least, most tariff.Value) []tariff.Version {
		return []tariff.Version{{FromOn: "2010-01-01", Rule: bounded(tariff.Line{Price: before}, least, most)},
			{FromOn: on, Rule: bounded(tariff.Line{Price: after}, least, most)}}
	}
	// 500 + 300 + 300, at most 400 a month: 400 + 300 + 300 = 1000, though all of it is below 3 × 400.
	capped := changed("2026-02-01", "500", "300", "", "400")
	clerk{versions: capped}.bills(t, "2026-01-01", "2026-03-31", "1000.00")
	// 100 + 300 + 300, at least 200 a month: 200 + 300 + 300 = 800.
	clerk{versions: changed("2026-02-01", "100", "300", "200", "")}.bills(t, "2026-01-01", "2026-03-31", "800.00")
	// 500 until 15 April and 300 from the 16th are 250 + 150 = 400 in April, and 300 in May: 700. Of at most 350, 350 + 300.
	clerk{versions: changed("2026-04-16", "500", "300", "", "400")}.bills(t, "2026-04-01", "2026-05-31", "700.00")
	clerk{versions: changed("2026-04-16", "500", "300", "", "350")}.bills(t, "2026-04-01", "2026-05-31", "650.00")
	// Half of January has half of its bound: 16/31 × 500 at most 16/31 × 400 = 206.45, and 600.
	clerk{versions: capped}.bills(t, "2026-01-16", "2026-03-31", "806.45")
	// By the bill 1,100 is below 1,200.
	capped[1].Rule.LimitPer = tariff.Period
	capped[1].Rule.Most = "1200"
	clerk{versions: capped}.bills(t, "2026-01-01", "2026-03-31", "1100.00")
	// 500 in winter and 300 from April on: 400 + 300.
	season := func(price tariff.Value, op string) tariff.Line {
		return tariff.Line{Price: price, When: []tariff.Condition{{Field: "month", Op: op, Values: []string{"4"}}}}
	}
	seasons := tariff.Rule{Lines: []tariff.Line{season("500", "<"), season("300", "≥")}, Most: "400"}
	clerk{versions: always(seasons)}.bills(t, "2026-03-01", "2026-04-30", "700.00")
	// 10 a day, at most 300 a month: 310 in January are 300, 280 in February are 280.
	clerk{versions: always(bounded(tariff.Line{Price: "10", Per: tariff.Day}, "", "300"))}.bills(t, "2026-01-01", "2026-02-28", "580.00")
}

func TestAMonthsConcessionIsOfWhatItsBoundsLeave(t *testing.T) {
	rule := func(price tariff.Value) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Price: price}}, Most: "400"}
	}
	versions := []tariff.Version{{FromOn: "2010-01-01", Rule: rule("500")}, {FromOn: "2026-02-01", Rule: rule("300")}}
	// January's 500 are 400, of which half is 200; February and March are 600: 800.
	half := []tariff.Concession{{Name: "空置减免", Factor: tariff.Ratio(1, 2), ToOn: "2026-01-31"}}
	clerk{versions: versions, concessions: half}.bills(t, "2026-01-01", "2026-03-31", "800.00")
	result, err := tariff.Price(versions, tariff.Facts{}, "2026-01-01", "2026-03-31", half)
	require.NoError(t, err)
	require.Equal(t, []string{"2026-01-01 至 2026-01-31：定额 500.00 元 × 1 月 = 500", "2026-02-01 至 2026-03-31：定额 300.00 元 × 2 月 = 600",
		"合计 500 + 600 = 1100", "2026-01-01 至 2026-01-31：500，不超过 400.00 元 × 1 月 = 400", "2026-02-01 至 2026-03-31：600",
		"合计 400 + 600 = 1000", "减免 1000 × 80% = 800（空置减免 2026-01-01 至 2026-01-31 收 50%）"}, result.Steps)
}

// What is charged by usage or once has no month of its own: it goes where it changes the bounds' work least.
func TestWhatHasNoMonthFillsWhatTheMonthsLack(t *testing.T) {
	versions := func(before, after, least, most tariff.Value) []tariff.Version {
		other := tariff.Line{Measure: "item:水费", Price: "1"}
		rule := func(price tariff.Value) tariff.Rule {
			return tariff.Rule{Lines: []tariff.Line{{Price: price}, other}, Least: least, Most: most}
		}
		return []tariff.Version{{FromOn: "2010-01-01", Rule: rule(before)}, {FromOn: "2026-02-01", Rule: rule(after)}}
	}
	bills := func(versions []tariff.Version, other int64, to calendar.Date, yuan string) {
		t.Helper()
		facts := tariff.Facts{Items: map[string]tariff.Number{"水费": tariff.Whole(other)}}
		clerk{versions: versions, facts: facts}.bills(t, "2026-01-01", to, yuan)
	}
	capped := versions("500", "300", "", "400")
	bills(capped, 50, "2026-03-31", "1050.00")  // 400 + 300 + 300 and 50, for which February has room
	bills(capped, 250, "2026-03-31", "1200.00") // February and March have room for 200
	bills(capped, -30, "2026-02-28", "700.00")  // 470 at most 400, 300
	bills(capped, -150, "2026-02-28", "650.00") // 100 of it are January's excess: 400 + 300 − 50
	least := versions("20", "90", "50", "")
	bills(least, 10, "2026-02-28", "140.00") // January's 20 + 10 are still below 50; 90
	bills(least, 40, "2026-02-28", "150.00") // 30 fill January, 10 are left: 50 + 90 + 10 = 20 + 90 + 40
	// In one month it is the month's: 500 − 30 at most 400; 20 + 40 are above 50.
	bills(capped, -30, "2026-01-31", "400.00")
	bills(least, 40, "2026-01-31", "60.00")
	facts := tariff.Facts{Items: map[string]tariff.Number{"水费": tariff.Whole(10)}}
	result, err := tariff.Price(least, facts, "2026-01-01", "2026-02-28", nil)
	require.NoError(t, err)
	require.Equal(t, []string{"2026-01-01 至 2026-01-31：定额 20.00 元 × 1 月 = 20", "2026-02-01 至 2026-02-28：定额 90.00 元 × 1 月 = 90",
		"水费 10 元 × 1.00 元 = 10", "合计 20 + 90 + 10 = 120", "2026-01-01 至 2026-01-31：20，不低于 50.00 元 × 1 月 = 50", "2026-02-01 至 2026-02-28：90",
		"不分月的 10，其中 10 抵作上面补足的", "合计 50 + 90 = 140"}, result.Steps)
}

// guangdong is the published tariff of a season, by its two limits.
func guangdong(first, second tariff.Value) tariff.Line {
	return tariff.Line{Measure: "usage:电", Tiers: []tariff.Tier{{UpTo: first, Price: "0.5921"}, {UpTo: second, Price: "0.6421"}, {Price: "0.8921"}}}
}

// power is a room that used so much between two readings in a span.
func power(used int64, from, to calendar.Date, since, until calendar.Date) tariff.Facts {
	return tariff.Facts{Usage: map[string]tariff.Number{"电": tariff.Whole(used)}, Metered: map[string]tariff.Metered{
		"电": {Readings: []tariff.Reading{read(from, to, used)}, SinceOn: since, UntilOn: until}}}
}

// A reading that closes a month some days before its end does not stretch the limits of the seasons before.
func TestASeasonsLimitsAreThoseOfItsMonths(t *testing.T) {
	summer, winter := guangdong("260", "600"), guangdong("200", "400")
	summer.When = []tariff.Condition{{Field: "month", Op: "between", Values: []string{"5", "10"}}}
	winter.When = []tariff.Condition{{Field: "month", Op: "in", Values: []string{"1", "2", "3", "4", "11", "12"}}}
	seasons := always(tariff.Rule{Lines: []tariff.Line{summer, winter}})
	// Read on 31 August and 28 November, 900 kWh on 89 days. September and October are two months, 61 days with 616.853933:
	// 520 × 0.5921 + 96.853933 × 0.6421 = 370.081910. November's reading closes it, 283.146067 in one month: 200 × 0.5921 +
	// 83.146067 × 0.6421 = 171.808090. Together 541.89; three months stretched over 2 + 28/30 are 541.75.
	clerk{versions: seasons, facts: power(900, "2026-09-01", "2026-11-28", "", "2026-11-30")}.bills(t, "2026-09-01", "2026-11-30", "541.89")
	// Read on 28 April and 28 May, 400 kWh on 30 days for May's bill of one month. Two days of April have 26.666667 and 2/30 of a
	// month, 13.333333 × 0.5921 + 13.333333 × 0.6421 = 16.456; 28 of May have 373.333333 and the other 28/30, 242.666667 × 0.5921 +
	// 130.666667 × 0.6421 = 227.584: 244.04.
	clerk{versions: seasons, facts: power(400, "2026-04-29", "2026-05-28", "2026-05-01", "2026-05-31")}.bills(t, "2026-05-01", "2026-05-31", "244.04")
	// Read on 28 March and 28 May the days are 3/31 + 1 + 28/31, two months and no more: April's part has 34/31 of them. 610 kWh
	// on 61 days, 330: 219.354839 × 0.5921 + 110.645161 × 0.6421 = 200.925258; 280: 234.838710 × 0.5921 + 45.161290 × 0.6421 =
	// 168.046065. Together 368.97.
	clerk{versions: seasons, facts: power(610, "2026-03-29", "2026-05-28", "2026-04-01", "2026-05-31")}.bills(t, "2026-04-01", "2026-05-31", "368.97")
	// A meter that was put in on 16 October, read on 30 November, 460 kWh on 46 days: half of October is missing before its
	// 16 days, and they have all of October. 160 × 0.5921 = 94.736, 300: 200 × 0.5921 + 100 × 0.6421 = 182.63: 277.37.
	clerk{versions: seasons, facts: power(460, "2026-10-16", "2026-11-30", "", "2026-11-30")}.bills(t, "2026-10-01", "2026-11-30", "277.37")
	// What is included follows too: 260 a month of September and October are free and 200 of November.
	for i := range seasons[0].Rule.Lines {
		line := &seasons[0].Rule.Lines[i]
		line.Less, line.Price, line.Tiers = line.Tiers[0].UpTo, "1", nil
	}
	// 616.853933 − 520 + 283.146067 − 200 = 180.
	clerk{versions: seasons, facts: power(900, "2026-09-01", "2026-11-28", "", "2026-11-30")}.bills(t, "2026-09-01", "2026-11-30", "180.00")
}

func TestAVersionsLimitsAreThoseOfItsMonths(t *testing.T) {
	versions := []tariff.Version{{FromOn: "2010-01-01", Rule: tariff.Rule{Lines: []tariff.Line{guangdong("200", "400")}}},
		{FromOn: "2026-04-16", Rule: tariff.Rule{Lines: []tariff.Line{guangdong("260", "600")}}}}
	// Read on 31 March and 25 April, 311 kWh on 25 days. Until the 15th half a month and 186.6: 100 × 0.5921 + 86.6 × 0.6421 =
	// 114.81586. From the 16th the other half and 124.4, below 130: 73.65724. Together 188.47; by 15 and 10 of 25 days it
	// were 188.49.
	early := power(311, "2026-04-01", "2026-04-25", "", "2026-04-30")
	clerk{versions: versions, facts: early}.bills(t, "2026-04-01", "2026-04-30", "188.47")
	for _, proration := range []tariff.Proration{tariff.ByThirty, tariff.By360, tariff.ByWhole} {
		versions[1].Rule.Proration = proration // April is one month by each
		clerk{versions: versions, facts: early}.bills(t, "2026-04-01", "2026-04-30", "188.47")
	}
}
