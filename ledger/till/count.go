package till

import (
	"encoding/json"

	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// Denominations are the notes and coins of the renminbi that a drawer holds, in fen, largest first (the fifth series,
// 中国人民银行; fen coins no longer circulate).
var Denominations = []money.Fen{10000, 5000, 2000, 1000, 500, 100, 50, 10}

// pieceMax bounds the pieces of one denomination in a count: more is a slip of the fingers and not a drawer.
const pieceMax = 100_000

// Counted is cash that was counted: a Count with its pieces, or a CountedSum where nobody noted them.
type Counted interface {
	// Fen returns the counted sum in fen, or till.count, till.whole_jiao or till.amount for what nobody can have counted.
	Fen() (money.Fen, error)
	// byPieces returns the pieces that an event keeps, nil where only the sum is known.
	byPieces() *Count
}

// Count is a count of cash: how many pieces of each denomination, in the order of Denominations.
type Count [8]int

func (c Count) byPieces() *Count { return &c }

// CountedSum is counted cash in fen of which only the sum is known. It stays a sum: no event and no report makes notes of it.
type CountedSum money.Fen

func (s CountedSum) byPieces() *Count { return nil }

// Fen returns the sum in fen. A negative one is till.count, one that no notes and coins make till.whole_jiao, and one above
// the largest amount till.amount.
func (s CountedSum) Fen() (money.Fen, error) {
	fen := money.Fen(s)
	switch {
	case fen < 0:
		return 0, store.Refuse(CodeCount, fen.String(), 0)
	case fen > money.MaxFen:
		return 0, store.Refuse(CodeAmount)
	}
	return fen, wholeJiao(fen)
}

// Fen returns the counted sum in fen. A number of pieces below 0 or above pieceMax is till.count, with the
// denomination.
func (c Count) Fen() (money.Fen, error) {
	var sum money.Fen
	for i, pieces := range c {
		if pieces < 0 || pieces > pieceMax {
			return 0, store.Refuse(CodeCount, Denominations[i].String(), pieces)
		}
		sum += Denominations[i] * money.Fen(pieces)
	}
	if sum > money.MaxFen {
		return 0, store.Refuse(CodeAmount)
	}
	return sum, nil
}

// CountOf returns the fewest pieces that make fen. A negative sum, or one with a rest under 1 角, is till.count. It
// must not be used to record a count: the pieces would be made up. What was counted as a sum is a CountedSum.
func CountOf(fen money.Fen) (Count, error) {
	var c Count
	rest := fen
	for i, denomination := range Denominations {
		c[i] = int(rest / denomination)
		rest %= denomination
	}
	if rest != 0 || fen < 0 {
		return Count{}, store.Refuse(CodeCount, fen.String(), 0)
	}
	return c, nil
}

// UnmarshalJSON accepts exactly as many numbers as there are denominations: a shorter list would silently count zero.
func (c *Count) UnmarshalJSON(text []byte) error {
	var pieces []int
	if err := json.Unmarshal(text, &pieces); err != nil {
		return err
	}
	if len(pieces) != len(c) {
		return store.Refuse(CodeCount, "", len(pieces))
	}
	copy(c[:], pieces)
	return nil
}

// piecesText returns the text in which a table keeps pieces, "" where only the sum was counted.
func piecesText(e journal.Event, count *Count) (string, error) {
	if count == nil {
		return "", nil
	}
	text, err := json.Marshal(count)
	if err != nil {
		return "", store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	return string(text), nil
}

// PieceDifference is so many more (above 0) or fewer pieces of a denomination than there should be.
type PieceDifference struct {
	Fen    money.Fen `json:"fen"`
	Pieces int       `json:"pieces"`
}

// PiecesBeside returns by which pieces a count differs from another, the largest denomination first; none where either is only a sum.
func PiecesBeside(counted, before *Count) (differences []PieceDifference) {
	if counted == nil || before == nil {
		return nil
	}
	for i, denomination := range Denominations {
		if more := counted[i] - before[i]; more != 0 {
			differences = append(differences, PieceDifference{Fen: denomination, Pieces: more})
		}
	}
	return differences
}
