package lease

import (
	"math/big"
	"strings"

	"shouqi/ledger/tariff"
)

// grouped writes an amount with its thousands parted and at least two decimals: 12,000.00.
func grouped(n tariff.Number) string {
	text := n.Text()
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, decimals, _ := strings.Cut(text, ".")
	for len(decimals) < 2 {
		decimals += "0"
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	return sign + whole + "." + decimals
}

// mixed writes a number of months as people do: 3, 2又10/31.
func mixed(n tariff.Number) string {
	exact, ok := new(big.Rat).SetString(n.String())
	if !ok || exact.IsInt() {
		return n.Text()
	}
	whole := new(big.Int).Quo(exact.Num(), exact.Denom())
	rest := new(big.Rat).Sub(exact, new(big.Rat).SetInt(whole))
	if whole.Sign() == 0 {
		return rest.RatString()
	}
	return whole.String() + "又" + rest.RatString()
}

func (s span) words() string { return string(s.first.date()) + " 至 " + string(s.last.date()) }

// sumStep adds up what the steps came to, where there was more than one.
func sumStep(sums []tariff.Number, sum tariff.Number) string {
	if len(sums) > 6 {
		return "合计 = " + grouped(sum)
	}
	texts := make([]string, len(sums))
	for i, one := range sums {
		texts[i] = grouped(one)
	}
	return "合计 " + strings.Join(texts, " + ") + " = " + grouped(sum)
}
