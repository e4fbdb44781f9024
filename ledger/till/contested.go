package till

import (
	"errors"
	"slices"
	"strings"

	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// What an event still changes where another counter was before it: money that came in or went out did so, whatever the book makes of it. What came in is
// kept for the household, and what went out is to be got back from it. The numbers on its papers are taken.

// accountRecoverable holds (debit) what went out twice, because two counters gave it back without each other.
const accountRecoverable = "recoverable"

// ToRecover is the kind of an allocation of money that has to be got back: its fen is negative, and no bill knows of it.
const ToRecover AllocationKind = "recover"

// decodeContested reads the body of an event whose projector refused it; it was well formed then.
func decodeContested[T any](e journal.Event) (T, error) {
	body, err := journal.Decode[T](e.Body)
	if err != nil {
		return body, store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	return body, nil
}

// freshPapers refuses, at its place in the book, a payment with a slip (till.reference_used) or a hand-written receipt (till.late_twice) that a payment of
// another counter has which stands: the two counters had not heard of each other when each asked for itself. A slip that was said to pay twice may.
func (body receivedV1) freshPapers(tx *store.Tx, e journal.Event) error {
	const standing = " AND NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = p.device AND u.of_seq = p.seq)"
	number := ""
	if body.Late != nil {
		taken, err := tx.Get(`SELECT r.number FROM payments p JOIN receipts r ON r.device = p.device AND r.seq = p.seq AND r.line = 1
			WHERE p.paper_number = ? AND p.paper_number <> '' AND p.device <> ?`+standing, []any{body.Late.PaperNumber, e.DeviceNo}, &number)
		if err != nil {
			return err
		}
		if taken {
			return store.Refuse(CodeLateTwice, body.Late.PaperNumber, number)
		}
	}
	if slices.Contains(body.Overridden, ReferenceUsed) {
		return nil
	}
	for _, t := range body.Tenders {
		if t.slip() == "" {
			continue
		}
		taken, err := tx.Get(`SELECT r.number FROM tenders t JOIN payments p ON p.device = t.device AND p.seq = t.seq AND p.kind = 'payment'
			JOIN receipts r ON r.device = p.device AND r.seq = p.seq AND r.line = 1
			WHERE t.slip = ? AND t.slip <> '' AND t.kind = ? AND p.device <> ?`+standing, []any{t.slip(), string(t.Kind), e.DeviceNo}, &number)
		if err != nil {
			return err
		}
		if taken {
			return store.Refuse(CodeReferenceUsed, t.Reference, number)
		}
	}
	return nil
}

// contestReceived keeps what a payment brought in for the household: what it was for is paid, or was taken, at another counter.
func contestReceived(tx *store.Tx, e journal.Event) error {
	body, err := decodeContested[receivedV1](e)
	if err != nil {
		return err
	}
	if err := errors.Join(body.Request.RecordOnce(tx, e), body.Approver.Use(tx, e)); err != nil {
		return err
	}
	paper := ""
	if body.Late != nil {
		paper = body.Late.PaperNumber
	}
	moved := moved{tenders: received(body.Tenders), change: body.ChangeFen}
	if err := moved.sum(); err != nil {
		return err
	}
	if moved.total <= 0 {
		return insertReceipts(tx, e, emptied(body.Receipts, 0), StateVoid)
	}
	allocations := []Allocation{{Kind: ToPrepaid, Object: body.Object, Fen: moved.total}}
	row := paymentRow{kind: Paid, shift: body.Shift, businessOn: string(body.BusinessOn), valueOn: string(body.ValueOn), object: body.Object,
		payer: body.Payer.Person, payerVersion: body.Payer.Version, cashier: body.Cashier, approver: body.approver(),
		tendered: moved.tendered, change: moved.change, total: moved.total, paper: paper, creditAfter: body.CreditAfterFen}
	if err := row.insert(tx, e); err != nil {
		return err
	}
	if err := insertLines(tx, e, body.Object, moved.tenders, allocations); err != nil {
		return err
	}
	if err := insertReceipts(tx, e, emptied(body.Receipts, moved.total), "live"); err != nil {
		return err
	}
	return journal.Post(tx, e, pair(body.Counter, moved.tenders, allocations, moved.change).transfers)
}

// contestUndone keeps what an undoing gave back as to be got back: the payment was undone, or what it paid is gone, at another counter.
func contestUndone(tx *store.Tx, e journal.Event, kind PaymentKind) error {
	body, err := decodeContested[undoneV1](e)
	if err != nil {
		return err
	}
	if err := errors.Join(body.Request.RecordOnce(tx, e), body.Approver.Use(tx, e)); err != nil {
		return err
	}
	ofDevice, err := journal.DeviceNo(tx, body.Of.Device)
	if err != nil {
		return err
	}
	of, err := PaymentAt(tx, ofDevice, body.Of.Seq)
	if store.Code(err) == CodeUnknownReceipt { // it brought nothing in
		return insertReceipts(tx, e, emptied(body.Receipts, 0), string(kind))
	}
	if err != nil {
		return err
	}
	tenders, _ := negated(received(of.Tenders), nil)
	row := paymentRow{kind: kind, shift: body.Shift, businessOn: string(body.BusinessOn), valueOn: string(body.BusinessOn), object: of.Object,
		payer: of.payer, payerVersion: of.payerVersion, cashier: body.Cashier, approver: body.Approver.Person, ofDevice: ofDevice, ofSeq: body.Of.Seq, creditAfter: body.CreditAfterFen}
	return wentOut{row: row, moved: moved{tenders: tenders, change: -of.ChangeFen}, receipts: body.Receipts, state: string(kind)}.insert(tx, e)
}

// contestRefunded is contestUndone for a refund that was paid, or has nothing left to pay it of, at another counter.
func contestRefunded(tx *store.Tx, e journal.Event) error {
	body, err := decodeContested[refundedV1](e)
	if err != nil {
		return err
	}
	if err := body.Request.RecordOnce(tx, e); err != nil {
		return err
	}
	row := paymentRow{kind: Refunded, shift: body.Shift, businessOn: string(body.BusinessOn), valueOn: string(body.BusinessOn), object: body.Object,
		payer: body.Payee.Person, payerVersion: body.Payee.Version, cashier: body.Cashier, creditAfter: body.CreditAfterFen}
	return wentOut{row: row, moved: moved{tenders: received([]Tender{body.Way})}, receipts: body.Receipts, state: StateRefund}.insert(tx, e)
}

// wentOut is money that a contested event gave away.
type wentOut struct {
	row paymentRow
	moved
	receipts []receiptV1
	state    string
}

func (w wentOut) insert(tx *store.Tx, e journal.Event) error {
	if err := w.moved.sum(); err != nil {
		return err
	}
	if w.total >= 0 {
		return insertReceipts(tx, e, emptied(w.receipts, 0), w.state)
	}
	w.row.tendered, w.row.change, w.row.total = w.tendered, w.moved.change, w.moved.total
	if err := w.row.insert(tx, e); err != nil {
		return err
	}
	allocations := []Allocation{{Kind: ToRecover, Object: w.row.object, Item: RecoverItem, Fen: w.moved.total}}
	if err := insertLines(tx, e, w.row.object, w.tenders, allocations); err != nil {
		return err
	}
	if err := insertReceipts(tx, e, emptied(w.receipts, w.moved.total), w.state); err != nil {
		return err
	}
	counter, err := counterOf(tx, e.DeviceNo, w.row.shift)
	if err != nil {
		return err
	}
	var transfers []journal.Transfer
	change := w.moved.change
	for i := len(w.tenders) - 1; i >= 0; i-- {
		fen := w.tenders[i].Fen
		if isCash(w.tenders[i]) {
			fen, change = fen-change, 0
		}
		for _, t := range signed(accountRecoverable, w.tenders[i].account(counter), -fen) {
			t.Object, t.Item = w.row.object, RecoverItem
			transfers = append(transfers, t)
		}
	}
	return journal.Post(tx, e, transfers)
}

// isToRecover reports whether what went out by p has to be got back, because another counter was before it.
func (p Payment) isToRecover() bool {
	return slices.ContainsFunc(p.Allocations, func(a Allocation) bool { return a.Kind == ToRecover })
}

// moved are the tenders by which money came in (above 0) or went out (below 0), and the change of it.
type moved struct {
	tenders         []Tender
	change          money.Fen
	tendered, total money.Fen
}

func (m *moved) sum() (err error) {
	if m.tendered, err = sumTenders(m.tenders); err != nil {
		return err
	}
	m.total = m.tendered - m.change
	return nil
}

// received returns the tenders that moved money, and not what the book had.
func received(tenders []Tender) (all []Tender) {
	for _, tender := range tenders {
		if tender.Kind.IsReceived() {
			all = append(all, tender)
		}
	}
	return all
}

// emptied returns receipts with their numbers, the first over all of the sum and the others over nothing.
func emptied(receipts []receiptV1, fen money.Fen) []receiptV1 {
	all := make([]receiptV1, len(receipts))
	for i, r := range receipts {
		all[i] = receiptV1{Series: r.Series, No: r.No, Number: r.Number, Fen: fen}
		fen = 0
	}
	return all
}

// counterOf returns the code of the counter of a shift.
func counterOf(tx *store.Tx, deviceNo, shift int64) (counter string, err error) {
	_, err = tx.Get("SELECT counter FROM shifts WHERE device = ? AND seq = ?", []any{deviceNo, shift}, &counter)
	return counter, err
}

// outOf has the cash that a transfer moves move in the drawer of a counter: what one counter took another may give back.
func outOf(t journal.Transfer, counter string) journal.Transfer {
	for _, account := range []*string{&t.Debit, &t.Credit} {
		if strings.HasPrefix(*account, accountCash) {
			*account = CashAccount(counter)
		}
	}
	return t
}
