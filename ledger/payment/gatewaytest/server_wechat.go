package gatewaytest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
)

// serveWeChat adds the addresses of WeChat Pay, API v3.
func (s *Server) serveWeChat() {
	for pattern, call := range map[string]struct {
		method string
		do     func(wechatCall) reply
	}{
		"POST /v3/pay/transactions/native":                    {MethodShow, s.wechatShow},
		"POST /v3/pay/transactions/codepay":                   {MethodCharge, s.wechatCharge},
		"GET /v3/pay/transactions/out-trade-no/{no}":          {MethodQuery, s.wechatQuery},
		"POST /v3/pay/transactions/out-trade-no/{no}/close":   {MethodClose, s.wechatClose},
		"POST /v3/pay/transactions/out-trade-no/{no}/reverse": {MethodReverse, s.wechatReverse},
		"POST /v3/refund/domestic/refunds":                    {MethodRefund, s.wechatRefund},
		"GET /v3/refund/domestic/refunds/{no}":                {MethodQueryRefund, s.wechatQueryRefund},
		"GET /v3/bill/tradebill":                              {MethodBill, s.wechatBill},
		"GET /v3/billdownload/file":                           {MethodFile, s.wechatFile},
	} {
		s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			text, err := body(r)
			if err != nil || !s.wechatSigned(r, text) {
				w.Header().Set("Date", s.bank.now().UTC().Format(http.TimeFormat))
				http.Error(w, `{"code":"SIGN_ERROR","message":"签名错误"}`, http.StatusUnauthorized)
				return
			}
			do := func(fault Fault) reply {
				asked := wechatCall{request: r, fault: fault}
				if len(text) > 0 && json.Unmarshal(text, &asked.body) != nil {
					return wechatError(http.StatusBadRequest, "PARAM_ERROR")
				}
				return call.do(asked)
			}
			s.answer(w, r, payment.WeChat, call.method, do, wechatNothing, s.wechatSign)
		})
	}
}

// wechatCall is a question with what of its body the server looks at.
type wechatCall struct {
	request *http.Request
	fault   Fault
	body    struct {
		AppID       string    `json:"appid"`
		MchID       string    `json:"mchid"`
		Description string    `json:"description"`
		No          string    `json:"out_trade_no"`
		RefundNo    string    `json:"out_refund_no"`
		ChannelNo   string    `json:"transaction_id"`
		Expires     time.Time `json:"time_expire"`
		NotifyURL   string    `json:"notify_url"`
		Amount      struct {
			Total    money.Fen `json:"total"`
			Refund   money.Fen `json:"refund"`
			Currency string    `json:"currency"`
		} `json:"amount"`
		Payer struct {
			AuthCode string `json:"auth_code"`
		} `json:"payer"`
		Scene struct {
			DeviceIP string `json:"device_ip"`
			Store    struct {
				ID    string `json:"id"`
				OutID string `json:"out_id"`
			} `json:"store_info"`
		} `json:"scene_info"`
	}
}

var wechatAuthorization = regexp.MustCompile(`^WECHATPAY2-SHA256-RSA2048 mchid="(\w+)",nonce_str="(\w+)",timestamp="(\d+)",serial_no="(\w+)",signature="([^"]+)"$`)

// signedFor is how long a signature is good.
const signedFor = 5 * time.Minute

