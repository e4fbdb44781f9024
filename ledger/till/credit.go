package till

import (
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// creditBatch is how many opening credits one event carries at most, so that its body stays well under the limit of
// the journal however many rooms a register has.
const creditBatch = 200

// Credit returns the prepayment (预存) of a household that can be spent, in fen; 0 for a room that never had any.
// Within one transaction it is read once and again after each write.
func Credit(tx *store.Tx, room string) (money.Fen, error) {
	return store.Recall(tx, creditKey{room}, func() (balance money.Fen, err error) {
		_, err = tx.Get("SELECT balance_fen FROM credits WHERE object = ? AND purpose = ''", []any{room}, &balance)
		return balance, err
	})
}

// creditKey is the key under which a transaction recalls the prepayment of a room.
type creditKey struct{ room string }

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

// TakeOpening brings the opening prepayments in line with a register and returns the rooms whose sum changed. It may
// be run again with the same register: what the book has already changes nothing, and a corrected sum posts the
// difference alone.
//
// Errors: till.opening_spent, with the room, for a sum corrected below what was spent since; till.amount for a
// negative sum or one beyond all bounds; till.opening_twice for a room that the register has twice.
func (t *Till) TakeOpening(tx *store.Tx, by string, told []OpeningCredit) (changes []OpeningCreditChange, err error) {
	opened, err := openedCredits(tx)
	if err != nil {
		return nil, err
	}
	var entries []creditV1
	seen := make(map[string]bool, len(told))
	for _, credit := range told {
		room, err := estate.ByCode(tx, credit.Room)
		if err != nil {
			return nil, err
		}
		if credit.Fen < 0 || credit.Fen > money.MaxFen {
			return nil, store.Refuse(CodeAmount)
		}
		if seen[room.ID] {
			return nil, store.Refuse(codeOpeningTwice, credit.Room)
		}
		seen[room.ID] = true
		before := opened[room.ID]
		if before == credit.Fen {
			continue
		}
		// A sum may be lowered only by what is not spent yet: no prepayment is ever below zero.
		balance, err := Credit(tx, room.ID)
		if err != nil {
			return nil, err
		}
		if balance+credit.Fen-before < 0 {
			return nil, store.Refuse(codeOpeningSpent, credit.Room)
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

// openedCredits returns what registers brought in so far, by room. It reads the few events that did, once: asking for each
// room by itself would walk all postings for each.
func openedCredits(tx *store.Tx) (map[string]money.Fen, error) {
	opened := make(map[string]money.Fen)
	err := tx.Each(`SELECT t.object, sum(CASE WHEN t.credit = ?1 THEN t.fen ELSE -t.fen END) FROM events e CROSS JOIN transfers t
		ON t.device = e.device AND t.seq = e.seq WHERE e.kind = ?2 GROUP BY t.object`, []any{accountPrepaid, kindCredited},
		func(scan func(dest ...any) error) error {
			var object string
			var fen money.Fen
			err := scan(&object, &fen)
			opened[object] = fen
			return err
		})
	return opened, err
}
