package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/option"
	"github.com/wechatpay-apiv3/wechatpay-go/services/payments"
	"github.com/wechatpay-apiv3/wechatpay-go/services/payments/native"
	"github.com/wechatpay-apiv3/wechatpay-go/services/refunddomestic"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// host is where WeChat Pay answers, and base the address of its interface.
const (
	host = "api.mch.weixin.qq.com"
	base = "https://" + host
)

// Gateway asks WeChat Pay; see payment.Gateway. Its methods may be called by several goroutines.
//
// WeChat signs its answers but neither its refusals nor the question with them. So what was refused is never taken for the end of an order:
// an order ends by a signed answer that names the merchant, the order and the sum.
type Gateway struct {
	merchant Merchant
	now      func() time.Time
	client   *core.Client // verifies every answer
	files    *core.Client // for the files of a day, whose hash is in a verified answer
	native   native.NativeApiService
	refunds  refunddomestic.RefundsApiService
	charges  charger
}

// charger is how a payment code is charged and taken back. API v3 does it here; a merchant that is not let in there would need one for
// the older interface, beside the same queries and refunds.
type charger interface {
	// charge asks for the money. An answer that names no order says only that the phone asks for the password.
	charge(ctx context.Context, order payment.Order, payerCode string) (*payments.Transaction, *core.APIResult, error)
	// reverse takes an order back, paid or not.
	reverse(ctx context.Context, order payment.Order) (*core.APIResult, error)
}

// New returns a gateway that asks as merchant. It asks nobody yet. Errors: payment.channel for what is missing, payment.key.
func New(merchant Merchant, options wire.Options) (*Gateway, error) {
	if err := merchant.check(); err != nil {
		return nil, err
	}
	private, err := wire.PrivateKey(merchant.PrivateKey)
	if err != nil {
		return nil, err
	}
	public, err := wire.PublicKey(merchant.PublicKey)
	if err != nil {
		return nil, err
	}
	calls, err := options.Client(host)
	if err != nil {
		return nil, err
	}
	long, err := options.Files(host)
	if err != nil {
		return nil, err
	}
	client, err := core.NewClient(context.Background(), option.WithHTTPClient(calls),
		option.WithWechatPayPublicKeyAuthCipher(merchant.MchID, merchant.KeySerial, private, merchant.PublicKeyID, public))
	if err != nil {
		return nil, store.Fail(payment.CodeKey, err)
	}
	files, err := core.NewClient(context.Background(), option.WithHTTPClient(long),
		option.WithMerchantCredential(merchant.MchID, merchant.KeySerial, private), option.WithoutValidator())
	if err != nil {
		return nil, store.Fail(payment.CodeKey, err)
	}
	return &Gateway{merchant: merchant, now: options.Clock(), client: client, files: files, native: native.NativeApiService{Client: client},
		refunds: refunddomestic.RefundsApiService{Client: client}, charges: codePay{merchant: merchant, client: client}}, nil
}

// Show is payment.Gateway's.
func (g *Gateway) Show(ctx context.Context, order payment.Order) (code string, err error) {
	ctx, call := wire.Begin(ctx)
	expires := time.UnixMilli(order.ExpiresMS).In(calendar.Zone).Truncate(time.Second)
	return g.prepay(ctx, call, order, &expires)
}

func (g *Gateway) prepay(ctx context.Context, call *wire.Call, order payment.Order, expires *time.Time) (code string, err error) {
	answer, result, err := g.native.Prepay(ctx, native.PrepayRequest{Appid: &g.merchant.AppID, Mchid: &g.merchant.MchID, Description: &order.Subject, OutTradeNo: &order.No,
		TimeExpire: expires, NotifyUrl: &g.merchant.NotifyURL, Amount: &native.Amount{Total: core.Int64(int64(order.Fen)), Currency: core.String("CNY")}})
	if err != nil {
		return "", g.failure(call, result, err)
	}
	if code = text(answer.CodeUrl); code == "" {
		return "", store.Fail(payment.CodeNoAnswer, errEmpty)
	}
	return code, nil
}

// Charge is payment.Gateway's.
func (g *Gateway) Charge(ctx context.Context, order payment.Order, payerCode string) (payment.Answer, error) {
	ctx, call := wire.Begin(ctx)
	transaction, result, err := g.charges.charge(ctx, order, payerCode)
	if err != nil {
		return payment.Answer{}, g.failure(call, result, err)
	}
	if result.Response.StatusCode == http.StatusAccepted {
		// Such an answer names nothing but the state: it is signed, but may be one about another order. It ends nothing.
		return payment.Answer{State: payment.Entering, ClockMS: call.ClockMS()}, nil
	}
	return g.answer(call, order, transaction)
}

// Query is payment.Gateway's.
func (g *Gateway) Query(ctx context.Context, order payment.Order) (payment.Answer, error) {
	ctx, call := wire.Begin(ctx)
	return g.query(ctx, call, order)
}

func (g *Gateway) query(ctx context.Context, call *wire.Call, order payment.Order) (payment.Answer, error) {
	transaction, result, err := g.native.QueryOrderByOutTradeNo(ctx, native.QueryOrderByOutTradeNoRequest{OutTradeNo: &order.No, Mchid: &g.merchant.MchID})
	if refusedBy(err) == codeOrderAbsent {
		return payment.Answer{State: payment.Absent, ClockMS: call.ClockMS()}, nil
	}
	if err != nil {
		return payment.Answer{}, g.failure(call, result, err)
	}
	return g.answer(call, order, transaction)
}

