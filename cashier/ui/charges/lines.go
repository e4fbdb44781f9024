package charges

import (
	"strings"

	"shouqi/cashier/template"
	"shouqi/cashier/ui/forms"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// pick returns one of two.
func pick[T any](first bool, one, other T) T {
	if first {
		return one
	}
	return other
}

// heading is a line over others, with what it is about beside it.
func (e *editor) heading(key, about string) line {
	return line{key: "group." + key, group: true, label: e.s.text("charges.group." + key), value: about}
}

// typedLine is a line of text or figures that writes straight into the draft. The label's key is that of the line without
// its place, and has a help of its own where there is something to say.
func (e *editor) typedLine(key, label, unit string, at *string, set func(string) string) line {
	help := e.s.text("charges.help." + label)
	if help == "charges.help."+label {
		help = ""
	}
	return line{key: key, label: e.s.text("charges.line." + label), unit: unit, help: help, value: *at, set: func(typed string) { *at = set(typed) }}
}

func asTyped(typed string) string { return typed }

// figure is a line of a decimal or an own field in brackets.
func (e *editor) figure(key, label, unit string, at *tariff.Value) line {
	return e.typedLine(key, label, unit, (*string)(at), e.figureOf)
}

// figureOf turns what is typed for a figure into what a rule takes: the name of an own field needs no brackets.
func (e *editor) figureOf(typed string) string {
	typed = clean(typed)
	if contains(e.s.estate.fields, typed) {
		return "[" + typed + "]"
	}
	return typed
}

// choice is a line of which one of some words is chosen; their labels stand in the catalogue under prefix.
func (e *editor) choice(key, label, prefix, value string, values []string, set func(value string)) line {
	options := make([]option, len(values))
	for i, value := range values {
		options[i] = option{value, e.s.text(prefix + value)}
	}
	return line{key: key, label: e.s.text("charges.line." + label), value: value, options: options, set: set}
}

// yesNo is a choice of two.
func (e *editor) yesNo(key, label string, at *bool) line {
	return e.choice(key, label, "charges."+label+".", pick(*at, "yes", "no"), []string{"no", "yes"}, func(value string) { *at = value == "yes" })
}

// lines returns the sheet's rows as the draft is now.
func (e *editor) lines() []line {
	var rows []line
	switch e.draft.mode {
	case itemSettings:
		return append(e.settingLines(), e.activeLine())
	case newItem:
		rows = append(e.nameLines(), e.ruleLines()...)
		rows = append(rows, e.whereLines()...)
		rows = append(rows, e.settingLines()...)
	case newTariff:
		rows = append(e.whereLines(), e.ruleLines()...)
	case newPrice:
		rows = append(rows, e.heading("price", e.standing()), e.fromLine())
		rows = append(rows, e.ruleLines()...)
	}
	return append(rows, e.tryLines()...)
}

// nameLines are what a new item is called and from when it is charged. The cursor begins on the name: the day that stands before it is
// the one that most want.
func (e *editor) nameLines() []line {
	return []line{e.heading("item", ""), e.fromLine(), e.typedLine("name", "name", "", &e.draft.item.Name, func(typed string) string {
		// A deposit that is called one for works wants an inspection, whichever of the two was said first.
		if item := &e.draft.item; e.draft.mode == newItem && item.Kind == billing.Deposit && billing.IsForWorks(typed) && !billing.IsForWorks(item.Name) {
			item.Inspect = true
		}
		return typed
	})}
}

func (e *editor) fromLine() line {
	one := e.typedLine("from", "from", e.s.text("charges.unit.day"), &e.draft.fromOn, strings.TrimSpace)
	one.value = e.fromOn()
	return one
}

func (e *editor) ruleLines() []line {
	if e.draft.values != nil {
		return e.askLines()
	}
	return e.blockLines()
}

// askLines are what the template asks.
func (e *editor) askLines() []line {
	rows := []line{e.heading("asks", e.draft.template.Name)}
	for _, ask := range e.draft.template.Asks {
		rows = append(rows, e.askLine(ask))
	}
	return rows
}

func (e *editor) askLine(ask template.Ask) line {
	if at, index, is := ask.Condition(); is {
		return e.askNames(ask, at, index)
	}
	return line{key: "ask." + ask.Path, label: ask.Label, unit: ask.Unit, value: e.draft.values[ask.Path],
		help: e.s.text("charges.help." + askHelp(ask.Path)), set: func(typed string) {
			if e.draft.values[ask.Path] = clean(typed); !strings.Contains(ask.Path, ".formula") && !strings.Contains(ask.Path, ".values") {
				e.draft.values[ask.Path] = e.figureOf(typed)
			}
		}}
}

// askHelp names what is said of a question that is not answered by names: a formula, a number to compare with, or a figure of money.
func askHelp(path string) string {
	switch {
	case strings.HasSuffix(path, ".formula"):
		return "formula"
	case strings.Contains(path, ".values."):
		return "askNumber"
	}
	return "ask"
}

// askNames asks for the values of a condition as its own line does: with what the estate has of them, never as a price.
func (e *editor) askNames(ask template.Ask, at, index int) line {
	conditions := e.draft.template.Rule.When
	if at >= 0 {
		conditions = e.draft.template.Rule.Lines[at].When
	}
	c := tariff.Condition{Field: conditions[index].Field, Op: "in", Values: splitNames(e.draft.values[ask.Path])}
	one := e.valuesLine("", &c)
	one.key, one.label, one.unit = "ask."+ask.Path, ask.Label, ask.Unit
	set := one.set
	one.set = func(typed string) {
		set(typed)
		e.draft.values[ask.Path] = joined(c.Values)
	}
	return one
}

// whereLines say where the tariff applies and from when, of what the estate really has.
func (e *editor) whereLines() []line {
	scope, facts := &e.draft.scope, e.s.estate
	rows := []line{e.heading("where", "")}
	if e.draft.mode == newTariff {
		rows = append(rows, e.typedLine("tariff", "tariff", "", &e.draft.tariff, asTyped))
	}
	if e.draft.mode != newItem { // there it stands beside the name
		rows = append(rows, e.fromLine())
	}
	for _, list := range []struct {
		key   string
		at    *string
		known []string
	}{{"buildings", &scope.buildings, facts.buildings}, {"uses", &scope.uses, facts.uses}, {"layouts", &scope.layouts, facts.layouts},
		{"states", &scope.states, facts.states}} {
		if len(list.known) == 0 {
			continue
		}
		one := e.typedLine(list.key, list.key, "", list.at, asTyped)
		one.many, one.blank = true, e.s.text("charges.all")
		for _, name := range list.known {
			one.options = append(one.options, option{name, name})
		}
		rows = append(rows, one)
	}
	rows = append(rows, e.choice("party", "party", "charges.party.", scope.party, parties, func(value string) { scope.party = value }))
	rooms := e.typedLine("rooms", "rooms", "", &scope.rooms, asTyped)
	rooms.many, rooms.blank = true, e.s.text("charges.all")
	return append(rows, rooms)
}

// settingLines are what an item says of itself.
func (e *editor) settingLines() []line {
	d, item, text := &e.draft, &e.draft.item, e.s.text
	rows := []line{e.heading("settings", ""),
		e.choice("kind", "kind", "charges.kind.", item.Kind, []string{billing.Income, billing.Agency, billing.Deposit}, func(value string) {
			item.Kind, item.Inspect = value, value == billing.Deposit && billing.IsForWorks(item.Name)
		}),
		e.choice("hangs", "hangs", "charges.hangs.", item.HangsOn, []string{estate.Room, estate.Space}, func(value string) { item.HangsOn = value }),
		e.choice("cycle", "cycle", "charges.cycle.", string(item.Cycle), cycles(), func(value string) { item.Cycle = tariff.Cycle(value) }),
		e.yesNo("advance", "advance", &item.Advance),
		e.typedLine("dueDays", "dueDays", text("charges.unit.days"), &d.dueDays, clean),
		e.typedLine("rate", "rate", "", &d.rate, clean),
		e.typedLine("clause", "clause", "", &item.LateFee.Clause, asTyped),
		e.typedLine("graceDays", "graceDays", text("charges.unit.days"), &d.graceDays, clean),
		e.yesNo("graceFree", "graceFree", &item.LateFee.GraceFree),
		e.figure("lateMost", "lateMost", "%", &item.LateFee.MostPercent),
		e.purposeLine(),
		e.typedLine("source", "source", "", &item.Source, asTyped),
		e.figure("tax", "tax", "%", &item.TaxPercent),
		e.typedLine("subject", "subject", "", &item.Subject, asTyped),
		e.typedLine("merchant", "merchant", "", &item.Merchant, asTyped)}
	if item.Kind == billing.Deposit {
		rows = append(rows, e.yesNo("inspect", "inspect", &item.Inspect))
	}
	return append(rows, e.shareLine(), e.typedLine("issueDays", "issueDays", text("charges.unit.days"), &d.issueDays, clean))
}

// purposeLine says which prepayments may pay the item's bills beside those for any bill.
func (e *editor) purposeLine() line {
	one := line{key: "purpose", label: e.s.text("charges.line.purpose"), value: string(e.draft.item.Purpose), help: e.s.text("charges.help.purpose"),
		set: func(value string) { e.draft.item.Purpose = billing.Purpose(value) }}
	for _, purpose := range billing.Purposes {
		one.options = append(one.options, option{string(purpose), forms.Purpose(e.s.frame, purpose)})
	}
	return one
}

func cycles() []string {
	all := []tariff.Cycle{tariff.EveryMonth, tariff.EveryQuarter, tariff.EveryHalfYear, tariff.EveryYear, tariff.Anniversary, tariff.Once, tariff.AnySpan}
	names := make([]string, len(all))
	for i, cycle := range all {
		names[i] = string(cycle)
	}
	return names
}

// shareLine says by what a total is split among the rooms, for a shared cost.
func (e *editor) shareLine() line {
	item := &e.draft.item
	measures := []tariff.Measure{"", tariff.Area, tariff.Household, tariff.Heads}
	if item.ShareBy != "" && !contains([]string{"area", "household", "heads"}, string(item.ShareBy)) {
		measures = append(measures, item.ShareBy)
	}
	one := line{key: "share", label: e.s.text("charges.line.share"), value: string(item.ShareBy), set: func(value string) { item.ShareBy = tariff.Measure(value) }}
	for _, m := range measures {
		one.options = append(one.options, option{string(m), pick(m == "", e.s.text("charges.share.none"), e.s.text("charges.share.by", e.s.measureWords(m)))})
	}
	return one
}

func (e *editor) activeLine() line { return e.yesNo("active", "active", &e.draft.item.Active) }
