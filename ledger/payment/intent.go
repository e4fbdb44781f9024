package payment

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Standing says how an intent stands, as far as this counter knows.
type Standing string

// The standings of an intent. Created and Unknown say nothing about the money: both are asked about until the channel says more.
const (
	Created  Standing = "created" // on the disk; whether the channel heard of it is not known
	Pending  Standing = "pending" // the channel knows it and nobody has paid yet
	Unknown  Standing = "unknown" // the channel was asked and no answer could be trusted
	IsPaid   Standing = "paid"
	IsClosed Standing = "closed" // not paid, and never will be
	// IsBack: was paid, and the channel gives the owner all of it back. One that is booked was taken back at the card terminal; see IsTakenBack.
	IsBack Standing = "returned"
)

// IsOpen reports whether the money may still come.
func (s Standing) IsOpen() bool { return s == Created || s == Pending || s == Unknown }

// Intent is an order at a channel: what was asked for, for whom, and what became of it. Seq is the event that began it, and Shift the
// event that opened the shift in which it was begun. Object is the room, Person who began it and Approver who agreed, both staff ids.
// Moments are milliseconds since 1970 in UTC.
type Intent struct {
	Seq     int64    `json:"seq"`
	Order   Order    `json:"order"`
	Channel Channel  `json:"channel"`
	State   Standing `json:"state"`
	Failure string   `json:"failure"` // the code of what went wrong last, where State is Unknown
	// Stopped says that it was given up, by a person or because its channel closed it: while it is open it is only tried to be closed, and what
	// cash and slips were to pay beside it went back to the owner.
	Stopped    bool          `json:"stopped"`
	ChannelNo  string        `json:"channelNo"`
	PaidMS     int64         `json:"paidMS"`
	Shift      int64         `json:"shift"`
	Counter    string        `json:"counter"`
	BusinessOn calendar.Date `json:"businessOn"`
	Object     string        `json:"object"`
	Person     string        `json:"person"`
	Approver   string        `json:"approver"`
	// BesideFen is what cash and slips were to pay beside it, in fen: it is booked with it in the shift in which it was taken, and is to be given
	// back where it is not.
	BesideFen money.Fen `json:"besideFen,omitempty"`
	// ShiftClosed says that the shift in which it was begun is closed: what was to be paid beside it is not booked any more, and goes back.
	ShiftClosed bool `json:"shiftClosed,omitempty"`
	// Receipt is the first number of the payment that booked its money, "" before; Credited is the code for which it was put by for the
	// household instead of paying what it was for.
	Receipt  string `json:"receipt"`
	Credited string `json:"credited"`
	// Undone says that the payment that booked its money was reversed.
	Undone bool `json:"undone,omitempty"`

	deviceNo int64
}

// IsFound reports whether its money is there and no shift has booked it yet.
func (i Intent) IsFound() bool { return i.State == IsPaid && i.Receipt == "" }

// IsTakenBack reports whether its money is booked as received and was taken back at the card terminal: its payment is to be reversed.
func (i Intent) IsTakenBack() bool { return i.State == IsBack && i.Receipt != "" && !i.Undone }

const intentQuery = `SELECT i.device, i.seq, i.no, i.way, i.fen, i.beside_fen, i.subject, i.made_ms, i.expires_ms, i.channel, i.state, i.failure, i.stopped, i.channel_no, i.paid_ms,
	i.shift_seq, i.counter, i.business_on, i.object, i.person, i.approver, i.credited,
	coalesce((SELECT number FROM receipts WHERE device = i.booked_device AND seq = i.booked_seq AND line = 1), ''),
	EXISTS (SELECT 1 FROM shifts s WHERE s.device = i.device AND s.seq = i.shift_seq AND s.closed_seq <> 0),
	EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = i.booked_device AND u.of_seq = i.booked_seq) FROM intents i `

func scanIntent(scan func(dest ...any) error) (i Intent, err error) {
	return i, scan(&i.deviceNo, &i.Seq, &i.Order.No, &i.Order.Way, &i.Order.Fen, &i.BesideFen, &i.Order.Subject, &i.Order.MadeMS, &i.Order.ExpiresMS, &i.Channel, &i.State,
		&i.Failure, &i.Stopped, &i.ChannelNo, &i.PaidMS, &i.Shift, &i.Counter, &i.BusinessOn, &i.Object, &i.Person, &i.Approver, &i.Credited, &i.Receipt, &i.ShiftClosed, &i.Undone)
}

