package alipay

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"strconv"
	"time"

	sdk "github.com/smartwalle/alipay/v3"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// Where Alipay answers, and where it keeps the files of a day.
const (
	address   = "https://openapi.alipay.com/gateway.do"
	host      = "openapi.alipay.com"
	fileHosts = ".alipay.com"
)

const product = "FACE_TO_FACE_PAYMENT"

// How long after its end an order is still taken for one that may come, where Alipay says that it has none: what is shown may be scanned
// to its last second, and a code on the owner's phone works for a minute.
const (
	shownGraceMS   = 60_000
	chargedGraceMS = 120_000
	// refundGraceMS is how long a refund that moved no money may still go through.
	refundGraceMS = 15 * 60_000
)

// Gateway asks Alipay; see payment.Gateway. Its methods may be called by several goroutines.
//
// Alipay signs refusals too, but neither the time nor the question: an old answer can come again. So only one that names the order and
// the sum counts, and what it says is final for that order. The merchant is in no answer; Alipay's key is, which is another one for every
// application.
type Gateway struct {
	merchant Merchant
	now      func() time.Time
	client   *sdk.Client
	files    *http.Client
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
	files, err := options.Files(fileHosts)
	if err != nil {
		return nil, err
	}
	// The SDK is told that this is the sandbox, at the address of production. In production it fetches the certificate that an answer names
	// and trusts it unchecked, so that whoever stands in between could sign with a key of his own.
	client, err := sdk.New(merchant.AppID, base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PrivateKey(private)), false,
		sdk.WithSandboxGateway(address), sdk.WithHTTPClient(calls), sdk.WithTimeLocation(calendar.Zone))
	if err != nil {
		return nil, store.Refuse(payment.CodeKey)
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, store.Refuse(payment.CodeKey)
	}
	if err = client.LoadAliPayPublicKey(base64.StdEncoding.EncodeToString(der)); err != nil {
		return nil, store.Refuse(payment.CodeKey)
	}
	return &Gateway{merchant: merchant, now: options.Clock(), client: client, files: files}, nil
}

// Show is payment.Gateway's. For Alipay there is no order before somebody scanned the code.
func (g *Gateway) Show(ctx context.Context, order payment.Order) (code string, err error) {
	ctx, call := wire.Begin(ctx)
	minutes := max(1, (order.ExpiresMS-g.now().UnixMilli())/60_000)
	got, err := g.ask(ctx, call, "alipay.trade.precreate", fields{"out_trade_no": order.No, "total_amount": order.Fen.String(), "subject": order.Subject, "product_code": product,
		"time_expire": wire.ChinaTime(order.ExpiresMS), "qr_code_timeout_express": strconv.FormatInt(minutes, 10) + "m", "seller_id": g.merchant.SellerID, "store_id": g.merchant.StoreID})
	if err == nil {
		err = g.refusal(call, got)
	}
	switch {
	case err != nil:
		return "", err
	case got.OutTradeNo != order.No:
		return "", store.Refuse(payment.CodeMismatch)
	case got.QRCode == "":
		return "", store.Fail(payment.CodeNoAnswer, errEmpty)
	}
	return got.QRCode, nil
}

// Charge is payment.Gateway's. That it went well is asked for again, as Alipay wants.
func (g *Gateway) Charge(ctx context.Context, order payment.Order, payerCode string) (payment.Answer, error) {
	ctx, call := wire.Begin(ctx)
	got, err := g.ask(ctx, call, "alipay.trade.pay", fields{"out_trade_no": order.No, "total_amount": order.Fen.String(), "subject": order.Subject, "product_code": product,
		"scene": "bar_code", "auth_code": payerCode, "timeout_express": "3m", "seller_id": g.merchant.SellerID, "store_id": g.merchant.StoreID})
	if err != nil {
		return payment.Answer{}, err
	}
	inProcess := got.Code == sdk.CodeOrderSuccessPayInProcess
	if err = g.refusal(call, got); err != nil && !inProcess && got.SubCode != subPaid {
		return payment.Answer{}, err
	}
	if inProcess {
		if got.OutTradeNo != order.No {
			return payment.Answer{}, store.Refuse(payment.CodeMismatch)
		}
		return payment.Answer{State: payment.Entering, ChannelNo: got.TradeNo, ClockMS: call.ClockMS()}, nil
	}
	if err == nil && (got.OutTradeNo != order.No || !isSum(got.TotalAmount, order.Fen)) {
		return payment.Answer{}, store.Refuse(payment.CodeMismatch)
	}
	return g.query(ctx, call, order)
}

// Query is payment.Gateway's.
func (g *Gateway) Query(ctx context.Context, order payment.Order) (payment.Answer, error) {
	ctx, call := wire.Begin(ctx)
	return g.query(ctx, call, order)
}

func (g *Gateway) query(ctx context.Context, call *wire.Call, order payment.Order) (payment.Answer, error) {
	answer, _, err := g.look(ctx, call, order)
	return answer, err
}

// look asks how an order stands. named is whether the answer names the order: that Alipay does not have it may lack that, and then it may
// be an older answer about another one.
func (g *Gateway) look(ctx context.Context, call *wire.Call, order payment.Order) (answer payment.Answer, named bool, err error) {
	got, err := g.ask(ctx, call, "alipay.trade.query", fields{"out_trade_no": order.No})
	if err != nil {
		return payment.Answer{}, false, err
	}
	if got.SubCode == subAbsent {
		if got.OutTradeNo != "" && got.OutTradeNo != order.No {
			return payment.Answer{}, false, store.Refuse(payment.CodeMismatch)
		}
		return payment.Answer{State: payment.Absent, ClockMS: call.ClockMS()}, got.OutTradeNo != "", nil
	}
	if err = g.refusal(call, got); err != nil {
		return payment.Answer{}, false, err
	}
	if got.OutTradeNo != order.No || !isSum(got.TotalAmount, order.Fen) {
		return payment.Answer{}, false, store.Refuse(payment.CodeMismatch)
	}
	answer, err = readState(order, got)
	answer.ClockMS = call.ClockMS()
	return answer, true, err
}

// readState reads how an order stands out of an answer that is about it.
func readState(order payment.Order, got answered) (payment.Answer, error) {
	answer := payment.Answer{ChannelNo: got.TradeNo}
	switch got.TradeStatus {
	case "WAIT_BUYER_PAY":
		answer.State = payment.Waiting
		if order.Way == payment.Charged {
			answer.State = payment.Entering
		}
		return answer, nil
	case "TRADE_SUCCESS", "TRADE_FINISHED":
		answer.State = payment.Paid
	case "TRADE_CLOSED": // never paid, or paid and given back as a whole
		if !wasPaid(got) {
			answer.State = payment.Closed
			return answer, nil
		}
		answer.State = payment.Returned
	default:
		return payment.Answer{}, store.Fail(payment.CodeNoAnswer, errState)
	}
	answer.Fen = order.Fen
	if paidMS, err := wire.MS(got.SendPayDate); err == nil {
		answer.PaidMS = paidMS
	}
	return answer, nil
}

// wasPaid reports whether an order that is closed had been paid. One sign is enough: nobody may take it for one that never was.
func wasPaid(got answered) bool {
	return got.SendPayDate != "" || !isNothing(got.ReceiptAmount) || !isNothing(got.BuyerPayAmount)
}

func isNothing(text string) bool { return text == "" || isSum(text, 0) }

func isSum(text string, fen money.Fen) bool {
	sum, err := wire.Yuan(text)
	return err == nil && sum == fen && text != ""
}
