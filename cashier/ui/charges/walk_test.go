package charges

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/pricing"
	"shouqi/cashier/template"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/tariff"
)

// walked is the editor over an estate that has every own field a template names, without a window.
func walked(t *testing.T, fields ...string) *editor {
	s := &Screen{frame: uitest.NewShell(t), today: "2026-11-29", deps: Deps{Explain: countertest.Explain}, estate: estateFacts{fields: fields}}
	t.Cleanup(s.frame.Close)
	return s.newEditor(newDraft(newItem, pricing.Charge{}), nil)
}

// Every template goes through the editor unharmed: its questions and, opened, its blocks; every line set to what it shows already leaves
// the rule as it is, or as another spelling of the same. No line shows an inner word.
func TestEveryTemplateGoesThroughTheEditorUnharmed(t *testing.T) {
	all, err := template.All()
	require.NoError(t, err)
	e := walked(t)
	for _, from := range all {
		item := pricing.ItemOf(from)
		d := newDraft(newItem, pricing.Charge{Item: item})
		require.NoError(t, d.setRule(from.Rule))
		e.draft, e.formulas = d, map[int]bool{}
		e.s.estate.fields = nil
		for _, need := range from.Rule.Needs() {
			if name, own := strings.CutPrefix(string(need), string(tariff.FieldOf)); own {
				e.s.estate.fields = append(e.s.estate.fields, name)
			}
		}
		e.draft.ask(from)
		e.draft.tariff, e.draft.fromOn = "基本", "2026-12-01"
		retype(t, e, from.ID)
		built, wrong := e.buildRule()
		require.Nil(t, wrong, "%s: %v", from.ID, wrong)
		asked := from.Rule
		require.NoError(t, d.setRule(from.Rule))
		if e.draft.values != nil {
			asksNobody(&d.rule)
			asked = d.rule
		}
		require.Equal(t, asked, built, from.ID)

		require.NoError(t, e.draft.setRule(from.Rule))
		e.draft.values = nil
		rows := e.lines()
		retype(t, e, from.ID)
		require.Len(t, e.lines(), len(rows), from.ID)
		built, wrong = e.buildRule()
		require.Nil(t, wrong, "%s: %v", from.ID, wrong)
		require.Equal(t, spelled(from.Rule), spelled(built), from.ID)
	}
}

// retype sets every line of the sheet to what stands there, as a person does who goes through all of them.
func retype(t *testing.T, e *editor, id string) {
	for i := 0; i < len(e.lines()); i++ {
		one := e.lines()[i]
		for _, inner := range []string{"charges.", "usage:", "field:", "item:", "anniversary", "half_year", "inner_area"} {
			shown := (&sheet{s: e.s}).shownValue(one)
			require.NotContains(t, one.label+one.unit+shown, inner, "%s: %s", id, one.key)
		}
		for _, option := range one.options {
			require.NotContains(t, option.label, "charges.", "%s: %s", id, one.key)
		}
		if one.options != nil && !one.many {
			require.True(t, slices.ContainsFunc(one.options, func(o option) bool { return o.value == one.value }), "%s: %s is none of its choices: %q", id, one.key, one.value)
		}
		if one.set == nil || strings.HasPrefix(one.key, "try.") || strings.HasSuffix(one.key, ".field") {
			continue
		}
		if one.value != "" || one.options == nil {
			one.set(one.value)
		}
	}
}

