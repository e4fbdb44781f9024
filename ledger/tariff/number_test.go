package tariff_test

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/tariff"
)

func rat(n tariff.Number) *big.Rat {
	text, err := json.Marshal(n)
	if err != nil {
		panic(err)
	}
	value, ok := new(big.Rat).SetString(string(text[1 : len(text)-1]))
	if !ok {
		panic("not a fraction")
	}
	return value
}

func drawNumber(t *rapid.T, name string) tariff.Number {
	part := rapid.OneOf(rapid.Int64Range(-20, 20), rapid.Int64(), rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64, math.MinInt64 + 1, 0, 1, -1}))
	under := part.Draw(t, name+" under")
	if under == 0 {
		under = 1
	}
	n := tariff.Ratio(part.Draw(t, name+" over"), under)
	if rapid.Bool().Draw(t, name+" squared") {
		n = n.Mul(n)
	}
	return n
}

// Small numbers are kept in words: they must reckon as big ones do, and equal numbers must look the same.
func TestNumbersReckonAsFractionsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawNumber(t, "a"), drawNumber(t, "b")
		x, y := rat(a), rat(b)
		require.Zero(t, rat(a.Add(b)).Cmp(new(big.Rat).Add(x, y)))
		require.Zero(t, rat(a.Sub(b)).Cmp(new(big.Rat).Sub(x, y)))
		require.Zero(t, rat(a.Mul(b)).Cmp(new(big.Rat).Mul(x, y)))
		require.Equal(t, x.Cmp(y), a.Cmp(b))
		require.Equal(t, x.Sign(), a.Sign())
		require.Equal(t, x.Cmp(y) == 0, assert.ObjectsAreEqual(a, b))
		require.Equal(t, a, a.Add(b).Sub(b))
		if quotient, err := a.Quo(b); y.Sign() != 0 {
			require.NoError(t, err)
			require.Zero(t, rat(quotient).Cmp(new(big.Rat).Quo(x, y)))
			require.Equal(t, a, quotient.Mul(b))
		} else {
			requireCodeOf(t, err, "tariff.divide_by_zero")
		}
		read, err := tariff.ParseExact(a.String())
		require.NoError(t, err)
		require.Equal(t, a, read)
	})
}

func requireCodeOf(t require.TestingT, err error, code string) {
	var refused *tariff.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, code, refused.Code)
}

func TestNumbersAsText(t *testing.T) {
	for text, want := range map[string]string{
		"2.850": "2.85", "-0.50": "-0.5", "0": "0", "-0": "0", "007": "7", "1/3": "1/3", "2/4": "0.5", "123456789012345678.123456789012": "123456789012345678.123456789012",
		"-999999999999999999": "-999999999999999999", "0.000000000001": "0.000000000001",
	} {
		require.Equal(t, want, number(text).String())
	}
	for text, want := range map[string]string{"1/3": "约0.333333", "-1/3": "约-0.333333", "0.0000001": "约0", "840.465": "840.465", "-7": "-7", "123456789012345678.5": "123456789012345678.5"} {
		require.Equal(t, want, number(text).Text())
	}
	for _, wrong := range []string{"", "-", "+1", ".5", "5.", "1e3", "1,000", "１", "1 ", "0x1", "0.1234567890123", "1/0", "1/-2", "a/b", "1/", "--1"} {
		_, err := tariff.ParseExact(wrong)
		requireCodeOf(t, err, "tariff.number")
	}
	_, err := tariff.ParseNumber("1234567890123456789")
	requireCodeOf(t, err, "tariff.number")
}
