package tariff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// stepsOf works out a usage between two days and returns its steps.
func stepsOf(t *testing.T, line tariff.Line, facts tariff.Facts, from, to calendar.Date, later ...tariff.Version) []string {
	versions := append([]tariff.Version{{FromOn: "2020-01-01", Rule: lines(line)}}, later...)
	result, err := tariff.Price(versions, facts, from, to, nil)
	require.NoError(t, err)
	return result.Steps
}

// Every tier says from where to where it goes in the time that is billed, and how that follows from the limits of a month.
func TestTiersSayTheirLimitsForTheTimeBilled(t *testing.T) {
	line := tariff.Line{Measure: "usage:水", Tiers: []tariff.Tier{{UpTo: "20", Price: "2.80"}, {UpTo: "30", Price: "4"}, {Price: "6"}}}
	require.Equal(t, []string{"第1阶梯 0–20 m³：20 × 2.80 元 = 56", "第2阶梯 20–30 m³：5 × 4.00 元 = 20", "阶梯合计 76 元"},
		stepsOf(t, line, metered("水", "25"), "2026-01-01", "2026-01-31"))
	require.Equal(t, []string{"各档限额 × 2 月", "第1阶梯 0–40 m³：40 × 2.80 元 = 112", "第2阶梯 40–60 m³：20 × 4.00 元 = 80",
		"第3阶梯 超过 60 m³：10 × 6.00 元 = 60", "阶梯合计 252 元"}, stepsOf(t, line, metered("水", "70"), "2026-01-01", "2026-02-28"))
	require.Equal(t, []string{"各档限额 × 15天/30天", "第1阶梯 0–10 m³：8 × 2.80 元 = 22.4"}, stepsOf(t, line, metered("水", "8"), "2026-06-01", "2026-06-15"))
	line.TierWhole = true
	require.Equal(t, []string{"第2阶梯 20–30 m³：25 × 4.00 元 = 100"}, stepsOf(t, line, metered("水", "25"), "2026-01-01", "2026-01-31"))
}

// A usage that two prices part says how much of it each has, by which days, and what the limits are in these.
func TestAUsagePartedByDaysSaysHow(t *testing.T) {
	line := func(price tariff.Value) tariff.Line {
		return tariff.Line{Measure: "usage:水", Tiers: []tariff.Tier{{UpTo: "31", Price: price}, {Price: "6"}}}
	}
	later := tariff.Version{FromOn: "2026-01-16", Rule: lines(line("3"))}
	require.Equal(t, []string{
		"2026-01-01 至 2026-01-15（按天数）：44 m³ 按天分 × 15天/31天 → 约21.290323 m³",
		"各档限额 × 15天/31天",
		"第1阶梯 0–15 m³：15 × 2.00 元 = 30",
		"第2阶梯 超过 15 m³：约6.290323 × 6.00 元 = 约37.741935",
		"阶梯合计 约67.741935 元",
	}, stepsOf(t, line("2"), metered("水", "44"), "2026-01-01", "2026-01-31", later)[:5])

	// The steps of both prices fit on a bill, with a name and a third tier.
	named := func(price tariff.Value) tariff.Line {
		return tariff.Line{Name: "阶梯水费", Measure: "usage:水", Tiers: []tariff.Tier{{UpTo: "21", Price: price}, {UpTo: "27", Price: "4"}, {Price: "7.65"}}}
	}
	bill, err := tariff.Price([]tariff.Version{{FromOn: "2020-01-01", Rule: lines(named("2.55"))}, {FromOn: "2026-01-16", Rule: lines(named("2.65"))}},
		metered("水", "44"), "2026-01-01", "2026-01-31", nil)
	require.NoError(t, err)
	kept := bill.Kept()
	require.Len(t, kept, len(bill.Steps))
	require.Equal(t, bill.Steps[0], kept[0])
	require.Equal(t, "各档限额 × 15天/31天", kept[1])
	require.Equal(t, bill.Steps[len(kept)-1], kept[len(kept)-1])

	// Readings of their own days: what lies within the days is taken whole.
	facts := metered("水", "44")
	facts.Metered = map[string]tariff.Metered{"水": {Readings: []tariff.Reading{{FromOn: "2026-01-01", ToOn: "2026-01-10", Used: number("14")},
		{FromOn: "2026-01-11", ToOn: "2026-01-31", Used: number("30")}}}}
	plain := tariff.Line{Measure: "usage:水", Price: "2"}
	dearer := tariff.Version{FromOn: "2026-01-16", Rule: lines(tariff.Line{Measure: "usage:水", Price: "3"})}
	steps := stepsOf(t, plain, facts, "2026-01-01", "2026-01-31", dearer)
	require.Equal(t, "2026-01-01 至 2026-01-15（按天数）：14 m³ + 30 m³ 按天分 × 5天/21天 → 约21.142857 m³", steps[0])
	require.Equal(t, "2026-01-16 至 2026-01-31（按天数）：30 m³ 按天分 × 16天/21天 → 约22.857143 m³", steps[2])

	// One that was read on the day of the new price is not parted by days, and needs no step for it.
	dearer.FromOn = "2026-01-11"
	require.Equal(t, []string{"2026-01-01 至 2026-01-10（按抄表）：水 14 m³ × 2.00 元 = 28", "2026-01-11 至 2026-01-31（按抄表）：水 30 m³ × 3.00 元 = 90", "合计 28 + 90 = 118"},
		stepsOf(t, plain, facts, "2026-01-01", "2026-01-31", dearer))

	// A formula has its share of what it comes to.
	formula := tariff.Line{Formula: "用量(\"水\") * 2"}
	steps = stepsOf(t, formula, metered("水", "31"), "2026-01-01", "2026-01-31", tariff.Version{FromOn: "2026-01-16", Rule: lines(tariff.Line{Formula: "用量(\"水\") * 3"})})
	require.Equal(t, "2026-01-01 至 2026-01-15（按天数）：31 m³ 按天分 × 15天/31天 → 15 m³", steps[0])
	require.Contains(t, steps[1], " = 62 元 × 15 ÷ 31 = 30")
}

