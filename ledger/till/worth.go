package till

import (
	"strings"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// CounterOf returns the code of the counter that gave a receipt its number.
func CounterOf(number string) string {
	counter, _, _ := strings.Cut(number, "-")
	return counter
}

// UndoneMS returns when a payment was voided or reversed, in UTC milliseconds, and 0 for one that stands.
func UndoneMS(tx *store.Tx, p Payment) (atMS int64, err error) {
	_, err = tx.Get("SELECT p.at_ms FROM undoings u JOIN payments p ON p.device = u.device AND p.seq = u.seq WHERE u.of_device = ? AND u.of_seq = ?",
		[]any{p.deviceNo, p.Seq}, &atMS)
	return atMS, err
}

// RefundedOn returns what was given back, in fen, of what the receipt of a payment with this number is for: who shows the receipt of a
// deposit that went back long ago shows a true one. Of what is no payment, such as the refund itself, it is 0.
func RefundedOn(tx *store.Tx, whole Payment, number string) (fen money.Fen, err error) {
	if whole.Kind != Paid {
		return 0, nil
	}
	type line struct {
		book Book
		fen  money.Fen
	}
	lines, err := store.All(tx, `SELECT l.book, l.fen FROM refund_lines l JOIN refunds r ON r.device = l.device AND r.seq = l.seq
		WHERE r.state = 'paid' AND (l.of_device = ?1 AND l.of_seq = ?2
			OR l.source = 'deposit' AND l.bill IN (SELECT bill FROM allocations WHERE device = ?1 AND seq = ?2))`, []any{whole.deviceNo, whole.Seq},
		func(scan func(dest ...any) error) (l line, err error) { return l, scan(&l.book, &l.fen) })
	for _, l := range lines {
		if whole.numberFor(Allocation{Book: l.book}) == number {
			fen += l.fen
		}
	}
	return fen, err
}
