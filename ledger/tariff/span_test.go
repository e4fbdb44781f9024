package tariff_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

func TestMonthsByEachConvention(t *testing.T) {
	for _, c := range []struct {
		from, to            calendar.Date
		days, thirty, whole string
	}{
		{"2026-01-01", "2026-01-31", "1", "1", "1"},
		{"2026-01-01", "2026-12-31", "12", "12", "12"},
		{"2026-01-01", "2026-01-10", "10/31", "1/3", "1"},
		{"2026-01-01", "2026-01-30", "30/31", "1", "1"},
		{"2026-02-01", "2026-02-27", "27/28", "27/30", "1"},
		{"2028-02-01", "2028-02-29", "1", "1", "1"},
		{"2026-01-31", "2026-02-01", "59/868", "2/30", "2"},
		{"2026-01-16", "2026-03-15", "2", "61/30", "3"},
		{"1999-12-31", "2000-03-01", "64/31", "62/30", "4"},
	} {
		for convention, want := range map[tariff.Proration]string{
			tariff.ByDays: c.days, tariff.ByThirty: c.thirty, tariff.ByWhole: c.whole, "": c.days,
		} {
			got, err := tariff.Months(c.from, c.to, convention)
			require.NoError(t, err)
			require.Equal(t, number(want).String(), got.String(), "%s..%s by %s", c.from, c.to, convention)
		}
	}
	for _, c := range [][2]calendar.Date{{"2026-02-01", "2026-01-31"}, {"", "2026-01-31"}, {"2026-01-01", "2026-02-30"}, {"1900-01-01", "2999-12-31"}} {
		_, err := tariff.Months(c[0], c[1], tariff.ByDays)
		requireCode(t, err, "tariff.span")
	}
	_, err := tariff.Months("2026-01-01", "2026-01-31", "fortnight")
	requireCode(t, err, "tariff.proration")
}

func requireCode(t *testing.T, err error, code string) tariff.Error {
	t.Helper()
	var refused *tariff.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, code, refused.Code, "%v", err)
	return *refused
}

func fixed(yuan tariff.Value, p tariff.Proration) tariff.Rule {
	rule := lines(tariff.Line{Price: yuan})
	rule.Proration = p
	return rule
}

func TestAPriceThatChangesInTheMiddleOfAMonth(t *testing.T) {
	for p, want := range map[tariff.Proration]money.Fen{
		// January 1–15 at 310, 16–31 at 620; ByWhole January belongs to the price of its first day.
		tariff.ByDays: 15000 + 32000, tariff.ByThirty: 15000 + 32000, tariff.ByWhole: 31000,
	} {
		versions := []tariff.Version{{FromOn: "2026-01-16", Rule: fixed("620", p)}, {FromOn: "2025-01-01", Rule: fixed("310", p)}}
		result, err := tariff.Price(versions, home(), "2026-01-01", "2026-01-31", nil)
		require.NoError(t, err)
		require.Equal(t, want, result.AmountFen, p)
	}
	versions := []tariff.Version{{FromOn: "2026-01-16", Rule: fixed("620", "")}, {FromOn: "2025-01-01", Rule: fixed("310", "")}}
	result, err := tariff.Price(versions, home(), "2026-01-01", "2026-01-31", nil)
	require.NoError(t, err)
	require.Equal(t, []string{"2026-01-01 至 2026-01-15：定额 310.00 元 × 15天/31天 = 150",
		"2026-01-16 至 2026-01-31：定额 620.00 元 × 16天/31天 = 320", "合计 150 + 320 = 470"}, result.Steps)
	// By thirtieths the bill has January whole and cuts March.
	for i := range versions {
		versions[i].Rule.Proration = tariff.ByThirty
	}
	result, err = tariff.Price(versions, home(), "2026-01-01", "2026-03-15", nil)
	require.NoError(t, err)
	require.Equal(t, []string{"2026-01-01 至 2026-01-15：定额 310.00 元 × 15天/31天 = 150",
		"2026-01-16 至 2026-03-15：定额 620.00 元 × (16天/31天 + 15天/30天 + 1月) = 1250", "合计 150 + 1250 = 1400"}, result.Steps)
}

