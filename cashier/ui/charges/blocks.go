package charges

import (
	"slices"
	"strconv"
	"strings"

	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/tariff"
)

func blockKey(index int) string { return "lines." + strconv.Itoa(index) + "." }

// measures are what a block may count, with the names of this estate.
func (e *editor) measures() []option {
	all := []tariff.Measure{tariff.Area, tariff.Fixed, tariff.Household}
	for _, kind := range meterKinds {
		all = append(all, tariff.UsageOf+tariff.Measure(kind))
	}
	all = append(all, tariff.Heads, tariff.InnerArea, tariff.Floor, tariff.Nth, tariff.Turnover)
	for _, charge := range e.s.charges {
		if charge.Name != e.draft.item.Name {
			all = append(all, tariff.AmountOf+tariff.Measure(charge.Name))
		}
	}
	for _, field := range e.s.estate.fields {
		all = append(all, tariff.FieldOf+tariff.Measure(field))
	}
	for _, l := range e.draft.rule.Lines {
		if l.Measure != "" && !slices.Contains(all, l.Measure) {
			all = append(all, l.Measure)
		}
	}
	options := make([]option, len(all))
	for i, m := range all {
		options[i] = option{string(m), e.s.measureWords(m)}
	}
	return options
}

// blockLines are the blocks of the rule: its lines, then what holds for their sum.
func (e *editor) blockLines() []line {
	var rows []line
	shared := e.draft.item.ShareBy != ""
	for i := range e.draft.rule.Lines {
		l := &e.draft.rule.Lines[i]
		from := len(rows)
		rows = append(rows, e.blockHeading(i, l))
		rows = append(rows, e.typedLine(blockKey(i)+"name", "block", "", &l.Name, strings.TrimSpace))
		switch {
		case shared: // its total is the price: only who weighs how much is asked
			rows = append(rows, e.figure(blockKey(i)+"factor", "factor", "", &l.Factor))
		case l.Formula != "" || e.formulas[i]:
			rows = append(rows, e.formulaLine(i, l))
		default:
			rows = append(rows, e.countLines(i, l)...)
		}
		if !shared {
			rows = append(rows, e.boundLines(i, l)...)
		}
		rows = append(rows, e.conditionLines(blockKey(i), &l.When)...)
		for row := from; row < len(rows); row++ {
			rows[row].block = i + 1
			rows[row].key = pick(rows[row].group, blockKey(i)+"group", rows[row].key)
		}
	}
	rows = append(rows, e.heading("sum", ""))
	rows = append(rows, e.conditionLines("", &e.draft.rule.When)...)
	if shared {
		return rows
	}
	return append(rows, e.sumLines()...)
}

func (e *editor) blockHeading(index int, l *tariff.Line) line {
	shown := *l
	if by := e.draft.item.ShareBy; by != "" {
		shown = tariff.Line{Measure: by, Factor: l.Factor, When: l.When}
	}
	heading := e.heading("block", e.s.linePhrase(&shown))
	if e.draft.item.ShareBy == "" && l.Price == "" && len(l.Tiers) == 0 && l.Formula == "" { // without a price nothing is charged yet, or shared
		heading.value = e.s.text(pick(e.formulas[index], "charges.phrase.no_formula", "charges.phrase.no_price"))
	}
	heading.label = e.s.text("charges.group.block", index+1)
	return heading
}

func (e *editor) formulaLine(index int, l *tariff.Line) line {
	one := e.typedLine(blockKey(index)+"formula", "formula", e.s.text("charges.unit.yuan")+e.s.perWords(l), &l.Formula, asTyped)
	one.value = l.Formula
	return one
}

// countLines are what is measured and what it costs.
func (e *editor) countLines(index int, l *tariff.Line) []line {
	key := blockKey(index)
	measure := line{key: key + "measure", label: e.s.text("charges.line.measure"), options: e.measures(), value: string(pick(l.Measure == "", tariff.Fixed, l.Measure)),
		set: func(value string) {
			if l.Measure = tariff.Measure(value); overPeriod(l.Measure) {
				l.Per = ""
			}
			if !strings.HasPrefix(value, string(tariff.UsageOf)) && l.TierBy == tariff.TierYear {
				setTierBy(l, "")
			}
		}}
	rows := []line{measure}
	if len(l.Tiers) > 0 {
		rows = append(rows, e.tierLines(key, l)...)
	} else {
		rows = append(rows, e.figure(key+"price", "price", e.s.priceUnit(l), &l.Price))
	}
	if l.Measure != "" && l.Measure != tariff.Fixed && l.Measure != tariff.Household {
		rows = append(rows, e.figure(key+"less", "less", e.s.quantityUnit(l.Measure), &l.Less))
		if l.Less != "" && (overPeriod(l.Measure) || l.Per == tariff.Period) {
			rows = append(rows, e.choice(key+"lessPer", "lessPer", "charges.lessPer.", string(pick(l.LessPer == "", tariff.Month, l.LessPer)), []string{"month", "period"},
				func(value string) { l.LessPer = tariff.Per(value) }))
		}
	}
	return append(rows, e.figure(key+"factor", "factor", "", &l.Factor))
}

