package till

import (
	"encoding/hex"
	"errors"

	"shouqi/ledger/billing"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// Projectors returns the projectors of the till's events. They read nothing but the event and the tables, so that a
// replay makes the same rows. An error of theirs rolls back the whole command that appended the event.
func Projectors() []journal.Projector {
	return []journal.Projector{
		journal.On(kindShiftOpened, 1, applyShiftOpened),
		journal.On(kindShiftCounted, 1, applyShiftCounted),
		journal.On(kindShiftClosed, 1, applyShiftClosed),
		journal.On(kindReported, 1, applyReported),
		journal.On(kindReceived, 1, applyReceived).Contesting(contestReceived),
		journal.On(kindVoided, 1, func(tx *store.Tx, e journal.Event, body undoneV1) error { return applyUndone(tx, e, body, Void) }).
			Contesting(func(tx *store.Tx, e journal.Event) error { return contestUndone(tx, e, Void) }),
		journal.On(kindReversed, 1, func(tx *store.Tx, e journal.Event, body undoneV1) error { return applyUndone(tx, e, body, Reversal) }).
			Contesting(func(tx *store.Tx, e journal.Event) error { return contestUndone(tx, e, Reversal) }),
		journal.On(kindCopied, 1, func(tx *store.Tx, e journal.Event, body copiedV1) error { return applyCopied(tx, e, body, 1) }),
		// A copy that never came out is folded as the negation of the copy.
		journal.On(kindCopyFailed, 1, func(tx *store.Tx, e journal.Event, body copiedV1) error { return applyCopied(tx, e, body, -1) }),
		journal.On(kindCashMoved, 1, applyCashMoved),
		journal.On(kindConflictSettled, 1, applyConflictSettled),
		journal.On(kindSlipsCounted, 1, applySlipsCounted),
		journal.On(kindBanked, 1, applyBanked),
		journal.On(kindUnbanked, 1, applyUnbanked),
		journal.On(kindCounterfeit, 1, applyCounterfeit),
		journal.On(kindCredited, 1, applyCredited),
		journal.On(kindExcess, 1, applyExcess),
		journal.On(kindVerified, 1, applyVerified),
		journal.On(kindPrepaidMoved, 1, applyPrepaidMoved),
		journal.On(kindPrepaidFrozen, 1, applyPrepaidFrozen),
		journal.On(kindAutoSet, 1, applyAutoSet),
		journal.On(kindLargePrint, 1, applyLargePrint),
		journal.On(kindSkipped, 1, applySkipped),
		journal.On(kindInspected, 1, applyInspected),
		journal.On(kindDepositFrozen, 1, applyDepositFrozen),
		journal.On(kindDepositUnfrozen, 1, applyDepositUnfrozen),
		journal.On(kindDepositMoved, 1, applyDepositMoved),
		journal.On(kindRefundAsked, 1, applyRefundAsked),
		journal.On(kindRefundDecided, 1, applyRefundDecided),
		journal.On(kindRefunded, 1, applyRefunded).Contesting(contestRefunded),
		// Opening the drawer moves no money: the event alone is the record, and nothing is folded from it.
		journal.On(kindDrawer, 1, func(*store.Tx, journal.Event, drawerV1) error { return nil }),
	}
}

// applyShiftOpened inserts the shift (班次) and posts the difference between the counted float (备用金) and what the
// last close left, so that the balance of the counter's cash account is what was counted.
func applyShiftOpened(tx *store.Tx, e journal.Event, body shiftOpenedV1) error {
	if err := errors.Join(body.Approver.Use(tx, e), body.Note.Refer(tx, e.DeviceNo, e.Seq)); err != nil {
		return err
	}
	other, overShort := accountOverShort, body.DifferenceFen
	if body.First {
		other, overShort = billing.AccountOpening, 0 // the first float is money the counter was given, not money found
	}
	pieces, err := piecesText(e, body.Count)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO shifts (device, seq, counter, no, cashier, business_on, opened_ms, float_fen, float_difference_fen,
		float_approver, float_pieces) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.DeviceNo, e.Seq, body.Counter, body.No, body.Cashier,
		string(body.BusinessOn), e.AtMS, int64(body.FloatFen), int64(overShort), body.Approver.Person, pieces); err != nil {
		return err
	}
	return journal.Post(tx, e, signed(CashAccount(body.Counter), other, body.DifferenceFen))
}

