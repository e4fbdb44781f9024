package till

import (
	"encoding/hex"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// PaymentKind says whether a Payment took money, undid one that did, or gave money back.
type PaymentKind string

// The kinds of payment. A void undoes a payment within its shift, a reversal undoes it later. A refund gives back what its
// lines say and undoes nothing.
const (
	Paid     PaymentKind = "payment"
	Void     PaymentKind = "void"
	Reversal PaymentKind = "reversal"
	Refunded PaymentKind = "refund" // money that went back: see PayRefund
)

// The states of a receipt.
const (
	StateLive     = "live"
	StateVoid     = "void"
	StateReversed = "reversed"
	StateReversal = "reversal" // the receipt of a reversal
	StateRefund   = "refund"   // the receipt of a refund
)

// Payment is a payment, a void or a reversal as the book has it. The amounts of the latter two are negative.
// TenderedFen less ChangeFen is TotalFen, which is also the sum of Allocations.
//
// Seq is the sequence number of its event. Number is that of
// its first receipt, "" for a void, which keeps the numbers of what it voids. State is that of the receipts, and Copies how
// many of them were printed altogether. BusinessOn is the business day of the shift; ValueOn, the day it counts as paid, is
// earlier for a late entry. AtMS is in milliseconds since 1970 in UTC. Object is the id of the room, Cashier and
// Approver are staff ids, and Approver is "" where nobody had to agree. PaperNumber is "" but for a late entry.
type Payment struct {
	Seq         int64         `json:"seq"`
	Kind        PaymentKind   `json:"kind"`
	Number      string        `json:"number"`
	State       string        `json:"state"`
	Copies      int           `json:"copies"`
	Shift       ShiftRef      `json:"shift"`
	BusinessOn  calendar.Date `json:"businessOn"`
	ValueOn     calendar.Date `json:"valueOn"`
	AtMS        int64         `json:"atMS"`
	Object      string        `json:"object"`
	Cashier     string        `json:"cashier"`
	Approver    string        `json:"approver"`
	TenderedFen money.Fen     `json:"tenderedFen"`
	ChangeFen   money.Fen     `json:"changeFen"`
	TotalFen    money.Fen     `json:"totalFen"`
	PaperNumber string        `json:"paperNumber"`
	// CreditAfterFen is the household's prepayment right after it, as this counter knew it.
	CreditAfterFen money.Fen `json:"creditAfterFen"`
	// Of is the number that this void or reversal undoes; UndoneBy is "void", or the number of the reversal, of this payment.
	Of          string       `json:"of"`
	UndoneBy    string       `json:"undoneBy"`
	Tenders     []Tender     `json:"tenders"`
	Allocations []Allocation `json:"allocations"`
	// Receipts are one for each book that has its own; none for a void.
	Receipts []Receipt `json:"receipts"`
	// Hash is the event's hash in hex; its beginning stands on the receipt.
	Hash string `json:"hash"`

	deviceNo     int64
	payer        string
	payerVersion int
}

// Payer returns the vault subject and version of who paid; the name is opened only to be printed or shown.
func (p Payment) Payer() (subject string, version int) { return p.payer, p.payerVersion }

// IsVoided reports whether a void undid it.
func (p Payment) IsVoided() bool { return p.UndoneBy == string(Void) }

// CashFen is the cash this payment left in the drawer: cash tendered less change.
func (p Payment) CashFen() money.Fen { return p.Sums().CashFen }

// paymentQuery selects payments, each with its first receipt, in the order in which scanPayment reads the columns.
// The caller adds WHERE, order and limit. What a payment undoes, and what undid it, comes from the undoings.
const paymentQuery = `SELECT p.device, p.seq, p.kind, coalesce(r.number, ''), coalesce(r.state, ''), p.shift_seq, p.business_on,
	p.value_on, p.at_ms, p.object, p.payer, p.payer_version, p.cashier, p.approver, p.tendered_fen, p.change_fen, p.total_fen, p.paper_number, p.credit_after_fen,
	coalesce((SELECT number FROM receipts WHERE device = p.of_device AND seq = p.of_seq AND line = 1), ''),
	coalesce((SELECT CASE u.kind WHEN 'void' THEN 'void' ELSE (SELECT number FROM receipts WHERE device = u.device AND seq = u.seq AND line = 1) END
		FROM undoings u WHERE u.of_device = p.device AND u.of_seq = p.seq), ''),
	coalesce((SELECT hash FROM events WHERE device = p.device AND seq = p.seq), x'')
	FROM payments p LEFT JOIN receipts r ON r.device = p.device AND r.seq = p.seq AND r.line = 1 `

func scanPayment(scan func(dest ...any) error) (Payment, error) {
	var p Payment
	var hash []byte
	err := scan(&p.deviceNo, &p.Seq, &p.Kind, &p.Number, &p.State, &p.Shift.Seq, &p.BusinessOn, &p.ValueOn, &p.AtMS, &p.Object,
		&p.payer, &p.payerVersion, &p.Cashier, &p.Approver, &p.TenderedFen, &p.ChangeFen, &p.TotalFen, &p.PaperNumber, &p.CreditAfterFen, &p.Of, &p.UndoneBy, &hash)
	p.Shift.Device = p.deviceNo
	p.Hash = hex.EncodeToString(hash)
	return p, err
}

// payments returns what paymentQuery and where select, each with its tenders, allocations and receipts. These take three more
// queries for every payment, so what a screen lists is limited.
func payments(tx *store.Tx, where string, args ...any) ([]Payment, error) {
	all, err := store.All(tx, paymentQuery+where, args, scanPayment)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := all[i].lines(tx); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// lines reads the tenders, allocations and receipts of a payment in the order in which they were written.
func (p *Payment) lines(tx *store.Tx) (err error) {
	p.Tenders, err = store.All(tx, "SELECT kind, fen, reference FROM tenders WHERE device = ? AND seq = ? ORDER BY line", []any{p.deviceNo, p.Seq},
		func(scan func(dest ...any) error) (Tender, error) {
			var t Tender
			return t, scan(&t.Kind, &t.Fen, &t.Reference)
		})
	if err != nil {
		return err
	}
	p.Allocations, err = store.All(tx, "SELECT kind, bill, object, item, fen, made, book, purpose FROM allocations WHERE device = ? AND seq = ? ORDER BY line", []any{p.deviceNo, p.Seq},
		func(scan func(dest ...any) error) (Allocation, error) {
			var a Allocation
			var bill []byte
			err := scan(&a.Kind, &bill, &a.Object, &a.Item, &a.Fen, &a.Made, &a.Book, &a.Purpose)
			a.Bill = hex.EncodeToString(bill)
			return a, err
		})
	if err != nil || p.Number == "" {
		return err
	}
	p.Receipts, err = store.All(tx, "SELECT number, book, fen, state, copies FROM receipts WHERE device = ? AND seq = ? ORDER BY line", []any{p.deviceNo, p.Seq},
		func(scan func(dest ...any) error) (r Receipt, err error) {
			return r, scan(&r.Number, &r.Book, &r.Fen, &r.State, &r.Copies)
		})
	p.Copies = 0
	for _, receipt := range p.Receipts {
		p.Copies += receipt.Copies
	}
	return err
}

// PaymentAt returns the payment, void, reversal or refund that an event made, by the small number of its device and its sequence number;
// till.unknown_receipt where the event made none.
func PaymentAt(tx *store.Tx, deviceNo, seq int64) (Payment, error) {
	return onePayment(payments(tx, "WHERE p.device = ? AND p.seq = ?", deviceNo, seq))
}

// onePayment returns the first of what payments returned; till.unknown_receipt where there is none.
func onePayment(all []Payment, err error) (Payment, error) {
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeUnknownReceipt)
	}
	if err != nil {
		return Payment{}, err
	}
	return all[0], nil
}

