package tariff_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

func formula(text string) tariff.Rule { return lines(tariff.Line{Formula: text, Per: tariff.Period}) }

func TestWhatAFormulaGives(t *testing.T) {
	for text, want := range map[string]string{
		"1 + 2 * 3": "7", "(1 + 2) * 3": "9", "-2 + 5": "3", "10 / 4": "2.5", "0.1 + 0.2": "0.3", "1 / 3 * 3": "1",
		"面积": "98.3", "area": "98.3", "套内面积": "80.5", "inner_area": "80.5", "户": "1", "household": "1",
		"人口": "3", "heads": "3", "楼层": "12", "floor": "12", "营业额": "10000", "turnover": "10000",
		"月数": "2", "months": "2", "天数": "59", "days": "59", "月份": "2", "month": "2",
		`用量("水")`: "25", `usage('水')`: "25", `用量("电")`: "200", `用量("电/峰")`: "120", `项目("水费")`: "125.5", `item("水费")`: "125.5",
		`字段("系数")`: "1.2", `field("系数") * 10`: "12", "系数 * 10": "12", "[系数]": "1.2", "［系数］": "1.2", "【系数】 * ２": "2.4", "[面积] × 1": "98.3", "面积　＋　１．５": "99.8", "面积　×　２。５": "245.75", "３。５＋１２。": "15.5", "最大（１，２、３）": "3", "人口≧3 ? 1 : 2": "1", "人口≦2 ? 1 : 2": "2", "面积＞=９０ ？ １２ ： ２": "12",
		"最大(1, 面积, 3)": "98.3", "max(2, 1)": "2", "最小(3, 2)": "2", "min(5)": "5",
		"取整(2.7)": "2", "floor_of(-2.1)": "-3", "进位(2.1)": "3", "ceil(-2.7)": "-2", "绝对值(-3)": "3", "abs(3)": "3",
		"四舍五入(2.345, 2)": "2.35", "round(-2.5)": "-3", "round(2.5)": "3", "round(1/3, 3)": "0.333",
		`用途 == "住宅" ? 1 : 2`: "1", `如果(楼层 > 6 and 面积 < 100, 1, 2)`: "1", `when(not (楼层 > 6), 1, 2)`: "2", `if(true, 1, 2)`: "1",
		`如果(楼层 > 20 或 人口 ≥ 3, 1, 2)`: "1", `如果（用途 = “商铺” 且 1 / 0 > 1，1，2）`: "2", "6 ÷ 3 × 2": "4", `如果(非 (楼层 ≤ 6), 1, 2)`: "1",
		`party == "owner" ? 1 : 2`: "1", `楼栋 + 0`: "", `等级 == "甲" ? 1 : 2`: "1", `等级 != "甲" ? 1 : 2`: "2", `系数 == 1.20 ? 1 : 2`: "1",
		`等级 == 系数 ? 1 : 2`: "2", `1 < 楼层 < 20 ? 1 : 2`: "1", "true || 1 / 0 > 1 ? 7 : 8": "7", "true ? 3 : 没有": "3",
		"楼层>6且人口>2 ? 1 : 2": "1", "(楼层>6)且人口>3或面积>90 ? 1 : 2": "1", `用途="商铺"或楼层=12 ? 1 : 2`: "1", "人口>3 或非(楼层>20) ? 1 : 2": "1",
		"人口＞=3 ? 1 : 2": "1", "人口＜=2 ? 1 : 2": "2", "人口！=3 ? 1 : 2": "2", "人口＝＝3 ? 1 : 2": "1", "人口＝3 ? 1 : 2": "1", "！(人口 > 3) ? 1 : 2": "1",
		"1.10": "1.1", "23456789.0123456": "23456789.0123456", "// 说明\n5": "5",
	} {
		result, err := tariff.Price(one(formula(text)), home(), "2026-01-01", "2026-02-28", nil)
		if want == "" {
			require.Error(t, err, text)
			continue
		}
		require.NoError(t, err, text)
		require.Equal(t, want, result.Exact.String(), text)
	}
}

