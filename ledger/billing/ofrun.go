package billing

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// OfRun returns the bills that a run made, those that were taken back among them, in their order, at most 10,000, and how
// many there are. A run that is not there is billing.unknown_run; a run of no bills has none.
func OfRun(tx *store.Tx, run string) (bills []Bill, count int, err error) {
	var device, seq, first int64
	found, err := tx.Get("SELECT device, seq, first_seq, bills FROM runs WHERE run = ?", []any{run}, &device, &seq, &first, &count)
	if err == nil && !found {
		err = store.Refuse(codeUnknownRun)
	}
	if err != nil {
		return nil, 0, err
	}
	// Bills have no index by event. Transfers have one, and the items that they name make the index on items usable.
	bills, err = store.All(tx, "SELECT "+billColumns+` FROM bills
		WHERE item IN (SELECT item FROM transfers WHERE device = ?1 AND seq >= ?2 AND seq < ?3) AND device = ?1 AND seq >= ?2 AND seq < ?3
		ORDER BY device, seq, line LIMIT ?4`, []any{device, first, seq, listMax}, scanBill)
	return bills, count, err
}

// Charged returns what is charged of an item in the periods that touch fromOn to toOn, by the id of the object: its bills
// less what was taken off them, in fen, whether they are paid or not. It is shown beside a run as what the period before
// came to.
func Charged(tx *store.Tx, item string, fromOn, toOn calendar.Date) (map[string]money.Fen, error) {
	all := make(map[string]money.Fen)
	err := tx.Each(`SELECT object, sum(amount_fen - reduced_fen) FROM bills
		WHERE item = ? AND period_to >= ? AND period_from <= ? AND undone = 0 GROUP BY object`, []any{item, string(fromOn), string(toOn)},
		func(scan func(dest ...any) error) error {
			var object string
			var fen money.Fen
			err := scan(&object, &fen)
			all[object] = fen
			return err
		})
	return all, err
}

// BilledTo returns the last day that the newest period of an item is billed to, "" where none is. A run of the next
// period is offered from it.
func BilledTo(tx *store.Tx, item string) (on calendar.Date, err error) {
	_, err = tx.Get("SELECT period_to FROM bills WHERE item = ? AND undone = 0 AND ahead = 0 ORDER BY period_from DESC LIMIT 1", []any{item}, &on)
	return on, err
}