func (e *editor) tierLines(key string, l *tariff.Line) []line {
	bys := []string{string(tariff.TierMonth), string(tariff.TierPeriod)}
	if strings.HasPrefix(string(l.Measure), string(tariff.UsageOf)) {
		bys = append(bys, string(tariff.TierYear))
	}
	by := pick(l.TierBy == "", pick(overPeriod(l.Measure), tariff.TierMonth, tariff.TierPeriod), l.TierBy)
	var rows []line
	if overPeriod(l.Measure) {
		rows = append(rows, e.choice(key+"tierBy", "tierBy", "charges.tierBy.", string(by), bys, func(value string) { setTierBy(l, tariff.TierBy(value)) }))
	}
	if by == tariff.TierYear {
		rows = append(rows, e.wholeLine(key+"tierYearFrom", "tierYearFrom", e.s.text("charges.unit.month"), &l.TierYearFrom),
			e.choice(key+"tierJoin", "tierJoin", "charges.tierJoin.", string(pick(l.TierJoin == "", tariff.JoinMonths, l.TierJoin)),
				[]string{string(tariff.JoinMonths), string(tariff.JoinDays), string(tariff.JoinWhole)}, func(value string) { l.TierJoin = tariff.TierJoin(value) }),
			e.yesNo(key+"tierKeep", "tierKeep", &l.TierKeep))
	}
	rows = append(rows, e.yesNo(key+"tierWhole", "tierWhole", &l.TierWhole), e.wholeLine(key+"headsOver", "headsOver", e.s.text("charges.unit.heads"), &l.HeadsOver))
	unit := e.s.quantityUnit(l.Measure)
	for i := range l.Tiers {
		tier, place := &l.Tiers[i], key+"tiers."+strconv.Itoa(i)+"."
		if i < len(l.Tiers)-1 {
			rows = append(rows, e.numbered(e.figure(place+"upTo", "upTo", unit, &tier.UpTo), i+1))
			if tier.EachHead != "" || l.HeadsOver > 0 {
				rows = append(rows, e.numbered(e.figure(place+"eachHead", "eachHead", unit, &tier.EachHead), i+1))
			}
			if tier.OverHeads != "" || l.HeadsOver > 0 {
				rows = append(rows, e.numbered(e.figure(place+"overHeads", "overHeads", unit, &tier.OverHeads), i+1))
			}
		}
		if len(tier.Bands) == 0 {
			rows = append(rows, e.numbered(e.figure(place+"price", "tierPrice", e.s.priceUnit(l), &tier.Price), i+1))
		}
		for b := range tier.Bands {
			band := &tier.Bands[b]
			one := e.figure(place+"bands."+strconv.Itoa(b), "bandPrice", e.s.priceUnit(l), &band.Price)
			one.label = e.s.text("charges.line.bandPrice", i+1, band.Name)
			rows = append(rows, one)
		}
	}
	return rows
}

// setTierBy says for what time the limits hold. What is said of tier years goes with them.
func setTierBy(l *tariff.Line, by tariff.TierBy) {
	if l.TierBy = by; by != tariff.TierYear {
		l.TierYearFrom, l.TierJoin, l.TierKeep = 0, "", false
	}
}

// wholeLine is a line of a small whole number; empty is 0, and so is what is none.
func (e *editor) wholeLine(key, label, unit string, at *int) line {
	value := ""
	if *at > 0 {
		value = strconv.Itoa(*at)
	}
	one := e.typedLine(key, label, unit, &value, clean)
	one.set = func(typed string) {
		if *at = 0; len(typed) <= 3 {
			if number, err := strconv.Atoi(clean(typed)); err == nil {
				*at = number
			}
		}
	}
	return one
}

// numbered puts the number of a tier into a label.
func (e *editor) numbered(one line, number int) line {
	one.label = strings.ReplaceAll(one.label, "%[1]v", strconv.Itoa(number))
	return one
}

