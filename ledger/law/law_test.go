package law_test

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

func table(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("../../assets/rules/rules.json")
	require.NoError(t, err)
	return text
}

func packOf(t *testing.T, place string) law.Pack {
	t.Helper()
	pack, err := law.PackOf(table(t), place)
	require.NoError(t, err)
	return pack
}

const (
	today   = calendar.Date("2026-11-20")
	keeps   = law.Level("")
	noted   = law.Noted
	passing = law.Passing
	refused = law.Refused
)

// row is one command held against one row: what it comes to, and what becomes of it.
type row struct {
	figures law.Figures
	level   law.Level
}

func until(on calendar.Date) law.Figures { return law.Figures{Today: today, UntilOn: on} }

func underContract(until, contract calendar.Date) law.Figures {
	return law.Figures{Today: today, UntilOn: until, ContractOn: contract}
}

func deposit(fen money.Fen) law.Figures { return law.Figures{Today: today, DepositFen: fen} }

func vacant(percent int64, to calendar.Date) law.Figures {
	return law.Figures{Today: today, Percent: tariff.Whole(percent), SinceOn: "2026-12-01", ToOn: to}
}

func shared(mode string, names ...string) law.Figures {
	return law.Figures{Today: today, FeeMode: mode, Names: names}
}

func cap(percent string) law.Figures {
	number, _ := tariff.ParseNumber(percent)
	return law.Figures{Today: today, Percent: number}
}

// rows has, for every row of the table, commands at, below and above its figure; a row without a figure has what it says instead.
var rows = map[string][]row{
	"national-585": {{cap("30"), noted}},
	"national-65":  {{cap("29.99"), keeps}, {cap("30"), keeps}, {cap("30.01"), passing}, {law.Figures{Today: today, Unbounded: true}, passing}},
	// No offer knows how it is paid, so that nothing can leave cash out: see the till's TestAnOfferGivesTheSameHoweverItIsPaid.
	"national-cash":        {{law.Figures{Today: today}, keeps}},
	"hangzhou-55-months":   {{until("2027-10-31"), keeps}, {until("2027-11-30"), keeps}, {until("2027-12-01"), refused}, {until(""), noted}},
	"hangzhou-55-contract": {{underContract("2027-06-29", "2027-06-30"), keeps}, {underContract("2027-06-30", "2027-06-30"), keeps}, {underContract("2027-07-01", "2027-06-30"), refused}, {underContract("2027-07-01", ""), noted}},
	"zhengzhou-42":         {{until("2027-10-31"), keeps}, {until("2027-11-30"), keeps}, {until("2027-12-31"), refused}},
	"zibo-prepay":          {{until("2036-11-30"), noted}},
	"rizhao-deposit":       {{deposit(199_999), keeps}, {deposit(200_000), keeps}, {deposit(200_001), refused}},
	"shandong-deposit":     {{deposit(9_000_000), noted}},
	// Six months from 1 December are over on 31 May; until then the home may pay more.
	"binzhou-vacancy":   {{vacant(59, ""), keeps}, {vacant(60, ""), keeps}, {vacant(61, ""), refused}, {vacant(61, "2027-05-31"), keeps}, {vacant(61, "2027-06-01"), refused}},
	"liaocheng-vacancy": {{vacant(99, ""), noted}},
	"heze-vacancy":      {{vacant(99, ""), noted}},
	"qingyuan-37": {{shared(law.LumpSum, "公摊电费", "楼道"), noted}, {shared(law.LumpSum, "公摊电费", "绿化用水"), refused}, {shared(law.LumpSum, "岗亭用电公摊"), refused},
		{shared(law.LumpSum, "楼道照明", "綠化用水"), refused}, {shared(law.LumpSum, "绿 化·用水"), refused}, {shared(law.LumpSum, "绿\u200b化用水"), refused}, {shared(law.LumpSum, "花木养护"), refused},
		{shared(law.LumpSum, "保安室用电"), refused}, {shared(law.LumpSum, "秩序维护"), refused}, {shared(law.LumpSum, "門崗用電"), refused}, {shared(law.LumpSum, "電梯用電"), noted},
		{shared(law.Reward, "绿化用水"), keeps}, {shared("", "绿化用水"), passing}},
}

