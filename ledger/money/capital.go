package money

import "strings"

// capitalDigits are the numerals of 正楷大写 that cannot be altered by a stroke.
var capitalDigits = [...]string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}

var capitalUnits = [...]struct {
	value uint64
	name  string
}{
	{100_000_000, "亿"}, {10_000, "万"}, {1_000, "仟"}, {100, "佰"}, {10, "拾"},
}

// Capital returns the amount in Chinese capitals (大写): 1234.56 is
// 壹仟贰佰叁拾肆元伍角陆分. It ends in 整 unless there are fen, reads 零元整 for
// zero, and puts （负数） before a negative amount, as red invoices print it.
//
// The rules are those of 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》:
// a 拾 at the head keeps its 壹; zeros inside are one 零; where the jiao is zero
// and the fen is not, 零 follows 元. Where the annex leaves a choice, its first
// example decides: 1680.32 is 壹仟陆佰捌拾元零叁角贰分, and 107000.53 is
// 壹拾万柒仟元零伍角叁分.
func (amount Fen) Capital() string {
	whole := magnitude(int64(amount))
	yuan, jiao, fen := whole/100, whole/10%10, whole%10
	var text strings.Builder
	if amount < 0 {
		text.WriteString("（负数）")
	}
	if yuan > 0 || whole == 0 {
		text.WriteString(spell(yuan) + "元")
	}
	if yuan > 0 && whole%100 > 0 && (jiao == 0 || yuan%10 == 0) {
		text.WriteString("零")
	}
	if jiao > 0 {
		text.WriteString(capitalDigits[jiao] + "角")
	}
	if fen > 0 {
		text.WriteString(capitalDigits[fen] + "分")
	} else {
		text.WriteString("整")
	}
	return text.String()
}

// spell writes a whole number by its largest unit: what stands before the unit,
// the unit, and the rest, parted by one 零 where the rest leaves places empty.
func spell(number uint64) string {
	for _, unit := range capitalUnits {
		if number < unit.value {
			continue
		}
		head, rest := spell(number/unit.value)+unit.name, number%unit.value
		switch {
		case rest == 0:
			return head
		case rest < unit.value/10:
			return head + "零" + spell(rest)
		default:
			return head + spell(rest)
		}
	}
	return capitalDigits[number]
}
