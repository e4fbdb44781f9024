package charges

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/pricing"
	"shouqi/cashier/template"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/tariff"
)

// asked is the editor over the questions of a template.
func asked(t *testing.T, id string) *editor {
	e := walked(t)
	from, err := template.ByID(id)
	require.NoError(t, err)
	e.draft = newDraft(newItem, pricing.Charge{Item: pricing.ItemOf(from)})
	require.NoError(t, e.draft.setRule(from.Rule))
	e.draft.ask(from)
	e.draft.tariff, e.draft.fromOn = "基本标准", "2026-12-01"
	e.content()
	return e
}

// on returns the line of a key.
func (e *editor) on(t *testing.T, key string) line {
	for _, one := range e.lines() {
		if one.key == key {
			return one
		}
	}
	t.Fatalf("there is no line %s", key)
	return line{}
}

// While one answer is wrong the questions stay: opened, the blocks would begin with the template's own figures.
func TestOpeningTheBlocksLosesNoFigure(t *testing.T) {
	all, err := template.All()
	require.NoError(t, err)
	for _, from := range all {
		e := asked(t, from.ID)
		if e.draft.values == nil || len(from.Asks) < 2 {
			continue
		}
		for _, ask := range from.Asks {
			e.draft.values[ask.Path] = ""
			e.askBlock()
			require.NotNil(t, e.draft.values, from.ID)
			require.Nil(t, e.s.frame.Canvas().Overlays().Top(), "%s: nothing is asked before “%s” is right", from.ID, ask.Label)
			require.Equal(t, "ask."+ask.Path, e.sheet.line().key, from.ID)
			require.Contains(t, e.fault.sentence, ask.Label, from.ID)
			e.draft.open()
			require.NotNil(t, e.draft.values, from.ID)
			break
		}
	}
}

// A rule that a template does not make opens as its blocks, whatever of it was changed.
func TestARuleThatTheTemplateDoesNotMakeOpensAsItsOwn(t *testing.T) {
	from, err := template.ByID("property-buildings")
	require.NoError(t, err)
	for name, change := range map[string]func(rule *tariff.Rule){
		"another field": func(rule *tariff.Rule) {
			rule.Lines[0].When[0] = tariff.Condition{Field: "use", Op: "in", Values: []string{"商铺"}}
		},
		"another operator": func(rule *tariff.Rule) { rule.Lines[0].When[0].Op = "≠" },
		"a further line": func(rule *tariff.Rule) {
			rule.Lines = append(rule.Lines, tariff.Line{Measure: tariff.Fixed, Price: "3"})
		},
		"another measure": func(rule *tariff.Rule) { rule.Lines[0].Measure = tariff.InnerArea },
		"a limit":         func(rule *tariff.Rule) { rule.Lines[0].Most = "100" },
		"a factor":        func(rule *tariff.Rule) { rule.Lines[1].Factor = "0.5" },
		"a whole condition": func(rule *tariff.Rule) {
			rule.When = []tariff.Condition{{Field: "use", Op: "=", Values: []string{"住宅"}}}
		},
		"lines the other way": func(rule *tariff.Rule) { rule.Lines[0], rule.Lines[1] = rule.Lines[1], rule.Lines[0] },
	} {
		d := newDraft(newPrice, pricing.Charge{Item: pricing.ItemOf(from)})
		require.NoError(t, d.setRule(from.Rule))
		change(&d.rule)
		d.ask(from)
		if name == "lines the other way" && d.values != nil { // the lines differ in nothing but what is asked
			continue
		}
		require.Nil(t, d.values, name)
	}
	d := newDraft(newPrice, pricing.Charge{Item: pricing.ItemOf(from)})
	require.NoError(t, d.setRule(from.Rule))
	d.rule.Lines[0].When[0].Values, d.rule.Lines[0].Price = []string{"7", "8", "9"}, "3.33"
	d.ask(from)
	require.Equal(t, "7、8、9", d.values["lines.0.when.0.values"], "other answers are answers")
}

// What a template asks for names says names: in its hint, in its list and in its refusal.
func TestAQuestionForNamesIsNoQuestionForAPrice(t *testing.T) {
	e := asked(t, "property-buildings")
	e.s.estate.buildings = []string{"1", "2", "3"}
	one := e.on(t, "ask.lines.0.when.0.values")
	require.True(t, one.many)
	require.Len(t, one.options, 3)
	require.NotContains(t, one.help, "2.85")
	one.set("1 3")
	require.Equal(t, "1、3", e.draft.values["lines.0.when.0.values"])
	e.on(t, "ask.lines.0.when.0.values").set("")
	_, wrong := e.buildRule()
	require.Equal(t, "ask.lines.0.when.0.values", wrong.key)
	require.NotContains(t, wrong.sentence, "2.85")
	require.Contains(t, wrong.sentence, "电梯楼有哪些")

	e = asked(t, "property-large-home")
	require.Contains(t, e.on(t, "ask.lines.0.formula").help, "面积")
	e = asked(t, "water-pressure")
	require.NotContains(t, e.on(t, "ask.when.0.values.0").help, "2.85")
}

// A block that is only begun is shared by nobody.
func TestABlockWithoutAPriceSaysSo(t *testing.T) {
	e := walked(t)
	e.draft.rule.Lines = []tariff.Line{newBlock("price"), newBlock("excess"), newBlock("base"), newBlock("formula")}
	e.formulas[3] = true
	for i := range e.draft.rule.Lines {
		require.Equal(t, e.s.text(pick(i == 3, "charges.phrase.no_formula", "charges.phrase.no_price")), e.heads(i).value)
	}
	e.draft.item.ShareBy = tariff.Area
	require.Contains(t, e.heads(0).value, "分摊")
}

// heads returns the heading of a block.
func (e *editor) heads(index int) line { return e.blockHeading(index, &e.draft.rule.Lines[index]) }

// The names that the program gives to tariffs are in the book in Chinese, and are read in the language of the screen.
func TestATariffOfTheProgramsOwnNameIsReadInBothLanguages(t *testing.T) {
	options := uitest.InPlace()
	s := walked(t).s
	require.Equal(t, "基本标准", s.tariffWords("基本标准"))
	options.Lang = assets.English
	english := &Screen{frame: shell.New(uitest.NewWindow(t, nil), options), estate: estateFacts{}}
	require.Equal(t, "Basic", english.tariffWords("基本标准"))
	require.Equal(t, "Tariff 2", english.tariffWords("标准2"))
	require.Equal(t, "商铺", english.tariffWords("商铺"))
	from, err := template.ByID("property-area")
	require.NoError(t, err)
	english.list = &listPage{s: english}
	english.page = english.list
	english.toTemplate(from)
	require.Equal(t, "基本标准", english.page.(*editor).draft.tariff)
}

// Two prices that differ in what they are for read differently in the history.
func TestAPriceInTheHistorySaysItsConditions(t *testing.T) {
	p := &historyPage{s: walked(t).s}
	words := func(use string) string {
		return p.priceWords(pricing.PricePeriod{PricePeriod: billing.PricePeriod{Rule: &tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "2",
			When: []tariff.Condition{{Field: "use", Op: "=", Values: []string{use}}}}}}}})
	}
	require.Contains(t, words("商铺"), "商铺")
	require.NotEqual(t, words("商铺"), words("住宅"))
	require.NotContains(t, words("商铺"), "有条件")
}
