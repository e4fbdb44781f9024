package template_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/template"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

func all(t *testing.T) []template.Template {
	t.Helper()
	templates, err := template.All()
	require.NoError(t, err)
	return templates
}

func TestTheGalleryIsLargeEnough(t *testing.T) {
	templates := all(t)
	require.GreaterOrEqual(t, len(templates), 36)
	ids, names, places := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, one := range templates {
		require.False(t, ids[one.ID] || names[one.Name], "%s is there twice", one.ID)
		ids[one.ID], names[one.Name] = true, true
		place := fmt.Sprint(one.Category, one.Order)
		require.False(t, one.Order < 1 || places[place], "%s has no place of its own on its shelf", one.ID)
		places[place] = true
		require.GreaterOrEqual(t, len(one.Examples), 3, one.ID)
	}
	for _, category := range template.Categories() {
		require.True(t, slices.ContainsFunc(templates, func(one template.Template) bool { return one.Category == category }), category)
	}
}

// Every example is a bill somebody worked out on paper.
func TestEveryExampleComesOutToTheFen(t *testing.T) {
	for _, one := range all(t) {
		for _, example := range one.Examples {
			t.Run(one.ID+"/"+example.Note, func(t *testing.T) {
				facts, err := example.Facts.Tariff()
				require.NoError(t, err)
				rule := one.Rule
				if one.Share != "" {
					rule = billing.Weighing(rule, rule.Lines[0].Measure)
				}
				versions := []tariff.Version{{FromOn: calendar.Date("2000-01-01"), Rule: rule}}
				facts.MonthDay = tariff.Span{From: example.From, To: example.To}.MonthDay()
				result, err := tariff.Price(versions, facts, example.From, example.To, nil)
				if example.Error != "" {
					require.Empty(t, example.Amount)
					var refusal *tariff.Error
					require.ErrorAs(t, err, &refusal)
					require.Equal(t, example.Error, refusal.Code)
					return
				}
				require.NoError(t, err)
				if one.Share != "" {
					require.Equal(t, example.Amount, shareOf(t, example, one, result.Exact))
					return
				}
				require.Equal(t, example.Amount, yuan(result.AmountFen), "%v", result.Steps)
				require.NotEmpty(t, result.Steps)
			})
		}
	}
}

// shareOf works out what a room of this weight pays of an example's pool: a measure that stands counts for each of the 31 days.
func shareOf(t *testing.T, example template.Example, of template.Template, weight tariff.Number) string {
	pool, err := money.Parse(example.Pool)
	require.NoError(t, err)
	whole, err := tariff.ParseNumber(example.Whole)
	require.NoError(t, err)
	if of.Share != "usage" {
		whole = whole.Mul(tariff.Whole(31))
	}
	shares, err := tariff.Share(pool, []tariff.Number{weight, whole.Sub(weight)})
	require.NoError(t, err)
	return yuan(shares[0])
}

// What stands on bills and receipts is 物业费, never the title under which the template stands on its shelf.
func TestAnItemIsCalledAsPeopleCallIt(t *testing.T) {
	for id, want := range map[string]string{"property-area": "物业费", "property-vacant-half": "物业费", "water-beijing": "水费",
		"power-flat": "电费", "heating-network": "供暖费", "parking-monthly": "停车费", "fund-first": "专项维修资金"} {
		one, err := template.ByID(id)
		require.NoError(t, err)
		require.Equal(t, want, one.Item.Name)
	}
	for _, one := range all(t) {
		require.NotEmpty(t, one.Item.Name, one.ID)
		require.NotContains(t, one.Item.Name, "（", one.ID)
		require.False(t, strings.HasSuffix(one.Item.Name, billing.LateFeeSuffix), one.ID)
		require.LessOrEqual(t, utf8.RuneCountInString(one.Item.Name), 8, one.ID)
	}
}

func TestTheShelvesStandInTheOrderOfUse(t *testing.T) {
	first := map[string]string{}
	for _, one := range all(t) {
		if first[one.Category] == "" {
			first[one.Category] = one.ID
		}
	}
	require.Equal(t, "property-area", all(t)[0].ID)
	for shelf, want := range map[string]string{"物业费": "property-area", "水": "water-flat", "电": "power-flat", "停车": "parking-monthly", "租金": "rent-area"} {
		require.Equal(t, want, first[shelf])
	}
}

