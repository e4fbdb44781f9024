package gatewaytest

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"shouqi/ledger/money"
	"shouqi/ledger/payment"
)

// WeChat is WeChat Pay's interface (API v3, public-key mode) to a bank, which verifies what the merchant signs and signs what it answers.
type WeChat struct {
	Bank *Bank
	// AppID, MchID and MerchantKey are the merchant's: the key verifies.
	AppID, MchID string
	MerchantKey  *rsa.PublicKey
	// KeyID and Key sign the answers.
	KeyID string
	Key   *rsa.PrivateKey
	// URL is where the handler is reached, for the address of a statement; WeChat's own where it stands in its place.
	URL string

	statements map[string][]byte
}

// Handler returns the interface.
func (w *WeChat) Handler() http.Handler {
	w.statements = make(map[string][]byte)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v3/pay/transactions/native", w.on(ShowCall, w.prepay))
	mux.HandleFunc("POST /v3/pay/transactions/codepay", w.on(ChargeCall, w.codepay))
	mux.HandleFunc("GET /v3/pay/transactions/out-trade-no/{no}", w.on(QueryCall, w.query))
	mux.HandleFunc("POST /v3/pay/transactions/out-trade-no/{no}/close", w.on(CloseCall, w.close))
	mux.HandleFunc("POST /v3/pay/transactions/out-trade-no/{no}/reverse", w.on(CloseCall, w.reverse))
	mux.HandleFunc("POST /v3/refund/domestic/refunds", w.on(RefundCall, w.refund))
	mux.HandleFunc("GET /v3/refund/domestic/refunds/{no}", w.on(QueryRefundCall, w.queryRefund))
	mux.HandleFunc("GET /v3/bill/tradebill", w.on(StatementCall, w.tradebill))
	mux.HandleFunc("GET /v3/billdownload/file", w.download)
	return mux
}

// reply is an answer: its status, and its body as JSON, or none.
type reply struct {
	status int
	body   any
}

// refusal is an answer that turns something down.
func refusal(status int, code string) reply {
	return reply{status, map[string]string{"code": code, "message": code}}
}

// on answers a call: it verifies who asks, does what is asked, and lets go wrong what is to.
func (w *WeChat) on(call Call, work func(request *http.Request, body []byte) reply) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(writer, request.Body, 1<<20))
		if err != nil {
			return // nobody reads an answer
		}
		if err := w.verify(request, body); err != nil {
			w.write(writer, refusal(http.StatusUnauthorized, "SIGN_ERROR"), "")
			return
		}
		fault := w.Bank.fault(call)
		switch fault {
		case Lost:
			hang(writer, request)
			return
		case Broken:
			writer.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(writer, "<html>502 Bad Gateway</html>") // nobody reads it
			return
		case Refusal:
			w.write(writer, refusal(http.StatusBadRequest, "PARAM_ERROR"), "")
			return
		}
		answer := work(request, body)
		if fault == LostAfter {
			hang(writer, request)
			return
		}
		w.write(writer, answer, fault)
	}
}

// hang keeps a caller waiting, and then breaks off in the middle of an answer: before it, the caller's own transport would ask again.
func hang(writer http.ResponseWriter, request *http.Request) {
	select {
	case <-request.Context().Done():
	case <-time.After(300 * time.Millisecond):
		writer.Header().Set("Content-Length", "100")
		writer.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(writer).Flush() // it is broken off all the same
		panic(http.ErrAbortHandler)
	}
}

var authorization = regexp.MustCompile(`^WECHATPAY2-SHA256-RSA2048 mchid="([^"]*)",nonce_str="([^"]*)",timestamp="([^"]*)",serial_no="([^"]*)",signature="([^"]*)"$`)

var errSign = errors.New("gatewaytest: the merchant's signature is wrong")

// verify holds a request to the merchant's signature.
func (w *WeChat) verify(request *http.Request, body []byte) error {
	parts := authorization.FindStringSubmatch(request.Header.Get("Authorization"))
	if parts == nil || parts[1] != w.MchID {
		return errSign
	}
	signature, err := base64.StdEncoding.DecodeString(parts[5])
	if err != nil {
		return err
	}
	digest := sha256.Sum256([]byte(request.Method + "\n" + request.URL.RequestURI() + "\n" + parts[3] + "\n" + parts[2] + "\n" + string(body) + "\n"))
	return rsa.VerifyPKCS1v15(w.MerchantKey, crypto.SHA256, digest[:], signature)
}

