package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

func TestPeriodsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]tariff.Span{
		"2026-10":                {From: "2026-10-01", To: "2026-10-31"},
		"2028-02":                {From: "2028-02-01", To: "2028-02-29"},
		"2026-Q4":                {From: "2026-10-01", To: "2026-12-31"},
		"2026-Q1":                {From: "2026-01-01", To: "2026-03-31"},
		"2026-H2":                {From: "2026-07-01", To: "2026-12-31"},
		"2026":                   {From: "2026-01-01", To: "2026-12-31"},
		"2026-10-05":             {From: "2026-10-05", To: "2026-10-05"},
		"2026-10-05..2026-11-04": {From: "2026-10-05", To: "2026-11-04"},
		"2026-10..2026-11":       {From: "2026-10-01", To: "2026-11-30"},
		"2026/10":                {From: "2026-10-01", To: "2026-10-31"},
		"2026年10月":               {From: "2026-10-01", To: "2026-10-31"},
		"2026年10月5日":             {From: "2026-10-05", To: "2026-10-05"},
		"2026/10/5..2026.11.4":   {From: "2026-10-05", To: "2026-11-04"},
	} {
		var p period
		require.NoError(t, p.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, p.Span, text)
	}
	for _, text := range []string{"", "十月", "2026-13", "2026-0", "2026-1", "2026-Q5", "2026-Q0", "2026-H3", "2026-Q", "26-10", "2026-02-30", "2026-11-04..2026-10-05", "2026-11..2026-10", "..", "-"} {
		var p period
		require.Equal(t, "ctl.period", store.Code(p.UnmarshalText([]byte(text))), text)
	}
}

func TestDaysAsPeopleWriteThem(t *testing.T) {
	for _, text := range []string{"2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "20260301"} {
		var d day
		require.NoError(t, d.UnmarshalText([]byte(text)), text)
		require.Equal(t, calendar.Date("2026-03-01"), d.Date, text)
		var step rentStep
		require.NoError(t, step.UnmarshalText([]byte(text+":+5%")), text)
		require.Equal(t, calendar.Date("2026-03-01"), step.FromOn, text)
	}
	require.ErrorIs(t, new(day).UnmarshalText([]byte("2026-02-30")), calendar.ErrDate)
}

func TestLateFeesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]tariff.LateFee{
		"0.0005":       {RatePerDay: "0.0005"},
		"0.05%":        {RatePerDay: "0.0005"},
		"0.0005,10":    {RatePerDay: "0.0005", GraceDays: 10},
		"0.05%,10,30%": {RatePerDay: "0.0005", GraceDays: 10, MostPercent: "30"},
		"0.003,0,100":  {RatePerDay: "0.003", MostPercent: "100"},
		"0":            {},
	} {
		var f lateFee
		require.NoError(t, f.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, f.LateFee, text)
		require.True(t, f.given)
	}
	for _, text := range []string{"", "5", "-0.1", "万分之五", "0.0005,x", "0.0005,-1", "0.0005,10,1001", "0.0005,10,30,1", "0.0005,400", "0.000000000001%"} {
		var f lateFee
		require.Equal(t, "ctl.late_fee", store.Code(f.UnmarshalText([]byte(text))), text)
	}
}

func TestAnotherPriceGoesWhereThereIsOnlyOne(t *testing.T) {
	one := tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "2.85"}}}
	now, err := repriced(one, "3.10")
	require.NoError(t, err)
	require.Equal(t, tariff.Value("3.10"), now.Lines[0].Price)
	require.Equal(t, tariff.Value("2.85"), one.Lines[0].Price, "the rule that holds stays as it is")
	for name, rule := range map[string]tariff.Rule{
		"two prices": {Lines: []tariff.Line{{Measure: tariff.Area, Price: "2.85"}, {Price: "5"}}},
		"tiers":      {Lines: []tariff.Line{{Measure: "usage:水", Tiers: []tariff.Tier{{UpTo: "180", Price: "5"}, {Price: "7"}}}}},
		"a formula":  {Lines: []tariff.Line{{Formula: "面积 * 2"}}},
		"a base too": {Lines: []tariff.Line{{Measure: tariff.Area, Price: "2"}, {Formula: "面积 * 2"}}},
	} {
		_, err := repriced(rule, "3.10")
		require.Equal(t, "ctl.price_which", store.Code(err), name)
	}
	wrong, err := repriced(one, "三块")
	require.NoError(t, err)
	require.Equal(t, "tariff.number", store.Code(ruleError(wrong.Check())), "which the rule's own check refuses")
}

