package alipay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	sdk "github.com/smartwalle/alipay/v3"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// answered is what of Alipay's answers this program reads. The SDK's own types hold more, and one that is paid fails to decode in them
// where a sum that nobody asked for is empty.
type answered struct {
	Code           sdk.Code `json:"code"`
	SubCode        string   `json:"sub_code"`
	OutTradeNo     string   `json:"out_trade_no"`
	TradeNo        string   `json:"trade_no"`
	TradeStatus    string   `json:"trade_status"`
	TotalAmount    string   `json:"total_amount"`
	ReceiptAmount  string   `json:"receipt_amount"`
	BuyerPayAmount string   `json:"buyer_pay_amount"`
	SendPayDate    string   `json:"send_pay_date"`
	QRCode         string   `json:"qr_code"`
	RetryFlag      string   `json:"retry_flag"`
	Action         string   `json:"action"`
	OutRequestNo   string   `json:"out_request_no"`
	RefundAmount   string   `json:"refund_amount"`
	RefundStatus   string   `json:"refund_status"`
	FundChange     string   `json:"fund_change"`
	BillURL        string   `json:"bill_download_url"`
}

// fields are a question's biz_content; what is empty is left out.
type fields map[string]string

var (
	errUnsigned = errors.New("alipay: the signature is missing or wrong")
	errState    = errors.New("alipay: the order is in a state that is not known")
	errEmpty    = errors.New("alipay: the answer is empty")
)

// ask asks one question. What it returns is signed, and may be a refusal: see refusal.
func (g *Gateway) ask(ctx context.Context, call *wire.Call, method string, what fields) (got answered, err error) {
	payload := sdk.NewPayload(method)
	for name, value := range what {
		if value != "" {
			payload.AddBizField(name, value)
		}
	}
	if err = g.client.Request(ctx, payload, &got); err == nil {
		return got, nil
	}
	var unsigned *sdk.Error // may be nil inside err, and then panics when asked for its text
	var address *url.Error
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &unsigned):
		err = call.Failure(g.now(), payment.CodeUntrusted, errUnsigned)
	case errors.As(err, &address), errors.As(err, &syntax), errors.As(err, &kind), errors.Is(err, sdk.ErrBadResponse):
		err = call.Failure(g.now(), payment.CodeNoAnswer, err)
	default:
		err = call.Failure(g.now(), payment.CodeUntrusted, errUnsigned)
	}
	return answered{}, err
}

// refusal returns what a signed answer refuses, nil where it refuses nothing. That its system failed says nothing about the money.
func (g *Gateway) refusal(call *wire.Call, got answered) error {
	switch {
	case got.Code == sdk.CodeSuccess:
		return nil
	case got.Code == sdk.CodeUnknowError, got.Code == "", got.Code == sdk.CodeOrderSuccessPayInProcess, strings.HasSuffix(got.SubCode, "SYSTEM_ERROR"):
		return call.Failure(g.now(), payment.CodeNoAnswer, fmt.Errorf("alipay: %s %s", got.Code, got.SubCode))
	}
	refused := call.Failure(g.now(), payment.CodeRefused, fmt.Errorf("alipay: %s", got.SubCode))
	if store.Code(refused) == payment.CodeClock {
		return refused
	}
	return store.Refuse(payment.CodeRefused, got.SubCode)
}

// Alipay's codes that say more than no.
const (
	subAbsent = "ACQ.TRADE_NOT_EXIST"
	subPaid   = "ACQ.TRADE_HAS_SUCCESS"
)
