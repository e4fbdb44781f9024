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

// FirstBilled returns the first day that a run billed of an item, "" for none; what a household paid ahead does not count.
func FirstBilled(tx *store.Tx, item string) (on calendar.Date, err error) {
	_, err = tx.Get("SELECT period_from FROM bills WHERE item = ? AND undone = 0 AND ahead = 0 AND tariff <> '' AND of_bill IS NULL ORDER BY period_from LIMIT 1",
		[]any{item}, &on)
	return on, err
}

// billedBackDays is how far behind its newest period an item's bills are looked at for the day it is billed to.
const billedBackDays = 400

// BilledTo returns the last day to which the estate is billed for an item, "" for none: that which at least half of the
// objects that are billed at all have reached. One household that paid a year ahead, or was billed alone, moves it not. An
// item for everybody of which fewer than one in twenty is billed is not billed yet.
func BilledTo(tx *store.Tx, item string) (on calendar.Date, err error) {
	var newest calendar.Date
	if _, err := tx.Get("SELECT period_from FROM bills WHERE item = ? AND undone = 0 ORDER BY period_from DESC LIMIT 1", []any{item}, &newest); err != nil || newest == "" {
		return "", err
	}
	reached, err := store.All(tx, `SELECT max(period_to) AS last FROM bills WHERE item = ? AND undone = 0 AND of_bill IS NULL AND period_from >= ?
		GROUP BY object ORDER BY last DESC`, []any{item, string(newest.AddDays(-billedBackDays))}, func(scan func(dest ...any) error) (calendar.Date, error) {
		var on calendar.Date
		return on, scan(&on)
	})
	if err != nil || len(reached) == 0 {
		return "", err
	}
	few, err := isForMany(tx, item, len(reached))
	if err != nil || few {
		return "", err
	}
	return reached[(len(reached)-1)/2], nil
}

// isForMany reports whether an item is for everybody of its kind, by a tariff without scope and conditions, and there are more
// than twenty times as many of them.
func isForMany(tx *store.Tx, name string, billed int) (bool, error) {
	item, err := ItemByName(tx, name)
	if store.Code(err) == CodeUnknownItem {
		return false, nil // what a lease asks for needs no item
	}
	if err != nil {
		return false, err
	}
	var objects int
	if _, err := tx.Get("SELECT count(*) FROM objects WHERE kind = ?", []any{item.HangsOn}, &objects); err != nil || objects <= 20*billed {
		return false, err
	}
	all, err := Tariffs(tx, name)
	for _, t := range all {
		for _, version := range t.Versions {
			conditioned := len(version.Rule.When) > 0
			for _, l := range version.Rule.Lines {
				conditioned = conditioned || len(l.When) > 0
			}
			if t.Scope.Rank() == 0 && !conditioned {
				return true, nil
			}
		}
	}
	return false, err
}
