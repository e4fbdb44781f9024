package tariff_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

func drawDay(t *rapid.T, name string) calendar.Date {
	return calendar.Date("2024-01-01").AddDays(rapid.IntRange(0, 1200).Draw(t, name))
}

func drawYuan(t *rapid.T, name string) tariff.Value {
	return tariff.Value(tariff.Ratio(rapid.Int64Range(0, 99999).Draw(t, name), 10000).String())
}

// drawStanding is a rule whose lines all count by time.
func drawStanding(t *rapid.T) tariff.Rule {
	var rule tariff.Rule
	for i := range rapid.IntRange(1, 4).Draw(t, "lines") {
		line := tariff.Line{
			Measure: rapid.SampledFrom([]tariff.Measure{tariff.Fixed, tariff.Area, tariff.Heads, tariff.Floor, "field:系数"}).Draw(t, "measure"),
			Price:   drawYuan(t, "price"),
			Per:     rapid.SampledFrom([]tariff.Per{"", tariff.Day, tariff.Year}).Draw(t, "per"),
		}
		if rapid.Bool().Draw(t, "bounded") {
			line.Least, line.Most = drawYuan(t, "least"), "200"
		}
		if rapid.Bool().Draw(t, "by month") {
			line.When = []tariff.Condition{{Field: "month", Op: "≥", Values: []string{strconv.Itoa(1 + i*3)}}}
		}
		rule.Lines = append(rule.Lines, line)
	}
	return rule
}

func drawVersions(t *rapid.T) []tariff.Version {
	versions := one(drawStanding(t))
	for i := range rapid.IntRange(0, 3).Draw(t, "versions") {
		from := calendar.Date("2024-01-01").AddDays(i*400 + rapid.IntRange(0, 399).Draw(t, "version"))
		versions = append(versions, tariff.Version{FromOn: from, Rule: drawStanding(t)})
	}
	return versions
}

func drawConcessions(t *rapid.T) []tariff.Concession {
	concessions := make([]tariff.Concession, rapid.IntRange(0, 3).Draw(t, "concessions"))
	for i := range concessions {
		from := drawDay(t, "conceded")
		concessions[i] = tariff.Concession{Name: "减免" + strconv.Itoa(i), FromOn: from, ToOn: from.AddDays(rapid.IntRange(0, 200).Draw(t, "days")),
			Factor: tariff.Ratio(rapid.Int64Range(0, 10).Draw(t, "tenths"), 10)}
	}
	return concessions
}

// The parts add up where a line's bounds hold no month that both of them and two versions share.
func TestTwoPartsOfASpanAddUpToIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		versions, concessions := drawVersions(t), drawConcessions(t)
		from := drawDay(t, "from")
		middle := from.AddDays(rapid.IntRange(0, 400).Draw(t, "middle"))
		if rapid.Bool().Draw(t, "middle is an end") {
			for middle.AddDays(1).Time().Day() != 1 {
				middle = middle.AddDays(1)
			}
		} else {
			for i := range versions {
				for k := range versions[i].Rule.Lines {
					versions[i].Rule.Lines[k].Least, versions[i].Rule.Lines[k].Most = "", ""
				}
			}
		}
		to := middle.AddDays(1 + rapid.IntRange(0, 400).Draw(t, "to"))
		exact := func(from, to calendar.Date) tariff.Number {
			result, err := tariff.Price(versions, home(), from, to, concessions)
			require.NoError(t, err)
			return result.Exact
		}
		parts := exact(from, middle).Add(exact(middle.AddDays(1), to))
		require.Zero(t, parts.Cmp(exact(from, to)))
	})
}

// Orders of lists and maps, and the machine's zone, change nothing, not even the steps.
func TestNoOrderAndNoZoneMatters(t *testing.T) {
	local := time.Local
	defer func() { time.Local = local }()
	rapid.Check(t, func(t *rapid.T) {
		time.Local = time.UTC
		versions, concessions := drawVersions(t), drawConcessions(t)
		versions[0].Rule.Lines = append(versions[0].Rule.Lines, tariff.Line{Measure: "usage:电", Price: "0.5"})
		from := drawDay(t, "from")
		to := from.AddDays(rapid.IntRange(0, 400).Draw(t, "to"))
		first, err := tariff.Price(versions, home(), from, to, concessions)
		require.NoError(t, err)
		given := slices.Clone(versions)
		slices.Reverse(versions)
		slices.Reverse(concessions)
		time.Local = time.FixedZone("UTC-11", -11*60*60)
		second, err := tariff.Price(versions, home(), from, to, concessions)
		require.NoError(t, err)
		require.Equal(t, first.Exact.String(), second.Exact.String())
		first.Exact, second.Exact = tariff.Number{}, tariff.Number{}
		require.Equal(t, first, second)
		slices.Reverse(versions)
		require.Equal(t, given, versions, "the caller's list is left as it was")
	})
}

