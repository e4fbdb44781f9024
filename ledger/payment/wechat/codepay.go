package wechat

import (
	"context"
	"net/http"
	"net/url"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/services/payments"

	"shouqi/ledger/payment"
)

// codePay charges over API v3. The SDK has no service of its own for it.
type codePay struct {
	merchant Merchant
	client   *core.Client
}

// chargeRequest is what a charge sends. scene_info and one id of the place are compulsory.
type chargeRequest struct {
	AppID       string `json:"appid"`
	MchID       string `json:"mchid"`
	Description string `json:"description"`
	OutTradeNo  string `json:"out_trade_no"`
	Payer       struct {
		AuthCode string `json:"auth_code"`
	} `json:"payer"`
	Amount struct {
		Total    int64  `json:"total"`
		Currency string `json:"currency"`
	} `json:"amount"`
	SceneInfo struct {
		DeviceIP  string `json:"device_ip"`
		StoreInfo struct {
			OutID string `json:"out_id"`
		} `json:"store_info"`
	} `json:"scene_info"`
}

func (c codePay) charge(ctx context.Context, order payment.Order, payerCode string) (*payments.Transaction, *core.APIResult, error) {
	request := chargeRequest{AppID: c.merchant.AppID, MchID: c.merchant.MchID, Description: order.Subject, OutTradeNo: order.No}
	request.Payer.AuthCode = payerCode
	request.Amount.Total, request.Amount.Currency = int64(order.Fen), "CNY"
	request.SceneInfo.DeviceIP, request.SceneInfo.StoreInfo.OutID = c.merchant.DeviceIP, c.merchant.StoreID
	if request.SceneInfo.DeviceIP == "" {
		request.SceneInfo.DeviceIP = "127.0.0.1"
	}
	result, err := c.client.Request(ctx, http.MethodPost, base+"/v3/pay/transactions/codepay", nil, nil, request, "application/json")
	if err != nil {
		return nil, result, err
	}
	transaction := &payments.Transaction{}
	return transaction, result, core.UnMarshalResponse(result.Response, transaction)
}

func (c codePay) reverse(ctx context.Context, order payment.Order) (*core.APIResult, error) {
	request := map[string]string{"appid": c.merchant.AppID, "mchid": c.merchant.MchID}
	return c.client.Request(ctx, http.MethodPost, base+"/v3/pay/transactions/out-trade-no/"+url.PathEscape(order.No)+"/reverse", nil, nil, request, "application/json")
}
