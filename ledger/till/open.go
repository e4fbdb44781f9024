package till

import (
	"encoding/hex"
	"slices"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// Unsettled selects, of the table intents, the orders at channels that are not settled: the money may still come, or it came and no shift has
// booked it, or it was booked and taken back at the card terminal, and its payment is still to be reversed. The first part is word for word
// that of the index intents_unsettled.
const Unsettled = "((state IN ('created', 'pending', 'unknown') OR state = 'paid' AND booked_seq = 0 OR state = 'returned' AND booked_seq <> 0)" +
	" AND (state <> 'returned' OR NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = booked_device AND u.of_seq = booked_seq)))"

// openOrders returns the bills that an order at a channel may still pay at this counter, with the number of the order. Most of the time there is
// none, and one look at an empty index says so.
func openOrders(tx *store.Tx) (map[string]string, error) {
	orders := make(map[string]string)
	err := tx.Each(`SELECT b.bill, i.no FROM intent_bills b JOIN intents i ON i.device = b.device AND i.seq = b.seq WHERE b.device = `+journal.Own+` AND b.open = 1`, nil,
		func(scan func(dest ...any) error) error {
			var bill []byte
			var no string
			err := scan(&bill, &no)
			orders[hex.EncodeToString(bill)] = no
			return err
		})
	return orders, err
}

// noOpenOrder refuses (till.order_open, with the order's number) to take a bill that an order may still pay: the owner would pay it twice.
func (order Order) noOpenOrder(tx *store.Tx) error {
	orders, err := openOrders(tx)
	if err != nil || len(orders) == 0 {
		return err
	}
	for _, part := range slices.Concat(order.Bills, order.LateFees) { // a late fee names the bill that is late
		if no, open := orders[part.Bill]; open {
			return store.Refuse(CodeOrderOpen, no)
		}
	}
	return nil
}