// A whole month is counted once, however a span is cut.
func TestWholeMonthsAreNeverCountedTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := drawDay(t, "from")
		to := from.AddDays(rapid.IntRange(0, 400).Draw(t, "to"))
		var versions []tariff.Version
		for i := range 1 + rapid.IntRange(0, 5).Draw(t, "versions") {
			versions = append(versions, tariff.Version{FromOn: calendar.Date("2020-01-01").AddDays(i * rapid.IntRange(300, 320).Draw(t, "apart")), Rule: fixed("1", tariff.ByWhole)})
		}
		slices.SortFunc(versions, func(a, b tariff.Version) int { return a.FromOn.DaysSince(b.FromOn) })
		versions = slices.CompactFunc(versions, func(a, b tariff.Version) bool { return a.FromOn == b.FromOn })
		neutral := drawConcessions(t)
		for i := range neutral {
			neutral[i].Factor = tariff.Whole(1)
		}
		result, err := tariff.Price(versions, home(), from, to, neutral)
		require.NoError(t, err)
		months, err := tariff.Months(from, to, tariff.ByWhole)
		require.NoError(t, err)
		require.Zero(t, months.Cmp(result.Exact))
	})
}

// Months that begin on any day of the calendar's are counted as one who walks through the days would: a new one begins on
// that day, or on the last of a shorter month.
func TestMonthsFromAnyDayAreThoseOfAWalkThroughTheDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := drawDayOrEnd(t, "from")
		to := max(from, drawDayOrEnd(t, "to"))
		cutOn := drawDayOrEnd(t, "cut")
		proration := rapid.SampledFrom([]tariff.Proration{tariff.ByDays, tariff.ByThirty, tariff.ByWhole}).Draw(t, "proration")
		facts := home()
		facts.MonthDay = rapid.IntRange(0, 31).Draw(t, "monthDay")
		versions := []tariff.Version{{FromOn: "2000-01-01", Rule: fixed("1", proration)}, {FromOn: cutOn, Rule: fixed("1", proration)}}
		result, err := tariff.Price(versions, facts, from, to, nil)
		require.NoError(t, err)
		require.Zero(t, walked(from, to, cutOn, max(facts.MonthDay, 1), proration).Cmp(result.Exact), "%v", result.Steps)
	})
}

// drawDayOrEnd draws a day, half of the time the last of its month: months that begin on the 31st differ there.
func drawDayOrEnd(t *rapid.T, name string) calendar.Date {
	on := drawDay(t, name)
	for isEnd := rapid.Bool().Draw(t, name+" is an end"); isEnd && on.AddDays(1).Time().Day() != 1; {
		on = on.AddDays(1)
	}
	return on
}

// walked counts the months of from..to day by day, in two pieces where cutOn lies within.
func walked(from, to, cutOn calendar.Date, monthDay int, proration tariff.Proration) (months tariff.Number) {
	begins := func(on calendar.Date) bool {
		day, last := on.Time().Day(), on.AddDays(1).Time().Day() == 1
		return day == monthDay || last && day < monthDay
	}
	held := 0 // the days that the piece has of the month so far
	for on := from; on <= to; on = on.AddDays(1) {
		held++
		next := on.AddDays(1)
		if on < to && next != cutOn && !begins(next) {
			continue
		}
		first := on.AddDays(1 - held)
		monthFirst, monthEnd := first, on
		for !begins(monthFirst) {
			monthFirst = monthFirst.AddDays(-1)
		}
		for !begins(monthEnd.AddDays(1)) {
			monthEnd = monthEnd.AddDays(1)
		}
		switch length := monthEnd.DaysSince(monthFirst) + 1; {
		case proration == tariff.ByWhole && first != max(from, monthFirst): // an earlier piece counted it
		case proration == tariff.ByWhole, held == length:
			months = months.Add(tariff.Whole(1))
		case proration == tariff.ByThirty && (monthFirst < from || monthEnd > to):
			months = months.Add(tariff.Ratio(int64(held), 30))
		default:
			months = months.Add(tariff.Ratio(int64(held), int64(length)))
		}
		held = 0
	}
	return months
}