// signed returns the one transfer that debits account by fen against other. A negative fen turns debit and credit
// around, because a transfer itself is always above zero. For 0 it returns none: the database refuses a transfer of
// nothing.
func signed(account, other string, fen money.Fen) []journal.Transfer {
	switch {
	case fen > 0:
		return []journal.Transfer{{Debit: account, Credit: other, Fen: fen}}
	case fen < 0:
		return []journal.Transfer{{Debit: other, Credit: account, Fen: -fen}}
	}
	return nil
}

// applyShiftCounted keeps the newest count on the row of the shift, and the sums of each in cash_counts. It
// posts nothing: the difference (长短款) is posted by the close, and only of the count that the shift is closed over.
func applyShiftCounted(tx *store.Tx, e journal.Event, body shiftCountedV1) error {
	pieces, err := piecesText(e, body.Count)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE shifts SET counts = counts + 1, counted_seq = ?, counted_fen = ?, expected_fen = ?, difference_fen = ?, pieces = ?
		WHERE device = ? AND seq = ?`, e.Seq, int64(body.CountedFen), int64(body.ExpectedFen), int64(body.DifferenceFen), pieces, e.DeviceNo, body.Shift)
	if err != nil {
		return err
	}
	return applyCashCount(tx, e, body)
}

// applyShiftClosed ends the shift on its row. Its transfers bring the cash account first to what was counted, then to
// what stays in the drawer. The next opening compares its float with that.
func applyShiftClosed(tx *store.Tx, e journal.Event, body shiftClosedV1) error {
	if err := errors.Join(body.HandedTo.Use(tx, e), body.Approver.Use(tx, e)); err != nil {
		return err
	}
	if err := errors.Join(body.Note.Refer(tx, e.DeviceNo, e.Seq), body.SlipNote.Refer(tx, e.DeviceNo, e.Seq)); err != nil {
		return err
	}
	left, err := piecesText(e, body.LeftCount)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE shifts SET closed_seq = ?, closed_ms = ?, left_fen = ?, handed_fen = ?, handed_to = ?, left_pieces = ?
		WHERE device = ? AND seq = ?`, e.Seq, e.AtMS, int64(body.LeftFen), int64(body.HandedFen), body.HandedTo.Person, left, e.DeviceNo, body.Shift); err != nil {
		return err
	}
	cash := CashAccount(body.Counter)
	transfers := append(signed(cash, accountOverShort, body.DifferenceFen), signed(cash, accountHanded, -body.HandedFen)...)
	return journal.Post(tx, e, transfers)
}

