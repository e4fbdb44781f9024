package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// benchWideBills is how many bills a wide payment pays.
const benchWideBills = 20

// measureWide takes payments of 20 bills in 5 ways of paying in turn with payments of 3 bills in cash, each of a household that
// has paid nothing yet.
func (b *benchCommand) measureWide(ctx context.Context, path string) (one figure, err error) {
	size := b.sizes()
	book, actor, err := openBenchBook(ctx, path)
	if err != nil {
		return one, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	bills := min(benchWideBills, size.billsPerRoom)
	rounds := size.payments / 10 // what one shift takes: what came by codes in it is added up for each of them
	var wide, narrow []time.Duration
	for i := range rounds {
		room := size.rooms - 1 - 2*i // from the end: measurePayments begins with the first
		for _, payment := range []struct {
			order till.Order
			took  *[]time.Duration
		}{{benchWideOrder(room, bills), &wide}, {benchOrder(room-1, 0), &narrow}} {
			started := time.Now()
			if _, err := book.Till.Receive(ctx, actor, payment.order); err != nil {
				return one, err
			}
			*payment.took = append(*payment.took, time.Since(started))
		}
	}
	warm := rounds / 10
	one = figure{Name: fmt.Sprintf("one payment of %d bills in 5 ways", bills), Against: "3 bills in cash", Goal: "p50 <= 2 x the payment of 3 bills; <= 0.04 ms for each bill more"}
	one.P50MS, one.P99MS = percentiles(wide[warm:])
	one.OtherP50, one.OtherP99 = percentiles(narrow[warm:])
	one.Ratio = one.P50MS / one.OtherP50
	each := (one.P50MS - one.OtherP50) / float64(bills-3)
	one.Met = one.Ratio <= 2 && each <= 0.04
	one.Note = fmt.Sprintf("%.3f ms for each bill more, the ways to pay with it", each)
	return one, nil
}

// benchWideOrder pays the first bills of a room by card, transfer, cheque, code and cash.
func benchWideOrder(room, bills int) till.Order {
	code := benchRow(room).Code
	order := till.Order{RequestID: fmt.Sprintf("wide-%d", room), Room: estate.ObjectID(estate.Room, code)}
	for month := range bills {
		bill := benchBill(code, month)
		order.Bills = append(order.Bills, till.BillPart{Bill: billing.BillID(bill.Item, bill.Object, bill.FromOn, bill.ToOn, 0), Fen: benchBillFen})
	}
	rest := money.Fen(bills) * benchBillFen
	for i, kind := range []till.TenderKind{till.Card, till.Transfer, till.Cheque, till.AlipayCode} {
		order.Tenders = append(order.Tenders, till.Tender{Kind: kind, Fen: 1_00, Reference: fmt.Sprintf("W%d-%d", i, room)})
		rest -= 1_00
	}
	cash := rest.DownToJiao()
	order.Tenders = append(order.Tenders, till.Tender{Kind: till.Cash, Fen: cash})
	if cash < rest {
		order.Tenders = append(order.Tenders, till.Tender{Kind: till.Rounding, Fen: rest - cash})
	}
	return order
}
