package money_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
)

func TestASumIsReadAsPeopleTypeIt(t *testing.T) {
	for text, want := range map[string]money.Fen{
		"200": 20000, "２００": 20000, "１２３．５": 12350, "12。5": 1250, "￥80": 8000, "¥ 1,234.50 元": 123450, "１，２３４．５０": 123450, " 5 ": 500, "-3": -300,
	} {
		got, err := money.Read(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for text, want := range map[string]error{"": money.ErrSyntax, "12,34": money.ErrSyntax, "1 2": money.ErrSyntax, "二百": money.ErrSyntax, "１．２３４": money.ErrPrecision} {
		_, err := money.Read(text)
		require.ErrorIs(t, err, want, text)
	}
}