// Whatever cuts a span, a price or a concession that changes nothing, its pieces add up to the span by every convention.
func TestThePiecesOfAnyCuttingAddUpToTheSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := drawDayOrEnd(t, "from")
		to := max(from, from.AddDays(rapid.IntRange(0, 100).Draw(t, "days")))
		proration := rapid.SampledFrom([]tariff.Proration{tariff.ByDays, tariff.ByThirty, tariff.By360, tariff.ByWhole}).Draw(t, "proration")
		facts := home()
		facts.MonthDay = rapid.IntRange(0, 31).Draw(t, "monthDay")
		exact := func(versions []tariff.Version, concessions []tariff.Concession) tariff.Number {
			result, err := tariff.Price(versions, facts, from, to, concessions)
			require.NoError(t, err)
			return result.Exact
		}
		versions := []tariff.Version{{FromOn: "2000-01-01", Rule: fixed("1", proration)}}
		whole := exact(versions, nil)
		var concessions []tariff.Concession
		for on := from.AddDays(1 + rapid.IntRange(0, 40).Draw(t, "first cut")); on <= to; on = on.AddDays(1 + rapid.IntRange(0, 40).Draw(t, "next cut")) {
			if rapid.Bool().Draw(t, "price") {
				versions = append(versions, tariff.Version{FromOn: on, Rule: fixed("1", proration)})
			} else {
				concessions = append(concessions, tariff.Concession{FromOn: on, Factor: tariff.Whole(1)})
			}
		}
		require.Zero(t, whole.Cmp(exact(versions, concessions)), "%s, with %v and %v", whole, versions, concessions)
		// A part of the year's months alone cuts the months that begin on another day.
		seasonal := fixed("1", proration)
		for _, months := range [][]string{{"1", "2", "3"}, {"4", "5", "6", "7", "8", "9", "10", "11", "12"}} {
			line := seasonal.Lines[0]
			line.When = []tariff.Condition{{Field: "month", Op: "in", Values: months}}
			seasonal.Lines = append(seasonal.Lines, line)
		}
		seasonal.Lines = seasonal.Lines[1:]
		require.Zero(t, whole.Cmp(exact([]tariff.Version{{FromOn: "2000-01-01", Rule: seasonal}}, nil)))
	})
}

// A version or a concession that changes nothing changes no sum that is bounded month by month, and no month asks for more than
// its bound.
func TestWhatChangesNothingChangesNoBoundedSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := drawStanding(t)
		rule.Least, rule.Most = drawYuan(t, "the rule's least"), tariff.Value(strconv.Itoa(rapid.IntRange(10, 600).Draw(t, "the rule's most")))
		rule.Proration = rapid.SampledFrom([]tariff.Proration{tariff.ByDays, tariff.ByThirty, tariff.By360, tariff.ByWhole}).Draw(t, "proration")
		facts := home()
		facts.MonthDay = rapid.IntRange(0, 31).Draw(t, "monthDay")
		from := drawDayOrEnd(t, "from")
		to := from.AddDays(rapid.IntRange(0, 200).Draw(t, "days"))
		versions := []tariff.Version{{FromOn: "2020-01-01", Rule: rule}}
		plain, err := tariff.Price(versions, facts, from, to, nil)
		require.NoError(t, err)
		versions = append(versions, tariff.Version{FromOn: from.AddDays(1 + rapid.IntRange(0, 90).Draw(t, "version")), Rule: rule})
		neutral := drawConcessions(t)
		for i := range neutral {
			neutral[i].Factor = tariff.Whole(1)
		}
		cut, err := tariff.Price(versions, facts, from, to, neutral)
		require.NoError(t, err)
		require.Zero(t, plain.Exact.Cmp(cut.Exact), "%v\n%v", plain.Steps, cut.Steps)
	})
}
