package payment_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

const payerCode = "134567890123456789"

// bank is a channel that does what the test says: it holds the orders, and lose makes it do what it is asked without answering.
type bank struct {
	payment.Gateway // what no test asks for
	mu              sync.Mutex
	orders          map[string]payment.Answer
	refunds         map[string]payment.RefundAnswer
	asksBack        int // how often a refund was asked for
	lose, refuses   bool
	asked           int
}

func (b *bank) answer(no string) (payment.Answer, error) {
	b.asked++
	if b.lose {
		return payment.Answer{}, store.Refuse(payment.CodeNoAnswer)
	}
	answer, found := b.orders[no]
	if !found {
		answer.State = payment.Absent
	}
	return answer, nil
}

func (b *bank) Show(_ context.Context, order payment.Order) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.orders[order.No] = payment.Answer{State: payment.Waiting}
	_, err := b.answer(order.No)
	return "weixin://wxpay/bizpayurl?pr=" + order.No, err
}

func (b *bank) Charge(_ context.Context, order payment.Order, code string) (payment.Answer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuses {
		return payment.Answer{}, store.Refuse(payment.CodeRefused, "AUTH_CODE_INVALID")
	}
	b.orders[order.No] = payment.Answer{State: payment.Entering}
	return b.answer(order.No)
}

func (b *bank) Query(_ context.Context, order payment.Order) (payment.Answer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.answer(order.No)
}

func (b *bank) Close(_ context.Context, order payment.Order) (payment.Answer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.orders[order.No].State != payment.Paid {
		b.orders[order.No] = payment.Answer{State: payment.Closed}
	}
	return b.answer(order.No)
}

func (b *bank) Refund(_ context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.asksBack++; b.refunds[refund.No].State == "" {
		b.refunds[refund.No] = payment.RefundAnswer{State: payment.RefundWaiting, Fen: refund.Fen}
	}
	return b.answerRefund(refund.No)
}

func (b *bank) QueryRefund(_ context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.answerRefund(refund.No)
}

func (b *bank) answerRefund(no string) (payment.RefundAnswer, error) {
	if b.lose {
		return payment.RefundAnswer{}, store.Refuse(payment.CodeNoAnswer)
	}
	answer, found := b.refunds[no]
	if !found {
		answer.State = payment.RefundAbsent
	}
	return answer, nil
}

// gives lets the money of a refund arrive.
func (b *bank) gives(no string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refunds[no] = payment.RefundAnswer{State: payment.RefundDone, Fen: b.refunds[no].Fen}
}

// cannotGive lets a refund fail for good.
func (b *bank) cannotGive(no string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refunds[no] = payment.RefundAnswer{State: payment.RefundFailed, Fen: b.refunds[no].Fen}
}

// pays is what the owner does on the phone.
func (b *bank) pays(order payment.Order) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.orders[order.No] = payment.Answer{State: payment.Paid, Fen: order.Fen, ChannelNo: "4200" + order.No}
}

type desk struct {
	*ledgertest.Desk
	bank *bank
	room string
	bill string
	made int
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{bank: &bank{orders: make(map[string]payment.Answer), refunds: make(map[string]payment.RefundAnswer)}, Desk: ledgertest.New(t, time.Date(2026, 11, 21, 8, 0, 0, 0, calendar.Zone), ledger.Register{
		Rooms: []estate.Row{{Code: "3-2-1201", Building: "3", Unit: "2", Number: "1201", AreaCentiM2: 9830,
			Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", Phones: []string{"13800006621"}, ShareBasisPoints: 10000}}}},
		Arrears: []billing.OpeningArrears{{Room: "3-2-1201", Item: "期初欠费", Fen: 840_47}}})}
	d.room = estate.ObjectID(estate.Room, "3-2-1201")
	d.bill = billing.BillID("期初欠费", d.room, "", "", 0)
	d.connect()
	d.opens()
	return d
}

func (d *desk) connect() { d.Book.Payments.Connect(payment.WeChat, d.bank) }

func (d *desk) opens() {
	d.Helper()
	float, err := till.CountOf(0)
	require.NoError(d, err)
	var left money.Fen
	d.Read(func(tx *store.Tx) error {
		last, err := till.LastShift(tx, "01")
		if last != nil {
			left = last.LeftFen
		}
		return err
	})
	if left > 0 {
		float, err = till.CountOf(left)
		require.NoError(d, err)
	}
	_, err = d.Book.Till.Open(d.Ctx, d.Cashier, till.Opening{Counted: float})
	require.NoError(d, err)
}

// closes counts what should be there and closes the shift, with the supervisor's word where carried is set.
func (d *desk) closes(fen money.Fen, carried bool) (z till.ZReport, err error) {
	d.Helper()
	count, err := till.CountOf(fen)
	require.NoError(d, err)
	_, err = d.Book.Till.Count(d.Ctx, d.Cashier, count)
	require.NoError(d, err)
	closing := till.Closing{LeftFen: fen}
	if carried {
		closing.Approval = d.Approve(d.Cashier, staff.CarryUnresolved)
	}
	return d.Book.Till.Close(d.Ctx, d.Cashier, closing)
}

// asks begins an order for fen of the bill over WeChat, beside cash.
func (d *desk) asks(way payment.Way, fen, cash money.Fen) (payment.Intent, error) {
	d.made++
	order := till.Order{RequestID: "asks-" + time.Duration(d.made).String(), Room: d.room, Bills: []till.BillPart{{Bill: d.bill, Fen: fen + cash}},
		Tenders: []till.Tender{{Kind: till.WeChatPay, Fen: fen}}}
	if cash > 0 {
		order.Tenders = append(order.Tenders, till.Tender{Kind: till.Cash, Fen: cash})
	}
	return d.Book.Payments.Begin(d.Ctx, d.Cashier, payment.Asking{Order: order, Way: way})
}

func (d *desk) begun(way payment.Way, fen, cash money.Fen) payment.Intent {
	d.Helper()
	intent, err := d.asks(way, fen, cash)
	require.NoError(d, err)
	return intent
}

func (d *desk) owed() (fen money.Fen) {
	d.Read(func(tx *store.Tx) error {
		bill, err := billing.ByID(tx, d.bill)
		fen = bill.OwedFen()
		return err
	})
	return fen
}

func (d *desk) credit() (fen money.Fen) {
	d.Read(func(tx *store.Tx) (err error) {
		fen, err = till.Credit(tx, d.room)
		return err
	})
	return fen
}

func (d *desk) tray() (tray []payment.Intent) {
	d.Read(func(tx *store.Tx) (err error) {
		tray, err = payment.Tray(tx)
		return err
	})
	return tray
}