// spelled spells out what an editor's choice says and a template leaves to its meaning.
func spelled(rule tariff.Rule) tariff.Rule {
	d := draft{}
	if d.setRule(rule) != nil {
		return rule
	}
	r := &d.rule
	r.Proration = pick(r.Proration == "", tariff.ByDays, r.Proration)
	r.Split = pick(r.Split == tariff.SplitDays, "", r.Split)
	r.LimitPer = pick(r.LimitPer == tariff.Month, "", r.LimitPer)
	r.Rounding.To = pick(r.Rounding.To == "", "fen", r.Rounding.To)
	r.Rounding.Mode = pick(r.Rounding.Mode == "", "half_up", r.Rounding.Mode)
	for i := range r.Lines {
		l := &r.Lines[i]
		l.Measure = pick(l.Measure == "" && l.Formula == "", tariff.Fixed, l.Measure)
		l.LessPer = pick(l.LessPer == tariff.Month, "", l.LessPer)
		l.TierJoin = pick(l.TierJoin == tariff.JoinMonths, "", l.TierJoin)
		if !overPeriod(l.Measure) {
			l.Per = pick(l.Per == "", tariff.Month, l.Per)
		} else if len(l.Tiers) > 0 {
			l.TierBy = pick(l.TierBy == "", tariff.TierMonth, l.TierBy)
		}
	}
	return d.rule
}

// A condition that is only begun is refused at its own row; 为空 is asked without a value, and spaces are asked for their place.
func TestAHalfFilledConditionIsRefusedAtItsRow(t *testing.T) {
	e := walked(t)
	e.draft.rule.Lines = []tariff.Line{{Measure: tariff.Area, Price: "2"}, {Measure: tariff.Fixed, Price: "3", When: []tariff.Condition{{Field: "nth", Op: "=", Values: []string{"2"}}}}}
	e.draft.rule.Lines[1].When = append(e.draft.rule.Lines[1].When, tariff.Condition{Field: "use", Op: "=", Values: []string{""}})
	_, wrong := e.buildRule()
	require.Equal(t, "lines.1.when.1.values", wrong.key)
	require.Contains(t, wrong.sentence, "条件“用途”写得不对")
	for _, one := range e.lines() {
		if one.key == "lines.1.when.1.op" {
			one.set("empty")
		}
	}
	_, wrong = e.buildRule()
	require.Nil(t, wrong)
	require.Equal(t, tariff.Condition{Field: "use", Op: "empty"}, e.draft.rule.Lines[1].When[1])
	e.draft.rule.When = []tariff.Condition{{Field: "layout", Op: "=", Values: []string{""}}}
	_, wrong = e.buildRule()
	require.Equal(t, "when.0.values", wrong.key)
}

// The five-person rule can be added to any tiers: of a usage, of the area, of what another item comes to.
func TestTheFivePersonRuleGoesWithAnyTiers(t *testing.T) {
	for _, measure := range []tariff.Measure{"usage:水", tariff.Area, "item:水费"} {
		e := walked(t)
		e.sheet.content()
		e.draft.rule.Lines = []tariff.Line{{Measure: measure, Tiers: []tariff.Tier{{UpTo: "15", Price: "1"}, {UpTo: "25", Price: "2"}, {Price: "3"}}}}
		e.add("heads")
		for _, one := range e.lines() {
			switch one.key {
			case "lines.0.tiers.0.eachHead", "lines.0.tiers.1.overHeads":
				one.set("5")
			}
		}
		rule, wrong := e.buildRule()
		require.Nil(t, wrong)
		require.Equal(t, tariff.Line{Measure: measure, HeadsOver: 4, Tiers: []tariff.Tier{{UpTo: "15", Price: "1", EachHead: "5"}, {UpTo: "25", Price: "2", OverHeads: "5"}, {Price: "3"}}}, rule.Lines[0])
	}
}

// A name of an own field needs no brackets where a figure is asked for; in a formula both ways are read.
func TestAnOwnPriceIsTypedWithOrWithoutBrackets(t *testing.T) {
	e := walked(t, "单价")
	e.draft.rule.Lines = []tariff.Line{{Measure: tariff.Area}, {Formula: "面积 × [单价] ＋ 单价"}}
	for _, typed := range []string{"单价", "[单价]", "【单价】"} {
		for _, one := range e.lines() {
			if one.key == "lines.0.price" {
				one.set(typed)
			}
		}
		rule, wrong := e.buildRule()
		require.Nil(t, wrong, typed)
		require.Equal(t, tariff.Value("[单价]"), rule.Lines[0].Price)
	}
}