// The flags know exactly the words of the engine: one that it has and they refuse could not be typed, one that they take and it does
// not have would be refused in other words.
func TestTheFlagsOfARuleKnowTheWordsOfTheEngine(t *testing.T) {
	area := tariff.Line{Measure: tariff.Area, Price: "2.85"}
	tiered := tariff.Line{Measure: "usage:水", Tiers: []tariff.Tier{{UpTo: "180", Price: "5"}, {Price: "7"}}}
	for name, flag := range map[string]struct {
		words flagWords
		set   func(f *ruleFlags, word string)
		rule  func(word string) tariff.Rule
		all   []string
	}{
		"proration": {prorationWords, func(f *ruleFlags, word string) { f.Proration = word },
			func(word string) tariff.Rule {
				return tariff.Rule{Lines: []tariff.Line{area}, Proration: tariff.Proration(word)}
			},
			[]string{string(tariff.ByDays), string(tariff.ByThirty), string(tariff.By360), string(tariff.ByWhole)}},
		"per": {perWords, func(f *ruleFlags, word string) { f.Per = word },
			func(word string) tariff.Rule {
				line := area
				line.Per = tariff.Per(word)
				return tariff.Rule{Lines: []tariff.Line{line}}
			},
			[]string{string(tariff.Month), string(tariff.Day), string(tariff.Year), string(tariff.Period)}},
		"tier by": {tierByWords, func(f *ruleFlags, word string) { f.TierBy = word },
			func(word string) tariff.Rule {
				line := tiered
				line.TierBy = tariff.TierBy(word)
				return tariff.Rule{Lines: []tariff.Line{line}}
			},
			[]string{string(tariff.TierMonth), string(tariff.TierYear), string(tariff.TierPeriod)}},
		"measure": {measureWords, func(f *ruleFlags, word string) { f.Measure = word },
			func(word string) tariff.Rule {
				return tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Measure(word), Price: "1"}}}
			},
			[]string{"area", "inner_area", "household", "heads", "floor", "nth", "fixed", "turnover", "usage:水", "item:水费", "field:泳池面积"}},
		"round to": {roundToWords, func(f *ruleFlags, word string) { f.Round = word },
			func(word string) tariff.Rule {
				return tariff.Rule{Lines: []tariff.Line{area}, Rounding: tariff.Rounding{To: word}}
			},
			[]string{"fen", "jiao", "yuan"}},
		"round mode": {roundModeWords, func(f *ruleFlags, word string) { f.Round = "jiao," + word },
			func(word string) tariff.Rule {
				return tariff.Rule{Lines: []tariff.Line{area}, Rounding: tariff.Rounding{To: "jiao", Mode: word}}
			},
			[]string{"half_up", "half_even", "up", "down"}},
	} {
		require.Len(t, flag.words, len(flag.all), name)
		for _, word := range flag.all {
			var f ruleFlags
			flag.set(&f, word)
			require.NoError(t, f.known(), name+" "+word)
			require.NoError(t, flag.rule(word).Check(), name+" "+word)
		}
		for _, word := range []string{"30", "月", "按天数", "quarter", "thirty-one"} {
			var f ruleFlags
			flag.set(&f, word)
			require.Equal(t, codeUsage, store.Code(f.known()), name+" "+word)
			require.Error(t, flag.rule(word).Check(), name+" "+word)
		}
	}
}

// interrupted is standard error on which somebody presses Ctrl-C at the first word of it.
type interrupted struct {
	bytes.Buffer
	cancel context.CancelFunc
}

// Write takes the word and presses.
func (i *interrupted) Write(text []byte) (int, error) {
	i.cancel()
	return i.Buffer.Write(text)
}

func TestARunThatIsInterruptedIssuesNothing(t *testing.T) {
	book := filepath.Join(t.TempDir(), "estate.book")
	now := func() time.Time { return time.Date(2026, 11, 21, 8, 0, 0, 0, calendar.Zone) }
	do := func(ctx context.Context, stderr *interrupted, arguments ...string) int {
		var stdout bytes.Buffer
		return run(ctx, append([]string{"--book", book}, arguments...), strings.NewReader("1357\n"), &stdout, stderr, now)
	}
	quiet := &interrupted{cancel: func() {}}
	require.Zero(t, do(t.Context(), quiet, "demo", "--rooms", "600", "--months", "0"), quiet.String())
	require.Zero(t, do(t.Context(), quiet, "--as", "100", "item", "add", "--name", "加收的物业费", "--measure", "area", "--price", "2.85"), quiet.String())

	before := progressEvery
	progressEvery = 0
	t.Cleanup(func() { progressEvery = before })
	ctx, cancel := context.WithCancel(t.Context())
	pressed := &interrupted{cancel: cancel}
	require.Equal(t, statusRefused, do(ctx, pressed, "--as", "100", "bill", "run", "--item", "加收的物业费", "--period", "2026-10"))
	require.Contains(t, pressed.String(), "已算 0 / ")

	opened, findings, err := ledger.Open(t.Context(), book, ledger.OpenOptions{})
	require.NoError(t, err)
	require.Empty(t, findings)
	require.NoError(t, opened.Store.Read(t.Context(), func(tx *store.Tx) error {
		_, count, err := billing.List(tx, billing.Query{Item: "加收的物业费", Undone: true})
		require.Zero(t, count)
		return err
	}))
	require.NoError(t, opened.Close())
}
