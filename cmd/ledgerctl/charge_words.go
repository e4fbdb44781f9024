package main

import (
	"fmt"
	"slices"
	"strings"

	"shouqi/ledger/store"
)

// flagWords are the words that a flag of a rule knows, each before a blank and what it means. They are those of the engine.
type flagWords []string

// What the flags of a rule know.
var (
	measureWords = flagWords{"area 面积", "inner_area 套内面积", "household 户", "heads 人口", "floor 楼层", "nth 第几个", "fixed 定额", "turnover 营业额",
		"usage:水", "item:水费", "field:字段名"}
	perWords       = flagWords{"month 月", "day 日", "year 年", "period 计费周期"}
	tierByWords    = flagWords{"month 按月", "year 按年", "period 按计费周期"}
	prorationWords = flagWords{"days 按天数", "thirty 按 30 天", "360 按 30/360（每月 30 天，31 日并入 30 日）", "whole 算整月"}
	roundToWords   = flagWords{"fen 分", "jiao 角", "yuan 元，后面可以写方式，例如 jiao,up"}
	roundModeWords = flagWords{"half_up 四舍五入", "half_even 四舍六入", "up 进位", "down 舍去，例如 jiao,up"}
)

// know reports whether a word is one of them. What a measure counts (usage:水) has a name of its own, which is for the rule to judge.
func (w flagWords) know(typed string) bool {
	typed, _, _ = strings.Cut(typed, ":")
	return slices.ContainsFunc(w, func(word string) bool { return word[:strings.IndexAny(word, " :")] == typed })
}

// known refuses a word that a flag of the rule does not know, with those that it knows.
func (f *ruleFlags) known() error {
	to, mode, _ := strings.Cut(f.Round, ",")
	for _, flag := range []struct {
		name, typed string
		words       flagWords
	}{
		{"--measure", f.Measure, measureWords},
		{"--per", f.Per, perWords},
		{"--tier-by", f.TierBy, tierByWords},
		{"--proration", f.Proration, prorationWords},
		{"--round", to, roundToWords},
		{"--round", mode, roundModeWords},
	} {
		if flag.typed != "" && !flag.words.know(flag.typed) {
			return store.Refuse(codeUsage, fmt.Sprintf("%s 不认识“%s”，可以写 %s", flag.name, flag.typed, strings.Join(flag.words, "、")))
		}
	}
	return nil
}
