package main

import (
	"maps"
	"slices"
	"strings"

	"shouqi/cashier/template"
	"shouqi/ledger/billing"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// ruleFlags say what a rule is: a template with its figures, a whole rule as JSON, or one line by flags.
type ruleFlags struct {
	Template  string            `placeholder:"ID" help:"用哪个收费模板，见 item templates。"`
	Set       map[string]string `placeholder:"PATH=VALUE" mapsep:"none" help:"填模板里的数，或改现有标准的一处：lines.0.price=3.10；模板也可以写名称：单价=3.10。可以写多次。"`
	Rule      string            `placeholder:"F.json" help:"整条规则：JSON 文件，- 是标准输入（在密码之后），也可以直接写 {…}。"`
	Measure   string            `placeholder:"M" help:"计费依据：area 面积，inner_area 套内面积，household 户，heads 人口，floor 楼层，nth 第几个，fixed 定额，turnover 营业额，usage:水，item:水费，field:字段名。"`
	Price     string            `help:"单价，元；写成 [字段名] 就取各户自己的。"`
	Tiers     tiers             `placeholder:"180:5.00,260:7.00,9.00" sep:"none" help:"阶梯：上限和单价，最后一档只写单价。"`
	TierBy    string            `placeholder:"month|year|period" help:"阶梯周期，不写就是 month。"`
	Formula   string            `help:"公式，例如 '面积 * 2.85'。"`
	Per       string            `placeholder:"month|day|year|period" help:"单价是多长时间的，不写就看计费依据：面积按月，用量按计费周期。"`
	Least     string            `help:"每月最少收多少元。"`
	Most      string            `help:"每月最多收多少元。"`
	Proration string            `placeholder:"days|thirty|360|whole" help:"不满一月：按天数、按 30 天、30/360、算整月。"`
	Round     string            `placeholder:"fen|jiao|yuan[,MODE]" help:"取整到哪里，MODE 是 half_up、half_even、up、down。"`
}

// oneLine reports whether the rule is told by the flags of a line.
func (f *ruleFlags) oneLine() bool {
	return f.Measure != "" || f.Price != "" || len(f.Tiers) > 0 || f.Formula != ""
}

func (f *ruleFlags) given() bool {
	return f.Template != "" || f.Rule != "" || f.oneLine() || len(f.Set) > 0
}

// read returns the rule that the flags say, and the template it was made from; ruleOf checks it with its item. Exactly one
// way of saying it is wanted (ctl.rule_missing, ctl.rule_twice), none for a shared cost of which everybody has a part.
func (f *ruleFlags) read(d *desk, shared bool) (rule tariff.Rule, from *template.Template, err error) {
	ways := 0
	for _, way := range []bool{f.Template != "", f.Rule != "", f.oneLine()} {
		if way {
			ways++
		}
	}
	if err := f.known(); err != nil {
		return rule, nil, err
	}
	switch {
	case ways == 0 && !shared:
		return rule, nil, store.Refuse(codeRuleMissing)
	case ways > 1:
		return rule, nil, store.Refuse(codeRuleTwice)
	case ways == 0:
	case f.Template != "":
		rule, from, err = f.filled()
	case f.Rule != "":
		if err = readJSON(d, f.Rule, ruleExample, &rule); err == nil {
			rule, err = changed(rule, f.Set)
		}
	default:
		rule, err = changed(tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Measure(f.Measure), Price: tariff.Value(f.Price),
			Tiers: f.Tiers, TierBy: tariff.TierBy(f.TierBy), Formula: f.Formula, Per: tariff.Per(f.Per)}}}, f.Set)
	}
	if err != nil {
		return rule, from, ruleErrorIn(rule, err)
	}
	f.bound(&rule)
	return rule, from, nil
}

// sharedNoPrice is said where a shared cost was given a price, which nothing is done with.
const sharedNoPrice = "公摊项目按总额分摊，不用单价：写的单价没有记下。"

// ruleOf returns a rule as it is kept for its item, checked, and what there is to say of it, "" for nothing.
func ruleOf(item billing.Item, rule tariff.Rule) (kept tariff.Rule, said string, err error) {
	if item.ShareBy != "" {
		dropped := false
		if rule, dropped = billing.Splitting(rule, item.ShareBy); dropped {
			said = sharedNoPrice
		}
	}
	return rule, said, ruleErrorIn(rule, billing.CheckRule(item, rule))
}

// withSaid puts a sentence behind lines, where there is one.
func withSaid(lines []string, said string) []string {
	if said == "" {
		return lines
	}
	return append(lines, said)
}