func (e *editor) boundLines(index int, l *tariff.Line) []line {
	key := blockKey(index)
	var rows []line
	if !overPeriod(l.Measure) {
		per := pick(l.Per == "", tariff.Month, l.Per)
		rows = append(rows, e.choice(key+"per", "per", "charges.perlong.", string(per), []string{"month", "day", "year", "period"}, func(value string) {
			if l.Per = tariff.Per(value); l.Per != tariff.Period {
				l.LessPer = ""
			}
		}))
	}
	return append(rows, e.figure(key+"least", "least", e.s.text("charges.unit.yuan"), &l.Least), e.figure(key+"most", "most", e.s.text("charges.unit.yuan"), &l.Most))
}

func (e *editor) sumLines() []line {
	rule := &e.draft.rule
	yuan := e.s.text("charges.unit.yuan")
	proration := pick(rule.Proration == "", tariff.ByDays, rule.Proration)
	rows := []line{e.figure("least", "sumLeast", yuan, &rule.Least), e.figure("most", "sumMost", yuan, &rule.Most)}
	if rule.Least != "" || rule.Most != "" {
		per := pick(rule.LimitPer == "", tariff.Month, rule.LimitPer)
		rows = append(rows, e.choice("limitPer", "limitPer", "charges.perlong.", string(per), []string{"month", "period"}, func(value string) { rule.LimitPer = tariff.Per(value) }))
	}
	if slices.ContainsFunc(rule.Needs(), isUsage) {
		rows = append(rows, e.choice("split", "split", "charges.split.", string(pick(rule.Split == "", tariff.SplitDays, rule.Split)), []string{string(tariff.SplitDays), string(tariff.SplitLast)},
			func(value string) { rule.Split = tariff.Split(value) }))
	}
	return append(rows,
		e.choice("proration", "proration", "charges.proration.", string(proration), []string{string(tariff.ByDays), string(tariff.ByThirty), string(tariff.By360), string(tariff.ByWhole)},
			func(value string) { rule.Proration = tariff.Proration(value) }),
		e.choice("roundTo", "roundTo", "charges.round.", pick(rule.Rounding.To == "", "fen", rule.Rounding.To), []string{"fen", "jiao", "yuan"}, func(value string) { rule.Rounding.To = value }),
		e.choice("roundMode", "roundMode", "charges.round.", pick(rule.Rounding.Mode == "", "half_up", rule.Rounding.Mode), []string{"half_up", "half_even", "up", "down"},
			func(value string) { rule.Rounding.Mode = value }))
}

// block returns the index of the rule's line under the cursor, the last one where the cursor is on none.
func (e *editor) block() int {
	if at := e.sheet.line().block; at > 0 {
		return at - 1
	}
	return len(e.draft.rule.Lines) - 1
}

// askBlock offers what may be added to the rule.
func (e *editor) askBlock() {
	if e.draft.mode == itemSettings {
		return
	}
	text := e.s.text
	if e.draft.values != nil {
		if _, err := e.draft.filled(); err != nil { // the blocks would begin without what was filled in
			_, e.fault = e.buildRule()
			e.sheet.find(e.fault.key)
			e.sheet.refresh()
			e.say(e.fault.sentence + text("charges.open.wrong"))
			return
		}
		widgets.ShowConfirm(e.s.frame.Canvas(), text("charges.open"), text("charges.open.text", e.draft.template.Name), text("charges.open.yes"), text("charges.back"), func(agreed bool) {
			if agreed {
				e.draft.open()
				e.redraw(blockKey(0) + "name")
			}
		})
		return
	}
	kinds := blockKinds
	if e.draft.item.ShareBy != "" {
		kinds = sharedKinds
	}
	var options []string
	for _, name := range kinds {
		options = append(options, text("charges.block."+name))
	}
	widgets.ShowChoice(e.s.frame.Canvas(), text("charges.block"), "", options, text("charges.back"), func(index int) { e.add(kinds[index]) })
}

// blockKinds are what may be added.
var blockKinds = []string{"price", "tiers", "base", "excess", "bands", "formula", "when", "tier", "heads", "ruleWhen"}

// sharedKinds are what may be added to the rule of a shared cost.
var sharedKinds = []string{"share", "when", "ruleWhen"}

