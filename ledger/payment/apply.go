package payment

import (
	"errors"
	"slices"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Projectors returns the projectors of the intents. They read nothing but the event and the tables.
func Projectors() []journal.Projector {
	return []journal.Projector{
		journal.On(kindBegun, 1, applyBegun),
		journal.On(kindStopped, 1, applyStopped),
		journal.On(kindMoved, 1, applyMoved),
		journal.On(kindBooked, 1, applyBooked),
		journal.On(kindContract, 1, applyContract),
		journal.On(kindBackBegun, 1, applyBackBegun),
		journal.On(kindBackMoved, 1, applyBackMoved),
	}
}

// applyBegun inserts an intent and the bills that it may pay. The index intent_bills_open refuses a bill that another open intent of the
// counter may pay: an owner with two codes for one bill would pay it twice.
func applyBegun(tx *store.Tx, e journal.Event, body begunV1) error {
	promise := body.Promise
	if err := errors.Join(body.Request.Record(tx, e), body.Approver.Use(tx, e), promise.Refer(tx, e)); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO intents (device, seq, no, channel, way, fen, beside_fen, subject, object, counter, person, approver, shift_seq, business_on, made_ms, expires_ms, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.DeviceNo, e.Seq, body.No, string(body.Channel), string(body.Way), int64(body.Fen), int64(promise.BesideFen()), body.Subject,
		promise.Object, promise.Counter, promise.Cashier, body.Approver.Person, promise.Shift, string(promise.BusinessOn), e.AtMS, body.ExpiresMS, string(Created)); err != nil {
		return err
	}
	for _, bill := range billsOf(promise.Bills, promise.LateFees) {
		if _, err := tx.Exec("INSERT INTO intent_bills (device, seq, bill, open) VALUES (?, ?, unhex(?), 1)", e.DeviceNo, e.Seq, bill); err != nil {
			return err
		}
	}
	return nil
}

// billsOf returns the bills of an order, each once: a late fee names the bill that is late.
func billsOf(bills, lateFees []till.BillPart) (ids []string) {
	for _, part := range slices.Concat(bills, lateFees) {
		if !slices.Contains(ids, part.Bill) {
			ids = append(ids, part.Bill)
		}
	}
	return ids
}

// applyStopped notes that somebody gave an intent up.
func applyStopped(tx *store.Tx, _ journal.Event, body stoppedV1) error {
	device, err := journal.DeviceNo(tx, body.Of.Device)
	if err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE intents SET stopped = 1 WHERE device = ? AND seq = ?", device, body.Of.Seq)
	if err == nil && changed != 1 {
		err = store.Refuse(CodeUnknownOrder)
	}
	return err
}

// applyMoved notes how an intent stands. An intent that is not open any more frees its bills; one that was closed is given up for good, whatever
// its channel says later.
func applyMoved(tx *store.Tx, e journal.Event, body movedV1) error {
	device, err := journal.DeviceNo(tx, body.Of.Device)
	if err != nil {
		return err
	}
	changed, err := tx.Exec(`UPDATE intents SET state = ?1, stopped = iif(?1 = 'closed', 1, stopped), failure = ?2, channel_no = iif(?3 = '', channel_no, ?3), paid_ms = iif(?4 = 0, paid_ms, ?4) WHERE device = ?5 AND seq = ?6`,
		string(body.State), body.Failure, body.ChannelNo, body.PaidMS, device, body.Of.Seq)
	if err == nil && changed != 1 {
		err = store.Refuse(CodeUnknownOrder)
	}
	if err == nil && !body.State.IsOpen() {
		_, err = tx.Exec("UPDATE intent_bills SET open = 0 WHERE device = ? AND seq = ? AND open = 1", device, body.Of.Seq)
	}
	return err
}

// applyBooked links an intent with the payment that booked its money. The trigger intents_booked holds the payment to what was paid.
func applyBooked(tx *store.Tx, _ journal.Event, body bookedV1) error {
	device, err := journal.DeviceNo(tx, body.Of.Device)
	if err != nil {
		return err
	}
	by, err := journal.DeviceNo(tx, body.Payment.Device)
	if err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE intents SET booked_device = ?, booked_seq = ?, credited = ? WHERE device = ? AND seq = ?", by, body.Payment.Seq, body.Credited, device, body.Of.Seq)
	if err == nil && changed != 1 {
		err = store.Refuse(CodeUnknownOrder)
	}
	return err
}
