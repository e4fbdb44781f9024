package cashier_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier"
)

func TestChangeInTheFewestPieces(t *testing.T) {
	require.Equal(t, []cashier.Piece{{Fen: 10000, Count: 1}, {Fen: 100, Count: 1}, {Fen: 10, Count: 2}}, cashier.Pieces(10120))
	require.Empty(t, cashier.Pieces(0))
}
