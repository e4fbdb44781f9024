package till

import (
	"encoding/hex"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// PaidOf is what was paid of some bills of a household.
type PaidOf struct {
	Newest Payment // the newest payment of any of them; the zero one for none
	Bills  int     // how many of them are paid whole
}

// paidOfMax bounds how many of a household's paid bills are looked through, the newest first.
const paidOfMax = 10_000

// paidBill is a bill that is paid whole, and a payment of it.
type paidBill struct {
	id          string
	fromOn      calendar.Date
	device, seq int64
}

// PaidBills returns what was paid of those bills of a household that is says, which is told a bill's id and the day on which its period
// begins: of those that are paid whole, by payments that nothing undid.
func PaidBills(tx *store.Tx, room string, is func(bill string, fromOn calendar.Date) bool) (paid PaidOf, err error) {
	all, err := store.All(tx, `SELECT b.id, b.period_from, p.device, p.seq
		FROM payments p JOIN allocations a ON a.device = p.device AND a.seq = p.seq JOIN bills b ON b.id = a.bill
		WHERE p.object = ? AND p.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = p.device AND u.of_seq = p.seq)
			AND b.undone = 0 AND b.paid_fen >= b.amount_fen - b.reduced_fen `+newestFirst+" LIMIT ?", []any{room, paidOfMax},
		func(scan func(dest ...any) error) (one paidBill, err error) {
			var id []byte
			err = scan(&id, &one.fromOn, &one.device, &one.seq)
			one.id = hex.EncodeToString(id)
			return one, err
		})
	if err != nil {
		return PaidOf{}, err
	}
	seen := make(map[string]bool)
	for _, one := range all {
		if seen[one.id] || !is(one.id, one.fromOn) {
			continue
		}
		if len(seen) == 0 {
			if paid.Newest, err = PaymentAt(tx, one.device, one.seq); err != nil {
				return PaidOf{}, err
			}
		}
		seen[one.id] = true
	}
	paid.Bills = len(seen)
	return paid, nil
}