// wechatSigned reports whether the merchant signed a question just now.
func (s *Server) wechatSigned(r *http.Request, text []byte) bool {
	parts := wechatAuthorization.FindStringSubmatch(r.Header.Get("Authorization"))
	if parts == nil || parts[1] != s.id.WeChatMerchant || parts[4] != s.id.WeChatSerial {
		return false
	}
	seconds, err := strconv.ParseInt(parts[3], 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > signedFor {
		return false
	}
	return isSigned(s.id.WeChatOwn, r.Method+"\n"+r.URL.RequestURI()+"\n"+parts[3]+"\n"+parts[2]+"\n"+string(text)+"\n", parts[5])
}

// wechatSign signs an answer by the headers. Errors and files are not signed.
func (s *Server) wechatSign(out reply, fault Fault, header http.Header) []byte {
	if fault == Unsigned || out.kind == wechatFileKind || out.status >= http.StatusMultipleChoices {
		return out.body
	}
	key, at := s.id.WeChat, time.Now()
	if fault == Forged {
		key = s.id.WeChatOwn
	}
	if fault == Skewed {
		at = at.Add(-skew)
	}
	stamp, nonce := strconv.FormatInt(at.Unix(), 10), strconv.FormatInt(at.UnixNano(), 36)
	header.Set("Wechatpay-Timestamp", stamp)
	header.Set("Wechatpay-Nonce", nonce)
	header.Set("Wechatpay-Serial", s.id.WeChatKeyID)
	header.Set("Wechatpay-Signature", signed(key, stamp+"\n"+nonce+"\n"+string(out.body)+"\n"))
	return out.body
}

func wechatError(status int, code string) reply {
	return jsonReply(status, map[string]string{"code": code, "message": code})
}

// wechatNothing is the answer where nothing was done.
func wechatNothing(fault Fault) reply {
	if fault == Refused {
		return wechatError(http.StatusForbidden, "NO_AUTH")
	}
	return wechatError(http.StatusInternalServerError, "SYSTEM_ERROR")
}

// wechatRefusal says a refusal of the bank in WeChat's words.
func wechatRefusal(err error) reply {
	var refusal Refusal
	if !errors.As(err, &refusal) {
		return wechatError(http.StatusInternalServerError, "SYSTEM_ERROR")
	}
	switch refusal {
	case Absent:
		return wechatError(http.StatusNotFound, "ORDER_NOT_EXIST")
	case AlreadyPaid:
		return wechatError(http.StatusBadRequest, "ORDERPAID")
	case Gone:
		return wechatError(http.StatusBadRequest, "ORDER_CLOSED")
	case Used:
		return wechatError(http.StatusForbidden, "OUT_TRADE_NO_USED")
	case BadCode:
		return wechatError(http.StatusBadRequest, "AUTH_CODE_INVALID")
	case TooMuch, NotPaid:
		return wechatError(http.StatusForbidden, "NOT_ENOUGH")
	}
	return wechatError(http.StatusBadRequest, "INVALID_REQUEST")
}

// ours reports whether a question names the merchant itself.
func (s *Server) ours(c wechatCall) bool {
	return c.body.AppID == s.id.WeChatApp && c.body.MchID == s.id.WeChatMerchant
}

func (s *Server) wechatShow(c wechatCall) reply {
	if !s.ours(c) || c.body.NotifyURL == "" || c.body.Amount.Total <= 0 {
		return wechatError(http.StatusBadRequest, "PARAM_ERROR")
	}
	var expiresMS int64
	if !c.body.Expires.IsZero() {
		expiresMS = c.body.Expires.UnixMilli()
	}
	code, err := s.bank.Show(payment.WeChat, c.body.No, c.body.Amount.Total, c.body.Description, expiresMS)
	if err != nil {
		return wechatRefusal(err)
	}
	return jsonReply(http.StatusOK, map[string]string{"code_url": code})
}

func (s *Server) wechatCharge(c wechatCall) reply {
	if !s.ours(c) || c.body.Scene.DeviceIP == "" || c.body.Scene.Store.ID+c.body.Scene.Store.OutID == "" || c.body.Amount.Total <= 0 {
		return wechatError(http.StatusBadRequest, "PARAM_ERROR")
	}
	o, err := s.bank.Charge(payment.WeChat, c.body.No, c.body.Amount.Total, c.body.Description, c.body.Payer.AuthCode)
	if err != nil {
		return wechatRefusal(err)
	}
	if o.State == entering {
		return jsonReply(http.StatusAccepted, map[string]string{"trade_state": "USERPAYING"})
	}
	return jsonReply(http.StatusOK, s.transaction(o))
}

// transaction is an order in WeChat's words.
func (s *Server) transaction(o Order) map[string]any {
	state := map[string]string{shown: "NOTPAY", waiting: "NOTPAY", entering: "USERPAYING", refused: "PAYERROR", paid: "SUCCESS", closed: "CLOSED", reversed: "REVOKED"}[o.State]
	if o.State == paid && len(o.Refunds) > 0 {
		state = "REFUND"
	}
	kind := "NATIVE"
	if o.Way == payment.Charged {
		kind = "MICROPAY"
	}
	fields := map[string]any{"appid": s.id.WeChatApp, "mchid": s.id.WeChatMerchant, "out_trade_no": o.No, "trade_state": state, "trade_state_desc": state,
		"trade_type": kind, "amount": map[string]any{"total": o.Fen, "currency": "CNY"}}
	if o.PaidMS != 0 {
		fields["transaction_id"], fields["success_time"] = o.ChannelNo, rfc3339(o.PaidMS)
		fields["amount"] = map[string]any{"total": o.Fen, "payer_total": o.Fen, "currency": "CNY", "payer_currency": "CNY"}
	}
	return fields
}

func rfc3339(ms int64) string { return time.UnixMilli(ms).In(calendar.Zone).Format(time.RFC3339) }

func (s *Server) wechatQuery(c wechatCall) reply {
	if c.request.URL.Query().Get("mchid") != s.id.WeChatMerchant {
		return wechatError(http.StatusBadRequest, "PARAM_ERROR")
	}
	o, err := s.bank.Find(payment.WeChat, c.request.PathValue("no"))
	if err != nil {
		return wechatRefusal(err)
	}
	return jsonReply(http.StatusOK, s.transaction(o))
}

func (s *Server) wechatClose(c wechatCall) reply {
	if c.body.MchID != s.id.WeChatMerchant {
		return wechatError(http.StatusBadRequest, "PARAM_ERROR")
	}
	if err := s.bank.Close(payment.WeChat, c.request.PathValue("no")); err != nil {
		return wechatRefusal(err)
	}
	return reply{status: http.StatusNoContent}
}

func (s *Server) wechatReverse(c wechatCall) reply {
	if !s.ours(c) {
		return wechatError(http.StatusBadRequest, "PARAM_ERROR")
	}
	no := c.request.PathValue("no")
	if _, err := s.bank.Reverse(payment.WeChat, no); err != nil {
		return wechatRefusal(err)
	}
	return jsonReply(http.StatusOK, map[string]string{"appid": s.id.WeChatApp, "mchid": s.id.WeChatMerchant, "out_trade_no": no})
}

func (s *Server) wechatRefund(c wechatCall) reply {
	no := c.body.No
	if no == "" {
		no = s.bank.byChannelNo(payment.WeChat, c.body.ChannelNo)
	}
	o, err := s.bank.Find(payment.WeChat, no)
	if err == nil && (o.Fen != c.body.Amount.Total || c.body.Amount.Currency != "CNY") {
		return wechatError(http.StatusBadRequest, "PARAM_ERROR")
	}
	o, refund, err := s.bank.Refund(payment.WeChat, no, c.body.RefundNo, c.body.Amount.Refund, outcome(c.fault))
	if err != nil {
		return wechatRefusal(err)
	}
	return jsonReply(http.StatusOK, wechatGiven(o, refund))
}

func (s *Server) wechatQueryRefund(c wechatCall) reply {
	o, refund, err := s.bank.FindRefund(payment.WeChat, c.request.PathValue("no"))
	if err != nil {
		return wechatError(http.StatusNotFound, "RESOURCE_NOT_EXISTS")
	}
	return jsonReply(http.StatusOK, wechatGiven(o, refund))
}

// wechatGiven is a refund in WeChat's words.
func wechatGiven(o Order, refund Refund) map[string]any {
	status := map[payment.RefundState]string{payment.RefundDone: "SUCCESS", payment.RefundWaiting: "PROCESSING", payment.RefundFailed: "ABNORMAL"}[refund.State]
	return map[string]any{"refund_id": refund.ChannelNo, "out_refund_no": refund.No, "transaction_id": o.ChannelNo, "out_trade_no": o.No, "channel": "ORIGINAL",
		"user_received_account": "支付用户零钱", "create_time": rfc3339(refund.AtMS), "status": status,
		"amount": map[string]any{"total": o.Fen, "refund": refund.Fen, "payer_total": o.Fen, "payer_refund": refund.Fen, "settlement_refund": refund.Fen,
			"settlement_total": o.Fen, "discount_refund": 0, "currency": "CNY"}}
}

func (s *Server) wechatBill(c wechatCall) reply {
	day := calendar.Date(c.request.URL.Query().Get("bill_date"))
	text, found := s.bank.wechatBill(s.id, day)
	if !found {
		return wechatError(http.StatusBadRequest, "NO_STATEMENT_EXIST")
	}
	return jsonReply(http.StatusOK, map[string]string{"hash_type": "SHA1", "hash_value": sha1Of(text),
		"download_url": fmt.Sprintf("https://api.mch.weixin.qq.com/v3/billdownload/file?token=%s", day)})
}

// wechatFileKind is the content type of a day's file, which is not signed.
const wechatFileKind = "application/x-gzip"

func (s *Server) wechatFile(c wechatCall) reply {
	text, found := s.bank.wechatBill(s.id, calendar.Date(c.request.URL.Query().Get("token")))
	if !found {
		return wechatError(http.StatusNotFound, "NO_STATEMENT_EXIST")
	}
	if c.fault == Broken {
		text = append(text, '\n')
	}
	return reply{status: http.StatusOK, body: zipped(text), kind: wechatFileKind}
}
