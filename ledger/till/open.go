package till

import (
	"encoding/hex"

	"shouqi/ledger/store"
)

// openOrders returns the bills that an order at a channel may still pay at this counter, with the number of the order. Most of the time there is
// none, and one look at an empty index says so.
func openOrders(tx *store.Tx) (map[string]string, error) {
	orders := make(map[string]string)
	err := tx.Each(`SELECT b.bill, i.no FROM intent_bills b JOIN intents i ON i.device = b.device AND i.seq = b.seq WHERE b.device = 1 AND b.open = 1`, nil,
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
func (body *receivedV1) noOpenOrder(tx *store.Tx) error {
	orders, err := openOrders(tx)
	if err != nil || len(orders) == 0 {
		return err
	}
	for _, allocation := range body.Allocations {
		if no, open := orders[allocation.Bill]; open && allocation.Kind == ToBill {
			return store.Refuse(codeOrderOpen, no)
		}
	}
	return nil
}
