package till

import (
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// creditBatch is how many opening credits one event carries at most.
const creditBatch = 200

// Credit gives a household's prepayment that can be spent.
func Credit(tx *store.Tx, room string) (money.Fen, error) {
	var balance money.Fen
	_, err := tx.Get("SELECT balance_fen FROM credits WHERE object = ? AND purpose = ''", []any{room}, &balance)
	return balance, err
}

// OpeningCredit is what a register says a room had prepaid before this book began.
type OpeningCredit struct {
	Room string // canonical code
	Fen  money.Fen
}

// OpeningCreditChange is what a register would do to one room's prepayment.
type OpeningCreditChange struct {
	Room           string
	OldFen, NewFen money.Fen
}

// TakeOpening brings opening prepayments in line with a register. What the book took in before changes nothing; a
// corrected sum posts the difference; one corrected below what was spent since is till.opening_spent naming the room.
func (t *Till) TakeOpening(tx *store.Tx, by string, told []OpeningCredit) (changes []OpeningCreditChange, err error) {
	var entries []creditV1
	for _, credit := range told {
		room, err := estate.ByCode(tx, credit.Room)
		if err != nil {
			return nil, err
		}
		var before money.Fen
		if _, err := tx.Get("SELECT opening_fen FROM credits WHERE object = ? AND purpose = ''", []any{room.ID}, &before); err != nil {
			return nil, err
		}
		if before == credit.Fen {
			continue
		}
		balance, err := Credit(tx, room.ID)
		if err != nil {
			return nil, err
		}
		if balance+credit.Fen-before < 0 {
			return nil, store.Refuse("till.opening_spent", credit.Room)
		}
		entries = append(entries, creditV1{Object: room.ID, Fen: credit.Fen - before})
		changes = append(changes, OpeningCreditChange{Room: credit.Room, OldFen: before, NewFen: credit.Fen})
	}
	for start := 0; start < len(entries); start += creditBatch {
		part := entries[start:min(start+creditBatch, len(entries))]
		if _, err := t.journal.Append(tx, kindCredited, creditedV1{Entries: part, By: by}); err != nil {
			return nil, err
		}
	}
	return changes, nil
}
