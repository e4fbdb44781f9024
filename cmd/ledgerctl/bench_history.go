package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"shouqi/cashier"
	"shouqi/cashier/household"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/meter"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// The household whose history is measured: ten years of four bills a month, paid together; once a year a deposit that is paid in,
// a payment that is reversed and made again, and a part of the prepayment that goes back.
const (
	benchHistoryRoom  = "99-9-901"
	benchHistoryYears = 10
	benchSecond       = "200" // who agrees to it
	benchPageLines    = 300   // what the window reads at a time
	benchReadRounds   = 60
)

var benchHistoryItems = []string{"物业费", "水费", "公摊电费", "车位费"}

// benchYears writes that household's history: a clock goes through the years with it.
type benchYears struct {
	ctx   context.Context
	book  *ledger.Book
	by    staff.Actor
	room  string
	clock time.Time
	made  int
}

// addBenchHistory gives a book of makeBenchBook that household.
func addBenchHistory(ctx context.Context, path string) (err error) {
	book, actor, err := openBenchBook(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	options, err := benchOptions(path)
	if err != nil {
		return err
	}
	agreed := staff.Approval{}
	if key := options.Key.Recovery; key != "" {
		if agreed, err = book.Staff.ApproveByRecovery(ctx, actor, key); err != nil {
			return err
		}
	}
	if err := book.Staff.Add(ctx, actor, agreed, staff.Entry{Code: benchSecond, Name: "测速二", Role: staff.Supervisor, Active: true}, benchFirstPIN); err != nil {
		return err
	}
	if err := book.Staff.OwnPIN(ctx, benchSecond, benchFirstPIN, benchPIN); err != nil {
		return err
	}
	row := benchRow(0)
	row.Code, row.Building, row.Unit, row.Floor, row.Number = benchHistoryRoom, "99", "9", 9, "901"
	if _, err := book.TakeRegister(ctx, actor, ledger.Register{FileHash: "bench-history", Rooms: []estate.Row{row}}, false); err != nil {
		return err
	}
	y := &benchYears{ctx: ctx, book: book, by: actor, room: estate.ObjectID(estate.Room, benchHistoryRoom)}
	now := book.Journal.Now()
	book.Journal.Now = func() time.Time { return y.clock }
	for back := 12 * benchHistoryYears; back > 0; back-- {
		month := time.Date(now.Year(), now.Month()-time.Month(back), 1, 9, 0, 0, 0, calendar.Zone)
		if err := y.month(month); err != nil {
			return fmt.Errorf("make the history of %s: %w", month.Format("2006-01"), err)
		}
	}
	return nil
}

// request returns an id that no other request of this household has.
func (y *benchYears) request(what string) string {
	y.made++
	return fmt.Sprintf("history-%s-%d", what, y.made)
}

// month reads the meter, bills the month and pays it in a shift of its own.
func (y *benchYears) month(month time.Time) error {
	y.clock = month
	if err := y.read(month); err != nil {
		return err
	}
	bills, err := y.bill(month)
	if err != nil {
		return err
	}
	y.clock = month.AddDate(0, 1, -1) // of last month too no more than the 31 days before today after which a shift takes two
	if _, err := y.book.Till.Open(y.ctx, y.by, till.Opening{Counted: till.Count{}}); err != nil {
		return err
	}
	paid, err := y.pay(bills, 0)
	if err == nil && month.Month() == time.June {
		err = y.oddities(paid, bills)
	}
	if err != nil {
		return err
	}
	shift, err := y.book.Till.Count(y.ctx, y.by, till.Count{})
	if err != nil {
		return err
	}
	var slips []till.SlipCount
	if err := y.book.Store.Read(y.ctx, func(tx *store.Tx) (err error) {
		slips, err = till.SlipsIn(tx, shift.ShiftRef)
		return err
	}); err != nil {
		return err
	}
	if _, err := y.book.Till.CountSlips(y.ctx, y.by, slips); err != nil {
		return err
	}
	_, err = y.book.Till.Close(y.ctx, y.by, till.Closing{})
	return err
}

// read takes the water meter down.
func (y *benchYears) read(month time.Time) error {
	value, err := tariff.ParseNumber(fmt.Sprint(7 * (12*(month.Year()-2000) + int(month.Month()))))
	if err != nil {
		return err
	}
	on := calendar.Of(month)
	offer := meter.Offer{Line: 1, Room: benchHistoryRoom, Kind: "水", On: on, Value: &value}
	if y.made == 0 {
		offer.Previous = &value
	}
	_, err = y.book.Meters.Take(y.ctx, y.by, meter.Taking{RequestID: y.request("read"), Sheet: meter.Sheet{ForOn: on, Offers: []meter.Offer{offer}}, KeepAll: true})
	return err
}

// bill makes the bills of a month and returns their ids.
func (y *benchYears) bill(month time.Time) (ids []string, err error) {
	from, to := calendar.Of(month), calendar.Of(month.AddDate(0, 1, 0)).AddDays(-1)
	for _, item := range benchHistoryItems {
		bill := billing.NewBill{Item: item, Object: y.room, FromOn: from, ToOn: to, Kind: billing.Income, DueOn: to, AmountFen: benchBillFen, Steps: []string{"98.41 m² × 2.85 元 × 1 月"}}
		err := y.book.Store.Write(y.ctx, func(tx *store.Tx) error {
			id := y.request("bill")
			made, err := y.book.Billing.Issue(tx, journal.Request{ID: id, Digest: []byte(id)}, y.by.ID(), staff.Consent{}, []billing.NewBill{bill})
			ids = append(ids, made...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// pay pays bills by card, with something put by.
func (y *benchYears) pay(bills []string, prepay money.Fen) (till.Payment, error) {
	order := till.Order{RequestID: y.request("pay"), Room: y.room, PrepayFen: prepay}
	for _, bill := range bills {
		order.Bills = append(order.Bills, till.BillPart{Bill: bill, Fen: benchBillFen})
	}
	order.Tenders = []till.Tender{{Kind: till.Card, Fen: money.Fen(len(bills))*benchBillFen + prepay, Reference: fmt.Sprintf("H%d", y.made)}}
	return y.book.Till.Receive(y.ctx, y.by, order)
}

// oddities are what happens once a year: the payment is reversed and made again with something put by, a deposit is paid in, and
// a part of the prepayment goes back.
func (y *benchYears) oddities(paid till.Payment, bills []string) error {
	approval, err := y.book.Staff.Approve(y.ctx, y.by, benchSecond, benchPIN, staff.VoidPayment, staff.Reverse, staff.Refund, staff.AddBill)
	if err != nil {
		return err
	}
	if _, err := y.book.Till.Reverse(y.ctx, y.by, approval, till.Undoing{RequestID: y.request("undo"), Number: paid.Number, Reason: till.Reason{Code: "wrong_amount"}}); err != nil {
		return err
	}
	if _, err := y.pay(bills, 100_00); err != nil {
		return err
	}
	deposit, err := y.book.Billing.Add(y.ctx, y.by, staff.Approval{}, billing.ByHand{RequestID: y.request("deposit"), Room: benchHistoryRoom, Item: "装修押金", Kind: billing.Deposit, AmountFen: benchBillFen})
	if err != nil {
		return err
	}
	if _, err := y.pay([]string{deposit.ID}, 0); err != nil {
		return err
	}
	if approval, err = y.book.Staff.Approve(y.ctx, y.by, benchSecond, benchPIN, staff.Refund); err != nil {
		return err
	}
	refund, err := y.book.Till.AskRefund(y.ctx, y.by, approval, till.RefundWish{RequestID: y.request("ask"), Room: y.room, Lines: []till.RefundLine{{Source: till.FromPrepaid, Fen: 50_00}},
		Way: till.Transfer, Payee: "测速", Reason: till.Reason{Code: "owner_asks"}})
	if err != nil {
		return err
	}
	_, err = y.book.Till.PayRefund(y.ctx, y.by, till.Payout{RequestID: y.request("out"), Number: refund.Number, Reference: fmt.Sprintf("R%d", y.made)})
	return err
}

// measureHistory reads that household's page as the window does, and its history to the end.
func measureHistory(ctx context.Context, path string) (one figure, err error) {
	counter, err := openBenchCounter(ctx, path)
	if err != nil {
		return one, err
	}
	defer func() { err = errors.Join(err, counter.Close()) }()
	var pages, wholes []time.Duration
	lines := 0
	for range benchReadRounds {
		started := time.Now()
		page, err := readHistory(ctx, counter, report.HistoryKey{})
		if err != nil {
			return one, err
		}
		pages = append(pages, time.Since(started))
		for lines = len(page.Lines); page.More; lines += len(page.Lines) {
			if page, err = readHistory(ctx, counter, page.Lines[len(page.Lines)-1].Key); err != nil {
				return one, err
			}
		}
		wholes = append(wholes, time.Since(started))
	}
	first := milliseconds(pages[0])
	one = figure{Name: fmt.Sprintf("a household of %d years: its page, %d of %d lines", benchHistoryYears, min(benchPageLines, lines), lines), Goal: "p99 <= 100 ms, the whole history too",
		Against: "to the end"}
	one.P50MS, one.P99MS = percentiles(pages)
	one.OtherP50, one.OtherP99 = percentiles(wholes)
	one.Note = fmt.Sprintf("the first page of all %.1f ms, the slowest whole history %.1f ms", first, milliseconds(slices.Max(wholes)))
	one.Met = one.P99MS <= 100 && one.OtherP99 <= 100
	return one, nil
}

func readHistory(ctx context.Context, counter *cashier.Counter, before report.HistoryKey) (household.HistoryPage, error) {
	return counter.Households.History(ctx, report.HistoryQuery{Room: estate.ObjectID(estate.Room, benchHistoryRoom), Before: before, Limit: benchPageLines})
}
