package words_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/words"
)

func TestStepsReadInEnglish(t *testing.T) {
	for step, want := range map[string]string{
		"面积 98.30 m² × 2.85 元 × (14天/28天 + 1月) = 420.2325":                    "area 98.30 m² × 2.85 yuan × (14 days/28 days + 1 months) = 420.2325",
		"2026-06-01 至 2026-06-15（按抄表）：水 10 m³ × 3.00 元 = 30":                  "2026-06-01 to 2026-06-15 (by reading): 水 10 m³ × 3.00 yuan = 30",
		"第2阶梯 180–260 m³：80 × 7.00 元 = 560":                                   "tier 2 180–260 m³: 80 × 7.00 yuan = 560",
		"第2阶梯 80 m³ × 7.00 元 = 560":                                           "tier 2 80 m³ × 7.00 yuan = 560", // of a bill from before
		"第3阶梯 超过 260 m³：10 × 9.00 元 = 90":                                     "tier 3 above 260 m³: 10 × 9.00 yuan = 90",
		"各档限额 × 15天/31天":                                                      "limits of the tiers × 15 days/31 days",
		"各档限额 × 2 月":                                                          "limits of the tiers × 2 months",
		"44 m³ 按天分 × 15天/31天 → 约21.290323 m³":                                 "44 m³ by days × 15 days/31 days → ≈21.290323 m³",
		"月租 12,000.00 × (15天/31天 + 1月) = 约17,806.451613":                      "rent a month 12,000.00 × (15 days/31 days + 1 months) = ≈17,806.451613",
		"月租 12,000.00 × 1又15/31 月 = 约17,806.451613":                           "rent a month 12,000.00 × 1 15/31 months = ≈17,806.451613",
		"押金 月租 3,000.00 × 2 个月 = 6,000.00":                                    "deposit: rent a month 3,000.00 × 2 months = 6,000.00",
		"免租期 2026-01-01 至 2026-03-31":                                         "rent-free 2026-01-01 to 2026-03-31",
		"先收保底，营业额报来以后，提成高于保底的部分另补":                                            "the minimum rent is billed first; what the share is above it follows once the turnover is reported",
		"第1档 0.00–300,000.00：营业额 300,000.00 × 5% = 15,000.00":                 "tier 1 0.00–300,000.00: turnover 300,000.00 × 5% = 15,000.00",
		"营业额 300,000.00 × 8% = 24,000.00，高于保底 20,000.00，补差 4,000.00":          "turnover 300,000.00 × 8% = 24,000.00, above the minimum rent 20,000.00, difference 4,000.00",
		"营业额 200,000.00 × 8% = 16,000.00，不高于保底 20,000.00":                     "turnover 200,000.00 × 8% = 16,000.00, not above the minimum rent 20,000.00",
		"营业额 450,000.00 提成 = 27,000.00":                                       "turnover 450,000.00 share = 27,000.00",
		"前面 31 步从略":                                                           "the first 31 steps are left out",
		"共 31 步从略":                                                            "all 31 steps are left out",
		"2026-11-21 至 2026-11-30 参加分摊，10 ÷ 30 天：100 × 10 = 1000":              "2026-11-21 to 2026-11-30 in the split, 10 ÷ 30 days: 100 × 10 = 1000",
		"公摊总额 1,000.00 元 × 1000 ÷ 13564 = 约73.724565，分到 73.73":                "shared cost 1,000.00 yuan × 1000 ÷ 13564 = ≈73.724565, share 73.73",
		"各户先舍去不足 1 分的部分，尾差 0.02 元由舍去最多的 2 户各承担 0.01 元，含本户":                    "every share is cut to the fen; the 0.02 yuan left over are borne by the 2 cut most, 0.01 yuan each, this one among them",
		"各户先舍去不足 1 分的部分，尾差 0.01 元由舍去最多的 1 户各承担 0.01 元，不含本户":                   "every share is cut to the fen; the 0.01 yuan left over are borne by the 1 cut most, 0.01 yuan each, this one not among them",
		"减免（A，收 70%）：287.73 × 0.7 = 201.411，应收 201.41，物业承担 86.32":             "concession (A, pays 70%): 287.73 × 0.7 = 201.411, due 201.41, borne by the estate 86.32",
		"减免 400 × 约75.806452% = 约303.225806（A 2026-01-17 至 2026-01-31 收 50%）": "concession 400 × ≈75.806452% = ≈303.225806 (A 2026-01-17 to 2026-01-31 pays 50%)",
		"收费标准“A”，自 2026-01-01 起":                                              "tariff “A”, since 2026-01-01",
		"按租赁合同，自 2026-01-01 起":                                                "by lease, since 2026-01-01",
		"冲减 20.00（面积错误）":                                                      "reduced by 20.00 (Wrong area)",
		"冲减 20.00（减免，应收 5.00，已出 25.00）":                                       "reduced by 20.00 (Concession, due 5.00, issued 25.00)",
		"冲减 20.00（银行到账延迟）":                                                    "reduced by 20.00 (slow bank)",
		"冲减后 80.00":                                                           "left after that 80.00",
		"不超过本金 100.00 元的 5% = 5":                                              "at most, of the bill, 100.00 yuan × 5% = 5",
		"20 项合计 = 22.22":                                                      "20 lines together = 22.22",
		"2026-04-01 起，各档按全年的 3/4":                                             "from 2026-04-01 on: limits are 3/4 of the year's",
		"约90.372581 → 90.37":                                                  "≈90.372581 → 90.37",
		"之前未抄表，用量和限额自 2026-12-01 起，按 2 月":                                     "not read before: usage and limits from 2026-12-01 on, for 2 months",
		"之前未抄表，用量自 2026-12-01 起":                                              "not read before: usage from 2026-12-01",
		"定额 620.00 元 × 3天/30天（2月末日按30日） = 62":                                 "fixed 620.00 yuan × 3 days/30 days (February's last day is its 30th) = 62",
		"定额 620.00 元 × (16天/30天（31日并入30日） + 1月) = 约950.666667":                "fixed 620.00 yuan × (16 days/30 days (the 31st counts with the 30th) + 1 months) = ≈950.666667",
		"0天/30天（31日并入30日） = 0":                                                "0 days/30 days (the 31st counts with the 30th) = 0",
		"公摊总额 99.00 元 × 1 ÷ 3（各户合计，按户） = 33，分到 33.00":                         "shared cost 99.00 yuan × 1 ÷ 3 (all together, by household) = 33, share 33.00",
		"公摊总额 1,000.00 元 × 1000 ÷ 13564（各户合计，按面积×天数） = 约73.724565，分到 73.73":   "shared cost 1,000.00 yuan × 1000 ÷ 13564 (all together, by area × days) = ≈73.724565, share 73.73",
		"公摊总额 1,000.00 元 × 10 ÷ 100（各户合计，按水） = 100，分到 100.00":                 "shared cost 1,000.00 yuan × 10 ÷ 100 (all together, by 水) = 100, share 100.00",
		"不超过 300.00 元 × 2 月 = 600":                                            "at most 300.00 yuan × 2 months = 600",
		"面积 * 2 + 如果(用途 == \"住宅\", 10, 20)（面积 98.30 m²、用途 住宅） = 206.6 元":      "area * 2 + 如果(use == \"住宅\", 10, 20) (area 98.30 m², use 住宅) = 206.6 yuan",
		"2026-01-01 至 2026-01-31：500，不超过 400.00 元 × 1 月 = 400":                "2026-01-01 to 2026-01-31: 500, at most 400.00 yuan × 1 months = 400",
		"不分月的 40，其中 30 抵作上面补足的":                                               "of no month 40, of which 30 take the place of what was added above",
	} {
		require.Equal(t, want, words.Step(step, assets.English))
		require.Equal(t, step, words.Step(step, assets.Chinese))
	}
}
