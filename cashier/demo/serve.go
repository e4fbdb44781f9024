package demo

import (
	"context"
	"fmt"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// counterDay is one cashier's day.
type counterDay struct {
	*maker
	ctx     context.Context
	cashier staff.Actor
	day     calendar.Date
}

// serve takes what a household owes in one of the ways people pay, and sometimes undoes it again.
func (d *counterDay) serve(h home) error {
	if h.empty || h.never {
		return nil
	}
	var owed []billing.Bill
	var asked till.Asked
	err := d.book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
		if owed, err = billing.OpenOf(tx, h.object); err != nil {
			return err
		}
		if asked.CreditFen, err = till.Credit(tx, h.object); err != nil {
			return err
		}
		bounds, err := staff.ReadBounds(tx)
		asked.RoundingMaxFen = bounds.Fen(staff.RoundingMax)
		return err
	})
	if err != nil || len(owed) == 0 {
		return err
	}
	order := till.Order{RequestID: fmt.Sprintf("demo/%d", d.made.Payments+1), Room: h.object}
	asked.BillsFen = d.choose(&order, owed)
	if err := d.pay(&order, h, asked); err != nil {
		return err
	}
	if chance(d.random, 2) {
		if err = d.late(&order); err != nil {
			return err
		}
	}
	payment, err := d.book.Till.Receive(d.ctx, d.cashier, order)
	if err != nil {
		return err
	}
	d.made.Payments++
	return d.undo(payment)
}

// choose takes every open bill, or the oldest few, the last perhaps in part.
func (d *counterDay) choose(order *till.Order, owed []billing.Bill) (due money.Fen) {
	if len(owed) > 3 && chance(d.random, 30) {
		owed = owed[:3]
	}
	for i, bill := range owed {
		fen := bill.OwedFen()
		if i == len(owed)-1 && fen > 100_00 && chance(d.random, 8) {
			fen = 100_00
		}
		order.Bills = append(order.Bills, till.BillPart{Bill: bill.ID, Fen: fen})
		due += fen
	}
	return due
}

// pay puts the tenders into an order: what is prepaid, and for the rest one of the ways people pay.
func (d *counterDay) pay(order *till.Order, h home, asked till.Asked) error {
	offered := []till.Tender{{Kind: till.Prepaid, Fen: till.Exact}}
	settled, err := till.Settle(asked, offered)
	if err == nil && settled.MissingFen > 0 {
		rest := d.rest(order, h, settled.MissingFen)
		asked.KeepChange = order.KeepChange
		settled, err = till.Settle(asked, append(offered, rest))
	}
	order.Tenders = settled.Tenders
	return err
}

// rest returns the tender of what is left to pay: cash with change, card, transfer, or a company's cheque.
func (d *counterDay) rest(order *till.Order, h home, left money.Fen) (rest till.Tender) {
	reference := fmt.Sprintf("%012d", d.random.Int64N(1_000_000_000_000))
	switch way := d.random.IntN(100); {
	case h.company:
		rest = till.Tender{Kind: till.Cheque, Fen: till.Exact, Reference: reference}
	case way < 25 || left < 10:
		rest = till.Tender{Kind: till.Card, Fen: till.Exact, Reference: reference}
	case way < 40:
		rest = till.Tender{Kind: till.Transfer, Fen: till.Exact, Reference: reference}
	case way < 45:
		order.KeepChange = true
		rest = till.Tender{Kind: till.Cash, Fen: (left/100_00 + 1) * 100_00}
	case chance(d.random, 40):
		rest = till.Tender{Kind: till.Cash, Fen: till.Exact} // counted out to the jiao
	default:
		notes := (left.DownToJiao() + 99_99) / 100_00
		rest = till.Tender{Kind: till.Cash, Fen: notes * 100_00}
	}
	if chance(d.random, 3) {
		order.PayerName = pick(d.random, surnames) + pick(d.random, givenNames)
	}
	return rest
}

// late makes a payment yesterday's hand-written receipt.
func (d *counterDay) late(order *till.Order) (err error) {
	order.Late = &till.Late{PaperNumber: fmt.Sprintf("SG%05d", d.made.Payments+1), ValueOn: d.day.AddDays(-1), Reason: till.Reason{Code: "power_cut"}}
	order.Approval, err = d.approve(d.ctx, d.cashier, staff.EnterLate)
	return err
}

// undo voids a payment now and then, and reverses an electronic one, which no drawer can give back.
func (d *counterDay) undo(payment till.Payment) error {
	undoing := till.Undoing{RequestID: fmt.Sprintf("demo/undo/%d", payment.Seq), Number: payment.Number, CashBackFen: payment.CashFen(), Reason: till.Reason{Code: "wrong_amount"}}
	switch {
	case chance(d.random, 3) && !electronic(payment):
		approval, err := d.approve(d.ctx, d.cashier, staff.VoidPayment)
		if err != nil {
			return err
		}
		_, err = d.book.Till.Void(d.ctx, d.cashier, approval, undoing)
		return err
	case chance(d.random, 2) && electronic(payment):
		approval, err := d.approve(d.ctx, d.cashier, staff.Reverse)
		if err != nil {
			return err
		}
		_, err = d.book.Till.Reverse(d.ctx, d.cashier, approval, undoing)
		return err
	}
	return nil
}

func electronic(payment till.Payment) bool {
	for _, tender := range payment.Tenders {
		if tender.Kind.IsElectronic() {
			return true
		}
	}
	return false
}
