package till

import (
	"context"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Unverified is money that nothing but a cashier's word tells of (未核实): what an owner paid to a static code. Number is
// the receipt, and Line the place of the tender in its payment, from 1.
type Unverified struct {
	Number     string        `json:"number"`
	Line       int           `json:"line"`
	Kind       TenderKind    `json:"kind"`
	Fen        money.Fen     `json:"fen"`
	Reference  string        `json:"reference"`
	BusinessOn calendar.Date `json:"businessOn"`
	Object     string        `json:"object"`
	Cashier    string        `json:"cashier"`

	deviceNo, seq int64
}

// openUnverified selects what is still unverified, whose payment stands. The caller adds order and limit.
const openUnverified = ` FROM unverified u JOIN tenders t ON t.device = u.device AND t.seq = u.seq AND t.line = u.line
	JOIN payments p ON p.device = u.device AND p.seq = u.seq
	JOIN receipts r ON r.device = u.device AND r.seq = u.seq AND r.line = 1
	WHERE u.verified_by = ''` + stands

// stands leaves out what was undone.
const stands = " AND NOT EXISTS (SELECT 1 FROM undoings o WHERE o.of_device = u.device AND o.of_seq = u.seq)"

// OpenUnverified returns what is still unverified, the oldest first, at most limit and never over 1,000.
func OpenUnverified(tx *store.Tx, limit int) ([]Unverified, error) {
	return store.All(tx, `SELECT r.number, u.line, t.kind, u.fen, t.reference, p.business_on, p.object, p.cashier, u.device, u.seq`+openUnverified+
		` ORDER BY p.business_on, u.device, u.seq, u.line LIMIT ?`, []any{listed(limit)}, scanUnverified)
}

func scanUnverified(scan func(dest ...any) error) (u Unverified, err error) {
	return u, scan(&u.Number, &u.Line, &u.Kind, &u.Fen, &u.Reference, &u.BusinessOn, &u.Object, &u.Cashier, &u.deviceNo, &u.seq)
}

// Verify notes that by has found the money of an unverified tender in its channel's statement, by the number that the
// cashier typed, in the payment with that receipt, or in whichever has the number alone for receipt "". It is not the cashier's own
// to verify (till.verify_own). Errors: staff.may_not, till.unverified_gone where nothing of that number waits: verified already,
// undone, or never taken; till.unverified_many where several payments have the number.
func (t *Till) Verify(ctx context.Context, by staff.Actor, reference, receipt string) (verified []Unverified, err error) {
	err = t.db.Write(ctx, func(tx *store.Tx) error {
		if err := t.staff.Require(tx, by, staff.Verify); err != nil {
			return err
		}
		verified, err = store.All(tx, `SELECT r.number, u.line, t.kind, u.fen, t.reference, p.business_on, p.object, p.cashier, u.device, u.seq`+openUnverified+
			` AND t.slip = ?1 AND (?2 = '' OR EXISTS (SELECT 1 FROM receipts o WHERE o.device = u.device AND o.seq = u.seq AND o.number = ?2))`,
			[]any{slipNumber(reference), receipt}, scanUnverified)
		if err == nil && len(verified) == 0 {
			err = store.Refuse(codeUnverifiedGone, reference)
		}
		if err == nil && verified[0].Number != verified[len(verified)-1].Number {
			err = store.Refuse(codeUnverifiedMany, reference, len(verified))
		}
		if err != nil {
			return err
		}
		for _, one := range verified {
			if one.Cashier == by.ID() {
				return store.Refuse(codeVerifyOwn)
			}
			device, err := journal.Device(tx, one.deviceNo)
			if err != nil {
				return err
			}
			if _, err := t.journal.Append(tx, kindVerified, verifiedV1{Of: journal.Ref{Device: device, Seq: one.seq}, Line: one.Line, By: by.ID()}); err != nil {
				return err
			}
		}
		return nil
	})
	return verified, err
}

// applyVerified notes on the tender who found it. Where two people found the same one at two counters, the lower (device,
// seq) stays, whichever of them is heard first.
func applyVerified(tx *store.Tx, e journal.Event, body verifiedV1) error {
	device, err := journal.DeviceNo(tx, body.Of.Device)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE unverified SET verified_device = ?1, verified_seq = ?2, verified_by = ?3 WHERE device = ?4 AND seq = ?5 AND line = ?6
		AND (verified_by = '' OR (verified_device, verified_seq) > (?1, ?2))`, e.DeviceNo, e.Seq, body.By, device, body.Of.Seq, body.Line)
	return err
}

// insertUnverified keeps a tender among those that wait to be found.
func insertUnverified(tx *store.Tx, e journal.Event, line int, fen money.Fen) error {
	_, err := tx.Exec("INSERT INTO unverified (device, seq, line, fen) VALUES (?, ?, ?, ?)", e.DeviceNo, e.Seq, line, int64(fen))
	return err
}

// unverifiedDeed returns what an order takes on the cashier's word, and what of that kind waits already: in the open shift
// in fen, and the days that the oldest waits. ok is false where the order has none.
func (order Order) unverifiedDeed(tx *store.Tx, shift workingShift) (deed staff.Deed, ok bool, err error) {
	deed.Action = staff.TakeUnverified
	for _, tender := range order.Tenders {
		if tender.Kind.IsUnverified() {
			deed.Fen += tender.Fen
		}
	}
	if deed.Fen == 0 {
		return deed, false, nil
	}
	var ofShift money.Fen
	// What this device took after it opened its shift is of that shift.
	// Hardly any of it is undone, so that what is goes off the sum: to ask of each would take three times as long.
	if _, err = tx.Get(`SELECT (SELECT coalesce(sum(fen), 0) FROM unverified WHERE verified_by = '' AND device = ?1 AND seq > ?2)
		- (SELECT coalesce(sum(u.fen), 0) FROM undoings o JOIN unverified u ON u.device = o.of_device AND u.seq = o.of_seq AND u.verified_by = ''
			WHERE o.of_device = ?1 AND o.of_seq > ?2)`, []any{shift.ref.Device, shift.ref.Seq}, &ofShift); err != nil {
		return deed, false, err
	}
	deed.ShiftFen = deed.Fen + ofShift
	// The first of each device is its oldest, but for what was taken on a day that has not come, while the clock was wrong.
	var oldest calendar.Date
	_, err = tx.Get(`SELECT coalesce(min((SELECT p.business_on FROM unverified u JOIN payments p ON p.device = u.device AND p.seq = u.seq
		WHERE u.verified_by = '' AND u.device = d.no AND p.business_on <= ?`+stands+` ORDER BY u.seq LIMIT 1)), '') FROM devices d`, []any{string(shift.businessOn)}, &oldest)
	if oldest != "" {
		deed.AgeDays = shift.businessOn.DaysSince(oldest)
	}
	return deed, true, err
}
