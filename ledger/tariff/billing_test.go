package tariff_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

func TestPeriodsOfACycle(t *testing.T) {
	for name, c := range map[string]struct {
		cycle            tariff.Cycle
		on, anchor       calendar.Date
		wantFrom, wantTo calendar.Date
	}{
		"a month":                     {"month", "2028-02-10", "", "2028-02-01", "2028-02-29"},
		"a quarter":                   {"quarter", "2026-05-31", "", "2026-04-01", "2026-06-30"},
		"a half-year":                 {"half_year", "2026-07-01", "", "2026-07-01", "2026-12-31"},
		"a year":                      {"year", "2026-12-31", "", "2026-01-01", "2026-12-31"},
		"a year of the lease":         {"anniversary", "2026-05-14", "2024-05-15", "2025-05-15", "2026-05-14"},
		"the next year of the lease":  {"anniversary", "2026-05-15", "2024-05-15", "2026-05-15", "2027-05-14"},
		"from a leap day, a year off": {"anniversary", "2026-02-28", "2024-02-29", "2026-02-28", "2027-02-27"},
		"from a leap day, before one": {"anniversary", "2028-02-28", "2024-02-29", "2027-02-28", "2028-02-28"},
		"from a leap day, on one":     {"anniversary", "2028-02-29", "2024-02-29", "2028-02-29", "2029-02-27"},
		"once":                        {"once", "2026-05-14", "", "2026-05-14", "2026-05-14"},
		"the book's last month":       {"month", "2999-12-31", "", "2999-12-01", "2999-12-31"},
	} {
		t.Run(name, func(t *testing.T) {
			from, to, err := c.cycle.PeriodOf(c.on, c.anchor)
			require.NoError(t, err)
			require.Equal(t, [2]calendar.Date{c.wantFrom, c.wantTo}, [2]calendar.Date{from, to})
		})
	}
	for _, c := range []struct {
		cycle      tariff.Cycle
		on, anchor calendar.Date
	}{{"week", "2026-01-01", ""}, {"month", "2026-02-30", ""}, {"anniversary", "2026-01-01", ""}, {"anniversary", "1900-01-01", "2000-06-01"}, {"anniversary", "2999-12-01", "2000-06-01"}} {
		_, _, err := c.cycle.PeriodOf(c.on, c.anchor)
		requireCode(t, err, "tariff.cycle")
	}
}

func TestPeriodsThatTouchASpan(t *testing.T) {
	spans, err := tariff.EveryQuarter.Periods("2026-03-31", "2026-07-01", "")
	require.NoError(t, err)
	require.Equal(t, []tariff.Span{{"2026-01-01", "2026-03-31"}, {"2026-04-01", "2026-06-30"}, {"2026-07-01", "2026-09-30"}}, spans)
	spans, err = tariff.AnySpan.Periods("2026-03-31", "2026-07-01", "")
	require.NoError(t, err)
	require.Equal(t, []tariff.Span{{"2026-03-31", "2026-07-01"}}, spans)
	_, err = tariff.EveryMonth.Periods("2000-01-01", "2100-01-01", "")
	requireCode(t, err, "tariff.cycle_count")
	_, err = tariff.EveryMonth.Periods("2026-01-02", "2026-01-01", "")
	requireCode(t, err, "tariff.span")
	_, err = tariff.Cycle("week").Periods("2026-01-01", "2026-01-02", "")
	requireCode(t, err, "tariff.cycle")
	for from, want := range map[int]tariff.Span{0: {"2026-01-01", "2026-12-31"}, 7: {"2025-07-01", "2026-06-30"}, 5: {"2026-05-01", "2027-04-30"}} {
		year, err := tariff.Line{TierYearFrom: from}.TierYearOf("2026-05-01")
		require.NoError(t, err)
		require.Equal(t, want, year)
	}
	require.Equal(t, calendar.Date("2026-01-11"), tariff.DueOn(tariff.Span{"2026-01-01", "2026-01-31"}, true, 10))
	require.Equal(t, calendar.Date("2026-02-10"), tariff.DueOn(tariff.Span{"2026-01-01", "2026-01-31"}, false, 10))
}

func TestPeriodsFollowEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cycle := rapid.SampledFrom([]tariff.Cycle{"month", "quarter", "half_year", "year", "anniversary"}).Draw(t, "cycle")
		from := calendar.Date("1990-01-01").AddDays(rapid.IntRange(0, 20000).Draw(t, "from"))
		to := from.AddDays(rapid.IntRange(0, 3000).Draw(t, "days"))
		anchor := calendar.Date("1990-01-01").AddDays(rapid.IntRange(0, 20000).Draw(t, "anchor"))
		spans, err := cycle.Periods(from, to, anchor)
		require.NoError(t, err)
		require.LessOrEqual(t, spans[0].From, from)
		require.GreaterOrEqual(t, spans[len(spans)-1].To, to)
		for i, span := range spans {
			require.LessOrEqual(t, span.From, to)
			require.GreaterOrEqual(t, span.To, from)
			if i > 0 {
				require.Equal(t, spans[i-1].To.AddDays(1), span.From)
			}
		}
	})
}

