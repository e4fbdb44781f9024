package till

import (
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// creditBatch is how many opening credits one event carries at most, so that its body stays well under the limit of
// the journal however many rooms a register has.
const creditBatch = 200

// Prepayment (预存款) is what a household paid in without a bill, kept for a purpose. Fen is what is left of it, in fen; of one
// that is frozen (冻结) nothing is spent, moved or given back. AskedFen is what refunds ask back that are not paid yet.
type Prepayment struct {
	Purpose  billing.Purpose `json:"purpose"`
	Fen      money.Fen       `json:"fen"`
	AskedFen money.Fen       `json:"askedFen"`
	Frozen   bool            `json:"frozen"`
}

// FreeFen is what of it can be moved or asked back, in fen: 0 while it is frozen.
func (p Prepayment) FreeFen() money.Fen {
	if p.Frozen {
		return 0
	}
	return max(0, p.Fen-p.AskedFen)
}

// Prepayments returns a household's prepayments in the order of billing.Purposes, those of 0 fen too where there was one once.
// Within one transaction they are read once and again after each write.
func Prepayments(tx *store.Tx, room string) ([]Prepayment, error) {
	return store.Recall(tx, prepaymentsKey{room}, func() ([]Prepayment, error) {
		all, err := store.All(tx, `SELECT c.purpose, c.balance_fen, c.frozen, (SELECT coalesce(sum(l.fen), 0) FROM refund_lines l
			JOIN refunds r ON r.device = l.device AND r.seq = l.seq WHERE l.object = c.object AND l.purpose = c.purpose AND l.source = 'prepaid'
			AND r.state IN ('asked', 'approved')) FROM credits c WHERE c.object = ?`, []any{room}, func(scan func(dest ...any) error) (p Prepayment, err error) {
			return p, scan(&p.Purpose, &p.Fen, &p.Frozen, &p.AskedFen)
		})
		slices.SortFunc(all, func(a, b Prepayment) int {
			return slices.Index(billing.Purposes, a.Purpose) - slices.Index(billing.Purposes, b.Purpose)
		})
		return all, err
	})
}

// prepaymentsKey is the key under which a transaction recalls the prepayments of a room.
type prepaymentsKey struct{ room string }

// PrepaymentOf returns a household's prepayment that is kept for a purpose; one of 0 fen where there never was any.
func PrepaymentOf(tx *store.Tx, room string, purpose billing.Purpose) (Prepayment, error) {
	all, err := Prepayments(tx, room)
	for _, one := range all {
		if one.Purpose == purpose {
			return one, err
		}
	}
	return Prepayment{Purpose: purpose}, err
}

// Credit returns the prepayment for any purpose that a household can spend, in fen; 0 while it is frozen, and for a room that
// never had any.
func Credit(tx *store.Tx, room string) (money.Fen, error) {
	one, err := PrepaymentOf(tx, room, billing.AnyPurpose)
	if one.Frozen {
		return 0, err
	}
	return one.Fen, err
}

// KeptOf returns the prepayments that are kept for one purpose and can be spent, for Asked.
func KeptOf(tx *store.Tx, room string) (kept []Kept, err error) {
	all, err := Prepayments(tx, room)
	for _, one := range all {
		if one.Purpose != billing.AnyPurpose && one.Fen > 0 && !one.Frozen {
			kept = append(kept, Kept{Purpose: one.Purpose, CreditFen: one.Fen})
		}
	}
	return kept, err
}

// Held returns all that a household has prepaid, in fen, whatever it is kept for and frozen or not.
func Held(tx *store.Tx, room string) (sum money.Fen, err error) {
	all, err := Prepayments(tx, room)
	for _, one := range all {
		sum += one.Fen
	}
	return sum, err
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

// PrepaidMax is how many households PrepaidRooms returns at most: a large estate.
const PrepaidMax = 100_000

// PrepaidRooms returns the ids of the households that have something prepaid, by their rooms' codes, at most PrepaidMax.
func PrepaidRooms(tx *store.Tx) ([]string, error) {
	return store.All(tx, `SELECT DISTINCT o.id FROM credits c JOIN objects o ON o.id = c.object WHERE c.balance_fen > 0 ORDER BY o.code LIMIT ?`,
		[]any{PrepaidMax}, func(scan func(dest ...any) error) (room string, err error) { return room, scan(&room) })
}

// PurposeSum is how much all households have prepaid for a purpose, in fen, and how much of it is frozen.
type PurposeSum struct {
	Purpose   billing.Purpose `json:"purpose"`
	Fen       money.Fen       `json:"fen"`
	FrozenFen money.Fen       `json:"frozenFen"`
}

// PrepaidSums returns the sums of all purposes in the order of billing.Purposes.
func PrepaidSums(tx *store.Tx) ([]PurposeSum, error) {
	sums := make([]PurposeSum, len(billing.Purposes))
	for i, purpose := range billing.Purposes {
		sums[i].Purpose = purpose
		if _, err := tx.Get("SELECT coalesce(sum(balance_fen), 0), coalesce(sum(iif(frozen = 1, balance_fen, 0)), 0) FROM credits WHERE purpose = ?",
			[]any{string(purpose)}, &sums[i].Fen, &sums[i].FrozenFen); err != nil {
			return nil, err
		}
	}
	return sums, nil
}
