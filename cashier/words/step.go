package words

import (
	"regexp"
	"strings"

	"shouqi/assets"
	"shouqi/ledger/billing"
)

// stepWords are the words of the steps that explain an amount, the longer of two that begin alike first. Steps are frozen in
// Chinese on the bill, as its paper is; names that a company gave stay as they are.
var stepWords = strings.NewReplacer(append(reasonWords(),
	"没有适用的收费行 = 0", "no line applies = 0", "未登记人口，按普通限额", "heads not on record, ordinary limits", "本期未抄表，用量计入 ", "not read in this period: counted in the reading of ", " 的读数", "",
	"之前未抄表，用量和限额自 ", "not read before: usage and limits from ", " 起，按 ", " on, for ", "之前未抄表，用量自 ", "not read before: usage from ", "各档限额 × ", "limits of the tiers × ", " 按天分 × ", " by days × ",
	"本年度此前已用 ", "used before in this year ", "阶梯合计 ", "tiers together ", "（按天数）", " (by days)", "（按抄表）", " (by reading)", " 分得 ", " has ",
	" 项合计 = ", " lines together = ", " 段合计 = ", " parts together = ", " 段，合计 ", " parts, together ", " 段 = ", " parts = ", "：共 ", ": in all ", "共 ", "in all ",
	"合计 = ", "together = ", "合计 ", "together ", "不低于 ", "at least ", "不超过本金 ", "at most, of the bill, ", " 元的 ", " yuan × ", "不超过 ", "at most ", "超过 ", "above ",
	"不收：须有", "not charged: needs ", "不收：须", "not charged: must be ", "为空", " empty", " 属于 ", " one of ", " 介于 ", " between ", " 空、", " empty, ", " 空）", " empty)",
	"不分月的 ", "of no month ", "，其中 ", ", of which ", " 抵作上面补足的", " take the place of what was added above", " 抵作上面超出的", " come off what was too much above",
	// Parts of a period, and what ends within it.
	"本期合计 ", "the period comes to ", " − 已出 ", " − issued ", "，是本期最后一张", ", the last bill of the period", "，不超过本期余下的", ", no more than is left of it",
	"只收到 ", "charged up to ", " 为止，以后没有收费标准", " only: no tariff holds after it",
	// Shared costs.
	"公摊总额 ", "shared cost ", "（各户合计，按户", " (all together, by household", "（各户合计，按", " (all together, by ", "×天数）", " × days)", " 参加分摊，", " in the split, ", "，分到 ", ", share ", "，物业承担 ", ", borne by the estate ",
	"各户先舍去不足 1 分的部分，尾差 ", "every share is cut to the fen; the ", " 元由舍去最多的 ", " yuan left over are borne by the ", " 户各承担 ", " cut most, ",
	" 元，含本户", " yuan each, this one among them", " 元，不含本户", " yuan each, this one not among them",
	// Leases.
	"押金 月租 ", "deposit: rent a month ", "押金 日租 ", "deposit: rent a day ", "押金 ", "deposit ", "月租 ", "rent a month ", "日租 ", "rent a day ", " 个月", " months", "免租期 ", "rent-free ",
	"先收保底，营业额报来以后，提成高于保底的部分另补", "the minimum rent is billed first; what the share is above it follows once the turnover is reported",
	"，不高于保底 ", ", not above the minimum rent ", "，高于保底 ", ", above the minimum rent ", "，补差 ", ", difference ", " 提成 = ", " share = ",
	// What was done with a bill.
	"收费标准“", "tariff “", "”，自 ", "”, since ", "按租赁合同，自 ", "by lease, since ", "冲减后 ", "left after that ", "冲减 ", "reduced by ",
	"已减免 ", "already reduced ", "已另出 ", "already issued ", "，已出 ", ", issued ", "应收 ", "due ", "补差：", "difference: ", "预缴：", "paid ahead: ",
	"减免（", "concession (", "减免 ", "concession ", "，收 ", ", pays ", " 收 ", " pays ", "违约金 ", "late fee ",
	// What is measured, and the fields of a room.
	"业主或租户", "owner or tenant", "套内面积", "inner area", "面积", "area", "定额", "fixed", "每户", "household", "人口", "heads", "楼层", "storey", "营业额", "turnover",
	"第几个", "which one", "月份", "month", "月数", "months", "天数", "days", "用途", "use", "户型", "layout", "楼栋", "building", "单元", "unit", "房号", "number", "类别", "kind",
	"状态", "state", "业主", "owner", "租户", "tenant",
	" 元", " yuan", " 月", " months", " 年", " years", " 天", " days", " 度", " kWh", " 人", " people", " 层", "", " 至 ", " to ", " 起", "",
	"、", ", ", "（", " (", "）", ")", "，", ", ", "；", "; ", "：", ": ")...)

// reasonWords are the reasons for which something was taken off a bill, as they stand behind it in brackets.
func reasonWords() (pairs []string) {
	add := func(key string) {
		for _, end := range []string{"）", "，"} {
			pairs = append(pairs, "（"+assets.Text(assets.Chinese, key)+end, " ("+assets.Text(assets.English, key)+strings.NewReplacer("）", ")", "，", ", ").Replace(end))
		}
	}
	for _, reason := range billing.ReduceReasons {
		add(billing.Reduction{Reason: reason}.ReasonKey())
	}
	for _, reason := range billing.WaiveReasons {
		add(billing.Reduction{Reason: reason}.ReasonKey())
	}
	return pairs
}

// stepDays are days of a month and whole months within a sum: 15天/31天, 2月.
var stepDays = regexp.MustCompile(`([0-9])(天|月)`)

// stepThirty are the notes of 30/360, whose days are none of a sum.
var stepThirty = strings.NewReplacer("（31日并入30日）", " (the 31st counts with the 30th)", "（2月末日按30日）", " (February's last day is its 30th)",
	"（第31天并入第30天）", " (day 31 counts with day 30)", "（末日按第30天）", " (the last day is day 30)")

// stepTier is the number of a tier: 第2阶梯, or 第2档 of a share of turnover.
var stepTier = regexp.MustCompile(`第([0-9]+)(?:阶梯|档) ?`)

// stepSkipped says how many steps are left out: 前面 3 步从略.
var stepSkipped = regexp.MustCompile(`(前面|共) ([0-9]+) 步从略`)

// stepJoined is the part of a year's limits that a household has from a day on.
var stepJoined = regexp.MustCompile(`([0-9-]+) 起，各档按全年的 ([0-9/]+)`)

// stepMixed is a number of months as the bills of leases had it once: 1又15/31 月.
var stepMixed = regexp.MustCompile(`([0-9])又([0-9])`)

// stepAbout stands before a number that was rounded for people.
var stepAbout = regexp.MustCompile(`约(-?[0-9])`)

// Step writes a step of an amount in a language: in Chinese as it is, in English word by word.
func Step(step, lang string) string {
	if lang != assets.English {
		return step
	}
	step = stepThirty.Replace(step)
	step = stepTier.ReplaceAllString(step, "tier $1 ")
	step = stepSkipped.ReplaceAllStringFunc(step, func(found string) string {
		return strings.NewReplacer("前面 ", "the first ", "共 ", "all ", " 步从略", " steps are left out").Replace(found)
	})
	step = stepJoined.ReplaceAllString(step, "from $1 on: limits are $2 of the year's")
	step = stepMixed.ReplaceAllString(step, "$1 $2")
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
