package journal

import (
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// Transfer moves Fen (above 0) from the credited account to the debited one, so what an event posts always balances.
// Item and Object say what the money is for, "" where that is nothing in particular; the accounts of a finance
// program are mapped at export and never stored here.
type Transfer struct {
	Debit, Credit string
	Fen           money.Fen
	Item, Object  string
}

// Reversed returns the transfer that undoes t.
func (t Transfer) Reversed() Transfer {
	t.Debit, t.Credit = t.Credit, t.Debit
	return t
}

// mostlyShared are the places, among the columns that Post writes, of those that most transfers of a run have in
// common: all but line, fen and object.
var mostlyShared = []int{0, 1, 3, 4, 6}

// Post writes the transfers of event e, in order. The database refuses a fen that is not positive and two equal accounts.
func Post(tx *store.Tx, e Event, transfers []Transfer) error {
	rows := make([][]any, len(transfers))
	for i, t := range transfers {
		rows[i] = []any{e.DeviceNo, e.Seq, i + 1, t.Debit, t.Credit, int64(t.Fen), t.Item, t.Object}
	}
	return tx.InsertRows("INSERT INTO transfers (device, seq, line, debit, credit, fen, item, object)", rows, mostlyShared...)
}

// Transfers reads the transfers of one event in order.
func Transfers(tx *store.Tx, deviceNo, seq int64) ([]Transfer, error) {
	return store.All(tx, "SELECT debit, credit, fen, item, object FROM transfers WHERE device = ? AND seq = ? ORDER BY line",
		[]any{deviceNo, seq}, func(scan func(dest ...any) error) (Transfer, error) {
			var t Transfer
			return t, scan(&t.Debit, &t.Credit, &t.Fen, &t.Item, &t.Object)
		})
}
