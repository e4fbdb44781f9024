package till

import (
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// The places where cash is, beside PlaceDrawer and PlaceSafe.
const (
	PlaceBank        = "bank"        // on its way to the bank statement
	PlacePettyCash   = "petty_cash"  // spent by the way (零星支出) and not brought back
	PlaceCounterfeit = "counterfeit" // lost as counterfeit notes
)

// CashPlace is a place of cash and what is there, in fen: the drawer of a counter, the safe (handed over or taken out, and not banked),
// or one of the other places. Waits says of a drawer that its open shift is still to be counted blind; Fen is 0 then and says nothing.
type CashPlace struct {
	Place   string    `json:"place"`
	Counter string    `json:"counter,omitempty"`
	Fen     money.Fen `json:"fen"`
	Waits   bool      `json:"waits"`
}

// CashPlaces returns where all cash is now: every counter's drawer, then the other places. None is below 0: the
// trigger cash_moves_bound holds what is put into a drawer to what is in the safe or was spent by the way.
func CashPlaces(tx *store.Tx) ([]CashPlace, error) {
	counters, err := store.All(tx, "SELECT DISTINCT counter FROM shifts ORDER BY counter", nil, func(scan func(dest ...any) error) (counter string, err error) {
		return counter, scan(&counter)
	})
	if err != nil {
		return nil, err
	}
	var places []CashPlace
	for _, counter := range counters {
		shift, err := LastShift(tx, counter)
		if err != nil || shift == nil {
			return nil, err
		}
		place := CashPlace{Place: PlaceDrawer, Counter: counter, Fen: shift.LeftFen}
		ended, err := journal.IsEnded(tx, shift.Device)
		switch {
		case err != nil:
			return nil, err
		case shift.ClosedSeq == 0 && ended: // nobody counts it any more
			if place.Fen, err = Drawer(tx, counter, shift.ShiftRef, shift.FloatFen); err != nil {
				return nil, err
			}
		case shift.ClosedSeq == 0:
			place.Fen, place.Waits = shift.CountedFen, !shift.CountStands
		}
		if place.Waits {
			place.Fen = 0
		}
		places = append(places, place)
	}
	var safe, bank, petty, lost money.Fen
	if safe, err = safeFen(tx); err != nil {
		return nil, err
	}
	_, err = tx.Get(`SELECT (SELECT coalesce(sum(fen), 0) FROM bankings WHERE undone_seq = 0),
		(SELECT coalesce(sum(iif(direction = 'out', fen, -fen)), 0) FROM cash_moves WHERE reason = ?),
		(SELECT coalesce(sum(fen), 0) FROM counterfeits WHERE what = ?)`, []any{pettyCash, CounterfeitKept}, &bank, &petty, &lost)
	return append(places, CashPlace{Place: PlaceSafe, Fen: safe}, CashPlace{Place: PlaceBank, Fen: bank},
		CashPlace{Place: PlacePettyCash, Fen: petty}, CashPlace{Place: PlaceCounterfeit, Fen: lost}), err
}

// placeHolds refuses to put more into a drawer than is where it comes from, with what is there: till.petty_cash_short for what comes
// back of what was spent by the way, till.safe_short for any other but cash of the company.
func (m Move) placeHolds(tx *store.Tx) error {
	switch m.Reason.Code {
	case companyCash, recoveredCash:
		return nil
	case pettyCash:
		var spent money.Fen
		_, err := tx.Get("SELECT coalesce(sum(iif(direction = 'out', fen, -fen)), 0) FROM cash_moves WHERE reason = ?", []any{pettyCash}, &spent)
		if err == nil && m.Fen > spent {
			err = store.Refuse(codePettyShort, spent.Yuan())
		}
		return err
	}
	return safeHolds(tx, m.Fen)
}

// safeFen returns what is in the safe, in fen: the balance of the account of cash outside the drawers, by an index of its own transfers.
func safeFen(tx *store.Tx) (fen money.Fen, err error) {
	_, err = tx.Get(`SELECT coalesce(sum(CASE WHEN debit = '`+accountHanded+`' THEN fen ELSE -fen END), 0) FROM transfers
		WHERE debit = '`+accountHanded+`' OR credit = '`+accountHanded+`'`, nil, &fen)
	return fen, err
}
