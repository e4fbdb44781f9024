package money_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/money"
)

func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want money.Fen
		err  error
	}{
		"whole yuan":                     {text: "1234", want: 123400},
		"one decimal is jiao":            {text: "1234.5", want: 123450},
		"two decimals":                   {text: "0.05", want: 5},
		"a refund":                       {text: "-3.20", want: -320},
		"thousands":                      {text: "1,234.56", want: 123456},
		"millions":                       {text: "-1,234,567", want: -123456700},
		"zeros in front":                 {text: "007", want: 700},
		"minus nothing is nothing":       {text: "-0.00", want: 0},
		"the largest amount":             {text: "1,000,000,000.00", want: money.MaxFen},
		"one fen beyond the largest":     {text: "1000000000.01", err: money.ErrRange},
		"more digits than an int64":      {text: "99999999999999999999999", err: money.ErrRange},
		"nothing":                        {text: "", err: money.ErrSyntax},
		"a sign alone":                   {text: "-", err: money.ErrSyntax},
		"two signs":                      {text: "--1", err: money.ErrSyntax},
		"a plus sign":                    {text: "+1", err: money.ErrSyntax},
		"a point at the end":             {text: "1.", err: money.ErrSyntax},
		"a point in front":               {text: ".5", err: money.ErrSyntax},
		"two points":                     {text: "1.2.3", err: money.ErrSyntax},
		"an exponent":                    {text: "1e3", err: money.ErrSyntax},
		"hexadecimal":                    {text: "0x10", err: money.ErrSyntax},
		"an underscore":                  {text: "1_000", err: money.ErrSyntax},
		"a space":                        {text: " 1", err: money.ErrSyntax},
		"full-width digits":              {text: "１２", err: money.ErrSyntax},
		"a currency sign":                {text: "￥1", err: money.ErrSyntax},
		"a comma after two digits":       {text: "12,34", err: money.ErrSyntax},
		"four digits before a comma":     {text: "1234,567", err: money.ErrSyntax},
		"a comma in front":               {text: ",123", err: money.ErrSyntax},
		"a comma at the end":             {text: "123,", err: money.ErrSyntax},
		"a comma among the decimals":     {text: "1.234,5", err: money.ErrSyntax},
		"words":                          {text: "NaN", err: money.ErrSyntax},
		"three decimals":                 {text: "12.345", err: money.ErrPrecision},
		"three decimals ending in zero":  {text: "12.340", err: money.ErrPrecision},
		"a text that never ends":         {text: string(make([]byte, 1<<16)), err: money.ErrSyntax},
		"a long row of zeros is no room": {text: "000000000000000000000000000000000000000000000000000000000000000001", err: money.ErrSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := money.Parse(c.text)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestWritten(t *testing.T) {
	for _, c := range []struct {
		amount                 money.Fen
		plain, grouped, signed string
	}{
		{0, "0.00", "0.00", "￥0.00"},
		{5, "0.05", "0.05", "￥0.05"},
		{-5, "-0.05", "-0.05", "-￥0.05"},
		{99999, "999.99", "999.99", "￥999.99"},
		{123456, "1234.56", "1,234.56", "￥1,234.56"},
		{-123456789, "-1234567.89", "-1,234,567.89", "-￥1,234,567.89"},
		{money.MaxFen, "1000000000.00", "1,000,000,000.00", "￥1,000,000,000.00"},
		{math.MinInt64, "-92233720368547758.08", "-92,233,720,368,547,758.08", "-￥92,233,720,368,547,758.08"},
	} {
		t.Run(c.plain, func(t *testing.T) {
			require.Equal(t, c.plain, c.amount.String())
			require.Equal(t, c.grouped, c.amount.Grouped())
			require.Equal(t, c.signed, c.amount.Yuan())
		})
	}
}

func TestSum(t *testing.T) {
	for name, c := range map[string]struct {
		amounts []money.Fen
		want    money.Fen
		err     error
	}{
		"nothing":                          {},
		"a day at the counter":             {amounts: []money.Fen{10000, -320, 5}, want: 9685},
		"the running sum may pass MaxFen":  {amounts: []money.Fen{money.MaxFen, money.MaxFen, -money.MaxFen}, want: money.MaxFen},
		"the total may not":                {amounts: []money.Fen{money.MaxFen, 1}, err: money.ErrRange},
		"nor below":                        {amounts: []money.Fen{-money.MaxFen, -1}, err: money.ErrRange},
		"an amount may not":                {amounts: []money.Fen{money.MaxFen + 1, -1}, err: money.ErrRange},
		"an overflowing int64 is no money": {amounts: []money.Fen{math.MaxInt64, math.MinInt64}, err: money.ErrRange},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := money.Sum(c.amounts...)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.want, got)
		})
	}
	_, err := money.Add(money.MaxFen, 1)
	require.ErrorIs(t, err, money.ErrRange)
	got, err := money.Add(250, -50)
	require.NoError(t, err)
	require.Equal(t, money.Fen(200), got)
}

func TestSumAgreesWithBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOf(rapid.Int64Range(-int64(money.MaxFen)-2, int64(money.MaxFen)+2)).Draw(t, "amounts")
		total, limit, bad := new(big.Int), big.NewInt(int64(money.MaxFen)), false
		var fen []money.Fen
		for _, amount := range amounts {
			one := big.NewInt(amount)
			bad = bad || one.CmpAbs(limit) > 0
			total.Add(total, one)
			fen = append(fen, money.Fen(amount))
		}
		got, err := money.Sum(fen...)
		if bad || total.CmpAbs(limit) > 0 {
			require.ErrorIs(t, err, money.ErrRange)
			return
		}
		require.NoError(t, err)
		require.Equal(t, total.Int64(), int64(got))
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"1234", "1,234.56", "-0.05", "1.234", "1e9", "", "-", "９", "1000000000.01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, err := money.Parse(text)
		if err != nil {
			require.Zero(t, amount)
			return
		}
		require.LessOrEqual(t, max(amount, -amount), money.MaxFen)
		// What was read must be what the text says to exact arithmetic.
		exact, ok := new(big.Rat).SetString(withoutCommas(text))
		require.True(t, ok)
		require.Zero(t, exact.Cmp(big.NewRat(int64(amount), 100)))
		for _, written := range []string{amount.String(), amount.Grouped()} {
			again, err := money.Parse(written)
			require.NoError(t, err)
			require.Equal(t, amount, again)
		}
	})
}

func withoutCommas(text string) string {
	var kept []byte
	for i := range len(text) {
		if text[i] != ',' {
			kept = append(kept, text[i])
		}
	}
	return string(kept)
}