// IntentByNo returns an intent by its order number; payment.unknown_order where there is none.
func IntentByNo(tx *store.Tx, no string) (Intent, error) {
	return oneIntent(store.All(tx, intentQuery+"WHERE i.no = ?", []any{no}, scanIntent))
}

// FindIntent returns an intent by the number that somebody reads off a paper or a phone: our order number, that of a refund of it, or the
// channel's own number of the payment. Errors: payment.unknown_order.
func FindIntent(tx *store.Tx, number string) (Intent, error) {
	if number == "" {
		return Intent{}, store.Refuse(CodeUnknownOrder)
	}
	return oneIntent(store.All(tx, intentQuery+"WHERE i.no = ?1 OR i.channel_no = ?1 OR i.no = (SELECT order_no FROM returns WHERE no = ?1) LIMIT 1", []any{number}, scanIntent))
}

// IntentOfRequest returns the intent that a request began, so that the same order can be asked about again; found is false where it began none.
func IntentOfRequest(tx *store.Tx, requestID string) (intent Intent, found bool, err error) {
	all, err := store.All(tx, intentQuery+"JOIN requests q ON q.device = i.device AND q.seq = i.seq WHERE q.id = ?", []any{requestID}, scanIntent)
	if err != nil || len(all) == 0 {
		return Intent{}, false, err
	}
	return all[0], true, nil
}

func intentAt(tx *store.Tx, deviceNo, seq int64) (Intent, error) {
	return oneIntent(store.All(tx, intentQuery+"WHERE i.device = ? AND i.seq = ?", []any{deviceNo, seq}, scanIntent))
}

func oneIntent(all []Intent, err error) (Intent, error) {
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeUnknownOrder)
	}
	if err != nil {
		return Intent{}, err
	}
	return all[0], nil
}

// trayMax bounds what a tray shows.
const trayMax = 200

// IsRefused reports whether the channel refused to charge the code that was scanned, as one that ran out or was used. An error's word frees
// nothing, so the order is given up at once and stays open until its channel says that nobody pays it.
func (i Intent) IsRefused() bool {
	return i.Order.Way == Charged && i.State == Unknown && i.Failure == CodeRefused
}

// Tray returns what of this counter's electronic money is not settled, the oldest first, at most 200: orders that may still be paid,
// money that was found and waits for a shift, and sales that were taken back at the card terminal after they were booked.
func Tray(tx *store.Tx) ([]Intent, error) {
	return store.All(tx, intentQuery+"WHERE i.device = "+journal.Own+" AND "+till.Unsettled+" ORDER BY i.seq LIMIT ?", []any{trayMax}, scanIntent)
}

// IsUnsettled reports whether anything of a channel is still to be asked about: an order that may be paid or waits for a shift, or money that
// goes back.
func IsUnsettled(tx *store.Tx, channel Channel) (unsettled bool, err error) {
	_, err = tx.Get("SELECT EXISTS (SELECT 1 FROM intents WHERE device = "+journal.Own+" AND channel = ?1 AND state <> 'returned' AND "+till.Unsettled+`)
		OR EXISTS (SELECT 1 FROM returns r JOIN intents i ON i.no = r.order_no WHERE r.device = `+journal.Own+` AND r.state NOT IN ('done', 'kept') AND i.channel = ?1)`,
		[]any{string(channel)}, &unsettled)
	return unsettled, err
}

// CountUnsettled returns how many entries Tray and GoingBack have together.
func CountUnsettled(tx *store.Tx) (count int, err error) {
	_, err = tx.Get("SELECT (SELECT count(*) FROM intents i WHERE i.device = "+journal.Own+" AND "+till.Unsettled+") + (SELECT count(*) FROM returns WHERE device = "+journal.Own+" AND state NOT IN ('done', 'kept'))",
		nil, &count)
	return count, err
}

// begun reads back what began an intent.
func (i Intent) begun(tx *store.Tx) (begunV1, error) {
	e, err := journal.Read(tx, i.deviceNo, i.Seq)
	if err != nil {
		return begunV1{}, err
	}
	return journal.Decode[begunV1](e.Body)
}

// ref names the event that began it.
func (i Intent) ref(tx *store.Tx) (journal.Ref, error) {
	device, err := journal.Device(tx, i.deviceNo)
	return journal.Ref{Device: device, Seq: i.Seq}, err
}