// bound puts the settings of a whole rule in that stand beside its lines.
func (f *ruleFlags) bound(rule *tariff.Rule) {
	for _, setting := range []struct {
		typed string
		into  *tariff.Value
	}{{f.Least, &rule.Least}, {f.Most, &rule.Most}} {
		if setting.typed != "" {
			*setting.into = tariff.Value(setting.typed)
		}
	}
	if f.Proration != "" {
		rule.Proration = tariff.Proration(f.Proration)
	}
	if f.Round != "" {
		rule.Rounding.To, rule.Rounding.Mode, _ = strings.Cut(f.Round, ",")
	}
}

// filled returns the template's rule with the figures; a figure is named by its path or, where only one has it, its label.
func (f *ruleFlags) filled() (tariff.Rule, *template.Template, error) {
	from, err := template.ByID(f.Template)
	if err != nil {
		return tariff.Rule{}, nil, err
	}
	values := make(map[string]string, len(f.Set))
	for name, value := range f.Set {
		path, found := name, 0
		for _, ask := range from.Asks {
			if ask.Label == name {
				path, found = ask.Path, found+1
			}
		}
		if found > 1 {
			path = name
		}
		values[path] = value
	}
	rule, err := from.Fill(values)
	if err = ruleError(err); store.Code(err) == template.CodePath {
		for _, path := range slices.Sorted(maps.Keys(values)) {
			if !slices.ContainsFunc(from.Asks, func(ask template.Ask) bool { return ask.Path == path }) {
				return rule, &from, store.Fail(codeTemplatePath, err, path, askWords(from.Asks))
			}
		}
	}
	return rule, &from, err
}

// askWords lists what a template asks for, each by its label and, where another has the same, its path.
func askWords(asks []template.Ask) string {
	labels := make(map[string]int)
	for _, ask := range asks {
		labels[ask.Label]++
	}
	words := make([]string, len(asks))
	for i, ask := range asks {
		words[i] = ask.Label
		if labels[ask.Label] > 1 {
			words[i] = ask.Path + "（" + ask.Label + "）"
		}
	}
	return strings.Join(words, "、")
}

// changed returns a rule with some of its places changed; a place it does not have is ctl.rule_path.
func changed(rule tariff.Rule, set map[string]string) (tariff.Rule, error) {
	if len(set) == 0 {
		return rule, nil
	}
	form := template.Template{Rule: rule, Share: "any"} // ruleOf checks it, with its item
	for _, path := range slices.Sorted(maps.Keys(set)) {
		form.Asks = append(form.Asks, template.Ask{Path: path, Label: path})
	}
	filled, err := form.Fill(set)
	if err = ruleError(err); store.Code(err) == template.CodePath {
		for _, ask := range form.Asks {
			if _, one := (template.Template{Rule: rule, Asks: []template.Ask{ask}}).Values(); one != nil {
				return filled, store.Fail(codeRulePath, err, ask.Path, placeWords(rule))
			}
		}
	}
	return filled, err
}

// repriced returns a rule with another price where it has only one; with several the person says which (ctl.price_which).
func repriced(rule tariff.Rule, price string) (tariff.Rule, error) {
	at := -1
	for i, line := range rule.Lines {
		if line.Price == "" && len(line.Tiers) == 0 && line.Formula == "" {
			continue
		}
		if at >= 0 || line.Price == "" {
			return rule, store.Refuse(codePriceWhich)
		}
		at = i
	}
	if at < 0 {
		return rule, store.Refuse(codePriceWhich)
	}
	lines := append([]tariff.Line(nil), rule.Lines...)
	lines[at].Price = tariff.Value(price)
	rule.Lines = lines
	return rule, nil
}

// placeWords lists the places of a rule that can be changed, each with what stands there.
func placeWords(rule tariff.Rule) string {
	var words []string
	for _, place := range template.Places(rule) {
		words = append(words, place.Path+"（现在 "+place.Value+"）")
	}
	return strings.Join(words, "、")
}

// ruleErrorIn is ruleError for a rule: a figure in it that is none is named with its place (ctl.rule_value).
func ruleErrorIn(rule tariff.Rule, err error) error {
	err = ruleError(err)
	if err == nil || store.Code(err) == store.CodeInternal {
		return err
	}
	for _, place := range template.Places(rule) {
		if place.IsFigure && !strings.HasPrefix(place.Value, "[") {
			if _, wrong := tariff.ParseNumber(place.Value); wrong != nil {
				return store.Fail(codeRuleValue, err, place.Path, place.Value)
			}
		}
	}
	return err
}
