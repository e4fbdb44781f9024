package till

import (
	"slices"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// insertGuards keeps which warnings were passed over with a payment, each once, however often the order names it. The codes are
// those of Order.Overridden; a payment that passed none costs nothing.
func insertGuards(tx *store.Tx, e journal.Event, body receivedV1) error {
	if len(body.Overridden) == 0 {
		return nil
	}
	codes := slices.Compact(slices.Sorted(slices.Values(body.Overridden)))
	rows := make([][]any, len(codes))
	for i, code := range codes {
		rows[i] = []any{e.DeviceNo, e.Seq, code, string(body.BusinessOn)}
	}
	return tx.InsertRows("INSERT INTO payment_guards (device, seq, code, business_on)", rows)
}
