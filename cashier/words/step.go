package words

import (
	"regexp"
	"strings"

	"shouqi/assets"
)

// stepWords are the words of the steps that explain an amount, the longer of two that begin alike first. Steps are frozen in
// Chinese on the bill, as its paper is; names that a company gave stay as they are.
var stepWords = strings.NewReplacer(
	"没有适用的收费行 = 0", "no line applies = 0", "未登记人口，按普通限额", "heads not on record, ordinary limits", "本期未抄表，用量计入 ", "not read in this period: counted in the reading of ", " 的读数", "",
	"之前未抄表，用量和限额自 ", "not read before: usage and limits from ", " 起，各档按全年的 ", " on: tiers are this part of the year's: ", " 起，按 ", " on, for ",
	"本年度此前已用 ", "used before in this year ", "阶梯合计 ", "tiers together ", "公摊总额 ", "shared sum ", "，分到 ", ", share ", "，已出 ", ", issued ",
	"（按天数）", " (by days)", "（按抄表）", " (by reading)", " 分得 ", " has ", " 项合计 = ", " lines together = ", " 段合计 = ", " parts together = ",
	" 段，合计 ", " parts, together ", " 段 = ", " parts = ", "：共 ", ": in all ", "共 ", "in all ", "合计 ", "together ", "合计 = ", "together = ",
	"不分月的 ", "of no month ", "，其中 ", ", of which ", " 抵作上面补足的", " take the place of what was added above", " 抵作上面超出的", " come off what was too much above",
	"不低于 ", "at least ", "不超过本金 ", "at most, of the bill, ", "不超过 ", "at most ", "不收：须有", "not charged: needs ", "不收：须", "not charged: must be ",
	"为空", " empty", " 属于 ", " one of ", " 介于 ", " between ", "已减免 ", "already reduced ", "已另出 ", "already issued ", "应收 ", "due ", "补差：", "difference: ",
	"预缴：", "paid ahead: ", "减免 ", "reduced ", "违约金 ", "late fee ", "业主或租户", "owner or tenant", "套内面积", "inner area", "面积", "area", "定额", "fixed",
	"每户", "household", "人口", "heads", "楼层", "storey", "营业额", "turnover", "第几个", "which one", "月份", "month", "月数", "months", "天数", "days",
	"用途", "use", "户型", "layout", "楼栋", "building", "单元", "unit", "房号", "number", "类别", "kind", "状态", "state", "业主", "owner", "租户", "tenant",
	" 元", " yuan", " 月", " months", " 年", " years", " 天", " days", " 度", " kWh", " 人", " people", " 层", "", " 至 ", " to ",
	"、", ", ", "（", " (", "）", ")", "，", ", ", "；", "; ", "：", ": ")

// stepDays are days of a month and whole months within a sum: 15天/31天, 2月.
var stepDays = regexp.MustCompile(`([0-9])(天|月)`)

// stepTier is the number of a tier: 第2阶梯.
var stepTier = regexp.MustCompile(`第([0-9]+)阶梯 `)

// stepAbout stands before a number that was rounded for people.
var stepAbout = regexp.MustCompile(`约(-?[0-9])`)

// Step writes a step of an amount in a language: in Chinese as it is, in English word by word.
func Step(step, lang string) string {
	if lang != assets.English {
		return step
	}
	step = stepTier.ReplaceAllString(step, "tier $1 ")
	step = stepAbout.ReplaceAllString(step, "≈$1")
	step = stepDays.ReplaceAllStringFunc(step, func(found string) string {
		return strings.NewReplacer("天", " days", "月", " months").Replace(found)
	})
	return stepWords.Replace(step)
}

// Steps is Step for several, in their order.
func Steps(steps []string, lang string) []string {
	if lang != assets.English {
		return steps
	}
	all := make([]string, len(steps))
	for i, step := range steps {
		all[i] = Step(step, lang)
	}
	return all
}
