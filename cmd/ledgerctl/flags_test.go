package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func TestCountedPieces(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want till.Count
		code string
	}{
		"notes and coins":           {text: "100x3,50x1,0.5x4,0.1x2", want: till.Count{3, 1, 0, 0, 0, 0, 4, 2}},
		"one denomination twice":    {text: "100x3, 100x2", want: till.Count{5}},
		"no such note":              {text: "3x5", code: "till.count"},
		"no number of pieces":       {text: "100", code: "till.count"},
		"pieces that are no number": {text: "100xzwei", code: "till.count"},
		"a value that is no amount": {text: "x3", code: "till.count"},
		"nothing":                   {text: "", code: "till.count"},
		"the two-fen coin is gone":  {text: "0.02x3", code: "till.count"},
		"a minus is for the till":   {text: "100x-1", want: till.Count{-1}},
	} {
		t.Run(name, func(t *testing.T) {
			var p pieces
			err := p.UnmarshalText([]byte(c.text))
			require.Equal(t, c.code, store.Code(err))
			if err == nil {
				require.Equal(t, c.want, p.Count)
			}
		})
	}
	_, err := cashFlags(nil, pieces{Count: till.Count{-1}, given: true})
	require.NoError(t, err) // the till itself answers till.count
	sum, err := cashFlags(&amount{600_00}, pieces{})
	require.NoError(t, err)
	require.Equal(t, till.CountedSum(600_00), sum) // six notes that nobody counted are in no event
	_, err = cashFlags(&amount{100}, pieces{given: true})
	require.Equal(t, "ctl.count_twice", store.Code(err))
	_, err = cashFlags(nil, pieces{})
	require.Equal(t, "ctl.count_missing", store.Code(err))
}

func TestSlips(t *testing.T) {
	var s slip
	require.NoError(t, s.UnmarshalText([]byte("1030.36:T-1")))
	require.Equal(t, slip{fen: 103036, reference: "T-1"}, s)
	require.ErrorIs(t, s.UnmarshalText([]byte("T-1")), money.ErrSyntax)
}
