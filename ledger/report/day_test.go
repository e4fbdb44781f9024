package report_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// counter is a book with a cashier at work; orders are numbered so that each is its own request.
type counter struct {
	*ledgertest.Desk
	requests int
}

const (
	room = "3-2-1201"
	shop = "商铺-01"
)

func newCounter(t *testing.T) *counter {
	t.Helper()
	return &counter{Desk: ledgertest.New(t, time.Date(2026, 11, 20, 8, 0, 0, 0, calendar.Zone), ledger.Register{
		Rooms: []estate.Row{
			{Code: room, AreaCentiM2: 9830, Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", Phones: []string{"13800006621"}, ShareBasisPoints: 10000}}},
			{Code: shop, AreaCentiM2: 5000, Owners: []estate.RowParty{{Kind: estate.Company, Name: "=cmd|盛达商贸", Phones: []string{"13900001234"}, ShareBasisPoints: 10000}}}},
		Arrears: []billing.OpeningArrears{{Room: room, Item: "期初欠费", Fen: 84047}},
		Credits: []till.OpeningCredit{{Room: room, Fen: 50000}}})}
}

func (c *counter) open(fen money.Fen) {
	c.Helper()
	c.openOver(fen, till.Reason{})
}

// openOver opens over a float; with a reason the supervisor approves what it differs by.
func (c *counter) openOver(fen money.Fen, reason till.Reason) {
	c.Helper()
	count, err := till.CountOf(fen)
	require.NoError(c, err)
	opening := till.Opening{Counted: count, Reason: reason}
	if reason.Code != "" {
		opening.Approval = c.approve(staff.Difference)
	}
	_, err = c.Book.Till.Open(c.Ctx, c.Cashier, opening)
	require.NoError(c, err)
}

// close counts, leaves 500 yuan and hands the rest over.
func (c *counter) close(counted money.Fen) {
	c.Helper()
	count, err := till.CountOf(counted)
	require.NoError(c, err)
	shift, err := c.Book.Till.Count(c.Ctx, c.Cashier, count)
	require.NoError(c, err)
	var slips []till.SlipCount
	require.NoError(c, c.Book.Store.Read(c.Ctx, func(tx *store.Tx) (err error) {
		slips, err = till.SlipsIn(tx, shift.ShiftRef)
		return err
	}))
	_, err = c.Book.Till.CountSlips(c.Ctx, c.Cashier, slips)
	require.NoError(c, err)
	_, err = c.Book.Till.Close(c.Ctx, c.Cashier, till.Closing{LeftFen: 50000, Receiver: c.approve(staff.TakeOver)})
	require.NoError(c, err)
}

// bill makes a bill by the supervisor's hand, due on a day.
func (c *counter) bill(code, item string, fen money.Fen, due calendar.Date) billing.Bill {
	c.Helper()
	supervisor := c.SignIn("200", ledgertest.SupervisorPIN)
	c.requests++
	var bill billing.Bill
	require.NoError(c, c.Book.Store.Write(c.Ctx, func(tx *store.Tx) (err error) {
		bill, err = c.Book.Billing.In(tx).Add(tx.Context(), supervisor, staff.Approval{}, billing.ByHand{RequestID: c.request(), Room: code, Item: item, AmountFen: fen, DueOn: due})
		return err
	}))
	return bill
}

func (c *counter) request() string {
	c.requests++
	return time.Duration(c.requests).String()
}

func (c *counter) take(code string, bill billing.Bill, fen money.Fen, change func(order *till.Order)) till.Payment {
	c.Helper()
	order := till.Order{RequestID: c.request(), Room: estate.ObjectID(estate.Room, code), Bills: []till.BillPart{{Bill: bill.ID, Fen: fen}}}
	change(&order)
	payment, err := c.Book.Till.Receive(c.Ctx, c.Cashier, order)
	require.NoError(c, err)
	return payment
}

func (c *counter) openingBill() (bill billing.Bill) {
	c.Helper()
	require.NoError(c, c.Book.Store.Read(c.Ctx, func(tx *store.Tx) error {
		all, err := billing.OpenOf(tx, estate.ObjectID(estate.Room, room))
		require.NoError(c, err)
		bill = all[0]
		return nil
	}))
	return bill
}

func (c *counter) day(date calendar.Date) (r report.DayReport) {
	c.Helper()
	require.NoError(c, c.Book.Store.Read(c.Ctx, func(tx *store.Tx) (err error) {
		r, err = report.Day(tx, c.Book.Vault, date)
		return err
	}))
	return r
}

func tendered(tenders ...till.Tender) func(order *till.Order) {
	return func(order *till.Order) { order.Tenders = tenders }
}

// twoDays works a Friday and a Saturday with everything a report has to tell apart. The Saturday's shift stays open.
func twoDays(t *testing.T) *counter {
	c := newCounter(t)
	c.open(50000)
	// 840.47 of opening arrears: 500 from the prepayment, the rest in cash rounded down, change from 400.
	c.take(room, c.openingBill(), 84047, tendered(till.Tender{Kind: till.Prepaid, Fen: 50000}, till.Tender{Kind: till.Cash, Fen: 40000}, till.Tender{Kind: till.Rounding, Fen: 7}))
	// A large rent by transfer, due this month; a fee due in October, with the change kept.
	c.take(shop, c.bill(shop, "场地租金", 9_999_999_99, "2026-11-20"), 9_999_999_99, tendered(till.Tender{Kind: till.Transfer, Fen: 9_999_999_99, Reference: "T1"}))
	c.take(room, c.bill(room, "物业费", 28016, "2026-10-15"), 28016, func(order *till.Order) {
		order.KeepChange, order.Tenders = true, []till.Tender{{Kind: till.Cash, Fen: 30000}}
	})
	// Taken for the wrong room and voided.
	wrong := c.take(room, c.bill(room, "门禁卡工本费", 3000, "2026-11-20"), 3000, tendered(till.Tender{Kind: till.Cash, Fen: 5000}))
	_, err := c.Book.Till.Void(c.Ctx, c.Cashier, c.approve(staff.VoidPayment), till.Undoing{RequestID: c.request(), Number: wrong.Number, CashBackFen: 3000,
		Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	kept := c.take(shop, c.bill(shop, "垃圾清运费", 12030, "2026-11-20"), 12030, tendered(till.Tender{Kind: till.Cheque, Fen: 10000, Reference: "C7"}, till.Tender{Kind: till.Cash, Fen: 2030}))
	c.close(50000 + 34040 + 30000 + 2030 - 50) // half a yuan short

	c.Clock = c.Clock.Add(24 * time.Hour)
	c.open(50000)
	_, err = c.Book.Till.Reverse(c.Ctx, c.Cashier, c.approve(staff.Reverse), till.Undoing{RequestID: c.request(), Number: kept.Number, CashBackFen: 2030,
		Reason: till.Reason{Code: "paid_twice"}})
	require.NoError(t, err)
	late := c.bill(shop, "停车费", 8000, "2026-11-30")
	c.take(shop, late, 5000, func(order *till.Order) {
		order.Tenders = []till.Tender{{Kind: till.Cash, Fen: 5000}}
		order.PayerName = "李代交"
		order.Late, order.Approval = &till.Late{PaperNumber: "SG-1", ValueOn: "2026-11-20", Reason: till.Reason{Code: "power_cut"}}, c.approve(staff.EnterLate)
	})
	return c
}

// What undoes a payment takes its age back: a month and the next together have nothing of either age left.
func TestAReversalInALaterMonthHasTheAgeOfItsPayment(t *testing.T) {
	c := twoDays(t)
	c.close(50000 - 2030 + 5000)
	c.Clock = c.Clock.AddDate(0, 0, 11)
	c.open(50000)
	_, err := c.Book.Till.Reverse(c.Ctx, c.Cashier, c.approve(staff.Reverse), till.Undoing{RequestID: c.request(), Number: "01-2026-000003", CashBackFen: 30000,
		Reason: till.Reason{Code: "paid_twice"}})
	require.NoError(t, err)
	require.True(t, c.day("2026-12-02").Tied())
	require.NoError(t, c.Book.Store.Read(c.Ctx, func(tx *store.Tx) error {
		items, err := report.Items(tx, "2026-11-01", "2026-12-31")
		for _, row := range items.Items {
			if row.Item == "物业费" {
				require.Equal(t, []money.Fen{0, 0, 0, 0}, []money.Fen{row.TotalFen, row.ArrearsFen, row.CurrentFen, row.AheadFen})
			}
		}
		return err
	}))
}

func TestADayForFinance(t *testing.T) {
	c := twoDays(t)
	friday := c.day("2026-11-20")
	require.True(t, friday.Tied(), friday.Checks)
	items := make(map[string]report.ItemRow)
	for _, row := range friday.Items {
		items[row.Item] = row
	}
	//                                                    cash  card transfer     cheque, two codes, two channels, offer, deposit, prepaid, rounding
	require.Equal(t, []money.Fen{34040, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50000, 7}, items["期初欠费"].ByTender)
	require.Equal(t, []money.Fen{0, 0, 9_999_999_99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, items["场地租金"].ByTender)
	require.Equal(t, []money.Fen{2030, 0, 0, 10000, 0, 0, 0, 0, 0, 0, 0, 0, 0}, items["垃圾清运费"].ByTender)
	require.Equal(t, make([]money.Fen, 13), items["门禁卡工本费"].ByTender)
	require.Equal(t, money.Fen(1984), items[till.PrepaidItem].TotalFen)
	require.Equal(t, money.Fen(84047), items["期初欠费"].ArrearsFen)
	require.Equal(t, money.Fen(34040), items["期初欠费"].ReceivedFen, "neither the prepayment nor what was forgiven came in")
	require.Equal(t, money.Fen(28016), items["物业费"].CurrentFen, "due in October, but of today's period")
	require.Equal(t, money.Fen(12030), items["垃圾清运费"].CurrentFen)
	require.Equal(t, till.PrepaidItem, friday.Items[len(friday.Items)-1].Item)

	states := make([]string, 0, len(friday.Receipts))
	for _, receipt := range friday.Receipts {
		states = append(states, receipt.State)
	}
	require.Equal(t, []string{report.StateLive, report.StateLive, report.StateLive, report.StateVoided, report.StateVoid, report.StateReversed}, states)
	require.Equal(t, "张*国", friday.Receipts[0].Payer)
	require.Equal(t, "01-2026-000006", friday.Receipts[5].Linked)
	require.Len(t, friday.Shifts, 1)
	require.Equal(t, money.Fen(-50), friday.Shifts[0].DifferenceFen)
	require.Equal(t, "李主管", friday.Shifts[0].HandedTo)

	saturday := c.day("2026-11-21")
	require.True(t, saturday.Tied(), saturday.Checks)
	require.Equal(t, report.StateReversal, saturday.Receipts[0].State)
	require.Equal(t, money.Fen(-12030), saturday.Receipts[0].TotalFen)
	require.Equal(t, report.StateLate, saturday.Receipts[1].State)
	require.Equal(t, "李*交", saturday.Receipts[1].Payer)
	require.True(t, saturday.Shifts[0].Open)
	require.Zero(t, saturday.Shifts[0].ExpectedFen, "nobody has counted yet: who does counts blind")

	empty := c.day("2026-11-22")
	require.Empty(t, empty.Receipts)
	require.True(t, empty.Tied())
	require.Equal(t, "2026-11-22 没有营业：没有开班，也没有收款。", empty.Sheets()[0].Rows[0].Cells[0].Text)
}

func TestTheSameDayGivesTheSameBytes(t *testing.T) {
	c := twoDays(t)
	var first, second bytes.Buffer
	require.NoError(t, report.WriteXLSX(&first, "2026-11-20", c.day("2026-11-20").Sheets()))
	c.Clock = c.Clock.Add(time.Hour)
	require.NoError(t, report.WriteXLSX(&second, "2026-11-20", c.day("2026-11-20").Sheets()))
	require.Equal(t, first.Bytes(), second.Bytes())
}

// A figure that differs between two sheets is said, not smoothed over.
func TestWhatDoesNotTieIsSaid(t *testing.T) {
	check := report.Check{Name: "现金", Here: "汇总", AFen: 100, There: "收据", BFen: 99}
	require.False(t, check.Ties())
	require.Equal(t, money.Fen(1), check.DifferenceFen())
	require.False(t, report.DayReport{Checks: []report.Check{check}}.Tied())
}

func (c *counter) approve(action staff.Action) staff.Approval { return c.Approve(c.Cashier, action) }
