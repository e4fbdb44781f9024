package shifts_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/shifts"
)

func TestChangeInTheFewestPieces(t *testing.T) {
	require.Equal(t, []shifts.Piece{{Fen: 10000, Count: 1}, {Fen: 100, Count: 1}, {Fen: 10, Count: 2}}, shifts.Pieces(10120))
	require.Empty(t, shifts.Pieces(0))
}
