package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

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

// history reads what happened to a room, all of it unless change asks for less.
func (c *counter) history(code string, change func(q *report.HistoryQuery)) (h report.History) {
	c.Helper()
	q := report.HistoryQuery{Room: estate.ObjectID(estate.Room, code), Limit: report.HistoryMax}
	if change != nil {
		change(&q)
	}
	c.Read(func(tx *store.Tx) (err error) {
		h, err = report.ReadHistory(tx, c.Book.Vault, q)
		return err
	})
	return h
}

// told says a line in short: its day, what it was, the sum, and who.
func told(lines []report.HistoryLine) (words []string) {
	for _, line := range lines {
		word := strings.Join([]string{string(line.On), string(line.Kind), line.What, line.Fen.String(), line.By}, " ")
		if line.Approver != "" {
			word += "+" + line.Approver
		}
		words = append(words, word)
	}
	return words
}

// lived is a household to which everything happened that can: on a Friday and on the Saturday after it.
func lived(t *testing.T) *counter {
	c := newCounter(t)
	c.open(500_00)
	// The deposit, paid in; a fee paid from the prepayment and by card, and the opening arrears by transfer.
	var deposit billing.Bill
	c.Write(func(tx *store.Tx) (err error) {
		deposit, err = c.Book.Billing.In(tx).Add(tx.Context(), c.Supervisor, staff.Approval{}, billing.ByHand{RequestID: "deposit", Room: room, Item: "装修押金", Kind: billing.Deposit, AmountFen: 1_000_00})
		return err
	})
	c.take(room, deposit, 1_000_00, tendered(till.Tender{Kind: till.Cash, Fen: 1_000_00}))
	fee := c.bill(room, "物业费", 300_00, "2026-11-20")
	c.take(room, fee, 300_00, tendered(till.Tender{Kind: till.Prepaid, Fen: 200_00}, till.Tender{Kind: till.Card, Fen: 100_00, Reference: "K1"}))
	c.take(room, c.openBill("期初欠费"), 840_40, tendered(till.Tender{Kind: till.Transfer, Fen: 840_40, Reference: "T1"}))
	wrong := c.take(room, c.bill(room, "门禁卡工本费", 30_00, "2026-11-20"), 30_00, tendered(till.Tender{Kind: till.Cash, Fen: 30_00}))
	_, err := c.Book.Till.Void(c.Ctx, c.Cashier, c.approve(staff.VoidPayment), till.Undoing{RequestID: c.request(), Number: wrong.Number, CashBackFen: 30_00, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	c.close(1_500_00)

	c.Clock = c.Clock.Add(24 * time.Hour)
	c.open(500_00)
	// 50 of the fee are taken off, and are prepaid now; the unpaid bill is taken back; a part of the deposit pays for a door.
	approval, err := c.Book.Staff.Approve(c.Ctx, c.Manager, "200", "2468", staff.ReduceBill)
	require.NoError(t, err)
	credited, err := c.Book.Reduce(c.Ctx, c.Manager, approval, fee.ID, 50_00, "wrong_area")
	require.NoError(t, err)
	require.Equal(t, money.Fen(50_00), credited)
	require.NoError(t, c.Book.Billing.Undo(c.Ctx, c.Supervisor, staff.Approval{}, c.openBill("门禁卡工本费").ID, "wrong_amount"))
	_, err = c.Book.Till.Deduct(c.Ctx, c.Cashier, c.approve(staff.DeductDeposit), till.Deduction{RequestID: c.request(), Deposit: deposit.ID, Fen: 120_00, Item: "赔偿", Why: "大门"})
	require.NoError(t, err)
	refund, err := c.Book.Till.AskRefund(c.Ctx, c.Cashier, c.approve(staff.Refund), till.RefundWish{RequestID: c.request(), Room: estate.ObjectID(estate.Room, room),
		Lines: []till.RefundLine{{Source: till.FromPrepaid, Fen: 100_00}}, Way: till.Cash, Reason: till.Reason{Code: "owner_asks"}})
	require.NoError(t, err)
	_, err = c.Book.Till.PayRefund(c.Ctx, c.Cashier, till.Payout{RequestID: c.request(), Number: refund.Number})
	require.NoError(t, err)
	half, err := tariff.ParseNumber("0.5")
	require.NoError(t, err)
	approval, err = c.Book.Staff.Approve(c.Ctx, c.Manager, "200", "2468", staff.SetPrices)
	require.NoError(t, err)
	c.Write(func(tx *store.Tx) error {
		_, err := c.Book.Billing.In(tx).Grant(tx.Context(), c.Manager, approval, billing.Concession{Object: estate.ObjectID(estate.Room, room), Name: "空置减免", Factor: half, FromOn: "2026-12-01"})
		return err
	})
	c.reads("40")
	return c
}

// openBill returns the unpaid bill of an item.
func (c *counter) openBill(item string) (bill billing.Bill) {
	c.Helper()
	c.Read(func(tx *store.Tx) error {
		all, err := billing.OpenOf(tx, estate.ObjectID(estate.Room, room))
		for _, one := range all {
			if one.Item == item {
				bill = one
			}
		}
		return err
	})
	require.NotEmpty(c, bill.ID)
	return bill
}

// reads takes the room's water meter down.
func (c *counter) reads(value string) {
	c.Helper()
	was, err := tariff.ParseNumber("0")
	require.NoError(c, err)
	is, err := tariff.ParseNumber(value)
	require.NoError(c, err)
	require.Empty(c, c.Write(func(tx *store.Tx) error {
		_, err := c.Book.Meters.In(tx).Take(tx.Context(), c.Manager, meter.Taking{RequestID: "readings", Sheet: meter.Sheet{Offers: []meter.Offer{{Line: 2, Room: room, Kind: "水", On: "2026-11-21", Previous: &was, Value: &is}}}})
		return err
	}))
}

// Everything that happened stands in the history once, newest first, with who did it and who agreed.
func TestAHouseholdsWholeHistory(t *testing.T) {
	c := lived(t)
	h := c.history(room, nil)
	require.Equal(t, []string{
		"2026-11-21 reading reading 0.00 陈经理",
		"2026-11-21 reduction concession 0.00 陈经理+李主管",
		"2026-11-21 refund refund -100.00 王丽",
		"2026-11-21 refund asked 100.00 王丽+李主管",
		"2026-11-21 payment used 120.00 王丽+李主管",
		"2026-11-21 bill bill 120.00 王丽",
		"2026-11-21 reduction undone -30.00 李主管",
		"2026-11-21 prepaid excess 50.00 陈经理",
		"2026-11-21 reduction reduced -50.00 陈经理+李主管",
		"2026-11-20 undoing void -30.00 王丽+李主管",
		"2026-11-20 payment payment 30.00 王丽",
		"2026-11-20 bill bill 30.00 李主管",
		"2026-11-20 payment payment 840.40 王丽",
		"2026-11-20 payment payment 300.00 王丽",
		"2026-11-20 bill bill 300.00 李主管",
		"2026-11-20 payment payment 1000.00 王丽",
		"2026-11-20 bill deposit 1000.00 李主管",
		"2026-11-20 bill opening 840.47 陈经理",
	}, told(h.Lines))
	require.Equal(t, 18, h.Count)
	require.False(t, h.More)
	require.Equal(t, []int{2026}, h.Years)

	refund, excess, fee := h.Lines[2], h.Lines[7], h.Lines[13]
	require.Equal(t, []money.Fen{-100_00, 250_00}, []money.Fen{refund.CreditMoveFen, refund.CreditAfterFen})
	require.Equal(t, []money.Fen{50_00, 350_00}, []money.Fen{excess.CreditMoveFen, excess.CreditAfterFen}, "300 were left of what was prepaid")
	require.Equal(t, []money.Fen{-200_00, 300_00}, []money.Fen{fee.CreditMoveFen, fee.CreditAfterFen})
	require.Equal(t, []report.HistoryWay{{Kind: till.Card, Fen: 100_00}, {Kind: till.Prepaid, Fen: 200_00}}, fee.Ways)
	require.Equal(t, money.Fen(-120_00), h.Lines[4].DepositMoveFen)
	require.Equal(t, money.Fen(1_000_00), h.Lines[15].DepositMoveFen)
	require.Equal(t, "receipts.reason.wrong_room", h.Lines[9].Reason)
	require.Equal(t, h.Lines[10].Receipts[0], h.Lines[9].Receipt(), "a void has the number of what it voids")
	require.Equal(t, []string{report.HistoryUndone, report.HistoryPaid, report.HistoryPart}, []string{h.Lines[11].State, h.Lines[14].State, h.Lines[17].State})
	require.Equal(t, money.Fen(7), h.Lines[17].OwedFen)
	require.Equal(t, []string{"张*国", "水", "40"}, []string{fee.Payer, h.Lines[0].Meter, h.Lines[0].Usage})

	require.Empty(t, c.history(shop, nil).Lines, "nothing of the neighbours")
	c.Verify()
}

// A space that is sold takes its bills with it: who has it now sees that somebody else paid one, and nothing else of theirs.
func TestASoldSpaceTakesItsBillsAlong(t *testing.T) {
	c := newCounter(t)
	rooms := func(rows ...estate.Row) {
		approval := c.Approve(c.Manager, staff.ChangeOwing)
		_, err := c.Book.TakeRegister(c.Ctx, c.Manager, ledger.Register{FileHash: "00112233445566" + fmt.Sprint(70+len(rows)), Rooms: rows, Mending: approval}, false)
		require.NoError(t, err)
	}
	rooms(estate.Row{Code: room, Spaces: []string{"B1-047"}})
	parking := billing.NewBill{Item: "车位费", Object: estate.ObjectID(estate.Space, "B1-047"), FromOn: "2026-11-01", ToOn: "2026-11-30", Kind: billing.Income, DueOn: "2026-11-30", AmountFen: 300_00}
	c.Write(func(tx *store.Tx) error {
		_, err := c.Book.Billing.Issue(tx, journal.Request{ID: "parking", Digest: []byte{1}}, c.Manager.ID(), staff.Consent{}, []billing.NewBill{parking})
		return err
	})
	c.open(500_00)
	order := till.Order{RequestID: c.request(), Room: estate.ObjectID(estate.Room, room), PrepayFen: 50_00, Tenders: []till.Tender{{Kind: till.Cash, Fen: 350_00}},
		Bills: []till.BillPart{{Bill: billing.BillID(parking.Item, parking.Object, parking.FromOn, parking.ToOn, 0), Fen: 300_00}}}
	_, err := c.Book.Till.Receive(c.Ctx, c.Cashier, order)
	require.NoError(t, err)
	rooms(estate.Row{Code: room}, estate.Row{Code: shop, Spaces: []string{"B1-047"}})
	h := c.history(shop, nil)
	require.Equal(t, []string{"2026-11-20 payment payment 300.00 王丽", "2026-11-20 bill bill 300.00 陈经理"}, told(h.Lines))
	require.Equal(t, []string{room, "B1-047"}, []string{h.Lines[0].Place, h.Lines[1].Place})
	require.Equal(t, []money.Fen{0, 0}, []money.Fen{h.Lines[0].CreditMoveFen, h.Lines[0].CreditAfterFen}, "the other's prepayment is theirs")
	require.Equal(t, []string{"2026-11-20 payment payment 350.00 王丽", "2026-11-20 bill opening 840.47 陈经理"}, told(c.history(room, nil).Lines))
}

// A reader asks for one kind, or for some days, and gets it page by page by the key of the last line.
func TestAHistoryIsNarrowedAndReadInPages(t *testing.T) {
	c := lived(t)
	for kind, count := range map[report.HistoryKind]int{report.HistoryBill: 5, report.HistoryPayment: 5, report.HistoryUndoing: 1, report.HistoryRefund: 2, report.HistoryDeposit: 3,
		report.HistoryPrepaid: 3, report.HistoryReduction: 3, report.HistoryLateFee: 0, report.HistoryReading: 1} {
		require.Equal(t, count, c.history(room, func(q *report.HistoryQuery) { q.Kind = kind }).Count, kind)
	}
	saturday := c.history(room, func(q *report.HistoryQuery) { q.From = "2026-11-21" })
	require.Equal(t, 9, saturday.Count)
	require.Equal(t, 9, c.history(room, func(q *report.HistoryQuery) { q.To = "2026-11-20" }).Count)

	whole := c.history(room, nil)
	var read []report.HistoryLine
	for page := range 4 {
		h := c.history(room, func(q *report.HistoryQuery) {
			if q.Limit = 5; page > 0 {
				q.Before = read[len(read)-1].Key
			}
		})
		require.Equal(t, []any{18, page < 3}, []any{h.Count, h.More})
		read = append(read, h.Lines...)
	}
	require.Equal(t, whole.Lines, read)

	for _, q := range []report.HistoryQuery{{Kind: "nothing"}, {From: "2026-11-21", To: "2026-11-20"}, {From: "2026"}} {
		err := c.Book.Store.Read(c.Ctx, func(tx *store.Tx) error {
			_, err := report.ReadHistory(tx, c.Book.Vault, q)
			return err
		})
		require.Contains(t, []string{"report.kind", "report.span"}, store.Code(err))
	}
}

// What is kept of a household stands above its history: what came in this year less what went back.
func TestTheSumsAboveAHistory(t *testing.T) {
	c := lived(t)
	var sums report.HistorySums
	read := func(today calendar.Date) {
		c.Read(func(tx *store.Tx) (err error) {
			sums, err = report.ReadHistorySums(tx, estate.ObjectID(estate.Room, room), today)
			return err
		})
	}
	read("2026-11-21")
	require.Equal(t, []money.Fen{250_00, 500_00, 880_00, 1_840_40}, []money.Fen{sums.CreditFen, sums.OpeningCreditFen, sums.DepositFen, sums.PaidYearFen},
		"1,000, 840.40 and 100 came, 30 came and went, 100 went back")
	require.Equal(t, money.Fen(840_40), sums.LastPaid.TotalFen, "using a deposit is no paying")
	read("2027-01-01")
	require.Zero(t, sums.PaidYearFen)
}

// throughAll matches a step of a query's plan that goes through a whole table, or makes an index of one for itself. The names of
// one letter that it leaves out are what the query itself found.
var throughAll = regexp.MustCompile(`SCAN ([a-eg-ln-z]|[a-z_]{8,}|bills|events|meters)( |$)|AUTOMATIC`)

// However large the book, a household's history is found by indexes.
func TestAHistoryGoesThroughNoWholeTable(t *testing.T) {
	c := lived(t)
	c.Read(func(tx *store.Tx) error {
		for _, query := range report.HistoryQueries {
			count := strings.Count(query, "?")
			if strings.Contains(query, "?2") {
				count = 2 // they are numbered
			}
			args := []any{"room", "2026-01-01", 100}[:count]
			plan, err := store.All(tx, "EXPLAIN QUERY PLAN "+query, args, func(scan func(dest ...any) error) (detail string, err error) {
				var id, parent, unused int64
				return detail, scan(&id, &parent, &unused, &detail)
			})
			require.NoError(t, err)
			require.NotEmpty(t, plan)
			for _, step := range plan {
				require.NotRegexp(t, throughAll, step, "of:\n"+strings.Join(plan, "\n"))
			}
		}
		return nil
	})
}

// A part of the prepayment that moves stands in the histories of both households, with what each has then; one that only changes
// what it is kept for leaves the balance.
func TestAMovedPrepaymentStandsInBothHistories(t *testing.T) {
	c := newCounter(t)
	c.open(500_00)
	from, to := estate.ObjectID(estate.Room, room), estate.ObjectID(estate.Room, shop)
	move := func(request, to string, purpose billing.Purpose, fen money.Fen) {
		_, err := c.Book.Till.MovePrepaid(c.Ctx, c.Cashier, c.approve(staff.MovePrepaid), till.PrepaidMove{RequestID: request, Room: from, To: to, ToPurpose: purpose, Fen: fen,
			Reason: till.Reason{Code: "owner_asks"}})
		require.NoError(t, err)
	}
	move("m1", to, billing.AnyPurpose, 120_00)
	move("m2", from, billing.Parking, 30_00)
	var words []string
	for _, line := range append(c.history(room, nil).Lines, c.history(shop, nil).Lines...) {
		if line.What == "moved" {
			words = append(words, fmt.Sprint(line.Fen, " ", line.Name, " ", line.Place, " ", line.CreditMoveFen, " ", line.CreditAfterFen, " ", line.By, "+", line.Approver))
		}
	}
	require.Equal(t, []string{
		"30.00 预存款 → 预存款（停车费） 3-2-1201 0.00 380.00 王丽+李主管",
		"-120.00 预存款 → 预存款 商铺-01 -120.00 380.00 王丽+李主管",
		"120.00 预存款 → 预存款 3-2-1201 120.00 120.00 王丽+李主管"}, words)
	c.Verify()
}

// A deposit that moves stands in both histories, and what it made there is no excess.
func TestAMovedDepositStandsInBothHistories(t *testing.T) {
	c := newCounter(t)
	c.open(500_00)
	deposit := billing.Bill{}
	c.Write(func(tx *store.Tx) (err error) {
		deposit, err = c.Book.Billing.In(tx).Add(tx.Context(), c.Supervisor, staff.Approval{}, billing.ByHand{RequestID: "deposit", Room: room, Item: "门禁押金", Kind: billing.Deposit, AmountFen: 200_00})
		return err
	})
	c.take(room, deposit, 200_00, tendered(till.Tender{Kind: till.Cash, Fen: 200_00}))
	_, err := c.Book.Till.MoveDeposit(c.Ctx, c.Cashier, c.approve(staff.MoveDeposit), till.DepositMoving{RequestID: "m", Deposit: deposit.ID, To: estate.ObjectID(estate.Room, shop), Fen: 80_00,
		Reason: till.Reason{Code: "other", Note: "过户"}})
	require.NoError(t, err)
	var words []string
	for _, line := range append(c.history(room, nil).Lines, c.history(shop, nil).Lines...) {
		require.NotEqual(t, "excess", line.What)
		if line.What == "deposit_moved" {
			words = append(words, fmt.Sprint(line.Fen, " ", line.Name, " ", line.Place, " ", line.DepositMoveFen, " ", line.By, "+", line.Approver))
		}
	}
	require.Equal(t, []string{"-80.00 门禁押金 商铺-01 -80.00 王丽+李主管", "80.00 门禁押金 3-2-1201 80.00 王丽+李主管"}, words)
	c.Verify()
}
