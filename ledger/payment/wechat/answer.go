package wechat

import (
	"errors"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/services/payments"

	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// states are what WeChat calls the states of an order. What was refunded was paid first; what was reversed is never paid; a payment that
// failed may be tried again until it is reversed.
var states = map[string]payment.State{"SUCCESS": payment.Paid, "REFUND": payment.Paid, "NOTPAY": payment.Waiting, "PAYERROR": payment.Waiting,
	"USERPAYING": payment.Entering, "ACCEPT": payment.Entering, "CLOSED": payment.Closed, "REVOKED": payment.Closed}

// answer reads what WeChat says of an order. The signature covers the answer and not the question: an answer about another merchant, order or
// sum is none (payment.mismatch).
func (g *Gateway) answer(transaction *payments.Transaction, order payment.Order, clock *time.Time) (payment.Answer, error) {
	state, known := states[text(transaction.TradeState)]
	if !known {
		return payment.Answer{}, store.Refuse(payment.CodeUntrusted)
	}
	if text(transaction.Appid) != g.merchant.AppID || text(transaction.Mchid) != g.merchant.MchID || text(transaction.OutTradeNo) != order.No {
		return payment.Answer{}, store.Refuse(payment.CodeMismatch)
	}
	answer := payment.Answer{State: state, ChannelNo: text(transaction.TransactionId), ClockMS: wire.ClockMS(clock)}
	if state != payment.Paid {
		return answer, nil
	}
	if transaction.Amount == nil || transaction.Amount.Total == nil || money.Fen(*transaction.Amount.Total) != order.Fen || answer.ChannelNo == "" {
		return payment.Answer{}, store.Refuse(payment.CodeMismatch)
	}
	answer.Fen = order.Fen
	if at, err := time.Parse(time.RFC3339, text(transaction.SuccessTime)); err == nil {
		answer.PaidMS = at.UnixMilli()
	}
	return answer, nil
}

func text(pointer *string) string {
	if pointer == nil {
		return ""
	}
	return *pointer
}

// clockMost is how far WeChat's clock may be from ours: the SDK refuses an answer that is further off.
const clockMost = 5 * time.Minute

// failed turns an error of the SDK into one of ours. The SDK's own text has the headers of the answer and goes no further.
func (g *Gateway) failed(err error, clock *time.Time) error {
	if code := refusedBy(err); code != "" {
		return store.Refuse(payment.CodeRefused, code)
	}
	var answered *core.APIError
	if errors.As(err, &answered) {
		return store.Fail(payment.CodeNoAnswer, errStatus)
	}
	switch off := g.now().Sub(*clock); {
	case clock.IsZero():
		return store.Fail(payment.CodeNoAnswer, errNetwork)
	case off >= clockMost || off <= -clockMost:
		return store.Refuse(payment.CodeClock, int64(max(off, -off)/time.Minute))
	}
	return store.Refuse(payment.CodeUntrusted)
}

var (
	errNetwork = errors.New("wechat: no answer")
	errStatus  = errors.New("wechat: the channel failed")
)

// refusedBy returns the code by which WeChat says that it did not do what was asked, "" for any other error. Such an answer is not signed.
func refusedBy(err error) string {
	var answered *core.APIError
	if !errors.As(err, &answered) || answered.StatusCode < 400 || answered.StatusCode >= 500 || answered.Code == "" || unsure[answered.Code] {
		return ""
	}
	return answered.Code
}

// unsure are the codes that say nothing about what was done.
var unsure = map[string]bool{"SYSTEM_ERROR": true, "BANK_ERROR": true, "FREQUENCY_LIMITED": true, "RATELIMIT_EXCEEDED": true}

func is(err error, code string) bool { return refusedBy(err) == code }
