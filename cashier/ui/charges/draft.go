package charges

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"shouqi/cashier/pricing"
	"shouqi/cashier/template"
	"shouqi/cashier/ui/month"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// mode is what a sheet is for.
type mode int

const (
	newItem mode = iota
	newTariff
	newPrice
	itemSettings
)

// draft is what is being filled in, as typed: it becomes an item, a tariff and a rule only in build.
type draft struct {
	mode mode
	item billing.Item
	// dueDays, graceDays and issueDays are days, rate ten-thousandths a day, each as typed.
	dueDays, graceDays, issueDays, rate string
	tariff                              string
	scope                               scopeText
	fromOn                              string
	rule                                tariff.Rule
	// template is where the rule came from, with the rule itself in it; values are the answers to what it asks, nil where
	// the blocks are shown.
	template template.Template
	values   map[string]string
	try      tryText
}

// scopeText is a scope as typed: lists with 、 between the names.
type scopeText struct{ buildings, uses, layouts, states, rooms, party string }

// tryText is what the preview is to assume.
type tryText struct {
	room, from, to, pool, turnover string
	usage                          map[string]string
}

// fault is what is wrong with a draft, at which line of the sheet and which character of a formula (0 for none).
type fault struct {
	key      string
	column   int
	sentence string
}

func newDraft(mode mode, charge pricing.Charge) draft {
	d := draft{mode: mode, item: charge.Item, try: tryText{usage: map[string]string{}}}
	d.dueDays, d.graceDays = strconv.Itoa(charge.DueDays), strconv.Itoa(charge.LateFee.GraceDays)
	d.rate = permyriad(charge.LateFee.RatePerDay)
	if charge.IssueDays != 0 {
		d.issueDays = strconv.Itoa(charge.IssueDays)
	}
	return d
}

// setRule returns the draft a rule of its own to change: the one in the book or the gallery stays as it is.
func (d *draft) setRule(rule tariff.Rule) error {
	text, err := json.Marshal(rule)
	if err != nil {
		return err
	}
	d.rule = tariff.Rule{}
	return json.Unmarshal(text, &d.rule)
}

// ask shows the questions of a template over the draft's rule. A rule that the template does not make with any answers shows its
// blocks: under the questions it would say something else than it does.
func (d *draft) ask(from template.Template) {
	d.template, d.values = from, nil
	made := *d
	d.template.Rule = d.rule
	values, err := d.template.Values()
	if err != nil || len(values) == 0 {
		return
	}
	made.values = values
	if again, err := made.filled(); err == nil && isSameRule(again, d.plain()) {
		d.values = values
	}
}

// plain is the draft's rule as filled returns it.
func (d *draft) plain() tariff.Rule {
	rule := draft{}
	if rule.setRule(d.rule) != nil {
		return d.rule
	}
	asksNobody(&rule.rule)
	if d.item.ShareBy != "" {
		rule.rule, _ = billing.Splitting(rule.rule, d.item.ShareBy)
	}
	return rule.rule
}

// isSameRule says whether two rules are written alike.
func isSameRule(one, other tariff.Rule) bool {
	first, firstErr := json.Marshal(one)
	second, secondErr := json.Marshal(other)
	return firstErr == nil && secondErr == nil && bytes.Equal(first, second)
}

// open leaves the questions of the template and shows the blocks, with what was answered. Where an answer is wrong it stays as it is:
// what was filled in would be lost.
func (d *draft) open() {
	if d.values == nil {
		return
	}
	if filled, err := d.filled(); err == nil {
		d.rule, d.values = filled, nil
	}
}

// filled returns the rule that stands on the sheet; that of a shared cost without a price, whatever stands there.
func (d *draft) filled() (rule tariff.Rule, err error) {
	switch {
	case d.values != nil:
		if rule, err = d.template.Fill(d.values); err != nil {
			return rule, err
		}
		asksNobody(&rule)
	case d.item.ShareBy == "":
		return d.rule, d.rule.Check()
	default:
		rule = d.rule
	}
	if d.item.ShareBy != "" {
		rule, _ = billing.Splitting(rule, d.item.ShareBy)
		return rule, billing.CheckSplitting(d.item, rule)
	}
	return rule, nil
}

// asksNobody takes limits that rise by nothing for more people out of a filled rule: it then needs no number of people,
// which most registers do not have.
func asksNobody(rule *tariff.Rule) {
	for i := range rule.Lines {
		for j := range rule.Lines[i].Tiers {
			tier := &rule.Lines[i].Tiers[j]
			for _, value := range []*tariff.Value{&tier.EachHead, &tier.OverHeads} {
				if number, err := tariff.ParseNumber(string(*value)); err == nil && number.Sign() == 0 {
					*value = ""
				}
			}
		}
	}
}

// parseDay reads a day typed with or without dashes: 20261201 on the keypad.
func parseDay(typed string) (calendar.Date, error) {
	on, ok := month.ParseDay(typed)
	if !ok {
		return "", calendar.ErrDate
	}
	return on, nil
}