// applyReported notes the Z report on the row of its shift, with the head of the chain that the report prints, so
// that the audit can look for that event later. A report whose shift is open, or that names another event than the
// close as the head, is till.no_shift.
func applyReported(tx *store.Tx, e journal.Event, body shiftReportedV1) error {
	var closed int64
	if _, err := tx.Get("SELECT closed_seq FROM shifts WHERE device = ? AND seq = ?", []any{e.DeviceNo, body.Shift}, &closed); err != nil {
		return err
	}
	if closed == 0 || body.Report.HeadSeq != closed {
		return store.Refuse(CodeNoShift)
	}
	head, err := hex.DecodeString(body.Report.HeadHash)
	if err != nil {
		return store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	_, err = tx.Exec("UPDATE shifts SET reported_seq = ?, head_seq = ?, head_hash = ? WHERE device = ? AND seq = ?",
		e.Seq, body.Report.HeadSeq, head, e.DeviceNo, body.Shift)
	return err
}

// applyReceived writes a payment (收款): its row, tenders (支付方式), allocations (核销), receipt (收据) and
// transfers, and what they change of bills and of the prepayment. It compares no sums; the trigger events_payment
// does so when the row of the event is written after it, and nothing is kept if they differ.
func applyReceived(tx *store.Tx, e journal.Event, body receivedV1) error {
	if err := body.freshPapers(tx, e); err != nil {
		return err
	}
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Payer.Record.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	tendered, err := sumTenders(body.Tenders)
	if err != nil {
		return err
	}
	total, err := sumAllocations(body.Allocations)
	if err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	paper := ""
	if body.Late != nil {
		paper = body.Late.PaperNumber
		if err := body.Late.Note.Refer(tx, e.DeviceNo, e.Seq); err != nil {
			return err
		}
	}
	row := paymentRow{kind: Paid, shift: body.Shift, businessOn: string(body.BusinessOn), valueOn: string(body.ValueOn), object: body.Object,
		payer: body.Payer.Person, payerVersion: body.Payer.Version, cashier: body.Cashier, approver: body.approver(),
		tendered: tendered, change: body.ChangeFen, total: total, paper: paper, creditAfter: body.CreditAfterFen}
	if err := row.insert(tx, e); err != nil {
		return err
	}
	if err := insertLines(tx, e, body.Object, body.Tenders, body.Allocations); err != nil {
		return err
	}
	if err := insertGuards(tx, e, body); err != nil {
		return err
	}
	if err := insertReceipts(tx, e, body.Receipts, "live"); err != nil {
		return err
	}
	return journal.Post(tx, e, body.transfers())
}

// paymentRow is a row of payments. An undoing has negative amounts (in fen), and ofDevice and ofSeq name the payment
// that it undoes; both are 0 for a payment. paper is the number of the hand-written receipt of a late entry (补录),
// "" for none.
type paymentRow struct {
	kind                                 PaymentKind
	shift                                int64
	businessOn, valueOn, object, payer   string
	payerVersion                         int
	cashier, approver                    string
	tendered, change, total, creditAfter money.Fen
	paper                                string
	ofDevice, ofSeq                      int64
}

// insert writes the row under the device and sequence number of event e.
func (r paymentRow) insert(tx *store.Tx, e journal.Event) error {
	_, err := tx.Exec(`INSERT INTO payments (device, seq, kind, shift_seq, business_on, value_on, at_ms, object, payer, payer_version,
		cashier, approver, tendered_fen, change_fen, total_fen, paper_number, credit_after_fen, of_device, of_seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.DeviceNo, e.Seq, string(r.kind), r.shift, r.businessOn, r.valueOn, e.AtMS,
		r.object, r.payer, r.payerVersion, r.cashier, r.approver, int64(r.tendered), int64(r.change), int64(r.total), r.paper, int64(r.creditAfter), r.ofDevice, r.ofSeq)
	return err
}

// insertLines writes the tenders and allocations of one event and adds them to what the bills have paid and to the
// prepayment of the household. It takes the amounts with their sign: an undoing passes negative ones, which takes
// back exactly what the payment did.
func insertLines(tx *store.Tx, e journal.Event, object string, tenders []Tender, allocations []Allocation) error {
	rows := make([][]any, len(tenders))
	for i, t := range tenders {
		rows[i] = []any{e.DeviceNo, e.Seq, i + 1, string(t.Kind), int64(t.Fen), t.Reference, t.Kind.IsReceived(), t.slip()}
		if t.Kind.IsUnverified() && t.Fen > 0 {
			if err := insertUnverified(tx, e, i+1, t.Fen); err != nil {
				return err
			}
		}
		switch t.Kind {
		case Prepaid:
			if err := addCredit(tx, object, t.purpose(), -t.Fen); err != nil {
				return err
			}
		case DepositOffset:
			if err := outOfDeposit(tx, t.Reference, t.Fen, 0, 0); err != nil {
				return err
			}
		}
	}
	if err := tx.InsertRows("INSERT INTO tenders (device, seq, line, kind, fen, reference, received, slip)", rows); err != nil {
		return err
	}
	rows = make([][]any, len(allocations))
	for i, a := range allocations {
		bill, err := hex.DecodeString(a.Bill)
		if err != nil {
			return err
		}
		// What goes to the prepayment has no bill. It is stored as NULL, which the index of allocations by bill
		// leaves out.
		if a.Bill == "" {
			bill = nil
		}
		rows[i] = []any{e.DeviceNo, e.Seq, i + 1, string(a.Kind), bill, a.Object, a.Item, int64(a.Fen), a.Made, string(a.Book), string(a.Purpose)}
		switch a.Kind {
		case ToPrepaid:
			err = addCredit(tx, a.Object, a.Purpose, a.Fen)
		case ToBill:
			err = billing.AddPaid(tx, a.Bill, a.Object, a.Fen)
		case DepositBack:
			err = outOfDeposit(tx, a.Bill, 0, -a.Fen, 0)
		case DepositMovedOut:
			err = outOfDeposit(tx, a.Bill, 0, 0, -a.Fen)
		}
		if err != nil {
			return err
		}
	}
	return tx.InsertRows("INSERT INTO allocations (device, seq, line, kind, bill, object, item, fen, made, book, purpose)", rows)
}

// addCredit changes a prepayment (预存) of a household by fen, which may be negative.
func addCredit(tx *store.Tx, object string, purpose billing.Purpose, fen money.Fen) error {
	_, err := tx.Exec(`INSERT INTO credits (object, purpose, balance_fen) VALUES (?, ?, ?)
		ON CONFLICT (object, purpose) DO UPDATE SET balance_fen = balance_fen + excluded.balance_fen`, object, string(purpose), int64(fen))
	return err
}

// insertReceipts writes the receipts of an event in the given state. The trigger receipts_gapless refuses a number
// that is not the next of its series, and the table one whose number says another place.
func insertReceipts(tx *store.Tx, e journal.Event, receipts []receiptV1, state string) error {
	for i, r := range receipts {
		if _, err := tx.Exec("INSERT INTO receipts (series, no, number, device, seq, line, book, fen, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			r.Series, r.No, r.Number, e.DeviceNo, e.Seq, i+1, string(r.Book), int64(r.Fen), state); err != nil {
			return err
		}
	}
	return nil
}

// applyUndone writes the exact negation of the payment that the body names. It reads the amounts from the rows of
// that payment and not from the body, so that the two cannot differ. The key of undoings refuses a second undoing of
// the same payment.
func applyUndone(tx *store.Tx, e journal.Event, body undoneV1, kind PaymentKind) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	if err := body.Note.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	ofDevice, err := journal.DeviceNo(tx, body.Of.Device)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO undoings (of_device, of_seq, kind, device, seq) VALUES (?, ?, ?, ?, ?)", ofDevice, body.Of.Seq, string(kind), e.DeviceNo, e.Seq); err != nil {
		return err
	}
	of, err := PaymentAt(tx, ofDevice, body.Of.Seq)
	if err != nil {
		return err
	}
	row := paymentRow{kind: kind, shift: body.Shift, businessOn: string(body.BusinessOn), valueOn: string(body.BusinessOn), object: of.Object,
		payer: of.payer, payerVersion: of.payerVersion, cashier: body.Cashier, approver: body.Approver.Person,
		tendered: -of.TenderedFen, change: -of.ChangeFen, total: -of.TotalFen, ofDevice: ofDevice, ofSeq: body.Of.Seq, creditAfter: body.CreditAfterFen}
	if err := row.insert(tx, e); err != nil {
		return err
	}
	tenders, allocations := negated(of.Tenders, of.Allocations)
	if err := insertLines(tx, e, of.Object, tenders, allocations); err != nil {
		return err
	}
	// A void (作废) has no receipt of its own; a reversal (红冲) has one, and its kind is also the state of that
	// receipt.
	state := map[PaymentKind]string{Void: StateVoid, Reversal: StateReversed}[kind]
	if _, err := tx.Exec("UPDATE receipts SET state = ? WHERE device = ? AND seq = ?", state, ofDevice, body.Of.Seq); err != nil {
		return err
	}
	if err := insertReceipts(tx, e, body.Receipts, string(kind)); err != nil {
		return err
	}
	transfers, err := journal.Transfers(tx, ofDevice, body.Of.Seq)
	if err != nil {
		return err
	}
	counter, err := counterOf(tx, e.DeviceNo, body.Shift)
	if err != nil {
		return err
	}
	for i := range transfers {
		transfers[i] = outOf(transfers[i].Reversed(), counter)
	}
	return journal.Post(tx, e, transfers)
}

// negated returns copies of tenders and allocations with every amount negated. Made is cleared, because an undoing
// makes no bill: the bill of the late fee stays and is owed again.
func negated(tenders []Tender, allocations []Allocation) ([]Tender, []Allocation) {
	t, a := append([]Tender(nil), tenders...), append([]Allocation(nil), allocations...)
	for i := range t {
		t[i].Fen = -t[i].Fen
	}
	for i := range a {
		a[i].Fen, a[i].Made = -a[i].Fen, false
	}
	return t, a
}

// applyCopied counts a copy of a receipt (step 1), or takes back one that never reached paper (step -1). The failed
// copy is a row with its number negated: the signs of a number add up to 1 while the copy is out and to 0 once it
// failed.
func applyCopied(tx *store.Tx, e journal.Event, body copiedV1, step int) error {
	series, no, _ := parseNumber(body.Number)
	changed, err := tx.Exec("UPDATE receipts SET copies = copies + ? WHERE series = ? AND no = ?", step, series, no)
	if err == nil && changed != 1 {
		err = store.Refuse(CodeUnknownReceipt)
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO copies (device, seq, number, copy, person) VALUES (?, ?, ?, ?, ?)", e.DeviceNo, e.Seq, body.Number, step*body.Copy, body.By)
	return err
}

// applyCashMoved posts cash that was put into the drawer or taken out between two counts. The other account is that
// of cash outside the drawers, so a move is never income or cost; what is spent by the way (零星支出) is not there any more and has an
// account of its own, until it is brought back or accounted for.
func applyCashMoved(tx *store.Tx, e journal.Event, body cashMovedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	if err := body.Note.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO cash_moves (device, seq, shift_seq, direction, fen, reason, cashier, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, body.Shift, body.Direction, int64(body.Fen), body.Reason, body.Cashier, body.Approver.Person); err != nil {
		return err
	}
	fen := body.Fen
	if body.Direction == MoveOut {
		fen = -fen
	}
	other := accountHanded
	switch body.Reason {
	case pettyCash:
		other = accountPettyCash
	case companyCash:
		other = accountCompanyCash
	case recoveredCash:
		other = accountRecoverable
	}
	return journal.Post(tx, e, signed(CashAccount(body.Counter), other, fen))
}

// applyCredited adds what rooms had prepaid before this book began. An entry is the difference from what registers
// brought in before, and therefore negative where a register corrects a sum downwards.
func applyCredited(tx *store.Tx, e journal.Event, body creditedV1) error {
	var transfers []journal.Transfer
	for _, entry := range body.Entries {
		if err := addCredit(tx, entry.Object, billing.Purpose(entry.Purpose), entry.Fen); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE credits SET opening_fen = opening_fen + ? WHERE object = ? AND purpose = ?", int64(entry.Fen), entry.Object, entry.Purpose); err != nil {
			return err
		}
		for _, t := range signed(billing.AccountOpening, prepaidAccount(billing.Purpose(entry.Purpose)), entry.Fen) {
			t.Object = entry.Object
			transfers = append(transfers, t)
		}
	}
	return journal.Post(tx, e, transfers)
}
