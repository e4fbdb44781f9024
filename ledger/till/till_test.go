package till_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// desk is a counter with a cashier at it, one household with 840.47 of arrears and 500.00 prepaid, and a clock.
type desk struct {
	*ledgertest.Desk
	room string
	bill string
	made int
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Desk: ledgertest.New(t, time.Date(2026, 11, 21, 8, 0, 0, 0, calendar.Zone), ledger.Register{
		Rooms: []estate.Row{{Code: "3-2-1201", Building: "3", Unit: "2", Number: "1201", AreaCentiM2: 9830, Spaces: []string{"B1-047"},
			Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", Phones: []string{"13800006621"}, ShareBasisPoints: 10000}}}},
		Arrears: []billing.OpeningArrears{{Room: "3-2-1201", Item: "期初欠费", Fen: 84047}},
		Credits: []till.OpeningCredit{{Room: "3-2-1201", Fen: 50000}}})}
	d.room = estate.ObjectID(estate.Room, "3-2-1201")
	d.bill = billing.BillID("期初欠费", d.room, "", "", 0)
	return d
}

func (d *desk) count(fen money.Fen) till.Count {
	count, err := till.CountOf(fen)
	require.NoError(d, err)
	return count
}

func (d *desk) open(fen money.Fen) string {
	_, err := d.Book.Till.Open(d.Ctx, d.Cashier, till.Opening{Counted: d.count(fen)})
	return store.Code(err)
}

// order asks for 40.47 of the arrears; pay pays it in cash with 0.03 rounded... to the fen, with an order changed first.
func (d *desk) pay(change func(*till.Order)) (till.Payment, string) {
	d.made++
	order := till.Order{RequestID: "pay-" + time.Duration(d.made).String(), Room: d.room, Bills: []till.BillPart{{Bill: d.bill, Fen: 4000}},
		Tenders: []till.Tender{{Kind: till.Cash, Fen: 4000}}}
	if change != nil {
		change(&order)
	}
	payment, err := d.Book.Till.Receive(d.Ctx, d.Cashier, order)
	return payment, store.Code(err)
}

// closeAll counts what should be there and closes with all of it left.
func (d *desk) closeAll(fen money.Fen) till.ZReport {
	d.Helper()
	shift, err := d.Book.Till.Count(d.Ctx, d.Cashier, d.count(fen))
	require.NoError(d, err)
	require.Zero(d, shift.DifferenceFen)
	d.countsSlips()
	z, err := d.Book.Till.Close(d.Ctx, d.Cashier, till.Closing{LeftFen: fen})
	require.NoError(d, err)
	return z
}

func (d *desk) policy(name, value string) string {
	return store.Code(d.Book.Store.Write(d.Ctx, func(tx *store.Tx) error {
		return d.Book.Estate.SetPolicy(tx, d.Manager.ID(), name, value)
	}))
}

func (d *desk) copies(number string, failed int) string {
	return store.Code(d.Book.Store.Write(d.Ctx, func(tx *store.Tx) error {
		if failed > 0 {
			return d.Book.Till.RecordCopyFailed(tx, d.Cashier.ID(), number, failed)
		}
		_, err := d.Book.Till.RecordCopy(tx, d.Cashier, number)
		return err
	}))
}

func (d *desk) voided(number string, copies int, cashBack money.Fen) string {
	d.made++
	_, err := d.Book.Till.Void(d.Ctx, d.Cashier, d.approve(staff.VoidPayment), till.Undoing{RequestID: "void-" + time.Duration(d.made).String(),
		Number: number, CopiesTaken: copies, CashBackFen: cashBack, Reason: till.Reason{Code: "wrong_room"}})
	return store.Code(err)
}

func TestAShiftWithoutASaleCloses(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	z := d.closeAll(50000)
	require.Zero(t, z.Payments.Count)
	require.Zero(t, z.Receipts)
	require.Contains(t, z.Text(), "收据 0 张")
	d.Verify()
}

func TestAShiftOfVoidsAloneCloses(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	for range 2 {
		paid, code := d.pay(nil)
		require.Empty(t, code)
		require.Empty(t, d.voided(paid.Number, 0, 4000))
	}
	z := d.closeAll(50000)
	require.Equal(t, till.Sum{Count: 2, Fen: -8000}, z.Voids)
	require.Equal(t, "01-2026-000002", z.LastReceipt, "a void keeps its number")
	d.Verify()
}

func TestTheZReportIsFrozenByteForByte(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(50000))
	_, code := d.pay(nil)
	require.Empty(t, code)
	text := d.closeAll(54000).Text()
	for _, line := range strings.Split(text, "\n") {
		require.LessOrEqual(t, len([]rune(line)), 32)
	}
	require.Empty(t, d.policy(estate.PolicyEstate, "改了名字的花园"))
	require.Empty(t, d.open(54000))
	d.closeAll(54000)
	require.NoError(t, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		again, err := till.ZText(tx, "01", 1)
		require.Equal(t, text, again)
		return err
	}))
}

