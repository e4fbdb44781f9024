package till

import (
	"errors"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Promise is an order that was checked and agreed to, and whose money is on its way over a channel. It stands in the event that asks the
// channel for the money, so that what was agreed to is booked once the money is there, whoever sits at the counter by then.
type Promise struct {
	Shift   int64  `json:"shift"`
	Counter string `json:"counter"`
	Cashier string `json:"cashier"`
	// BusinessOn is the day on which the owner paid: late fees run up to it, also where the money is found later.
	BusinessOn calendar.Date `json:"businessOn"`
	Object     string        `json:"object"`
	// Payer is who pays; the payer's record, where the name was typed for this payment, is kept by the event that asks.
	Payer         payerV1         `json:"payer"`
	Bills         []BillPart      `json:"bills,omitempty"`
	LateFees      []BillPart      `json:"lateFees,omitempty"`
	PrepayFen     money.Fen       `json:"prepayFen,omitempty"`
	PrepayPurpose billing.Purpose `json:"prepayPurpose,omitempty"`
	KeepChange    bool            `json:"keepChange,omitempty"`
	Tenders       []Tender        `json:"tenders"`
	Overridden    []string        `json:"overridden,omitempty"`
	// Approver is who agreed, "" for nobody; the consent itself is used by the event that asks.
	Approver string `json:"approver,omitempty"`
}

// errChecked takes back what a check wrote; it never leaves Promise.
var errChecked = errors.New("till: checked")

// Promise checks an order as Receive does, with the rights, the limits and the second person, and books nothing: its one tender of a
// channel (TenderType.Channel) is still to be paid. It must be called in the transaction whose event keeps the promise and uses the
// consent. Errors: till.promise for an order without such a tender, with several, or of a hand-written receipt, and those of Receive.
func (t *Till) Promise(tx *store.Tx, by staff.Actor, order Order) (promise Promise, consent staff.Consent, err error) {
	if _, one := ChannelTender(order.Tenders); !one || order.Late != nil {
		return promise, consent, store.Refuse(codePromise)
	}
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return promise, consent, err
	}
	var body receivedV1
	err = tx.Attempt(func() error {
		if body, err = t.received(tx, by, policies, order); err != nil {
			return err
		}
		return errChecked
	})
	if !errors.Is(err, errChecked) {
		return promise, consent, err
	}
	promise = Promise{Shift: body.Shift, Counter: body.Counter, Cashier: body.Cashier, BusinessOn: body.BusinessOn, Object: body.Object,
		Bills: order.Bills, LateFees: order.LateFees, PrepayFen: order.PrepayFen, PrepayPurpose: order.PrepayPurpose,
		KeepChange: order.KeepChange, Tenders: order.Tenders, Overridden: order.Overridden, Approver: body.Approver.Person}
	// The typed name was sealed in what was taken back.
	promise.Payer, err = t.payer(tx, body.Object, body.ValueOn, order.PayerName)
	return promise, body.Approver, err
}

// Refer keeps what of a promise stands in the vault; the projector of the event that holds the promise calls it.
func (p Promise) Refer(tx *store.Tx, e journal.Event) error {
	return p.Payer.Record.Refer(tx, e.DeviceNo, e.Seq)
}

// ChannelTender returns the tender of a channel among tenders; one is false where there is none or several.
func ChannelTender(tenders []Tender) (channel Tender, one bool) {
	count := 0
	for _, tender := range tenders {
		if tender.Kind.IsChannel() {
			channel = tender
			count++
		}
	}
	return channel, count == 1
}

// BesideFen is what cash and slips pay beside the channel, in fen. Who took them has them until the channel says that the owner paid: they
// belong to the shift in which they were taken, and to no other.
func (p Promise) BesideFen() (fen money.Fen) {
	for _, tender := range p.Tenders {
		if row, known := tender.Kind.Type(); known && row.Received && !row.Channel {
			fen += tender.Fen
		}
	}
	return fen
}

// AsCredit returns the promise that puts all that came over the channel by for the household: what is booked where the bills can no
// longer be paid as they were shown. Cash and slips beside it are no part of it: the cashier gives them back.
func (p Promise) AsCredit() Promise {
	channel, _ := ChannelTender(p.Tenders)
	p.Bills, p.LateFees, p.PrepayFen, p.PrepayPurpose, p.Overridden = nil, nil, 0, billing.AnyPurpose, nil
	p.Tenders, p.KeepChange = []Tender{channel}, true
	return p
}

// Fulfil books a promise whose money is there, in the shift that is open at the counter, whoever's it is. Errors: till.no_shift,
// till.shift_past_cutoff, till.promise_shift where cash or slips beside the channel were taken in another shift, whose drawer they are in or
// which gave them back, and those of Receive where what was promised is not as it was: then nothing is written, and AsCredit can be
// fulfilled instead.
func (t *Till) Fulfil(tx *store.Tx, requestID string, promise Promise) (payment Payment, err error) {
	request, err := journal.NewRequest(requestID, promise)
	if err != nil {
		return payment, err
	}
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return payment, err
	}
	shift, err := t.anyWorking(tx, policies)
	if err != nil {
		return payment, err
	}
	if beside := promise.BesideFen(); beside > 0 && shift.ref.Seq != promise.Shift {
		return payment, store.Refuse(codePromiseShift, beside.Yuan())
	}
	err = tx.Attempt(func() error {
		payment, err = journal.Once(tx, request, PaymentAt, func() (Payment, error) { return t.fulfil(tx, policies, shift, request, promise) })
		return err
	})
	return payment, err
}

func (t *Till) fulfil(tx *store.Tx, policies estate.Policies, shift workingShift, request journal.Request, promise Promise) (Payment, error) {
	order := Order{RequestID: request.ID, Room: promise.Object, Bills: promise.Bills, LateFees: promise.LateFees, PrepayFen: promise.PrepayFen,
		PrepayPurpose: promise.PrepayPurpose, Tenders: slices.Clone(promise.Tenders), KeepChange: promise.KeepChange, Overridden: promise.Overridden}
	body := receivedV1{Request: request, Shift: shift.ref.Seq, Counter: policies.Counter, Cashier: shift.cashier, BusinessOn: shift.businessOn,
		ValueOn: promise.BusinessOn, Object: order.Room, Tenders: order.Tenders, Overridden: order.Overridden, AgreedBefore: promise.Approver,
		Payer: payerV1{Person: promise.Payer.Person, Version: promise.Payer.Version}}
	if err := t.workOut(tx, policies, order, &body); err != nil {
		return Payment{}, err
	}
	if err := body.number(tx, policies); err != nil {
		return Payment{}, err
	}
	e, err := t.journal.Append(tx, kindReceived, body)
	return body.payment(e), err
}

// anyWorking returns the open shift of the counter, whoever's it is, for money that arrives by itself. Errors: till.no_shift,
// till.shift_past_cutoff, till.shift_ahead.
func (t *Till) anyWorking(tx *store.Tx, policies estate.Policies) (shift workingShift, err error) {
	found, err := tx.Get("SELECT device, seq, cashier, business_on, float_fen FROM shifts WHERE counter = ? AND closed_seq = 0", []any{policies.Counter},
		&shift.ref.Device, &shift.ref.Seq, &shift.cashier, &shift.businessOn, &shift.floatFen)
	switch {
	case err != nil:
		return shift, err
	case !found:
		return shift, store.Refuse(CodeNoShift)
	}
	return shift, orNotTaking(shift.businessOn, t.today(policies))
}