// write signs an answer and sends it. Answers that turn something down are not signed, as WeChat's are not verified.
func (w *WeChat) write(writer http.ResponseWriter, answer reply, fault Fault) {
	var body []byte
	if answer.body != nil {
		body, _ = json.Marshal(answer.body) // texts and numbers alone
	}
	switch fault {
	case OtherOrder:
		body = regexp.MustCompile(`"out_trade_no":"[^"]*"`).ReplaceAll(body, []byte(`"out_trade_no":"SQOTHER00000000000000000"`))
	case OtherSum:
		body = regexp.MustCompile(`"(total|refund)":\d+`).ReplaceAll(body, []byte(`"$1":1`))
	}
	now := w.Bank.Now()
	if fault == Skewed {
		now = now.Add(-time.Hour)
	}
	writer.Header().Set("Date", now.UTC().Format(http.TimeFormat))
	if fault != Unsigned {
		stamp, nonce := strconv.FormatInt(now.Unix(), 10), "NONCE"+strconv.FormatInt(now.UnixNano(), 36)
		digest := sha256.Sum256([]byte(stamp + "\n" + nonce + "\n" + string(body) + "\n"))
		signature, err := rsa.SignPKCS1v15(rand.Reader, w.Key, crypto.SHA256, digest[:])
		if err != nil {
			writer.WriteHeader(http.StatusInternalServerError)
			return
		}
		if fault == BadSign {
			signature[0] ^= 1
		}
		writer.Header().Set("Wechatpay-Timestamp", stamp)
		writer.Header().Set("Wechatpay-Nonce", nonce)
		writer.Header().Set("Wechatpay-Serial", w.KeyID)
		writer.Header().Set("Wechatpay-Signature", base64.StdEncoding.EncodeToString(signature))
	}
	writer.Header().Set("Content-Type", "application/json; charset=utf-8")
	writer.WriteHeader(answer.status)
	_, _ = io.Copy(writer, bytes.NewReader(body)) // who does not wait for the answer asks again
}

// ordered is what a merchant sends about an order or a refund.
type ordered struct {
	AppID       string `json:"appid"`
	MchID       string `json:"mchid"`
	Description string `json:"description"`
	OutTradeNo  string `json:"out_trade_no"`
	OutRefundNo string `json:"out_refund_no"`
	NotifyURL   string `json:"notify_url"`
	Payer       struct {
		AuthCode string `json:"auth_code"`
	} `json:"payer"`
	Amount struct {
		Total  int64 `json:"total"`
		Refund int64 `json:"refund"`
	} `json:"amount"`
	Scene struct {
		DeviceIP string `json:"device_ip"`
		Store    struct {
			OutID string `json:"out_id"`
		} `json:"store_info"`
	} `json:"scene_info"`
}

func read(body []byte) (sent ordered) {
	_ = json.Unmarshal(body, &sent) // what is not there is refused as missing
	return sent
}

func (w *WeChat) prepay(_ *http.Request, body []byte) reply {
	sent := read(body)
	if sent.AppID != w.AppID || sent.MchID != w.MchID || sent.Amount.Total < 1 || !strings.HasPrefix(sent.NotifyURL, "https://") || sent.Description == "" {
		return refusal(http.StatusBadRequest, "PARAM_ERROR")
	}
	if !w.Bank.Show(sent.OutTradeNo, sent.Description, money.Fen(sent.Amount.Total)) {
		return refusal(http.StatusForbidden, "ORDERPAID")
	}
	return reply{http.StatusOK, map[string]string{"code_url": "weixin://wxpay/bizpayurl?pr=" + sent.OutTradeNo}}
}

func (w *WeChat) codepay(_ *http.Request, body []byte) reply {
	sent := read(body)
	if sent.AppID != w.AppID || sent.MchID != w.MchID || sent.Amount.Total < 1 || sent.Scene.DeviceIP == "" || sent.Scene.Store.OutID == "" || len(sent.Payer.AuthCode) != 18 {
		return refusal(http.StatusBadRequest, "PARAM_ERROR")
	}
	order, ok := w.Bank.Charge(sent.OutTradeNo, sent.Description, money.Fen(sent.Amount.Total))
	switch {
	case !ok:
		return refusal(http.StatusForbidden, "OUT_TRADE_NO_USED")
	case order.State == payment.Entering:
		return reply{http.StatusAccepted, map[string]string{"trade_state": "USERPAYING"}}
	}
	return reply{http.StatusOK, w.transaction(order, "MICROPAY")}
}