// What is collected for a water, gas or heating company is its published price: no template adds a base or a least sum to
// it but those whose source is the notice that has it. And no shelf text says that custom is a ground to charge.
func TestNoTemplateChargesWithoutAGround(t *testing.T) {
	for _, one := range all(t) {
		item := billing.Item{Name: one.Item.Name, Kind: one.Item.Kind, Source: one.Document()}
		if one.Share != "" {
			item.ShareBy = tariff.Area
		}
		if one.ID == "heating-stopped" {
			require.Error(t, billing.CheckSource(item, one.Rule), "the document of the place must be named first")
			continue
		}
		require.NoError(t, billing.CheckSource(item, one.Rule), one.ID)
	}
	for _, gone := range []string{"water-minimum", "water-base-excess"} {
		_, err := template.ByID(gone)
		require.Error(t, err)
	}
	for _, one := range all(t) {
		text := one.Name + one.Use + one.Source
		for _, wrong := range []string{"行业惯例", "账期", "缴存", "续筹"} {
			require.NotContains(t, text, wrong, one.ID)
		}
	}
	for id, said := range map[string]string{"power-shop-excess": "转供电不得加价", "cooling-base-excess": "自营的中央空调", "cooling-area-hours": "自营的中央空调",
		"shared-loss-usage": "包干制一般不另收", "shared-power-area": "包干制一般不另收", "fund-first": "须交存专户", "fund-monthly": "须交存专户"} {
		one, err := template.ByID(id)
		require.NoError(t, err)
		require.Contains(t, one.Use, said)
	}
}

func TestTheMoneyOfAnExampleHasSeparators(t *testing.T) {
	require.Equal(t, "4,122.81", template.Example{Amount: "4122.81"}.Money())
	require.Equal(t, "840.47", template.Example{Amount: "840.47"}.Money())
	require.Empty(t, template.Example{Error: "tariff.no_area"}.Money())
}

func yuan(amount money.Fen) string { return fmt.Sprintf("%d.%02d", amount/100, amount%100) }

func TestEveryRuleIsRightAndEveryAskHasItsPlace(t *testing.T) {
	for _, one := range all(t) {
		if one.Share == "" {
			require.NoError(t, one.Rule.Check(), one.ID)
			require.NotEmpty(t, one.Asks, one.ID)
		} else {
			require.NoError(t, billing.CheckSplitting(billing.Item{Name: one.Item.Name, ShareBy: one.Rule.Lines[0].Measure}, one.Rule), one.ID)
			require.Empty(t, one.Asks, "%s asks for a price that nobody needs", one.ID)
		}
		values, err := one.Values()
		require.NoError(t, err, one.ID)
		require.Len(t, values, len(one.Asks), "%s asks twice for the same", one.ID)
		filled, err := one.Fill(values)
		require.NoError(t, err, one.ID)
		require.Equal(t, one.Rule, filled, one.ID)
	}
}

func TestTheTextsFitTheirPlaces(t *testing.T) {
	fits := func(id, text string, most int) {
		runes := utf8.RuneCountInString(text)
		require.True(t, runes > 0 && runes <= most && strings.TrimSpace(text) == text, "%s: %q has %d characters", id, text, runes)
	}
	for _, one := range all(t) {
		fits(one.ID, one.ID, 30)
		fits(one.ID, one.Name, 16)
		fits(one.ID, one.English, 48)
		fits(one.ID, one.Use, 80)
		fits(one.ID, one.Source, 80)
		for _, ask := range one.Asks {
			fits(one.ID, ask.Label, 12)
			fits(one.ID, ask.Unit, 12)
		}
		for _, line := range one.Rule.Lines {
			fits(one.ID, line.Name, 12)
		}
		for _, example := range one.Examples {
			fits(one.ID, example.Note, 30)
			require.True(t, example.From.Valid() && example.To.Valid() && example.From <= example.To, one.ID)
		}
	}
}

func TestTheItemsAreOnesTheBookKnows(t *testing.T) {
	for _, one := range all(t) {
		require.Contains(t, template.Categories(), one.Category, one.ID)
		require.Contains(t, []string{"income", "agency", "deposit"}, one.Item.Kind, one.ID)
		require.Contains(t, []string{"month", "quarter", "half_year", "year", "anniversary", "once", "span"}, one.Item.Cycle, one.ID)
		require.Contains(t, []string{"", "area", "household", "usage"}, one.Share, one.ID)
		require.True(t, one.Item.DueDays >= 0 && one.Item.DueDays <= 365, one.ID)
		decimals := []string{one.Item.TaxPercent}
		for _, text := range decimals {
			number, err := tariff.ParseNumber(text)
			require.NoError(t, err, one.ID)
			require.GreaterOrEqual(t, number.Sign(), 0, one.ID)
		}
		// What is held or collected for others is nobody's income, so it bears no tax here.
		require.True(t, one.Item.Kind == "income" || one.Item.TaxPercent == "0", one.ID)
	}
}

