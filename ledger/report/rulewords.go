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

// fieldWords are the Chinese names of the fields that a condition may look at beside the measures.
var fieldWords = map[string]string{"use": "用途", "layout": "户型", "state": "状态", "party": "缴费人", "building": "楼栋", "unit": "单元", "number": "房号",
	"kind": "收费对象", "month": "月份"}

// valueWords are the Chinese names of the values of such fields that the program itself names.
var valueWords = map[string]string{"owner": "业主", "tenant": "租户", "none": "未售（开发商）", "room": "房屋", "space": "车位"}

// opWords are how an operator is read; between stands between its two values.
var opWords = map[string]string{"=": "是", "≠": "不是", "in": "是", "<": "小于", "≤": "不大于", ">": "大于", "≥": "不小于"}

// FieldWords returns the Chinese name of the field of a condition, a measure among them.
func FieldWords(field string) string {
	if words, known := fieldWords[field]; known {
		return words
	}
	return MeasureWords(tariff.Measure(field))
}

// conditionWords returns the conditions under which a line or a rule applies in words, "" for none.
func conditionWords(when []tariff.Condition) string {
	var words []string
	for _, c := range when {
		values := make([]string, len(c.Values))
		for i, value := range c.Values {
			values[i] = value
			if plain, known := valueWords[value]; known && fieldWords[c.Field] != "" {
				values[i] = plain
			}
		}
		if c.Op == "between" {
			words = append(words, FieldWords(c.Field)+" "+strings.Join(values, " 至 "))
			continue
		}
		words = append(words, FieldWords(c.Field)+opWords[c.Op]+" "+strings.Join(values, "、"))
	}
	if len(words) == 0 {
		return ""
	}
	return "（限 " + strings.Join(words, "，") + "）"
}
