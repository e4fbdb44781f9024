package till

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// tailIndexed is how many last digits of a receipt's number the database has an index of. A shorter tail needs none:
// every tenth or hundredth receipt ends so, and the newest of them are soon met.
const tailIndexed = 3

// ByNumberTail returns the payments whose receipt's running number ends in digits, newest first, at most limit and
// never over 1,000. The caller passes one to six digits 0 to 9 and nothing else.
func ByNumberTail(tx *store.Tx, digits string, limit int) ([]Payment, error) {
	tail, power := 0, 1
	for _, digit := range digits {
		tail, power = tail*10+int(digit-'0'), power*10
	}
	where := "WHERE EXISTS (SELECT 1 FROM receipts WHERE device = p.device AND seq = p.seq AND no % ? = ?) " + newestFirst + " LIMIT ?"
	args := []any{power, tail, listed(limit)}
	// The condition is written as the index has it; only then does SQLite use the index.
	if len(digits) >= tailIndexed {
		where = "WHERE (p.device, p.seq) IN (SELECT device, seq FROM receipts WHERE no % 1000 = ? AND no % ? = ?) " + newestFirst + " LIMIT ?"
		args = append([]any{tail % 1000}, args...)
	}
	return payments(tx, where, args...)
}

// BySum returns the payments of this sum and the undoings that gave it back, newest first, at most limit and never over 1,000.
// A receipt shows two sums where a prepayment or rounding paid a part: what was due and what was received. Either finds it.
func BySum(tx *store.Tx, fen money.Fen, limit int) ([]Payment, error) {
	return payments(tx, `WHERE (p.device, p.seq) IN (SELECT device, seq FROM payments WHERE total_fen IN (?, ?)
		UNION SELECT s.device, s.seq FROM payments AS s JOIN (SELECT device, seq, SUM(fen) AS fen FROM tenders
			WHERE received = 0 GROUP BY device, seq) AS unpaid USING (device, seq)
			WHERE s.total_fen - unpaid.fen IN (?, ?)) `+newestFirst+" LIMIT ?", fen, -fen, fen, -fen, listed(limit))
}

// ByReference returns the payments with a slip, transfer or cheque whose number ends so, and those entered late from a
// hand-written receipt of this number, and those whose order at a channel has this number, ours or the channel's, newest first, at most limit and never over 1,000.
func ByReference(tx *store.Tx, tail string, limit int) ([]Payment, error) {
	slip := slipNumber(tail)
	return payments(tx, `WHERE (p.device, p.seq) IN (SELECT device, seq FROM tenders WHERE slip <> '' AND substr(slip, -length(?)) = ?
		UNION SELECT device, seq FROM payments WHERE paper_number <> '' AND paper_number = ?
		UNION SELECT device, seq FROM tenders WHERE reference = ? AND (kind = 'wechat' OR kind = 'alipay' OR kind = 'terminal') AND fen > 0
		UNION SELECT booked_device, booked_seq FROM intents WHERE booked_seq > 0 AND channel_no <> '' AND channel_no = ?) `+newestFirst+" LIMIT ?",
		slip, slip, tail, slip, slip, listed(limit))
}

// NewestOnDay returns the payments and undoings of a business day, newest first, at most limit and never over 1,000.
func NewestOnDay(tx *store.Tx, day calendar.Date, limit int) ([]Payment, error) {
	return payments(tx, "WHERE p.business_on = ? "+newestFirst+" LIMIT ?", string(day), listed(limit))
}

// WithTypedPayer returns the newest payments whose payer is a name typed for one payment, at most limit and never over 1,000.
func WithTypedPayer(tx *store.Tx, limit int) ([]Payment, error) {
	// In ASCII 0 comes right after the slash, so the range holds exactly what begins with "payer/".
	return payments(tx, "WHERE p.payer >= 'payer/' AND p.payer < 'payer0' "+newestFirst+" LIMIT ?", listed(limit))
}
