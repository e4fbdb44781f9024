package report

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// The queries of the sums. Each begins with an index: the payments of a household, and the allocations of a bill.
const (
	paidSinceQuery = `SELECT coalesce(sum((SELECT coalesce(sum(fen), 0) FROM tenders WHERE device = p.device AND seq = p.seq AND received = 1) - p.change_fen), 0)
		FROM payments p WHERE p.object = ? AND p.business_on >= ?`
	lastPaidQuery = `SELECT device, seq FROM payments p WHERE object = ? AND kind = 'payment'
		AND EXISTS (SELECT 1 FROM tenders WHERE device = p.device AND seq = p.seq AND received = 1)
		AND NOT EXISTS (SELECT 1 FROM undoings WHERE of_device = p.device AND of_seq = p.seq) ORDER BY business_on DESC, device DESC, seq DESC LIMIT 1`
	paidOfQuery = `SELECT p.business_on, coalesce((SELECT number FROM receipts WHERE device = a.device AND seq = a.seq ORDER BY (book = a.book) DESC, line LIMIT 1), ''), a.fen
		FROM allocations a JOIN payments p ON p.device = a.device AND p.seq = a.seq WHERE a.object = ? AND a.bill = unhex(?) ORDER BY p.business_on, a.device, a.seq LIMIT ?`
)

// HistorySums are the figures above a history. PaidYearFen is what came in from the household since the first of January of the
// business day's year, less what was voided, reversed or given back. OpeningCreditFen is what it had prepaid before this book
// began. LastPaid is the newest payment that stands and by which money came, nil for none.
type HistorySums struct {
	CreditFen        money.Fen     `json:"creditFen"`
	OpeningCreditFen money.Fen     `json:"openingCreditFen"`
	DepositFen       money.Fen     `json:"depositFen"`
	PaidYearFen      money.Fen     `json:"paidYearFen"`
	LastPaid         *till.Payment `json:"-"`
}

// ReadHistorySums reads the figures of a household; today is the business day.
func ReadHistorySums(tx *store.Tx, room string, today calendar.Date) (s HistorySums, err error) {
	if s.CreditFen, err = till.Held(tx, room); err != nil {
		return s, err
	}
	if _, err = tx.Get("SELECT coalesce(sum(opening_fen), 0) FROM credits WHERE object = ?", []any{room}, &s.OpeningCreditFen); err != nil {
		return s, err
	}
	deposits, err := till.Deposits(tx, room)
	if err != nil {
		return s, err
	}
	for _, deposit := range deposits {
		s.DepositFen += deposit.HeldFen()
	}
	_, err = tx.Get(paidSinceQuery, []any{room, string(today)[:4] + "-01-01"}, &s.PaidYearFen)
	if err != nil {
		return s, err
	}
	// The newest that stands is found by the index alone; the rest of a payment is read for that one.
	var deviceNo, seq int64
	found, err := tx.Get(lastPaidQuery, []any{room}, &deviceNo, &seq)
	if err != nil || !found {
		return s, err
	}
	last, err := till.PaymentAt(tx, deviceNo, seq)
	s.LastPaid = &last
	return s, err
}

// PaidBill is what one payment paid of a bill, below zero for what undid one or gave money back; Number is that of the receipt,
// "" for a void or a move.
type PaidBill struct {
	On     calendar.Date `json:"on"`
	Number string        `json:"number"`
	Fen    money.Fen     `json:"fen"`
}

// paidMax is how many payments of one bill are told.
const paidMax = 100

// PaidOf returns what was paid of a bill of an object, the oldest first, at most 100.
func PaidOf(tx *store.Tx, object, bill string) ([]PaidBill, error) {
	return store.All(tx, paidOfQuery,
		[]any{object, bill, paidMax}, func(scan func(dest ...any) error) (p PaidBill, err error) {
			return p, scan(&p.On, &p.Number, &p.Fen)
		})
}
