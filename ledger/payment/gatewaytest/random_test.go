package gatewaytest_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/alipay"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/payment/terminal"
	"shouqi/ledger/payment/wechat"
	"shouqi/ledger/payment/wire"
)

// quick are the faults that a call gets over at once.
var quick = []gatewaytest.Fault{gatewaytest.Fine, gatewaytest.Fine, gatewaytest.Lost, gatewaytest.Unsigned, gatewaytest.Forged, gatewaytest.OtherOrder,
	gatewaytest.OtherSum, gatewaytest.Down, gatewaytest.HTML, gatewaytest.Refused, gatewaytest.Skewed, gatewaytest.Waits, gatewaytest.Fails}

// world is one random day of a gateway: what was asked of it, and what it said.
type world struct {
	*rapid.T
	gatewaytest.Setup
	ctx     context.Context
	orders  []payment.Order
	refunds []payment.Refund
	ended   map[string]payment.State // by order number: the final state that the gateway once said
}

// hears keeps a final state that the gateway says, and looks whether it is so.
func (w *world) hears(order payment.Order, answer payment.Answer, err error) {
	if err != nil {
		require.Empty(w, answer.State)
		return
	}
	holds := w.Bank.Holds(w.Channel, order.No)
	switch answer.State {
	case payment.Paid:
		require.Equal(w, order.Fen, answer.Fen)
		require.NotEmpty(w, answer.ChannelNo)
	case payment.Closed, payment.Returned:
		require.Zero(w, holds, "%s is said to be %s", order.No, answer.State)
		require.Error(w, w.Bank.Pay(w.Channel, order.No), "%s is said to be %s", order.No, answer.State)
	case payment.Absent: // what was closed because the channel never heard of it
		require.NotContains(w, []payment.State{payment.Paid, payment.Returned}, w.ended[order.No])
		return
	default:
		require.Empty(w, w.ended[order.No], "%s was final and is %s", order.No, answer.State)
		return
	}
	if before := w.ended[order.No]; before == payment.Closed {
		require.Equal(w, before, answer.State)
	}
	w.ended[order.No] = answer.State
}

// step does one random thing.
func (w *world) step() {
	if len(w.orders) == 0 || len(w.orders) < 4 && rapid.IntRange(0, 4).Draw(w.T, "new") == 0 {
		w.begin()
		return
	}
	order := w.orders[rapid.IntRange(0, len(w.orders)-1).Draw(w.T, "order")]
	switch rapid.IntRange(0, 9).Draw(w.T, "do") {
	case 0:
		_ = w.Bank.Scan(w.Channel, order.No) // whether the owner can is not this test's
	case 1:
		_ = w.Bank.Pay(w.Channel, order.No)
	case 2:
		_ = w.Bank.Decline(w.Channel, order.No)
	case 3, 4:
		answer, err := w.Gateway.Query(w.ctx, order)
		w.hears(order, answer, err)
	case 5, 6:
		answer, err := w.Gateway.Close(w.ctx, order)
		w.hears(order, answer, err)
	case 7:
		w.refund(order)
	case 8:
		w.Clock.Pass(time.Duration(rapid.IntRange(1, 400).Draw(w.T, "seconds")) * time.Second)
	case 9:
		method := rapid.SampledFrom(gatewaytest.Methods).Draw(w.T, "method")
		w.Bank.Script.Next(w.Channel, method, rapid.SampledFrom(quick).Draw(w.T, "fault"))
	}
}

// begin makes an order, which may never reach the channel.
func (w *world) begin() {
	nowMS := w.Clock.Now().UnixMilli()
	ways := []payment.Way{payment.Charged, payment.Shown}
	if !w.Channel.HasCodes() {
		ways = ways[:1]
	}
	order := payment.Order{No: fmt.Sprintf("SQ%018d", len(w.orders)+1), Way: rapid.SampledFrom(ways).Draw(w.T, "way"),
		Fen: money.Fen(rapid.IntRange(1, 2_000_00).Draw(w.T, "fen")), Subject: "物业费", MadeMS: nowMS, ExpiresMS: nowMS + 300_000}
	w.orders = append(w.orders, order)
	switch {
	case rapid.IntRange(0, 9).Draw(w.T, "unheard") == 0:
	case order.Way == payment.Shown:
		_, _ = w.Gateway.Show(w.ctx, order) // what went wrong is found out by asking
	default:
		answer, err := w.Gateway.Charge(w.ctx, order, w.Bank.NewCode(w.Channel, rapid.Bool().Draw(w.T, "password")))
		w.hears(order, answer, err)
	}
}

// refund gives back a part, or asks again for the last one.
func (w *world) refund(order payment.Order) {
	if !w.Channel.HasCodes() {
		return // a card's money goes back at the terminal
	}
	if len(w.refunds) > 0 && rapid.Bool().Draw(w.T, "again") {
		last := w.refunds[len(w.refunds)-1]
		_, _ = w.Gateway.Refund(w.ctx, last)
		return
	}
	answer, err := w.Gateway.Query(w.ctx, order)
	w.hears(order, answer, err)
	if err != nil || answer.State != payment.Paid {
		return
	}
	refund := payment.Refund{Order: order, ChannelNo: answer.ChannelNo, No: fmt.Sprintf("SQR%017d", len(w.refunds)+1), MadeMS: order.MadeMS,
		Fen: money.Fen(rapid.Int64Range(1, int64(order.Fen)).Draw(w.T, "part"))}
	w.refunds = append(w.refunds, refund)
	_, _ = w.Gateway.Refund(w.ctx, refund)
}