func TestReceiptNumbersBeginAgainWithTheYear(t *testing.T) {
	d := newDesk(t)
	d.Clock = time.Date(2026, 12, 31, 20, 0, 0, 0, calendar.Zone)
	require.Empty(t, d.open(0))
	first, _ := d.pay(nil)
	d.Clock = time.Date(2027, 1, 1, 3, 59, 0, 0, calendar.Zone)
	second, code := d.pay(nil)
	require.Empty(t, code, "before the cut-off it is still the old year's day")
	d.Clock = time.Date(2027, 1, 1, 4, 0, 0, 0, calendar.Zone)
	_, code = d.pay(nil)
	require.Equal(t, "till.shift_past_cutoff", code)
	d.closeAll(8000)
	require.Empty(t, d.open(8000))
	third, _ := d.pay(nil)
	require.Equal(t, []string{"01-2026-000001", "01-2026-000002", "01-2027-000001"}, []string{first.Number, second.Number, third.Number})
	require.Equal(t, calendar.Date("2026-12-31"), second.BusinessOn)
	d.Verify()
}

func TestAClockThatRanBackwards(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	d.Clock = d.Clock.Add(-48 * time.Hour)
	paid, code := d.pay(nil)
	require.Empty(t, code, "money at an open shift is taken, on the shift's day")
	require.Equal(t, calendar.Date("2026-11-21"), paid.BusinessOn)
	d.closeAll(4000)
	require.Equal(t, "staff.needs_approval", d.open(4000))
	d.Clock = d.Clock.Add(48 * time.Hour)
	require.Empty(t, d.open(4000))
	d.Verify()
}

func TestLateEntries(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	require.Empty(t, d.policy(estate.PolicyClosedMonth, "2026-09"))
	late := func(on calendar.Date, paper string, reason till.Reason, approved bool) (till.Payment, string) {
		return d.pay(func(o *till.Order) {
			if o.Late = (&till.Late{PaperNumber: paper, ValueOn: on, Reason: reason}); approved {
				o.Approval = d.approve(staff.EnterLate)
			}
		})
	}
	cut := till.Reason{Code: "power_cut"}
	for name, c := range map[string]struct {
		on       calendar.Date
		paper    string
		reason   till.Reason
		approved bool
		code     string
	}{
		"tomorrow":                {"2026-11-22", "A1", cut, true, "till.late_date"},
		"no such day":             {"2026-02-30", "A1", cut, true, "till.late_date"},
		"a closed month":          {"2026-09-30", "A1", cut, true, "till.late_closed"},
		"without its number":      {"2026-11-20", "", cut, true, "till.late_paper"},
		"a name as a number":      {"2026-11-20", "张三", cut, true, "till.late_paper"},
		"without a reason":        {"2026-11-20", "A1", till.Reason{}, true, "till.reason"},
		"another reason untold":   {"2026-11-20", "A1", till.Reason{Code: "other"}, true, "till.reason_note"},
		"without a second person": {"2026-11-20", "A1", cut, false, "staff.needs_approval"},
	} {
		t.Run(name, func(t *testing.T) {
			_, code := late(c.on, c.paper, c.reason, c.approved)
			require.Equal(t, c.code, code)
		})
	}
	entered, code := late("2026-10-01", "A1", till.Reason{Code: "other", Note: "停电，手写"}, true)
	require.Empty(t, code)
	require.Equal(t, calendar.Date("2026-10-01"), entered.ValueOn)
	require.Equal(t, calendar.Date("2026-11-21"), entered.BusinessOn)
	_, code = late("2026-10-02", "A1", cut, true)
	require.Equal(t, "till.late_twice", code)
	ofToday, code := late("2026-11-21", "A2", cut, true)
	require.Empty(t, code)
	require.Equal(t, []any{calendar.Date("2026-11-21"), "A2"}, []any{ofToday.ValueOn, ofToday.PaperNumber})
	require.Empty(t, d.voided(entered.Number, 0, 4000))
	_, code = late("2026-10-02", "A1", cut, true)
	require.Empty(t, code, "a void frees the paper's number")
	d.Verify()
}