func TestLateFees(t *testing.T) {
	whole := []tariff.Outstanding{{100000, "2026-01-01", "2026-12-31"}}
	plain := tariff.LateFee{RatePerDay: "0.0005"}
	grace := tariff.LateFee{RatePerDay: "0.0005", GraceDays: 5}
	free := tariff.LateFee{RatePerDay: "0.0005", GraceDays: 5, GraceFree: true}
	// 400 was paid on the third day of grace, 300 on the tenth day after the due day.
	parts := []tariff.Outstanding{{60000, "2026-02-03", "2026-02-09"}, {100000, "2026-01-01", "2026-02-02"}, {30000, "2026-02-10", "2026-12-31"}}
	for name, c := range map[string]struct {
		fee  tariff.LateFee
		owed []tariff.Outstanding
		to   calendar.Date
		fen  money.Fen
	}{
		"none at all":                  {tariff.LateFee{}, whole, "2026-12-31", 0},
		"on the due day":               {plain, whole, "2026-01-31", 0},
		"a day late":                   {plain, whole, "2026-02-01", 50},
		"ten days late":                {plain, whole, "2026-02-10", 500},
		"on the last day of grace":     {grace, whole, "2026-02-05", 0},
		"a day beyond the grace":       {grace, whole, "2026-02-06", 300},
		"a day beyond a free grace":    {free, whole, "2026-02-06", 50},
		"what was paid in the grace":   {grace, parts, "2026-02-10", 2*30 + 7*30 + 15},
		"what was paid, a free grace":  {free, parts, "2026-02-10", 4*30 + 15},
		"what was paid, without grace": {plain, parts, "2026-02-10", 2*50 + 7*30 + 15},
		"nothing owed":                 {plain, nil, "2026-12-31", 0},
		"not above the principal":      {tariff.LateFee{RatePerDay: "1", MostPercent: "100"}, whole, "2026-12-31", 100000},
		"the most is not rounded up":   {tariff.LateFee{RatePerDay: "1", MostPercent: "66.6666"}, whole, "2026-12-31", 66666},
		"half a fen up":                {tariff.LateFee{RatePerDay: "0.000005"}, whole, "2026-02-01", 1},
	} {
		t.Run(name, func(t *testing.T) {
			fee, steps, err := c.fee.Fee("2026-01-31", 100000, c.owed, c.to)
			require.NoError(t, err)
			require.Equal(t, c.fen, fee)
			require.Equal(t, fee > 0, len(steps) > 0)
		})
	}
	_, steps, err := tariff.LateFee{RatePerDay: "0.0005", MostPercent: "0.5"}.Fee("2026-01-31", 100000, parts, "2026-02-20")
	require.NoError(t, err)
	require.Equal(t, []string{"1000.00 元 × 2 天 × 0.05% = 1", "600.00 元 × 7 天 × 0.05% = 2.1", "300.00 元 × 11 天 × 0.05% = 1.65", "合计 = 4.75"}, steps)
	for _, wrong := range []tariff.LateFee{{RatePerDay: "1.1"}, {RatePerDay: "-1"}, {RatePerDay: "[x]"}, {GraceDays: -1}, {GraceDays: 367}, {MostPercent: "1001"}} {
		requireCode(t, wrong.Check(), "tariff.late_fee")
		_, _, err := wrong.Fee("2026-01-31", 1, nil, "2026-02-01")
		requireCode(t, err, "tariff.late_fee")
	}
	for _, wrong := range [][]tariff.Outstanding{{{1, "2026-01-02", "2026-01-01"}}, {{-1, "2026-01-01", "2026-01-01"}}, {{1, "", "2026-01-01"}}, {whole[0], parts[0]}} {
		_, _, err := plain.Fee("2026-01-31", 100000, wrong, "2026-02-01")
		requireCode(t, err, "tariff.owed")
	}
	_, _, err = plain.Fee("", 1, nil, "2026-02-01")
	requireCode(t, err, "tariff.owed")
}

func TestASharedCostIsSharedToTheFen(t *testing.T) {
	for _, c := range []struct {
		total   money.Fen
		weights []string
		want    []money.Fen
	}{
		{100, []string{"1", "1", "1"}, []money.Fen{34, 33, 33}},
		{10000, []string{"98.3", "98.3", "120.45"}, []money.Fen{3101, 3100, 3799}},
		{-100, []string{"1/3", "1/3", "1/3"}, []money.Fen{-34, -33, -33}},
		{1, []string{"0", "1/7"}, []money.Fen{0, 1}},
		{0, []string{"1"}, []money.Fen{0}},
	} {
		weights := make([]tariff.Number, len(c.weights))
		for i, weight := range c.weights {
			weights[i] = number(weight)
		}
		got, err := tariff.Share(c.total, weights)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
	for _, wrong := range [][]tariff.Number{nil, {number("0")}, {number("2"), number("-1")}} {
		_, err := tariff.Share(100, wrong)
		requireCode(t, err, "tariff.weights")
	}
	_, err := tariff.Share(money.MaxFen+1, []tariff.Number{number("1")})
	requireCode(t, err, "tariff.too_large")
}

// Whole weights are also what money.Allocate shares.
func TestSharesAddUpAndAgreeWithMoney(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := money.Fen(rapid.Int64Range(-int64(money.MaxFen), int64(money.MaxFen)).Draw(t, "total"))
		whole := rapid.SliceOfN(rapid.Int64Range(0, 100000), 1, 30).Draw(t, "weights")
		whole[0]++
		under := rapid.Int64Range(1, 1000).Draw(t, "under")
		weights := make([]tariff.Number, len(whole))
		for i, weight := range whole {
			weights[i] = tariff.Ratio(weight, under)
		}
		got, err := tariff.Share(total, weights)
		require.NoError(t, err)
		want, err := money.Allocate(total, whole)
		require.NoError(t, err)
		require.Equal(t, want, got)
		sum, err := money.Sum(got...)
		require.NoError(t, err)
		require.Equal(t, total, sum)
	})
}
