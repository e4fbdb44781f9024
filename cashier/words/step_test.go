package words_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/words"
)

func TestStepsReadInEnglish(t *testing.T) {
	for step, want := range map[string]string{
		"面积 98.30 m² × 2.85 元 × (14天/28天 + 1月) = 420.2325":               "area 98.30 m² × 2.85 yuan × (14 days/28 days + 1 months) = 420.2325",
		"2026-06-01 至 2026-06-15（按抄表）：水 10 m³ × 3.00 元 = 30":             "2026-06-01 to 2026-06-15 (by reading): 水 10 m³ × 3.00 yuan = 30",
		"第2阶梯 80 m³ × 7.00 元 = 560":                                      "tier 2 80 m³ × 7.00 yuan = 560",
		"约90.372581 → 90.37":                                             "≈90.372581 → 90.37",
		"之前未抄表，用量和限额自 2026-12-01 起，按 2 月":                                "not read before: usage and limits from 2026-12-01 on, for 2 months",
		"不超过 300.00 元 × 2 月 = 600":                                       "at most 300.00 yuan × 2 months = 600",
		"2026-01-01 至 2026-01-31：500，不超过 400.00 元 × 1 月 = 400":           "2026-01-01 to 2026-01-31: 500, at most 400.00 yuan × 1 months = 400",
		"不分月的 40，其中 30 抵作上面补足的":                                          "of no month 40, of which 30 take the place of what was added above",
		"面积 * 2 + 如果(用途 == \"住宅\", 10, 20)（面积 98.30 m²、用途 住宅） = 206.6 元": "area * 2 + 如果(use == \"住宅\", 10, 20) (area 98.30 m², use 住宅) = 206.6 yuan",
	} {
		require.Equal(t, want, words.Step(step, assets.English))
		require.Equal(t, step, words.Step(step, assets.Chinese))
	}
}
