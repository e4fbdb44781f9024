package till

import (
	"encoding/hex"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// RefundSource says where the money of a refund (退款) comes from.
type RefundSource string

// The sources: the household's prepayment, a deposit, and what a payment paid of a bill, which is owed again then.
const (
	FromPrepaid RefundSource = "prepaid"
	FromDeposit RefundSource = "deposit"
	FromPayment RefundSource = "payment"
)

// RefundLine is a part of a refund. Bill is the deposit's bill, or the bill that the payment with the receipt Of paid; both are
// "" for the prepayment. A payment may be asked by any of its receipts; what is told names the one that the bill stands on. Fen is
// above zero.
type RefundLine struct {
	Source RefundSource `json:"source"`
	Bill   string       `json:"bill"`
	Of     string       `json:"of"`
	Fen    money.Fen    `json:"fen"`
	// Object and Item are the bill's, filled in by the till.
	Object string `json:"object"`
	Item   string `json:"item"`
	Book   Book   `json:"book"`
	// Purpose is what the prepayment is kept for that goes back.
	Purpose billing.Purpose `json:"purpose"`

	ofRef journal.Ref
}

// refundLines fills the lines in from the book and holds each to what is left of its source.
func refundLines(tx *store.Tx, room estate.Object, asked []RefundLine) (lines []RefundLine, err error) {
	left := make(map[string]money.Fen) // of each source that the wish has named, in fen
	for _, line := range asked {
		var has money.Fen
		switch line.Source {
		case FromPrepaid:
			line.Bill, line.Of, line.Object, line.Item = "", "", room.ID, KeptItem(line.Purpose)
			has, err = freePrepaid(tx, room.ID, line.Purpose)
		case FromDeposit:
			line.Of = ""
			has, err = line.fromDeposit(tx, room)
		case FromPayment:
			has, err = line.fromPayment(tx, room)
		default:
			err = store.Refuse(codeRefundLines, refundLinesMax)
		}
		if err == nil {
			err = line.verified(tx)
		}
		if err != nil {
			return nil, err
		}
		key := string(line.Source) + line.Bill + line.Of + string(line.Purpose)
		if _, known := left[key]; !known {
			left[key] = has
		}
		if line.Fen > left[key] {
			return nil, store.Refuse(CodeRefundTooMuch, line.Item, left[key].Yuan())
		}
		left[key] -= line.Fen
		lines = append(lines, line)
	}
	return lines, nil
}

// verified refuses a line whose money came by a code and is still unverified (till.unverified_source, with its receipt): nobody knows
// yet whether it came at all. What the prepayment paid came with it: it is looked for in what was put by for the household that paid.
func (line RefundLine) verified(tx *store.Tx) error {
	var number string
	found, err := tx.Get("SELECT r.number"+openUnverified+` AND EXISTS (SELECT 1 FROM allocations a WHERE a.device = u.device AND a.seq = u.seq
		AND CASE ?1 WHEN 'prepaid' THEN a.kind = 'prepaid' AND a.object = ?2 ELSE a.bill = unhex(?3)
		OR a.kind = 'prepaid' AND a.object IN (SELECT q.object FROM bills s JOIN allocations b ON b.object = s.object AND b.bill = s.id
			JOIN payments q ON q.device = b.device AND q.seq = b.seq JOIN tenders t ON t.device = q.device AND t.seq = q.seq AND t.kind = 'prepaid'
			WHERE s.id = unhex(?3) AND b.fen > 0 AND NOT EXISTS (SELECT 1 FROM undoings z WHERE z.of_device = q.device AND z.of_seq = q.seq)) END) LIMIT 1`,
		[]any{string(line.Source), line.Object, line.Bill}, &number)
	if err == nil && found {
		err = store.Refuse(CodeUnverifiedSource, number)
	}
	return err
}

// freePrepaid returns what of a household's prepayment nobody asked back yet, in fen. Errors: till.purpose, till.prepaid_frozen.
func freePrepaid(tx *store.Tx, room string, purpose billing.Purpose) (money.Fen, error) {
	if !purpose.IsKnown() {
		return 0, store.Refuse(codePurpose, string(purpose))
	}
	one, err := PrepaymentOf(tx, room, purpose)
	if err == nil && one.Frozen {
		err = store.Refuse(codePrepaidFrozen, KeptItem(purpose))
	}
	return one.FreeFen(), err
}

// fromDeposit fills a line in from its deposit and returns what is free of that, in fen.
func (line *RefundLine) fromDeposit(tx *store.Tx, room estate.Object) (money.Fen, error) {
	deposit, err := DepositOf(tx, line.Bill)
	if err != nil {
		return 0, err
	}
	line.Object, line.Item, line.Book = deposit.Object, deposit.Item, DepositBook
	place, err := estate.PlaceOf(tx, deposit.Object)
	if err == nil && place.ID != room.ID && place.Room != room.ID {
		err = store.Refuse(codeOtherHousehold)
	}
	if err == nil {
		err = deposit.mayGoBack()
	}
	return deposit.FreeFen(), err
}

// fromPayment fills a line in from what a payment paid of a bill and returns what is left of that, in fen: less what earlier
// refunds took or ask, and nothing of a payment that is undone. What a deposit or the prepayment got goes back by its own
// source, and what the prepayment or a deposit paid does not go back in money.
func (line *RefundLine) fromPayment(tx *store.Tx, room estate.Object) (money.Fen, error) {
	of, err := ByNumber(tx, line.Of)
	if err != nil {
		return 0, err
	}
	if of.Object != room.ID {
		return 0, store.Refuse(codeOtherHousehold)
	}
	if of.Kind != Paid || of.UndoneBy != "" {
		return 0, store.Refuse(codeUndone, line.Of)
	}
	if err := of.giftsStay(line.Bill); err != nil {
		return 0, err
	}
	device, err := journal.Device(tx, of.deviceNo)
	if err != nil {
		return 0, err
	}
	line.ofRef = journal.Ref{Device: device, Seq: of.Seq}
	shares := pair("", of.Tenders, of.Allocations, of.ChangeFen).shares
	var paid money.Fen
	for i, allocation := range of.Allocations {
		if allocation.Kind != ToBill || allocation.Bill != line.Bill || allocation.Book == DepositBook {
			continue
		}
		line.Object, line.Item, line.Book, line.Of = allocation.Object, allocation.Item, allocation.Book, of.numberFor(allocation)
		for tender, fen := range shares[i] {
			if of.Tenders[tender].Kind.IsReceived() {
				paid += fen
			}
		}
	}
	if paid == 0 {
		return 0, store.Refuse(CodeRefundTooMuch, line.Item, money.Fen(0).Yuan())
	}
	var back, asked money.Fen
	_, err = tx.Get(`SELECT coalesce(sum(CASE WHEN l.of_device = ? AND l.of_seq = ? THEN l.fen END), 0), coalesce(sum(CASE WHEN r.state <> 'paid' THEN l.fen END), 0)
		FROM refund_lines l JOIN refunds r ON r.device = l.device AND r.seq = l.seq
		WHERE l.bill = unhex(?) AND l.source = 'payment' AND r.state IN ('asked', 'approved', 'paid')`, []any{of.deviceNo, of.Seq, line.Bill}, &back, &asked)
	if err != nil {
		return 0, err
	}
	// What was too much on the bill has become prepayment, and goes back from there.
	bill, err := billing.ByID(tx, line.Bill)
	return max(0, min(paid-back, bill.PaidFen-asked)), err
}

// stillPaid refuses a line whose payment was undone since it was asked for, or whose bill has less paid than it takes back.
func (line RefundLine) stillPaid(tx *store.Tx) error {
	of, err := ByNumber(tx, line.Of)
	if err == nil && of.UndoneBy != "" {
		err = store.Refuse(codeUndone, line.Of)
	}
	if err != nil {
		return err
	}
	bill, err := billing.ByID(tx, line.Bill)
	if err == nil && line.Fen > bill.PaidFen {
		err = store.Refuse(CodeRefundTooMuch, line.Item, bill.PaidFen.Yuan())
	}
	return err
}

// allocation returns what a line of a refund takes back.
func (line RefundLine) allocation() Allocation {
	a := Allocation{Kind: ToBill, Bill: line.Bill, Object: line.Object, Item: line.Item, Fen: -line.Fen, Book: line.Book}
	switch line.Source {
	case FromPrepaid:
		a.Kind, a.Item, a.Purpose = ToPrepaid, "", line.Purpose
	case FromDeposit:
		a.Kind = DepositBack
	}
	return a
}

// insert writes a line of a refund.
func (line refundLineV1) insert(tx *store.Tx, e journal.Event, at int) error {
	var bill any
	if line.Bill != "" {
		raw, err := hex.DecodeString(line.Bill)
		if err != nil {
			return store.Refuse(billing.CodeUnknownBill)
		}
		bill = raw
	}
	var ofDevice int64
	if line.Of != (journal.Ref{}) {
		var err error
		if ofDevice, err = journal.DeviceNo(tx, line.Of.Device); err != nil {
			return err
		}
	}
	_, err := tx.Exec("INSERT INTO refund_lines (device, seq, line, source, bill, object, item, book, fen, of_device, of_seq, purpose) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, at, string(line.Source), bill, line.Object, line.Item, string(line.Book), int64(line.Fen), ofDevice, line.Of.Seq, string(line.Purpose))
	return err
}