func TestWhatIsWrongWithAFormulaAndWhere(t *testing.T) {
	deep := strings.Repeat("abs(", 31) + "1" + strings.Repeat(")", 31)
	for text, want := range map[string]struct {
		code   string
		column int
	}{
		"1 +": {"tariff.syntax", 3}, "": {"tariff.one_price", 0}, "面积 × （2 + ": {"tariff.syntax", 10}, "面积 @ 2": {"tariff.syntax", 4},
		"1 / 0": {"tariff.divide_by_zero", 3}, "面积 ≥ 3 ? 1 / (楼层 - 12) : 1": {"tariff.divide_by_zero", 12},
		"面机(2)": {"tariff.unknown_name", 1}, "1 + roung(2)": {"tariff.unknown_name", 5}, "sum([1])": {"tariff.unknown_name", 1},
		"2 + 没有": {"tariff.no_field", 5}, `字段("没有")`: {"tariff.no_field", 1}, "等级 * 2": {"tariff.field_number", 1}, "等级": {"tariff.field_number", 1},
		`用量("气")`: {"tariff.no_usage", 1}, `1 + 项目("物业费")`: {"tariff.no_item", 5}, "用量(水)": {"tariff.quoted", 1}, "用量()": {"tariff.arguments", 1},
		`1 + "二"`: {"tariff.type", 3}, `"二"`: {"tariff.type", 1}, "楼层 > 3": {"tariff.type", 4}, `用途 == 3 ? 1 : 2`: {"tariff.type", 4},
		`如果(面积, 1, 2)`: {"tariff.type", 1}, `如果(true, 1, "二")`: {"tariff.type", 1}, "如果(1)": {"tariff.arguments", 1}, "不 and 1": {"tariff.type", 3},
		"round(1, 13)": {"tariff.type", 1}, "round(1, 0.5)": {"tariff.type", 1}, "max(用途)": {"tariff.type", 5}, "not 3": {"tariff.type", 1}, "-用途": {"tariff.type", 1},
		"1e3": {"tariff.literal", 1}, "0x10": {"tariff.literal", 1}, "1_000": {"tariff.literal", 1}, "0.1234567890123456": {"tariff.literal", 1},
		"2 + 12345678901234567890": {"tariff.literal", 24}, "2面积": {"tariff.literal", 2},
		"[1, 2]": {"tariff.syntax", 1}, "{a: 1}": {"tariff.syntax", 1}, "面积.x": {"tariff.syntax", 4}, "1..3": {"tariff.syntax", 2}, "2 ** 8": {"tariff.syntax", 3},
		"let a = 1; a": {"tariff.syntax", 7}, "1; 2": {"tariff.syntax", 1}, "nil": {"tariff.syntax", 1}, "7 % 2": {"tariff.syntax", 3}, "1 | abs()": {"", 0},
		"all([1], # > 0)": {"tariff.unknown_name", 1}, "面积()": {"tariff.unknown_name", 1}, "a.b()": {"tariff.syntax", 3},
		deep: {"tariff.too_deep", 125}, strings.Repeat("1+", 250) + "1": {"tariff.too_long", 501}, strings.Repeat("1+", 120) + "1": {"tariff.too_long", 0},
		strings.Repeat("x", 10000): {"tariff.too_long", 501}, strings.Repeat("999999999999999*", 22) + "999999999999999": {"tariff.too_large", 0},
	} {
		if want.code == "" {
			continue
		}
		_, err := tariff.Price(one(formula(text)), home(), "2026-01-01", "2026-02-28", nil)
		refused := requireCode(t, err, want.code)
		if want.column > 0 {
			require.Equal(t, want.column, refused.Column, text)
		}
		if want.code != "tariff.one_price" {
			require.Positive(t, refused.Column, text)
		}
		require.Equal(t, 1, refused.Line, text)
	}
}