// ByNumber returns the payment or reversal with this receipt number; an unknown one is till.unknown_receipt.
func ByNumber(tx *store.Tx, number string) (Payment, error) {
	series, no, ok := parseNumber(number)
	if !ok {
		return Payment{}, store.Refuse(CodeUnknownReceipt)
	}
	return onePayment(payments(tx, "WHERE (p.device, p.seq) = (SELECT device, seq FROM receipts WHERE series = ? AND no = ?)", series, no))
}

// Last returns the newest payment, void or reversal of this device; till.unknown_receipt if there is none.
func Last(tx *store.Tx) (Payment, error) {
	return onePayment(payments(tx, "WHERE p.device = "+journal.Own+" ORDER BY p.seq DESC LIMIT 1"))
}

// listMax bounds how many rows a list on a screen reads. listed makes a negative limit 0, because SQLite takes one
// for no limit at all.
const listMax = 1000

func listed(limit int) int { return min(max(0, limit), listMax) }

// newestFirst orders by the business day, which runs back only where two people agreed (staff.OpenFar), and then as the events came: the
// wall clock orders nothing.
const newestFirst = "ORDER BY p.business_on DESC, p.device DESC, p.seq DESC"

// HistoryOf returns a household's latest payments and undoings, newest first, at most limit and never over 1,000.
func HistoryOf(tx *store.Tx, room string, limit int) ([]Payment, error) {
	return payments(tx, "WHERE p.object = ? "+newestFirst+" LIMIT ?", room, listed(limit))
}