func TestAPaymentIsRefundedOnce(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	paid, _ := d.pay(nil)
	require.Equal(t, "till.cash_back", d.voided(paid.Number, 0, 3990))
	require.Empty(t, d.voided(paid.Number, 0, 4000))
	require.Equal(t, "till.undone", d.voided(paid.Number, 0, 4000))
	d.closeAll(0)
	require.Empty(t, d.open(0))
	_, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.approve(staff.Reverse), till.Undoing{RequestID: "r", Number: paid.Number, CashBackFen: 4000, Reason: till.Reason{Code: "paid_twice"}})
	require.Equal(t, "till.undone", store.Code(err))
	d.Verify()
}

func TestAVoidAsksForEveryCopyThatReachedPaper(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	paid, _ := d.pay(nil)
	require.Empty(t, d.copies(paid.Number, 0))
	require.Empty(t, d.copies(paid.Number, 0))
	require.Empty(t, d.copies(paid.Number, 2), "the second never reached paper")
	require.Equal(t, "till.copy", d.copies(paid.Number, 2), "a copy fails once")
	require.Equal(t, "till.copy", d.copies(paid.Number, 7), "a copy that never was")
	require.Equal(t, "till.unknown_receipt", d.copies("01-2026-000099", 0))
	require.Equal(t, "till.copies", d.voided(paid.Number, 0, 4000))
	require.Empty(t, d.voided(paid.Number, 1, 4000))
	d.Verify()
}

func TestChange(t *testing.T) {
	cash := func(fen money.Fen) till.Tender { return till.Tender{Kind: till.Cash, Fen: fen} }
	card := func(fen money.Fen) till.Tender { return till.Tender{Kind: till.Card, Fen: fen, Reference: "S1"} }
	prepaid := func(fen money.Fen) till.Tender { return till.Tender{Kind: till.Prepaid, Fen: fen} }
	for name, c := range map[string]struct {
		tenders []till.Tender
		keep    bool
		change  money.Fen
		made    money.Fen
		code    string
	}{
		"exact":                               {[]till.Tender{cash(4000)}, false, 0, 0, ""},
		"change from one note":                {[]till.Tender{cash(10000)}, false, 6000, 0, ""},
		"change from two tenders of cash":     {[]till.Tender{cash(5000), cash(2000)}, false, 3000, 0, ""},
		"change beside a card":                {[]till.Tender{card(3000), cash(5000)}, false, 4000, 0, ""},
		"change beside a card, cash first":    {[]till.Tender{cash(5000), card(3000)}, false, 4000, 0, ""},
		"a card gives no change":              {[]till.Tender{card(5000)}, false, 0, 0, "till.change"},
		"nor more change than cash":           {[]till.Tender{card(5000), cash(500)}, false, 0, 0, "till.change"},
		"change kept":                         {[]till.Tender{cash(10000)}, true, 0, 6000, ""},
		"change kept beside spent prepayment": {[]till.Tender{cash(5000), prepaid(3000)}, true, 0, 4000, ""},
		"prepayment spent first":              {[]till.Tender{prepaid(3000), cash(1000)}, false, 0, 0, ""},
		"more prepayment than the bills":      {[]till.Tender{prepaid(4001)}, false, 0, 0, "till.credit_short"},
		"not enough":                          {[]till.Tender{cash(3990)}, false, 0, 0, "till.not_enough"},
		"nothing":                             {nil, false, 0, 0, "till.nothing"},
		"more money than there can be":        {[]till.Tender{cash(money.MaxFen), cash(money.MaxFen)}, false, 0, 0, "till.amount"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			require.Empty(t, d.open(0))
			paid, code := d.pay(func(o *till.Order) { o.Tenders, o.KeepChange = c.tenders, c.keep })
			require.Equal(t, c.code, code)
			if code != "" {
				return
			}
			require.Equal(t, c.change, paid.ChangeFen)
			require.Equal(t, 4000+c.made, paid.TotalFen)
			d.Verify()
		})
	}
}

