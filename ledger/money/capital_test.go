package money_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
)

func TestCapital(t *testing.T) {
	for _, c := range []struct {
		amount money.Fen
		want   string
	}{
		{0, "零元整"},
		{5, "伍分"},
		{50, "伍角整"},
		{55, "伍角伍分"},
		{100, "壹元整"},
		{105, "壹元零伍分"},
		{150, "壹元伍角整"},
		{1000, "壹拾元整"},
		{1050, "壹拾元零伍角整"},
		{10100, "壹佰零壹元整"},
		{123456, "壹仟贰佰叁拾肆元伍角陆分"},
		// The examples of 《支付结算办法》附一.
		{140950, "壹仟肆佰零玖元伍角整"},
		{600714, "陆仟零柒元壹角肆分"},
		{168032, "壹仟陆佰捌拾元零叁角贰分"},
		{10700053, "壹拾万柒仟元零伍角叁分"},
		{1640902, "壹万陆仟肆佰零玖元零贰分"},
		{32504, "叁佰贰拾伍元零肆分"},
		{100_0000_00, "壹佰万元整"},
		{100_0001_00, "壹佰万零壹元整"},
		{1000_0100_00, "壹仟万零壹佰元整"},
		{1_0000_0000_00, "壹亿元整"},
		{1_0000_5000_00, "壹亿零伍仟元整"},
		{1_0001_0000_05, "壹亿零壹万元零伍分"},
		{money.MaxFen, "壹拾亿元整"},
		{-320, "（负数）叁元贰角整"},
		{-1, "（负数）壹分"},
	} {
		t.Run(c.amount.String(), func(t *testing.T) {
			require.Equal(t, c.want, c.amount.Capital())
		})
	}
}

// FuzzCapital reads the capitals back with a reader that knows only what each
// character is worth, and checks the form the annex asks for.
func FuzzCapital(f *testing.F) {
	for _, seed := range []int64{0, 1, 10, 105, 168032, 10700053, 100_0001_00, math.MaxInt64, math.MinInt64} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, fen int64) {
		text := money.Fen(fen).Capital()
		require.Equal(t, big.NewInt(fen).String(), readCapital(t, text).String(), text)
		require.NotContains(t, text, "零零")
		require.NotContains(t, text, "零万")
		require.NotContains(t, text, "零亿")
		require.Equal(t, fen%10 == 0, strings.HasSuffix(text, "整"), text)
		if fen != 0 {
			require.NotContains(t, text, "零元")
			require.NotContains(t, text, "零整")
			require.False(t, strings.HasPrefix(text, "零"), text)
		}
	})
}

// readCapital returns the fen a text of capitals stands for. Below 万 digits and
// units add up; 万 and 亿 multiply everything read since the last larger one.
func readCapital(t *testing.T, text string) *big.Int {
	digits := map[rune]int64{'零': 0, '壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9}
	small := map[rune]int64{'拾': 10, '佰': 100, '仟': 1000}
	total, section, digit := new(big.Int), new(big.Int), int64(0)
	coins := new(big.Int)
	body, negative := strings.CutPrefix(text, "（负数）")
	settle := func() {
		section.Add(section, big.NewInt(digit))
		digit = 0
	}
	for _, r := range strings.TrimSuffix(body, "整") {
		value, isDigit := digits[r]
		switch {
		case isDigit:
			digit = value
		case small[r] > 0:
			section.Add(section, big.NewInt(digit*small[r]))
			digit = 0
		case r == '万':
			settle()
			total.Add(total, section.Mul(section, big.NewInt(10_000)))
			section = new(big.Int)
		case r == '亿':
			settle()
			total.Add(total, section).Mul(total, big.NewInt(100_000_000))
			section = new(big.Int)
		case r == '元':
			settle()
			coins.Mul(total.Add(total, section), big.NewInt(100))
		case r == '角':
			coins.Add(coins, big.NewInt(digit*10))
			digit = 0
		case r == '分':
			coins.Add(coins, big.NewInt(digit))
			digit = 0
		default:
			require.Failf(t, "not a capital", "%q in %s", r, text)
		}
	}
	if negative {
		coins.Neg(coins)
	}
	return coins
}