// transaction is how WeChat tells of an order.
func (w *WeChat) transaction(order Order, kind string) map[string]any {
	state := map[payment.State]string{payment.Waiting: "NOTPAY", payment.Entering: "USERPAYING", payment.Paid: "SUCCESS", payment.Closed: "CLOSED"}[order.State]
	told := map[string]any{"appid": w.AppID, "mchid": w.MchID, "out_trade_no": order.No, "trade_type": kind, "trade_state": state, "trade_state_desc": state,
		"amount": map[string]any{"total": int64(order.Fen), "currency": "CNY"}}
	if order.State == payment.Paid {
		told["transaction_id"], told["success_time"] = order.ChannelNo, time.UnixMilli(order.PaidMS).Format(time.RFC3339)
		if order.RefundedFen > 0 {
			told["trade_state"] = "REFUND"
		}
	}
	return told
}

func (w *WeChat) query(request *http.Request, _ []byte) reply {
	order, found := w.Bank.Order(request.PathValue("no"))
	if !found || request.URL.Query().Get("mchid") != w.MchID {
		return refusal(http.StatusNotFound, "ORDER_NOT_EXIST")
	}
	return reply{http.StatusOK, w.transaction(order, "NATIVE")}
}

func (w *WeChat) close(request *http.Request, _ []byte) reply {
	switch found, paid := w.Bank.Close(request.PathValue("no")); {
	case !found:
		return refusal(http.StatusNotFound, "ORDER_NOT_EXIST")
	case paid:
		return refusal(http.StatusBadRequest, "ORDERPAID")
	}
	return reply{status: http.StatusNoContent}
}

func (w *WeChat) reverse(request *http.Request, body []byte) reply {
	sent := read(body)
	no := request.PathValue("no")
	if !w.Bank.Reverse(no) {
		return refusal(http.StatusNotFound, "ORDER_NOT_EXIST")
	}
	return reply{http.StatusOK, map[string]string{"appid": sent.AppID, "mchid": sent.MchID, "out_trade_no": no}}
}

func (w *WeChat) refund(_ *http.Request, body []byte) reply {
	sent := read(body)
	order, _ := w.Bank.Order(sent.OutTradeNo)
	refund, ok := w.Bank.Refund(sent.OutRefundNo, sent.OutTradeNo, money.Fen(sent.Amount.Refund))
	if !ok || sent.Amount.Total != int64(order.Fen) {
		return refusal(http.StatusBadRequest, "INVALID_REQUEST")
	}
	return reply{http.StatusOK, told(refund, order)}
}

func (w *WeChat) queryRefund(request *http.Request, _ []byte) reply {
	refund, found := w.Bank.Refunded(request.PathValue("no"))
	if !found {
		return refusal(http.StatusNotFound, "RESOURCE_NOT_EXISTS")
	}
	order, _ := w.Bank.Order(refund.OrderNo)
	return reply{http.StatusOK, told(refund, order)}
}

// told is how WeChat tells of a refund.
func told(refund Refund, order Order) map[string]any {
	status := map[payment.RefundState]string{payment.RefundWaiting: "PROCESSING", payment.RefundDone: "SUCCESS", payment.RefundFailed: "ABNORMAL"}[refund.State]
	return map[string]any{"refund_id": refund.ChannelNo, "out_refund_no": refund.No, "transaction_id": order.ChannelNo, "out_trade_no": order.No, "channel": "ORIGINAL",
		"user_received_account": "支付用户零钱", "create_time": time.UnixMilli(refund.AtMS).Format(time.RFC3339), "status": status, "funds_account": "AVAILABLE",
		"amount": map[string]any{"total": int64(order.Fen), "refund": int64(refund.Fen), "payer_total": int64(order.Fen), "payer_refund": int64(refund.Fen),
			"settlement_refund": int64(refund.Fen), "settlement_total": int64(order.Fen), "discount_refund": 0, "currency": "CNY", "from": []any{}}}
}

// yuan writes a sum as a statement does.
func yuan(fen money.Fen) string { return fmt.Sprintf("%d.%02d", int64(fen)/100, int64(fen)%100) }
