package report

import (
	"strings"

	"shouqi/ledger/tariff"
)

// MeasureWords returns the Chinese name of a measure (计费依据), and the measure itself where it has none.
func MeasureWords(m tariff.Measure) string {
	if name, plain := map[tariff.Measure]string{"": "定额", tariff.Fixed: "定额", tariff.Area: "面积", tariff.InnerArea: "套内面积",
		tariff.Household: "户", tariff.Heads: "人口", tariff.Floor: "楼层", tariff.Turnover: "营业额"}[m]; plain {
		return name
	}
	for _, of := range []struct {
		prefix tariff.Measure
		word   string
	}{{tariff.UsageOf, "用量 "}, {tariff.AmountOf, "项目 "}, {tariff.FieldOf, "字段 "}} {
		if name, found := strings.CutPrefix(string(m), string(of.prefix)); found {
			return of.word + name
		}
	}
	return string(m)
}

// perWords are the words for the time that a price is for. A price whose time follows from what it counts has none.
var perWords = map[tariff.Per]string{tariff.Month: "/月", tariff.Day: "/天", tariff.Year: "/年"}

// RuleLines returns a price rule in words, a line for each of its lines, as a list shows it: what is counted and at
// what price. It leaves details out. The rule must have at least one line.
func RuleLines(rule tariff.Rule) []string {
	var lines []string
	for _, l := range rule.Lines {
		line := l.Name
		if line != "" {
			line += "："
		}
		switch {
		case l.Formula != "":
			line += l.Formula
		case l.Price == "" && len(l.Tiers) == 0: // of a shared cost, whose total is the price
			line += "按" + MeasureWords(l.Measure) + "分摊"
		case len(l.Tiers) > 0:
			line += MeasureWords(l.Measure) + " 阶梯 " + tierWords(l)
		default:
			line += MeasureWords(l.Measure)
			if l.Less != "" {
				line += "（先减 " + string(l.Less) + "）"
			}
			line += " × " + string(l.Price)
		}
		if l.Factor != "" {
			line += " × " + string(l.Factor)
		}
		lines = append(lines, line+perWords[l.Per]+conditionWords(l.When))
	}
	// The bounds are of the whole rule and stand behind its last line.
	bounds := ""
	if rule.Least != "" {
		bounds += "，最少 " + string(rule.Least)
	}
	if rule.Most != "" {
		bounds += "，最多 " + string(rule.Most)
	}
	lines[len(lines)-1] += bounds + conditionWords(rule.When)
	return lines
}

// tierWords returns the tiers (阶梯) of a line in words.
func tierWords(l tariff.Line) string {
	words := make([]string, len(l.Tiers))
	for i, tier := range l.Tiers {
		price := string(tier.Price)
		for _, band := range tier.Bands {
			price += band.Name + string(band.Price) + " "
		}
		if price = strings.TrimSpace(price); tier.UpTo != "" {
			price = "到 " + string(tier.UpTo) + " 每单位 " + price
		} else {
			price = "以上 " + price
		}
		words[i] = price
	}
	return strings.Join(words, "，")
}

// conditionWords returns the conditions under which a line or a rule applies in words, "" for none.
func conditionWords(when []tariff.Condition) string {
	var words []string
	for _, c := range when {
		words = append(words, c.Field+" "+c.Op+" "+strings.Join(c.Values, "、"))
	}
	if len(words) == 0 {
		return ""
	}
	return "（限 " + strings.Join(words, "，") + "）"
}