func TestAnUnknownNameNamesTheNearest(t *testing.T) {
	check := func(err error, args ...any) {
		t.Helper()
		require.Equal(t, args, requireCode(t, err, "tariff.unknown_name").Args)
	}
	check(formula("用良(2)").Check(), "用良", "用量")
	check(formula("ceill(2)").Check(), "ceill", "ceil")
	check(formula("什么(2)").Check(), "什么", "用量、项目、字段、如果、最大、最小、取整、进位")
	require.NoError(t, formula("面积 * 系数").CheckNames([]string{"系数"}))
	check(formula("2 * 面机").CheckNames([]string{"系数"}), "面机", "面积")
	err := lines(tariff.Line{Price: "1"}, tariff.Line{Price: "[单价]"}).CheckNames([]string{"单价2"})
	check(err, "单价", "单价2")
	require.Equal(t, 2, requireCode(t, err, "tariff.unknown_name").Line)
	check(tariff.Rule{When: []tariff.Condition{{Field: "field:泳池"}}}.CheckNames(nil), "泳池", "面积、套内面积、户、人口、楼层、第几个、营业额、月数")
}

// Usage in a formula is that of the whole span, so the line counts once unless it says otherwise.
func TestAFormulaOverUsageCountsOnce(t *testing.T) {
	result := price(t, lines(tariff.Line{Formula: `用量("水") * 4`}), home(), "2026-01-01", "2026-02-28")
	require.Equal(t, money.Fen(10000), result.AmountFen)
	result = price(t, lines(tariff.Line{Formula: `用量("水") > 20 ? 5 : 3`, Per: tariff.Month}), home(), "2026-01-01", "2026-02-28")
	require.Equal(t, money.Fen(1000), result.AmountFen)
}

func TestWhatARuleNeeds(t *testing.T) {
	rule := tariff.Rule{
		When: []tariff.Condition{{Field: "use", Op: "=", Values: []string{"住宅"}}, {Field: "field:等级", Op: "=", Values: []string{"甲"}}}, Most: "[封顶]",
		Lines: []tariff.Line{
			{Price: "[单价]"}, {Measure: tariff.Area, Price: "1", When: []tariff.Condition{{Field: "floor", Op: ">", Values: []string{"3"}}, {Field: "month", Op: "=", Values: []string{"1"}}}},
			{Measure: "usage:电", Tiers: []tariff.Tier{{UpTo: "5", EachHead: "1", Price: "1"}, {Bands: []tariff.Band{{"峰", "1"}, {"谷", "[谷价]"}}}}},
			{Formula: `用量("水") * 系数 + 项目("水费") + 套内面积 + 月数`},
		},
	}
	require.NoError(t, rule.Check())
	require.Equal(t, []tariff.Measure{"area", "field:单价", "field:封顶", "field:等级", "field:系数", "field:谷价", "floor", "heads", "inner_area",
		"item:水费", "usage:水", "usage:电", "usage:电/峰", "usage:电/谷"}, rule.Needs())
}

// No formula whatever may panic or run on, and what Check takes Price can only refuse with a code of this package.
func FuzzFormula(f *testing.F) {
	for _, seed := range []string{"1+2", "面积 × （2 + 系数）", `如果(用途 == "住宅", 1 / 0, 用量("水"))`, "“", "\\", "'\\x", "((((", "1..2", "\xff", "1?2", "let a=", "b'a'", "::abs(1)", "#", "1<(1<(1<1)<1)<1", "非", "`", "/*"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule := formula(text)
		rule.Needs()
		var refused *tariff.Error
		if err := rule.Check(); err != nil {
			require.ErrorAs(t, err, &refused)
			return
		}
		if _, err := tariff.Price(one(rule), home(), "2026-01-01", "2026-02-28", nil); err != nil {
			require.ErrorAs(t, err, &refused)
		}
	})
}
