package tariff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

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