func TestFillPutsTheManagersFiguresIn(t *testing.T) {
	vacant, err := template.ByID("property-vacant-half")
	require.NoError(t, err)
	rule, err := vacant.Fill(map[string]string{"lines.0.price": " 3.10 ", "lines.1.factor": "0.7"})
	require.NoError(t, err)
	require.Equal(t, tariff.Value("3.10"), rule.Lines[0].Price)
	require.Equal(t, tariff.Value("3.10"), rule.Lines[1].Price, "one figure, two places")
	require.Equal(t, tariff.Value("0.7"), rule.Lines[1].Factor)
	require.Equal(t, tariff.Value("2.40"), vacant.Rule.Lines[0].Price, "the template stays as it is")
	own, err := vacant.Fill(map[string]string{"lines.0.price": "[单价]"})
	require.NoError(t, err)
	require.Equal(t, tariff.Value("[单价]"), own.Lines[0].Price)
	buildings, err := template.ByID("property-buildings")
	require.NoError(t, err)
	values, err := buildings.Values()
	require.NoError(t, err)
	require.Equal(t, "1、2", values["lines.0.when.0.values"])
	rule, err = buildings.Fill(map[string]string{"lines.0.when.0.values": "A座，B座 C座"})
	require.NoError(t, err)
	require.Equal(t, []string{"A座", "B座", "C座"}, rule.Lines[0].When[0].Values)
	floor, err := template.ByID("property-high-floor")
	require.NoError(t, err)
	rule, err = floor.Fill(map[string]string{"lines.1.when.0.values.0": "20"})
	require.NoError(t, err)
	require.Equal(t, []string{"20"}, rule.Lines[1].When[0].Values)
	require.Equal(t, []string{"18"}, floor.Rule.Lines[1].When[0].Values)
}

func TestFillRefusesWhatDoesNotFit(t *testing.T) {
	for name, given := range map[string]struct {
		id, path, value, code string
	}{
		"no figure":           {"property-area", "lines.0.price", "", "template.value"},
		"words":               {"property-area", "lines.0.price", "三块", "template.value"},
		"an exponent":         {"property-area", "lines.0.price", "1e9", "template.value"},
		"an open bracket":     {"property-area", "lines.0.price", "[单价", "template.value"},
		"a bracket of air":    {"property-area", "lines.0.price", "[ ]", "template.value"},
		"only commas":         {"property-buildings", "lines.0.when.0.values", "、，", "template.names"},
		"a name too long":     {"property-buildings", "lines.0.when.0.values", strings.Repeat("楼", 31), "template.names"},
		"too many names":      {"property-buildings", "lines.0.when.0.values", strings.Repeat("楼、", 51), "template.names"},
		"no storey":           {"property-high-floor", "lines.1.when.0.values.0", "高层", "tariff.condition"},
		"not asked":           {"property-area", "lines.0.name", "别的", "template.path"},
		"nowhere":             {"property-area", "lines.9.price", "1", "template.path"},
		"a formula too long":  {"property-large-home", "lines.0.formula", strings.Repeat("1+", 6000) + "1", "template.formula"},
		"a formula cut short": {"property-large-home", "lines.0.formula", "面积 *", "tariff.syntax"},
		"tiers out of order":  {"water-beijing", "lines.0.tiers.1.upTo", "100", "tariff.tiers"},
	} {
		t.Run(name, func(t *testing.T) {
			one, err := template.ByID(given.id)
			require.NoError(t, err)
			_, err = one.Fill(map[string]string{given.path: given.value})
			var refusal *tariff.Error
			require.True(t, errors.As(err, &refusal), "%v", err)
			require.Equal(t, given.code, refusal.Code)
		})
	}
}

func TestAnUnknownTemplateIsRefused(t *testing.T) {
	_, err := template.ByID("no-such")
	var refusal *tariff.Error
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, "template.unknown", refusal.Code)
}

func TestWhoeverTakesTheListMayChangeIt(t *testing.T) {
	first := all(t)
	first[0].Name = "改了"
	require.NotEqual(t, "改了", all(t)[0].Name)
}
