// Package wechat asks WeChat Pay (API v3, a merchant of its own, public-key mode) by the official SDK.
package wechat

import (
	"context"
	"crypto/rsa"
	"net/http"
	"net/url"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/core/consts"
	"github.com/wechatpay-apiv3/wechatpay-go/core/option"
	"github.com/wechatpay-apiv3/wechatpay-go/services/payments"
	"github.com/wechatpay-apiv3/wechatpay-go/services/payments/native"
	"github.com/wechatpay-apiv3/wechatpay-go/services/refunddomestic"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// Merchant is a merchant's contract with WeChat Pay and its keys. Nothing of it may be written to a log.
type Merchant struct {
	AppID, MchID string
	// Key is the merchant's private key and KeySerial the serial number of its certificate.
	KeySerial string
	Key       *rsa.PrivateKey
	// PublicKeyID and PublicKey are WeChat Pay's, by which its answers are verified.
	PublicKeyID string
	PublicKey   *rsa.PublicKey
	// NotifyURL is any https address of the company: WeChat wants one, and nothing waits for what it tells there.
	NotifyURL string
	// Store is the company's own code of the shop, which a charge must name.
	Store string
}

// Gateway is payment.Gateway for WeChat Pay.
type Gateway struct {
	merchant   Merchant
	client     *core.Client
	unsigned   *core.Client // for the one answer that WeChat does not sign: the file of a statement
	native     native.NativeApiService
	refunds    refunddomestic.RefundsApiService
	now        func() time.Time
	httpClient *http.Client
}

// New returns the gateway of a merchant. Where instead is set, a pretend channel is asked there in the place of WeChat Pay. It asks nobody
// yet. Errors: payment.key.
func New(merchant Merchant, instead *url.URL) (*Gateway, error) {
	httpClient, err := wire.New(consts.WechatPayAPIServer, instead)
	if err != nil {
		return nil, store.Fail(payment.CodeKey, err)
	}
	if merchant.Key == nil || merchant.PublicKey == nil {
		return nil, store.Refuse(payment.CodeKey)
	}
	g := &Gateway{merchant: merchant, now: time.Now, httpClient: httpClient}
	ctx := context.Background()
	if g.client, err = core.NewClient(ctx, option.WithWechatPayPublicKeyAuthCipher(merchant.MchID, merchant.KeySerial, merchant.Key, merchant.PublicKeyID, merchant.PublicKey),
		option.WithHTTPClient(httpClient)); err != nil {
		return nil, store.Fail(payment.CodeKey, err)
	}
	if g.unsigned, err = core.NewClient(ctx, option.WithMerchantCredential(merchant.MchID, merchant.KeySerial, merchant.Key), option.WithoutValidator(),
		option.WithHTTPClient(httpClient)); err != nil {
		return nil, store.Fail(payment.CodeKey, err)
	}
	g.native, g.refunds = native.NativeApiService{Client: g.client}, refunddomestic.RefundsApiService{Client: g.client}
	return g, nil
}

var _ payment.Gateway = (*Gateway)(nil)

// Show asks for the code of an order; see payment.Gateway.
func (g *Gateway) Show(ctx context.Context, order payment.Order) (string, error) {
	ctx, clock := wire.NotingClock(ctx)
	answer, _, err := g.native.Prepay(ctx, native.PrepayRequest{Appid: &g.merchant.AppID, Mchid: &g.merchant.MchID, Description: &order.Subject, OutTradeNo: &order.No,
		TimeExpire: core.Time(time.UnixMilli(order.ExpiresMS).In(beijing)), NotifyUrl: &g.merchant.NotifyURL,
		Amount: &native.Amount{Total: core.Int64(int64(order.Fen)), Currency: core.String(currency)}})
	if err != nil {
		return "", g.failed(err, clock)
	}
	if answer.CodeUrl == nil || *answer.CodeUrl == "" {
		return "", store.Refuse(payment.CodeUntrusted)
	}
	return *answer.CodeUrl, nil
}

// currency is the one that everything is paid in, and beijing the zone of all that WeChat tells.
const currency = "CNY"

var beijing = time.FixedZone("CST", 8*60*60)

// charge is the body of a charge by the payer's code, which the SDK has no type for.
type charge struct {
	AppID       string      `json:"appid"`
	MchID       string      `json:"mchid"`
	Description string      `json:"description"`
	OutTradeNo  string      `json:"out_trade_no"`
	Payer       chargePayer `json:"payer"`
	Amount      amount      `json:"amount"`
	Scene       chargeScene `json:"scene_info"`
}

type chargePayer struct {
	AuthCode string `json:"auth_code"`
}

type amount struct {
	Total    int64  `json:"total"`
	Currency string `json:"currency"`
}

type chargeScene struct {
	DeviceIP string      `json:"device_ip"`
	Store    chargeStore `json:"store_info"`
}

type chargeStore struct {
	OutID string `json:"out_id"`
}

// Charge takes the money by the payer's code; see payment.Gateway.
func (g *Gateway) Charge(ctx context.Context, order payment.Order, payerCode string) (payment.Answer, error) {
	ctx, clock := wire.NotingClock(ctx)
	result, err := g.client.Post(ctx, consts.WechatPayAPIServer+"/v3/pay/transactions/codepay", charge{AppID: g.merchant.AppID, MchID: g.merchant.MchID,
		Description: order.Subject, OutTradeNo: order.No, Payer: chargePayer{payerCode}, Amount: amount{int64(order.Fen), currency},
		Scene: chargeScene{DeviceIP: "127.0.0.1", Store: chargeStore{g.merchant.Store}}})
	if err != nil {
		return payment.Answer{}, g.failed(err, clock)
	}
	transaction := new(payments.Transaction)
	if err := core.UnMarshalResponse(result.Response, transaction); err != nil {
		return payment.Answer{}, g.failed(err, clock)
	}
	// The owner is asked for the password: the answer has nothing but that.
	if result.Response.StatusCode == http.StatusAccepted {
		return payment.Answer{State: payment.Entering, ClockMS: wire.ClockMS(clock)}, nil
	}
	return g.answer(transaction, order, clock)
}

// Query asks how an order stands; see payment.Gateway.
func (g *Gateway) Query(ctx context.Context, order payment.Order) (payment.Answer, error) {
	ctx, clock := wire.NotingClock(ctx)
	transaction, _, err := g.native.QueryOrderByOutTradeNo(ctx, native.QueryOrderByOutTradeNoRequest{OutTradeNo: &order.No, Mchid: &g.merchant.MchID})
	if is(err, "ORDER_NOT_EXIST") {
		return payment.Answer{State: payment.Absent, ClockMS: wire.ClockMS(clock)}, nil
	}
	if err != nil {
		return payment.Answer{}, g.failed(err, clock)
	}
	return g.answer(transaction, order, clock)
}

// How long after an order could last be begun to be paid the channel's word that it has none is believed: what says so is not signed.
const (
	shownGraceMS   = 60_000
	chargedGraceMS = 120_000
)

// Close makes sure that nobody pays an order any more; see payment.Gateway.
func (g *Gateway) Close(ctx context.Context, order payment.Order) (payment.Answer, error) {
	noting, clock := wire.NotingClock(ctx)
	var err error
	if order.Way == payment.Charged {
		_, err = g.client.Post(noting, consts.WechatPayAPIServer+"/v3/pay/transactions/out-trade-no/"+url.PathEscape(order.No)+"/reverse",
			map[string]string{"appid": g.merchant.AppID, "mchid": g.merchant.MchID})
	} else {
		_, err = g.native.CloseOrder(noting, native.CloseOrderRequest{OutTradeNo: &order.No, Mchid: &g.merchant.MchID})
	}
	if refusedBy(err) == "" && err != nil {
		return payment.Answer{}, g.failed(err, clock)
	}
	// Whether it was closed or refused to be, only the signed answer to the question says how it stands.
	answer, err := g.Query(ctx, order)
	if err == nil && answer.State == payment.Absent && g.isOver(order) {
		answer.State = payment.Closed
	}
	return answer, err
}

func (g *Gateway) isOver(order payment.Order) bool {
	overMS := order.ExpiresMS + shownGraceMS
	if order.Way == payment.Charged {
		overMS = order.MadeMS + chargedGraceMS
	}
	return g.now().UnixMilli() > overMS
}