// add puts another block behind the one under the cursor, or something into that one.
func (e *editor) add(kind string) {
	rule, at := &e.draft.rule, e.block()
	var l *tariff.Line
	if at >= 0 {
		l = &rule.Lines[at]
	}
	condition := tariff.Condition{Field: "use", Op: "=", Values: []string{""}}
	switch kind {
	case "when":
		if l != nil {
			l.When = append(l.When, condition)
			e.redraw(blockKey(at) + "when." + strconv.Itoa(len(l.When)-1) + ".field")
		}
		return
	case "ruleWhen":
		rule.When = append(rule.When, condition)
		e.redraw("when." + strconv.Itoa(len(rule.When)-1) + ".field")
		return
	case "heads":
		if l != nil && len(l.Tiers) > 1 {
			l.HeadsOver = max(l.HeadsOver, familyHeads)
			e.redraw(blockKey(at) + "headsOver")
		}
		return
	case "tier":
		if l != nil && len(l.Tiers) > 0 {
			last := len(l.Tiers) - 1
			l.Tiers = slices.Insert(l.Tiers, last, tariff.Tier{Price: l.Tiers[last].Price})
			e.redraw(blockKey(at) + "tiers." + strconv.Itoa(last) + ".upTo")
		}
		return
	}
	if l != nil && !e.formulas[at] && l.Name+l.Formula+string(l.Price) == "" && len(l.Tiers)+len(l.When) == 0 {
		rule.Lines[at] = newBlock(kind) // an empty block gives way
		at--
	} else {
		rule.Lines = slices.Insert(rule.Lines, at+1, newBlock(kind))
		e.shiftFormulas(at+1, 1)
	}
	field := "price"
	if kind == "formula" {
		e.formulas[at+1], field = true, "formula"
	} else if kind == "share" {
		field = "factor"
	} else if kind != "price" && kind != "base" {
		field = "measure"
	}
	e.redraw(blockKey(at+1) + field)
}

// familyHeads is how many people a household has before its limits rise, as nearly every published tariff has it (五人及以上).
const familyHeads = 4

// newBlock is a block as it is first shown: with places for its figures, none of them guessed but the limits' order.
func newBlock(kind string) tariff.Line {
	switch kind {
	case "tiers":
		return tariff.Line{Measure: tariff.UsageOf + "水", TierBy: tariff.TierMonth, Tiers: []tariff.Tier{{UpTo: "15"}, {UpTo: "25"}, {}}}
	case "base":
		return tariff.Line{Measure: tariff.Fixed}
	case "excess":
		return tariff.Line{Measure: tariff.Area, Less: "0"}
	case "bands":
		return tariff.Line{Measure: tariff.UsageOf + "电", Tiers: []tariff.Tier{{Bands: []tariff.Band{{Name: "峰"}, {Name: "平"}, {Name: "谷"}}}}}
	case "formula", "share":
		return tariff.Line{}
	}
	return tariff.Line{Measure: tariff.Area}
}

// shiftFormulas keeps the marks of empty formulas with their blocks when one comes in (by 1) or goes (by -1) at index.
func (e *editor) shiftFormulas(index, by int) {
	moved := map[int]bool{}
	for at := range e.formulas {
		switch {
		case at < index:
			moved[at] = true
		case by > 0 || at > index:
			moved[at+by] = true
		}
	}
	e.formulas = moved
}

// move puts the block under the cursor up or down.
func (e *editor) move(by int) {
	at := e.sheet.line().block - 1
	to := at + by
	if e.draft.values != nil || at < 0 || to < 0 || to >= len(e.draft.rule.Lines) {
		return
	}
	lines := e.draft.rule.Lines
	lines[at], lines[to] = lines[to], lines[at]
	e.formulas[at], e.formulas[to] = e.formulas[to], e.formulas[at]
	e.redraw(blockKey(to) + "name")
}

// remove takes the condition, the tier or the block under the cursor away.
func (e *editor) remove() {
	one, rule := e.sheet.line(), &e.draft.rule
	if e.draft.values != nil {
		return
	}
	if index, found := placeOf(one.key, "when."); found && one.block == 0 {
		rule.When = slices.Delete(rule.When, index, index+1)
		e.redraw("least")
		return
	}
	at := one.block - 1
	if at < 0 {
		return
	}
	l := &rule.Lines[at]
	rest := strings.TrimPrefix(one.key, blockKey(at))
	if index, found := placeOf(rest, "when."); found {
		l.When = slices.Delete(l.When, index, index+1)
	} else if index, found := placeOf(rest, "tiers."); found && len(l.Tiers) > 1 {
		l.Tiers = slices.Delete(l.Tiers, index, index+1)
		l.Tiers[len(l.Tiers)-1].UpTo, l.Tiers[len(l.Tiers)-1].EachHead, l.Tiers[len(l.Tiers)-1].OverHeads = "", "", ""
	} else {
		rule.Lines = slices.Delete(rule.Lines, at, at+1)
		e.shiftFormulas(at, -1)
	}
	e.redraw(blockKey(max(min(at, len(rule.Lines)-1), 0)) + "name")
}

// placeOf reads the number behind a prefix of a key: tiers.2.upTo is 2.
func placeOf(key, prefix string) (int, bool) {
	rest, found := strings.CutPrefix(key, prefix)
	if !found {
		return 0, false
	}
	number, _, _ := strings.Cut(rest, ".")
	index, err := strconv.Atoi(number)
	return index, err == nil
}