// What is included stands in the steps of tiers too, and in months that can be counted.
func TestWhatIsIncludedIsTakenOffInAStep(t *testing.T) {
	line := tariff.Line{Measure: "usage:电", Less: "100", Tiers: []tariff.Tier{{UpTo: "150", Price: "0.5"}, {Price: "0.8"}}}
	require.Equal(t, []string{"电 420 − 100 × 2 → 220 度", "各档限额 × 2 月", "第1阶梯 0–300 度：220 × 0.50 元 = 110"},
		stepsOf(t, line, metered("电", "420"), "2026-01-01", "2026-02-28"))
	require.Equal(t, []string{"电 30 − 100 → 0 度", "电 0 度 = 0"}, stepsOf(t, line, metered("电", "30"), "2026-01-01", "2026-01-31"))
	plain := tariff.Line{Measure: "usage:电", Less: "100", Price: "0.5"}
	require.Equal(t, []string{"电 (420 − 100 × 2) 度 × 0.50 元 = 110"}, stepsOf(t, plain, metered("电", "420"), "2026-01-01", "2026-02-28"))
	require.Equal(t, []string{"电 (420 − 100 × 15天/30天) 度 × 0.50 元 = 185"}, stepsOf(t, plain, metered("电", "420"), "2026-06-01", "2026-06-15"))
	require.Equal(t, []string{"电 (420 − 100 × (15天/30天 + 1月)) 度 × 0.50 元 = 135"}, stepsOf(t, plain, metered("电", "420"), "2026-05-01", "2026-06-15"))
	plain.LessPer = tariff.Period
	require.Equal(t, []string{"电 (420 − 100) 度 × 0.50 元 = 160"}, stepsOf(t, plain, metered("电", "420"), "2026-06-01", "2026-06-15"))
}

// By 30/360 the days of a sum are not those of the calendar: a part that has more or fewer says why, and a day that is none says so.
func TestDaysBy360SayWhyTheyAreMoreOrFewer(t *testing.T) {
	steps := func(from, to calendar.Date, monthDay int) []string {
		rule := tariff.Rule{Lines: []tariff.Line{{Price: "300"}}, Proration: tariff.By360}
		result, err := tariff.Price([]tariff.Version{{FromOn: "2020-01-01", Rule: rule}}, tariff.Facts{MonthDay: monthDay}, from, to, nil)
		require.NoError(t, err)
		return result.Steps
	}
	for days, want := range map[[2]calendar.Date]string{
		{"2026-02-28", "2026-02-28"}: "定额 300.00 元 × 3天/30天（2月末日按30日） = 30",
		{"2026-02-11", "2026-02-28"}: "定额 300.00 元 × 20天/30天（2月末日按30日） = 200",
		{"2026-02-11", "2026-02-20"}: "定额 300.00 元 × 10天/30天 = 100",
		{"2026-10-11", "2026-10-31"}: "定额 300.00 元 × 20天/30天（31日并入30日） = 200",
		{"2026-10-30", "2026-10-31"}: "定额 300.00 元 × 1天/30天（31日并入30日） = 10",
		{"2026-10-16", "2026-11-30"}: "定额 300.00 元 × (15天/30天（31日并入30日） + 1月) = 450",
		{"2026-11-16", "2026-11-30"}: "定额 300.00 元 × 15天/30天 = 150",
		{"2026-10-31", "2026-10-31"}: "0天/30天（31日并入30日） = 0",
		{"2026-10-01", "2026-10-31"}: "定额 300.00 元 × 1 月 = 300",
	} {
		require.Equal(t, want, steps(days[0], days[1], 0)[0], days)
	}
	require.Equal(t, "定额 300.00 元 × 20天/30天（第31天并入第30天） = 200", steps("2026-10-15", "2026-11-04", 5)[0])
}

// Months without a reading have limits of their own only where limits are by the month: those of the year stay the year's.
func TestWhatWasNotReadBeforeSaysItsLimitsOnlyWhereTheyGrow(t *testing.T) {
	facts := metered("水", "44")
	facts.Metered = map[string]tariff.Metered{"水": {SinceOn: "2025-12-01", Readings: []tariff.Reading{{FromOn: "2025-12-01", ToOn: "2026-01-31", Used: number("44")}}}}
	tiers := []tariff.Tier{{UpTo: "180", Price: "2"}, {Price: "3"}}
	for want, line := range map[string]tariff.Line{
		"之前未抄表，用量和限额自 2025-12-01 起，按 2 月": {Measure: "usage:水", Tiers: tiers},
		"之前未抄表，用量自 2025-12-01 起":          {Measure: "usage:水", Tiers: tiers, TierBy: tariff.TierYear},
	} {
		require.Equal(t, want, stepsOf(t, line, facts, "2026-01-01", "2026-01-31")[0])
	}
	require.Equal(t, "之前未抄表，用量自 2025-12-01 起", stepsOf(t, tariff.Line{Measure: "usage:水", Price: "2"}, facts, "2026-01-01", "2026-01-31")[0])
	require.Equal(t, "之前未抄表，用量和限额自 2025-12-01 起，按 2 月", stepsOf(t, tariff.Line{Measure: "usage:水", Price: "2", Less: "5"}, facts, "2026-01-01", "2026-01-31")[0])
}
