package report_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/report"
	"shouqi/ledger/tariff"
)

// A list says of a rule what it is for in words: no field, operator or party by its inner name.
func TestConditionsOfARuleAreSaidInWords(t *testing.T) {
	lines := report.RuleLines(tariff.Rule{Lines: []tariff.Line{{Name: "电梯费", Measure: tariff.Area, Price: "0.5", When: []tariff.Condition{
		{Field: "floor", Op: "between", Values: []string{"7", "15"}}, {Field: "party", Op: "in", Values: []string{"owner", "none"}}}},
		{Measure: tariff.Household, Price: "2", When: []tariff.Condition{{Field: "use", Op: "≠", Values: []string{"商铺"}}, {Field: "usage:水", Op: ">", Values: []string{"3"}},
			{Field: "month", Op: "≤", Values: []string{"4"}}}}}})
	require.Equal(t, "电梯费：面积 × 0.5（限 楼层 7 至 15，缴费人是 业主、未售（开发商））", lines[0])
	require.Equal(t, "户 × 2（限 用途不是 商铺，用量 水大于 3，月份不大于 4）", lines[1])
	for _, field := range []string{"use", "layout", "state", "party", "building", "unit", "number", "kind", "floor", "area", "inner_area", "month", "heads", "household", "turnover"} {
		require.NotRegexp(t, regexp.MustCompile("[A-Za-z]"), report.FieldWords(field))
	}
}