// Close is payment.Gateway's. Whatever is said to closing, only what a query says after it counts. An order that WeChat says it does not have
// is made first: then it is there to be closed, and a charge of the same number that is still under way comes too late.
func (g *Gateway) Close(ctx context.Context, order payment.Order) (payment.Answer, error) {
	ctx, call := wire.Begin(ctx)
	failed := g.end(ctx, call, order)
	answer, err := g.query(ctx, call, order)
	// What was made in the place of a charge cannot be taken back like one; an earlier Close may have come no further than to make it.
	made := order.Way == payment.Charged && store.Code(failed) == payment.CodeRefused
	if err == nil && (answer.State == payment.Absent || made && !answer.State.IsFinal()) {
		if answer.State == payment.Absent {
			if _, err = g.prepay(ctx, call, order, nil); err != nil {
				return payment.Answer{}, err
			}
		}
		order.Way = payment.Shown
		failed = g.end(ctx, call, order)
		answer, err = g.query(ctx, call, order)
	}
	if err == nil && !answer.State.IsFinal() {
		err = failed
	}
	if err != nil {
		return payment.Answer{}, err
	}
	return answer, nil
}

// end takes back a charge, or closes what is shown.
func (g *Gateway) end(ctx context.Context, call *wire.Call, order payment.Order) error {
	var result *core.APIResult
	var err error
	if order.Way == payment.Charged {
		result, err = g.charges.reverse(ctx, order)
	} else {
		result, err = g.native.CloseOrder(ctx, native.CloseOrderRequest{OutTradeNo: &order.No, Mchid: &g.merchant.MchID})
	}
	if err != nil {
		return g.failure(call, result, err)
	}
	return nil
}

// answer reads what WeChat says of an order, once it is known to be this one.
func (g *Gateway) answer(call *wire.Call, order payment.Order, t *payments.Transaction) (payment.Answer, error) {
	if text(t.Mchid) != g.merchant.MchID || text(t.Appid) != g.merchant.AppID || text(t.OutTradeNo) != order.No {
		return payment.Answer{}, store.Refuse(payment.CodeMismatch)
	}
	var fen money.Fen
	if t.Amount != nil && t.Amount.Total != nil {
		if fen = money.Fen(*t.Amount.Total); fen != order.Fen {
			return payment.Answer{}, store.Refuse(payment.CodeMismatch)
		}
	}
	answer := payment.Answer{ChannelNo: text(t.TransactionId), ClockMS: call.ClockMS()}
	wasPaid := text(t.SuccessTime) != ""
	switch state := text(t.TradeState); state {
	case "SUCCESS", "REFUND":
		answer.State, wasPaid = payment.Paid, true
	case "NOTPAY", "ACCEPT", "PAYERROR":
		answer.State = payment.Waiting // a payment that failed is not at its end before it is taken back
	case "USERPAYING":
		answer.State = payment.Entering
	case "CLOSED":
		answer.State = payment.Closed
	case "REVOKED":
		answer.State = payment.Closed
		if wasPaid {
			answer.State = payment.Returned
		}
	default:
		return payment.Answer{}, store.Fail(payment.CodeNoAnswer, errState)
	}
	if wasPaid {
		if fen == 0 {
			return payment.Answer{}, store.Refuse(payment.CodeMismatch)
		}
		answer.Fen = fen
		if at, err := time.Parse(time.RFC3339, text(t.SuccessTime)); err == nil {
			answer.PaidMS = at.UnixMilli()
		}
	}
	return answer, nil
}

var (
	errEmpty = errors.New("wechat: the answer is empty")
	errState = errors.New("wechat: the order is in a state that is not known")
)

// WeChat's codes that say more than no.
const (
	codeOrderAbsent  = "ORDER_NOT_EXIST"
	codeRefundAbsent = "RESOURCE_NOT_EXISTS"
	codeNoFile       = "NO_STATEMENT_EXIST"
)

// refusedBy returns the code by which WeChat says no, "" where it says anything else.
func refusedBy(err error) string {
	var refusal *core.APIError
	if errors.As(err, &refusal) && refusal.StatusCode >= http.StatusBadRequest && refusal.StatusCode <= http.StatusNotFound {
		return refusal.Code
	}
	return ""
}

// failure says what is wrong with an answer. The SDK's own errors hold headers and bodies, so they are not passed on.
func (g *Gateway) failure(call *wire.Call, result *core.APIResult, err error) error {
	var refusal *core.APIError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &refusal):
		failed := call.Failure(g.now(), payment.CodeNoAnswer, fmt.Errorf("wechat: status %d %s", refusal.StatusCode, refusal.Code))
		if code := refusedBy(err); code != "" && store.Code(failed) != payment.CodeClock {
			return store.Refuse(payment.CodeRefused, code)
		}
		return failed
	case result == nil || result.Response == nil, errors.As(err, &syntax), errors.As(err, &kind):
		return call.Failure(g.now(), payment.CodeNoAnswer, err)
	}
	return call.Failure(g.now(), payment.CodeUntrusted, errSignature)
}

var errSignature = errors.New("wechat: the signature is missing, wrong or too old")

func text(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}