func TestWhatIsMeteredIsPartedByDaysWhereThePriceChanges(t *testing.T) {
	water := func(price tariff.Value) tariff.Rule { return lines(tariff.Line{Measure: "usage:水", Price: price}) }
	versions := []tariff.Version{{FromOn: "2025-01-01", Rule: water("4")}, {FromOn: "2026-01-16", Rule: water("5")}}
	half := tariff.Concession{Name: "空置减免", FromOn: "2026-01-20", Factor: number("0.5")}
	result, err := tariff.Price(versions, home(), "2026-01-01", "2026-01-31", []tariff.Concession{half})
	require.NoError(t, err)
	require.Equal(t, []string{"2026-01-01 至 2026-01-15（按天数）：25 m³ 按天分 × 15天/31天 → 约12.096774 m³", "水 约12.096774 m³ × 4.00 元 = 约48.387097",
		"2026-01-16 至 2026-01-31（按天数）：25 m³ 按天分 × 16天/31天 → 约12.903226 m³", "水 约12.903226 m³ × 5.00 元 = 约64.516129",
		"2026-01-20 至 2026-01-31 分得 约48.387097，空置减免 × 50% = 约24.193548", "合计 约48.387097 + 约40.322581 = 约88.709677", "约88.709677 → 88.71"}, result.Steps)
	// What is read from a day on at the new price, as a notice may say, is all of it.
	versions[1].Rule.Split = tariff.SplitLast
	result, err = tariff.Price(versions, home(), "2026-01-01", "2026-01-31", nil)
	require.NoError(t, err)
	require.Equal(t, []string{"水 25 m³ × 5.00 元 = 125"}, result.Steps)
}

func TestConcessionsOverSomeOfTheDays(t *testing.T) {
	rule := fixed("310", "")
	empty := tariff.Concession{Name: "空置减免", FromOn: "2026-01-11", ToOn: "2026-01-20", Factor: number("0.7")}
	long := tariff.Concession{Name: "长租优惠", ToOn: "2026-01-15", Factor: number("0.9")}
	result := price(t, rule, home(), "2026-01-01", "2026-01-31", empty, long)
	// 10 days × 0.9, 5 × 0.63, 5 × 0.7, 11 × 1, ten yuan a day.
	require.Equal(t, money.Fen(9000+3150+3500+11000), result.AmountFen)
	require.Contains(t, result.Steps, "2026-01-11 至 2026-01-15：空置减免 45 × 70% = 31.5")
	require.Equal(t, result, price(t, rule, home(), "2026-01-01", "2026-01-31", long, empty))
	// One that ended before the span or begins after it cuts nothing.
	other := tariff.Concession{Name: "旧", FromOn: "2025-01-01", ToOn: "2025-12-31", Factor: number("0")}
	require.Len(t, price(t, rule, home(), "2026-01-01", "2026-01-31", other).Steps, 1)
	// All bounds come before the concession.
	rule.Least = "400"
	require.Equal(t, money.Fen(4000), price(t, rule, home(), "2026-01-01", "2026-01-31", tariff.Concession{Factor: number("0.1")}).AmountFen)
	result = price(t, rule, home(), "2026-01-01", "2026-01-31", tariff.Concession{Name: "空置减免", FromOn: "2026-01-17", Factor: number("0.5")})
	require.Contains(t, result.Steps, "减免 400 × 约75.806452% = 约303.225806（空置减免 2026-01-17 至 2026-01-31 收 50%）")
	rule.Least, rule.Lines[0].Most = "", "100"
	require.Equal(t, money.Fen(1000), price(t, rule, home(), "2026-01-01", "2026-01-31", tariff.Concession{Factor: number("0.1")}).AmountFen)
}

func TestHeatingIsOwedInWinter(t *testing.T) {
	winter := tariff.Condition{Field: "month", Op: "in", Values: []string{"11", "12", "1", "2", "3"}}
	line := tariff.Line{Measure: tariff.Area, Price: "10", When: []tariff.Condition{winter}}
	result := price(t, lines(line), home(), "2026-01-01", "2026-12-31")
	require.Equal(t, []string{"2026-01-01 至 2026-03-31：面积 98.30 m² × 10.00 元 × 3 月 = 2949",
		"2026-11-01 至 2026-12-31：面积 98.30 m² × 10.00 元 × 2 月 = 1966", "合计 2949 + 1966 = 4915"}, result.Steps)
	line.When = nil
	rule := tariff.Rule{When: []tariff.Condition{winter}, Lines: []tariff.Line{line}, Least: "2000"}
	// The least is that of the five months on which the rule applies.
	require.Equal(t, money.Fen(1000000), price(t, rule, home(), "2026-01-01", "2026-12-31").AmountFen)
	summer := price(t, rule, home(), "2026-06-01", "2026-06-30")
	require.Equal(t, tariff.Result{Steps: []string{"不收：须月份 属于 11、12、1、2、3"}}, summer)
	formula := lines(tariff.Line{Formula: "月份 >= 11 ? 面积 * 10 : 0"})
	require.Equal(t, money.Fen(196600), price(t, formula, home(), "2026-01-01", "2026-12-31").AmountFen)
}