func TestEveryRowOfTheTableHoldsItsFigure(t *testing.T) {
	places, err := law.Places(table(t))
	require.NoError(t, err)
	seen := make(map[string]bool)
	for _, place := range places {
		for _, rule := range packOf(t, place.ID).Rules {
			if rule.Place != place.ID {
				continue
			}
			seen[rule.ID] = true
			require.NotEmpty(t, rows[rule.ID], "%s has no test", rule.ID)
			alone := law.Pack{Rules: []law.Rule{rule}}
			for i, one := range rows[rule.ID] {
				found := alone.Judge(one.figures, rule.Check)
				if one.level == keeps {
					require.Empty(t, found, "%s %d", rule.ID, i)
					continue
				}
				require.Len(t, found, 1, "%s %d", rule.ID, i)
				require.Equal(t, one.level, found[0].Level, "%s %d", rule.ID, i)
			}
		}
	}
	require.Len(t, seen, len(rows), "a test is of a row that is not there")
}

func TestAPlaceHasItsOwnRulesAndThoseAroundIt(t *testing.T) {
	ids := func(place string) (ids []string) {
		for _, rule := range packOf(t, place).Rules {
			ids = append(ids, rule.ID)
		}
		return ids
	}
	require.Equal(t, []string{"rizhao-deposit", "shandong-deposit", "national-585", "national-65", "national-cash"}, ids("日照"))
	require.Equal(t, []string{"hangzhou-55-months", "hangzhou-55-contract", "national-585", "national-65", "national-cash"}, ids("hangzhou"))
	_, err := law.PackOf(table(t), "上海")
	require.Equal(t, "law.place", store.Code(err))
}

func TestAPackIsReadAsItWasWritten(t *testing.T) {
	pack := packOf(t, "binzhou")
	text, err := pack.Text()
	require.NoError(t, err)
	again, err := law.Parse(text)
	require.NoError(t, err)
	require.Equal(t, pack, again)
	none, err := law.Parse("")
	require.NoError(t, err)
	require.Empty(t, none.Judge(until("2099-12-31"), law.Prepaying...))
	for _, wrong := range []string{"{", `{"place":"x","name":"x","rules":[{"id":"a","place":"x","confidence":"C","check":"weather","binding":"must"}]}`,
		`{"place":"x","name":"x","rules":[{"id":"a","place":"x","confidence":"C","check":"prepay_months","figure":"-1","binding":"must"}]}`,
		`{"place":"x","name":"x","rules":[{"id":"a","place":"x","confidence":"C","check":"prepay_months","binding":"may"}]}`, `{"place":"x","name":"x","city":"y"}`} {
		_, err := law.Parse(wrong)
		require.Equal(t, "law.pack", store.Code(err), wrong)
	}
}

func TestARuleHoldsFromItsDayOnAndTheFigureOfMonthsIsOfTheirEnds(t *testing.T) {
	rule := law.Rule{ID: "a", Check: law.PrepayMonths, Figure: "3", Binding: law.Should, SinceOn: "2026-11-21"}
	pack := law.Pack{Rules: []law.Rule{rule}}
	require.Empty(t, pack.Judge(until("2027-12-31"), law.PrepayMonths))
	later := law.Figures{Today: "2026-11-30", UntilOn: "2027-03-01"}
	require.Equal(t, []string{"a"}, pack.Judge(later, law.Prepaying...).Passed())
	require.Empty(t, pack.Judge(later, law.Vacancy), "a command of another kind")
	for on, last := range map[calendar.Date]calendar.Date{"2026-11-01": "2027-02-28", "2026-11-30": "2027-02-28", "2027-11-30": "2028-02-29", "2026-12-31": "2027-03-31"} {
		require.Equal(t, last, law.LastOn(on, 3), on)
	}
	require.True(t, slices.ContainsFunc(pack.Judge(later, law.PrepayMonths), func(f law.Finding) bool { return f.Level == law.Passing }))
}