// OfShift returns all payments and undoings of a shift in order.
func OfShift(tx *store.Tx, shift ShiftRef) ([]Payment, error) {
	// They stand between the opening and the close of their shift: the database takes none without its open shift.
	return payments(tx, `WHERE p.device = ?1 AND p.seq > ?2 AND p.seq < (SELECT iif(closed_seq = 0, 9223372036854775807, closed_seq)
		FROM shifts WHERE device = ?1 AND seq = ?2) AND p.shift_seq = ?2 ORDER BY p.seq`, shift.Device, shift.Seq)
}

// OnDay returns all payments and undoings of a business day in order.
func OnDay(tx *store.Tx, day calendar.Date) ([]Payment, error) {
	return payments(tx, "WHERE p.business_on = ? ORDER BY p.device, p.seq", string(day))
}

// TakenOn returns the business day on which the money of a payment came in; of what undoes one, the day of the one undone.
func TakenOn(tx *store.Tx, p Payment) (calendar.Date, error) {
	on := p.BusinessOn
	_, err := tx.Get("SELECT o.business_on FROM payments p JOIN payments o ON o.device = p.of_device AND o.seq = p.of_seq WHERE p.device = ? AND p.seq = ?",
		[]any{p.deviceNo, p.Seq}, &on)
	return on, err
}

// Recent returns the newest payments whose number ends in what was typed (all, for ""), newest first, at most limit and never
// over 1,000.
func Recent(tx *store.Tx, numberTail string, limit int) ([]Payment, error) {
	return payments(tx, `WHERE ?1 = '' OR EXISTS (SELECT 1 FROM receipts WHERE device = p.device AND seq = p.seq AND substr(number, -length(?1)) = ?1) `+newestFirst+` LIMIT ?2`,
		numberTail, listed(limit))
}

// NewestEventMS returns the time of this device's newest event, 0 before the first: a clock well before it ran backwards.
func NewestEventMS(tx *store.Tx) (int64, error) {
	var atMS int64
	_, err := tx.Get("SELECT at_ms FROM events WHERE device = "+journal.Own+" ORDER BY seq DESC LIMIT 1", nil, &atMS)
	return atMS, err
}

// TypedPayer reports whether a payer's subject is a name typed for one payment, rather than a party of the estate.
func TypedPayer(subject string) bool { return strings.HasPrefix(subject, "payer/") }

// ZText returns the frozen text of a closed shift's Z report, byte for byte; till.no_shift if it is open or unknown.
func ZText(tx *store.Tx, counter string, no int64) (string, error) {
	_, text, err := Z(tx, counter, no)
	return text, err
}

// Z returns the frozen Z report of a closed shift: its figures, and its text byte for byte. Errors: till.no_shift for a shift
// that is open or unknown.
func Z(tx *store.Tx, counter string, no int64) (ZReport, string, error) {
	shift, err := shiftNo(tx, counter, no)
	if err != nil {
		return ZReport{}, "", err
	}
	if shift.ClosedSeq == 0 {
		return ZReport{}, "", store.Refuse(CodeNoShift)
	}
	reported, err := reportOf(tx, *shift)
	return reported.Report, reported.Text, err
}

// ZReportOf returns the frozen figures of a closed shift.
func ZReportOf(tx *store.Tx, shift Shift) (ZReport, error) {
	reported, err := reportOf(tx, shift)
	return reported.Report, err
}

// reportOf reads the report back from its event. It is never added up anew: a reprint must be the paper that was
// signed, even if a later program would write it in another way.
func reportOf(tx *store.Tx, shift Shift) (shiftReportedV1, error) {
	e, err := journal.Read(tx, shift.Device, shift.ReportedSeq)
	if err != nil {
		return shiftReportedV1{}, err
	}
	return journal.Decode[shiftReportedV1](e.Body)
}