// settle lets all go well from now on and asks for everything until it is final.
func (w *world) settle() {
	w.Bank.Script.Clear()
	w.Clock.Pass(7 * time.Minute)
	for _, order := range w.orders {
		answer, err := w.Gateway.Query(w.ctx, order)
		require.NoError(w, err)
		w.hears(order, answer, err)
		if !answer.State.IsFinal() {
			answer, err = w.Gateway.Close(w.ctx, order)
			require.NoError(w, err)
			w.hears(order, answer, err)
			require.True(w, answer.State.IsFinal(), "%s is %s in the end", order.No, answer.State)
		}
		o, err := w.Bank.Find(w.Channel, order.No)
		if err == nil {
			require.Equal(w, o.PaidMS != 0, answer.State != payment.Closed, "%s is %s, and at the bank %s", order.No, answer.State, o.State)
		} else {
			require.Equal(w, payment.Closed, answer.State)
		}
	}
	for _, refund := range w.refunds {
		answer, err := w.Gateway.QueryRefund(w.ctx, refund)
		require.NoError(w, err)
		_, given, err := w.Bank.FindRefund(w.Channel, refund.No)
		require.Equal(w, err == nil && given.State == payment.RefundDone, answer.State == payment.RefundDone, "%s is %s", refund.No, answer.State)
	}
}

// checksGiven reports whether the command line says how many days to play.
var checksGiven = sync.OnceValue(func() (given bool) {
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	return given
})

func randomDays(t *testing.T, checks string, setup func() gatewaytest.Setup) {
	t.Helper()
	if held := flag.Lookup("rapid.checks"); !checksGiven() {
		before := held.Value.String()
		require.NoError(t, held.Value.Set(checks))
		t.Cleanup(func() { require.NoError(t, held.Value.Set(before)) })
	}
	rapid.Check(t, func(r *rapid.T) {
		w := &world{T: r, Setup: setup(), ctx: t.Context(), ended: make(map[string]payment.State)}
		for range rapid.IntRange(1, 20).Draw(r, "steps") {
			w.step()
		}
		w.settle()
	})
}

func TestAnyDayOfTheFake(t *testing.T) {
	for _, channel := range payment.Channels {
		t.Run(string(channel), func(t *testing.T) {
			randomDays(t, "5000", func() gatewaytest.Setup {
				setup := gatewaytest.NewSetup(channel)
				setup.Gateway = setup.Bank.Gateway(channel)
				return setup
			})
		})
	}
}

// overPipe returns a gateway whose lines end at a pretend terminal in this program.
func overPipe(t *testing.T, setup gatewaytest.Setup) payment.Gateway {
	t.Helper()
	at := gatewaytest.NewTerminalServer(setup.Bank)
	g, err := terminal.New(terminal.Merchant{AppID: gatewaytest.TerminalApp, AbsentCode: gatewaytest.TerminalAbsent, Pretend: true},
		func(context.Context) (io.ReadWriteCloser, error) {
			ours, its := net.Pipe()
			go at.Serve(its)
			return ours, nil
		}, terminal.Options{Now: setup.Clock.Now, AnswerFor: time.Second})
	require.NoError(t, err)
	return g
}

// The adapters are asked over TCP, so that there are fewer days.
func TestAnyDayOfTheAdapters(t *testing.T) {
	id := gatewaytest.TestIdentity(t)
	private := func(channel payment.Channel) wire.Secret {
		key := id.WeChatOwn
		if channel == payment.Alipay {
			key = id.AlipayOwn
		}
		text, err := gatewaytest.PrivatePEM(key)
		require.NoError(t, err)
		return wire.Secret(text)
	}
	for _, channel := range payment.Channels {
		t.Run(string(channel), func(t *testing.T) {
			var server *httptest.Server
			t.Cleanup(func() {
				if server != nil {
					server.Close()
				}
			})
			randomDays(t, "250", func() gatewaytest.Setup {
				if server != nil {
					server.Close()
				}
				setup := gatewaytest.NewSetup(channel)
				if channel == payment.Terminal {
					setup.Gateway = overPipe(t, setup)
					return setup
				}
				server = httptest.NewServer(gatewaytest.NewServer(setup.Bank, id))
				options := wire.Options{Base: server.URL, Now: setup.Clock.Now}
				public, err := gatewaytest.PublicPEM(id.Alipay)
				if channel == payment.WeChat {
					public, err = gatewaytest.PublicPEM(id.WeChat)
				}
				require.NoError(t, err)
				if channel == payment.WeChat {
					setup.Gateway, err = wechat.New(wechat.Merchant{AppID: id.WeChatApp, MchID: id.WeChatMerchant, KeySerial: id.WeChatSerial, PrivateKey: private(channel),
						PublicKeyID: id.WeChatKeyID, PublicKey: public, NotifyURL: "https://pay.example.com/wechat", StoreID: "01"}, options)
				} else {
					setup.Gateway, err = alipay.New(alipay.Merchant{AppID: id.AlipayApp, PrivateKey: private(channel), PublicKey: public}, options)
				}
				require.NoError(t, err)
				return setup
			})
		})
	}
}