func TestWhatIsPaidForIsChecked(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	for name, c := range map[string]struct {
		change func(*till.Order)
		code   string
	}{
		"a parking space is not a household": {func(o *till.Order) {
			o.Room, o.Bills, o.PrepayFen = estate.ObjectID(estate.Space, "B1-047"), nil, 4000
		}, "till.other_household"},
		"a bill that is not there":      {func(o *till.Order) { o.Bills[0].Bill = "00112233445566778899aabbccddeeff" }, "billing.unknown_bill"},
		"more than is owed":             {func(o *till.Order) { o.Bills[0].Fen, o.Tenders[0].Fen = 84048, 90000 }, "till.overpays"},
		"a bill twice":                  {func(o *till.Order) { o.Bills = append(o.Bills, o.Bills[0]) }, "till.amount"},
		"nothing of a bill":             {func(o *till.Order) { o.Bills[0].Fen = 0 }, "till.amount"},
		"a negative prepayment":         {func(o *till.Order) { o.PrepayFen = -1 }, "till.amount"},
		"a room nobody knows":           {func(o *till.Order) { o.Room = "nowhere" }, "estate.unknown_room"},
		"a guard in words of one's own": {func(o *till.Order) { o.Overridden = []string{"张建国说没关系"} }, "till.overridden"},
		"no request id":                 {func(o *till.Order) { o.RequestID = "" }, "journal.request_id"},
		"a payer with too long a name":  {func(o *till.Order) { o.PayerName = strings.Repeat("长", 61) }, "till.payer_name"},
	} {
		t.Run(name, func(t *testing.T) {
			_, code := d.pay(c.change)
			require.Equal(t, c.code, code)
		})
	}
	_, code := d.pay(func(o *till.Order) { o.Overridden = []string{"ten_times_usual"} })
	require.Empty(t, code)
	d.Verify()
}

func TestWhoLeftTakesNoMoneyAndApprovedOrNotGivesNone(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	paid, _ := d.pay(nil)
	approval := d.approve(staff.VoidPayment)
	require.NoError(t, d.Book.Staff.Change(d.Ctx, d.Manager, staff.Approval{}, d.Cashier.ID(), staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier}))
	_, code := d.pay(nil)
	require.Equal(t, "staff.may_not", code)
	_, err := d.Book.Till.Void(d.Ctx, d.Cashier, approval, till.Undoing{RequestID: "v", Number: paid.Number, CashBackFen: 4000, Reason: till.Reason{Code: "wrong_room"}})
	require.Equal(t, "staff.may_not", store.Code(err))
	_, err = d.Book.Till.Count(d.Ctx, d.Cashier, d.count(4000))
	require.Equal(t, "staff.may_not", store.Code(err))
}

func TestAnApprovalVoidsOnePayment(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	first, _ := d.pay(nil)
	second, _ := d.pay(nil)
	approval := d.approve(staff.VoidPayment)
	void := func(id, number string) string {
		_, err := d.Book.Till.Void(d.Ctx, d.Cashier, approval, till.Undoing{RequestID: id, Number: number, CashBackFen: 4000, Reason: till.Reason{Code: "wrong_room"}})
		return store.Code(err)
	}
	require.Empty(t, void("v1", first.Number))
	require.Equal(t, "staff.approval_used", void("v2", second.Number))
	require.Empty(t, void("v1", first.Number), "the same request again asks for nothing")
	_, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.approve(staff.Reverse), till.Undoing{RequestID: "v1", Number: first.Number, CashBackFen: 4000, Reason: till.Reason{Code: "wrong_room"}})
	require.Equal(t, "journal.request_reused", store.Code(err), "a reversal is not the void: no cash goes back twice")
	d.Verify()
}

func (d *desk) approve(action staff.Action) staff.Approval { return d.Approve(d.Cashier, action) }