// clean turns what an input method types into what a rule takes: full-width figures, stops and brackets. A stop at the end
// is a figure half typed, not a wrong one.
func clean(typed string) string {
	typed = strings.NewReplacer("［", "[", "］", "]", "【", "[", "】", "]", "。", ".", "．", ".").Replace(strings.TrimSpace(typed))
	typed = strings.TrimSuffix(typed, ".")
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, typed)
}

// days reads a number of days.
func days(typed string) (int, bool) {
	count, err := strconv.Atoi(typed)
	return count, err == nil && count >= 0 && len(typed) <= 4
}

// buildItem makes the item of the sheet, or says what is wrong with it.
func (e *editor) buildItem() (billing.Item, *fault) {
	d, item := &e.draft, e.draft.item
	item.Name = strings.TrimSpace(item.Name)
	item.Subject, item.Merchant = strings.TrimSpace(item.Subject), strings.TrimSpace(item.Merchant)
	item.Source, item.LateFee.Clause = strings.TrimSpace(item.Source), strings.TrimSpace(item.LateFee.Clause)
	if item.Name == "" {
		return item, &fault{key: "name", sentence: e.s.text("charges.wrong.name")}
	}
	for _, charge := range e.s.charges {
		if d.mode == newItem && charge.Bore(item.Name) {
			return item, &fault{key: "name", sentence: e.s.deps.Explain(store.Refuse(billing.CodeItemThere, item.Name))}
		}
	}
	if item.ShareBy != "" && item.Cycle == tariff.Anniversary {
		return item, &fault{key: "cycle", sentence: e.s.deps.Explain(store.Refuse(billing.CodeShareCycle))}
	}
	var ok bool
	if item.DueDays, ok = days(d.dueDays); !ok {
		return item, &fault{key: "dueDays", sentence: e.s.text("charges.wrong.days")}
	}
	if item.LateFee.GraceDays, ok = days(d.graceDays); !ok {
		return item, &fault{key: "graceDays", sentence: e.s.text("charges.wrong.days")}
	}
	item.IssueDays = 0
	if moved := strings.NewReplacer("－", "-", "−", "-", "—", "-").Replace(d.issueDays); moved != "" {
		number, err := strconv.Atoi(moved)
		if item.IssueDays = number; err != nil || item.CheckIssueDays() != nil {
			return item, &fault{key: "issueDays", sentence: e.s.text("charges.wrong.issueDays")}
		}
	}
	item.LateFee.RatePerDay = ""
	if d.rate != "" {
		rate, err := tariff.ParseNumber(d.rate)
		if err != nil {
			return item, &fault{key: "rate", sentence: e.s.deps.Explain(err)}
		}
		item.LateFee.RatePerDay = tariff.Value(rate.Mul(tariff.Ratio(1, 10_000)).String())
	}
	if err := item.LateFee.Check(); err != nil {
		return item, &fault{key: "rate", sentence: e.s.deps.Explain(err)}
	}
	if rate, err := tariff.ParseNumber(string(item.LateFee.RatePerDay)); err == nil && rate.Sign() > 0 && item.LateFee.Clause == "" {
		return item, &fault{key: "clause", sentence: e.s.deps.Explain(store.Refuse(billing.CodeLatefeeClause))}
	}
	if percent, err := tariff.ParseNumber(string(item.TaxPercent)); item.TaxPercent != "" && (err != nil || percent.Sign() < 0 || percent.Cmp(tariff.Whole(100)) >= 0) {
		return item, &fault{key: "tax", sentence: e.s.deps.Explain(store.Refuse(billing.CodeTax))}
	}
	return item, nil
}

// buildTariff makes the tariff of the sheet, or says what is wrong with it.
func (e *editor) buildTariff() (billing.NewTariff, *fault) {
	d := &e.draft
	order := billing.NewTariff{Item: strings.TrimSpace(d.item.Name), Name: strings.TrimSpace(d.tariff)}
	var wrong *fault
	if order.Rule, wrong = e.buildRule(); wrong != nil {
		return order, wrong
	}
	if err := billing.CheckSource(d.item, order.Rule); err != nil {
		return order, &fault{key: "source", sentence: e.s.deps.Explain(err)}
	}
	if order.Scope, wrong = e.buildScope(); wrong != nil {
		return order, wrong
	}
	var err error
	if order.FromOn, err = parseDay(e.fromOn()); err != nil {
		return order, &fault{key: "from", sentence: e.s.text("charges.wrong.day")}
	}
	if order.Name == "" {
		return order, &fault{key: "tariff", sentence: e.s.text("charges.wrong.tariff")}
	}
	return order, nil
}