func TestBoundsAndRounding(t *testing.T) {
	for name, c := range map[string]struct {
		rule tariff.Rule
		fen  money.Fen
	}{
		"a most of two months":      {tariff.Rule{Most: "8", Lines: []tariff.Line{{Price: "10"}}}, 1600},
		"a most of the bill":        {tariff.Rule{Most: "8", LimitPer: tariff.Period, Lines: []tariff.Line{{Price: "10"}}}, 800},
		"a line's least by the day": {lines(tariff.Line{Price: "1", Per: tariff.Day, Least: "2"}), 59 * 200},
		"both bind: the most does":  {lines(tariff.Line{Price: "1", Least: "[泳池面积]", Most: "20"}), 4000},
		"to the jiao":               {tariff.Rule{Lines: []tariff.Line{{Price: "0.025"}}, Rounding: tariff.Rounding{To: "jiao"}}, 10},
		"to the yuan, up":           {tariff.Rule{Lines: []tariff.Line{{Price: "0.501"}}, Rounding: tariff.Rounding{To: "yuan", Mode: "up"}}, 200},
		"down":                      {tariff.Rule{Lines: []tariff.Line{{Price: "0.0149"}}, Rounding: tariff.Rounding{Mode: "down"}}, 2},
		"half to even":              {tariff.Rule{Lines: []tariff.Line{{Price: "0.0125"}}, Rounding: tariff.Rounding{Mode: "half_even"}}, 2},
		"half to even, odd below":   {tariff.Rule{Lines: []tariff.Line{{Price: "0.0075"}}, Rounding: tariff.Rounding{Mode: "half_even"}}, 2},
		"half up":                   {lines(tariff.Line{Price: "0.0125"}), 3},
		"a rebate, half away":       {lines(tariff.Line{Price: "-0.0125"}), -3},
		"a rebate, up":              {tariff.Rule{Lines: []tariff.Line{{Price: "-0.0055"}}, Rounding: tariff.Rounding{Mode: "up"}}, -2},
		"a rebate, down":            {tariff.Rule{Lines: []tariff.Line{{Price: "-0.0095"}}, Rounding: tariff.Rounding{Mode: "down"}}, -1},
		"the largest":               {lines(tariff.Line{Price: "500000000"}), money.MaxFen},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.fen, price(t, c.rule, home(), "2026-01-01", "2026-02-28").AmountFen)
		})
	}
	_, err := tariff.Price(one(lines(tariff.Line{Price: "500000000.01"})), home(), "2026-01-01", "2026-02-28", nil)
	requireCode(t, err, "tariff.too_large")
}

func TestWhyThatIsTooLongKeepsWhatEachLineCameTo(t *testing.T) {
	rule := tariff.Rule{}
	for range 20 {
		rule.Lines = append(rule.Lines, tariff.Line{Name: strings.Repeat("名", 40), Price: "11111.111111"})
	}
	result := price(t, rule, home(), "2026-01-01", "2026-01-31")
	why := strings.Join(result.Kept(), "；")
	require.LessOrEqual(t, len([]rune(why)), 600)
	require.Equal(t, rule.Lines[0].Name+"：共 20 段 = 222222.22222；共 20 段，合计 222222.22222 → 222222.22", why)
	require.Equal(t, []string{"定额 1.00 元 × 1 月 = 1"}, price(t, fixed("1", ""), home(), "2026-01-01", "2026-01-31").Kept())
	require.Empty(t, tariff.Result{}.Kept())
	// A lease's steps have no lines to be summed up by: the last of them stay whole.
	long := make([]string, 40)
	for i := range long {
		long[i] = fmt.Sprintf("第 %d 段 %s", i, strings.Repeat("租", 30))
	}
	kept := tariff.Result{Steps: long}.Kept()
	require.LessOrEqual(t, len([]rune(strings.Join(kept, "；"))), 600)
	require.Equal(t, fmt.Sprintf("前面 %d 步从略", len(long)-len(kept)+1), kept[0])
	require.Equal(t, long[len(long)-len(kept)+1:], kept[1:])
	require.Greater(t, len(kept), 10)
}

// An owner who took the keys on the 16th owes twelve months a year by every convention, in a leap year too, and however
// often the price changed within it.
func TestAYearFromAnAnniversaryHasTwelveMonths(t *testing.T) {
	for _, begins := range []calendar.Date{"2026-04-16", "2027-02-15", "2027-10-29", "2026-12-30", "2027-01-31", "2028-02-29"} {
		from, to, err := tariff.Anniversary.PeriodOf(begins, begins)
		require.NoError(t, err)
		for _, proration := range []tariff.Proration{tariff.ByDays, tariff.ByThirty, tariff.By360, tariff.ByWhole} {
			facts := home()
			facts.MonthDay = begins.Time().Day()
			versions := []tariff.Version{{FromOn: "2020-01-01", Rule: fixed("10", proration)}}
			result, err := tariff.Price(versions, facts, from, to, nil)
			require.NoError(t, err)
			require.Equal(t, money.Fen(12000), result.AmountFen, "%s by %s: %v", begins, proration, result.Steps)
			versions = append(versions, tariff.Version{FromOn: from.AddDays(100), Rule: fixed("10", proration)})
			result, err = tariff.Price(versions, facts, from, to, nil)
			require.NoError(t, err)
			require.Equal(t, money.Fen(12000), result.AmountFen, "%s by %s, cut: %v", begins, proration, result.Steps)
		}
	}
}
