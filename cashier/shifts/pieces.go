package shifts

import (
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// Pieces returns the change in the fewest notes and coins, for the hand that gives it.
func Pieces(fen money.Fen) []Piece {
	count, err := till.CountOf(fen.DownToJiao())
	if err != nil {
		return nil
	}
	var pieces []Piece
	for i, n := range count {
		if n > 0 {
			pieces = append(pieces, Piece{Fen: till.Denominations[i], Count: n})
		}
	}
	return pieces
}

// Piece is so many notes or coins of one kind.
type Piece struct {
	Fen   money.Fen
	Count int
}