// buildRule returns the rule, or the place in it that is wrong.
func (e *editor) buildRule() (tariff.Rule, *fault) {
	rule, err := e.draft.filled()
	if err == nil {
		err = rule.CheckNames(e.s.estate.fields)
	}
	if err == nil {
		return rule, nil
	}
	if at := e.sheet.line().block; at > 0 && e.draft.values == nil && e.draft.item.ShareBy == "" {
		// What is wrong where one types is said before what is missing elsewhere.
		block := tariff.Rule{Lines: e.draft.rule.Lines[at-1 : at]}
		here := cmp.Or(block.Check(), block.CheckNames(e.s.estate.fields))
		var refusal *tariff.Error
		if errors.As(here, &refusal) {
			placed := *refusal
			placed.Line = at
			err = &placed
		}
	}
	wrong := &fault{key: "rule", sentence: e.s.deps.Explain(err)}
	var refusal *tariff.Error
	if !errors.As(err, &refusal) {
		return rule, wrong
	}
	switch {
	case contains([]string{template.CodeValue, template.CodeNames, template.CodeFormula}, refusal.Code) && len(refusal.Args) > 0:
		for _, ask := range e.draft.template.Asks {
			if ask.Label == refusal.Args[0] {
				wrong.key = "ask." + ask.Path
			}
		}
	case refusal.Line == 0 && e.draft.values == nil && refusal.Code == tariff.CodeCondition:
		wrong.key = conditionKey("", rule.When)
	case refusal.Line > 0 && e.draft.values == nil:
		wrong.key, wrong.column = e.faultyLine(refusal), refusal.Column
	}
	return rule, wrong
}

// faultyLine returns the key of the row that an error of a rule's line is about.
func (e *editor) faultyLine(refusal *tariff.Error) string {
	prefix := blockKey(refusal.Line - 1)
	l := e.draft.rule.Lines[refusal.Line-1]
	if refusal.Code == tariff.CodeTiers && len(refusal.Args) > 0 {
		if tier, ok := refusal.Args[0].(int); ok {
			return prefix + "tiers." + strconv.Itoa(tier-1) + ".upTo"
		}
	}
	if refusal.Code == tariff.CodeCondition {
		return conditionKey(prefix, l.When)
	}
	if l.Formula != "" || refusal.Column > 0 {
		return prefix + "formula"
	}
	for _, value := range []struct {
		name  string
		value tariff.Value
	}{{"price", l.Price}, {"less", l.Less}, {"factor", l.Factor}, {"least", l.Least}, {"most", l.Most}} {
		if strings.HasPrefix(string(value.value), "[") && refusal.Code == tariff.CodeUnknownName {
			return prefix + value.name
		}
		if value.value == "" && value.name != "price" || strings.HasPrefix(string(value.value), "[") {
			continue
		}
		if _, err := tariff.ParseNumber(string(value.value)); err != nil && len(l.Tiers) == 0 {
			return prefix + value.name
		}
	}
	return prefix + "name"
}

// conditionKey returns the key of the row of the first condition that is refused by itself.
func conditionKey(prefix string, conditions []tariff.Condition) string {
	for i := range conditions {
		alone := tariff.Rule{When: conditions[i : i+1], Lines: []tariff.Line{{Price: "0"}}}
		if alone.Check() != nil {
			return prefix + "when." + strconv.Itoa(i) + ".values"
		}
	}
	return prefix + "name"
}

// buildScope makes the scope of names the estate has.
func (e *editor) buildScope() (billing.Scope, *fault) {
	text, facts := e.draft.scope, e.s.estate
	scope := billing.Scope{Party: text.party}
	for _, list := range []struct {
		key   string
		typed string
		known []string
		into  *[]string
	}{{"buildings", text.buildings, facts.buildings, &scope.Buildings}, {"uses", text.uses, facts.uses, &scope.Uses},
		{"layouts", text.layouts, facts.layouts, &scope.Layouts}, {"states", text.states, facts.states, &scope.States}} {
		for _, name := range splitNames(list.typed) {
			if !contains(list.known, name) {
				return scope, &fault{key: list.key, sentence: e.s.text("charges.wrong.where", name, joined(list.known))}
			}
			*list.into = append(*list.into, name)
		}
	}
	for _, name := range splitNames(text.rooms) {
		code, found := facts.code(e.draft.item.HangsOn, name)
		if !found {
			return scope, &fault{key: "rooms", sentence: e.s.deps.Explain(store.Refuse(estate.CodeUnknownRoom, name))}
		}
		scope.Rooms = append(scope.Rooms, code)
	}
	return scope, nil
}

func contains(names []string, name string) bool {
	for _, one := range names {
		if one == name {
			return true
		}
	}
	return false
}

// setScope puts a scope onto the sheet.
func (d *draft) setScope(scope billing.Scope) {
	d.scope = scopeText{buildings: joined(scope.Buildings), uses: joined(scope.Uses), layouts: joined(scope.Layouts),
		states: joined(scope.States), rooms: joined(scope.Rooms), party: scope.Party}
}

// parties are who may owe, as a scope names them.
var parties = []string{"", estate.Owner, estate.Tenant, billing.PartyNone}
