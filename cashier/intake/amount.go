package intake

import (
	"errors"
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"shouqi/ledger/money"
)

// LargestAreaCentiM2 is where an area is no longer a property but a slip:
// 10,000,000 m². From largeAreaCentiM2 on, 100,000 m², it is only questioned.
const (
	LargestAreaCentiM2 = 10_000_000_00
	largeAreaCentiM2   = 100_000_00
)

var (
	currencyMarks = strings.NewReplacer("¥", "", "RMB", "", "CNY", "", "人民币", "", "元", "", "，", ",")
	areaMarks     = strings.NewReplacer("平方米", "", "平米", "", "平方", "", "㎡", "", "M²", "", "M2", "")
	priceMarks    = strings.NewReplacer("/平方米", "", "/平米", "", "/㎡", "", "/M²", "", "/M2", "", "/月", "", "·月", "", ".月", "")
)

// parseMoney reads an amount such as ￥1,234.56, 300元 or (50.00), which an
// accountant means as -50. A blank cell is 0.
func parseMoney(cell Cell) (money.Fen, *fault) {
	text := moneyText(cell.Text)
	if isNothing(text) {
		return 0, nil
	}
	if cell.Kind == kindDate || cell.Kind == kindBool {
		return 0, faultf(codeNumberSyntax, "这里是日期或是非，不是金额，请改成像 1234.56 这样的金额。")
	}
	fen, err := money.Parse(trimDecimals(text))
	switch {
	case errors.Is(err, money.ErrPrecision):
		return 0, faultf(codeNumberPrecision, "写的是%s，超过两位小数：金额最多到分，请先四舍五入到分再导入。", quoted(text))
	case errors.Is(err, money.ErrRange):
		return 0, faultf(codeNumberRange, "写的是%s，金额太大，请核对。", quoted(text))
	case err != nil:
		return 0, faultf(codeNumberSyntax, "写的是%s，不是金额，请改成像 1234.56 这样的金额。", quoted(cell.Text))
	}
	return fen, nil
}

func moneyText(text string) string {
	text = currencyMarks.Replace(strings.ToUpper(squeeze(text)))
	if inner, ok := strings.CutPrefix(text, "("); ok {
		if inner, ok = strings.CutSuffix(inner, ")"); ok {
			return "-" + inner
		}
	}
	return strings.TrimPrefix(text, "+")
}

// trimDecimals drops zeros that say nothing: 12.3400 is 12.34.
func trimDecimals(text string) string {
	whole, decimals, found := strings.Cut(text, ".")
	if !found || len(decimals) <= 2 {
		return text
	}
	return whole + "." + decimals[:2] + strings.TrimRight(decimals[2:], "0")
}

// parseArea reads an area such as 96.30㎡ into hundredths of a square metre. A
// blank cell is 0; an area that is written must be above 0.
func parseArea(cell Cell) (int64, *fault) {
	text := strings.ReplaceAll(areaMarks.Replace(strings.ToUpper(squeeze(cell.Text))), "，", ",")
	if isNothing(text) {
		return 0, nil
	}
	syntax := faultf(codeNumberSyntax, "写的是%s，不是面积，请改成像 88.50 这样的平方米数。", quoted(cell.Text))
	if cell.Kind == kindDate || cell.Kind == kindBool {
		return 0, syntax
	}
	unsigned, negative := strings.CutPrefix(trimDecimals(text), "-")
	whole, decimals, hasPoint := strings.Cut(joinThousands(unsigned), ".")
	if !isDigits(whole) || (hasPoint && !isDigits(decimals)) {
		return 0, syntax
	}
	if negative || strings.Trim(whole+decimals, "0") == "" {
		return 0, faultf(codeAreaNotPositive, "写的是%s，面积必须大于 0，请改正。", quoted(text))
	}
	if len(decimals) > 2 {
		return 0, faultf(codeNumberPrecision, "写的是%s，超过两位小数：面积最多两位小数，请按产权证改正。", quoted(text))
	}
	centi, err := strconv.ParseInt(whole+(decimals + "00")[:2], 10, 64)
	if err != nil || centi > LargestAreaCentiM2 {
		return 0, faultf(codeNumberRange, "写的是%s，面积太大，请核对。", quoted(text))
	}
	return centi, nil
}

// joinThousands takes well placed commas out of a number, and leaves text with
// other commas as it is, to be refused.
func joinThousands(text string) string {
	whole, decimals, hasPoint := strings.Cut(text, ".")
	groups := strings.Split(whole, ",")
	for i, group := range groups {
		if !isDigits(group) || len(group) > 3 && len(groups) > 1 || i > 0 && len(group) != 3 {
			return text
		}
	}
	if hasPoint {
		return strings.Join(groups, "") + "." + decimals
	}
	return strings.Join(groups, "")
}

// parsePrice reads a unit price such as 2.85 or 2.85元/㎡·月 into plain decimal
// text with at most six decimals, or "" for a blank cell.
func parsePrice(cell Cell) (string, *fault) {
	text := currencyMarks.Replace(priceMarks.Replace(strings.ToUpper(squeeze(cell.Text))))
	if isNothing(text) {
		return "", nil
	}
	price, err := decimal.Parse(text)
	if err != nil || !isDigits(strings.Replace(text, ".", "", 1)) || cell.Kind == kindDate || cell.Kind == kindBool {
		return "", faultf(codeNumberSyntax, "写的是%s，不是单价，请改成像 2.85 这样的数。", quoted(cell.Text))
	}
	if price = price.Trim(0); price.Scale() > 6 || len(text) > 16 {
		return "", faultf(codeNumberPrecision, "写的是%s，单价最多六位小数，请改正。", quoted(text))
	}
	return price.String(), nil
}

// looseNumber reads whatever a cell holds as a number for adding up a column, ok
// being false for anything else. It takes what the strict readers refuse, such
// as a third decimal, because a total row adds that up too.
func looseNumber(cell Cell) (value decimal.Decimal, ok bool) {
	if cell.Kind != kindText && cell.Kind != kindNumber {
		return decimal.Zero, false
	}
	text := areaMarks.Replace(moneyText(cell.Text))
	unsigned, negative := strings.CutPrefix(text, "-")
	if text = joinThousands(unsigned); negative {
		text = "-" + text
	}
	if len(text) > 19 || !isDigits(strings.Replace(strings.TrimPrefix(text, "-"), ".", "", 1)) {
		return decimal.Zero, false
	}
	value, err := decimal.Parse(text)
	return value, err == nil
}
