package gatewaytest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
)

// serveAlipay adds the two addresses of Alipay: its gateway, and where it keeps the files of a day.
func (s *Server) serveAlipay() {
	calls := map[string]struct {
		method string
		do     func(alipayCall) reply
	}{
		"alipay.trade.precreate":                         {MethodShow, s.alipayShow},
		"alipay.trade.pay":                               {MethodCharge, s.alipayCharge},
		"alipay.trade.query":                             {MethodQuery, s.alipayQuery},
		"alipay.trade.close":                             {MethodClose, s.alipayClose},
		"alipay.trade.cancel":                            {MethodReverse, s.alipayCancel},
		"alipay.trade.refund":                            {MethodRefund, s.alipayRefund},
		"alipay.trade.fastpay.refund.query":              {MethodQueryRefund, s.alipayQueryRefund},
		"alipay.data.dataservice.bill.downloadurl.query": {MethodBill, s.alipayBill},
	}
	s.mux.HandleFunc("POST /gateway.do", func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, questionBytes)
		if err := r.ParseForm(); err != nil {
			http.Error(w, "", http.StatusBadRequest)
			return
		}
		name := r.PostForm.Get("method")
		call, known := calls[name]
		do := func(fault Fault) reply {
			asked := alipayCall{fault: fault}
			switch {
			case !known || json.Unmarshal([]byte(r.PostForm.Get("biz_content")), &asked) != nil:
				return alipayError("40002", "isv.invalid-method")
			case r.PostForm.Get("app_id") != s.id.AlipayApp || !isSigned(s.id.AlipayOwn, signSource(r.PostForm), r.PostForm.Get("sign")):
				return alipayError("40002", "isv.invalid-signature")
			case !fresh(r.PostForm.Get("timestamp")):
				return alipayError("40002", "isv.invalid-timestamp")
			}
			return call.do(asked)
		}
		s.answer(w, r, payment.Alipay, call.method, do, alipayNothing, s.alipaySign(strings.ReplaceAll(name, ".", "_")+"_response"))
	})
	s.mux.HandleFunc("GET /downloadBillFile.resource", func(w http.ResponseWriter, r *http.Request) {
		do := func(fault Fault) reply {
			packed, found := s.bank.alipayFile(s.id, calendar.Date(r.URL.Query().Get("bill_date")))
			if !found {
				return reply{status: http.StatusNotFound}
			}
			if fault == Broken {
				packed = packed[:len(packed)/2]
			}
			return reply{status: http.StatusOK, body: packed, kind: "application/octet-stream"}
		}
		s.answer(w, r, payment.Alipay, MethodFile, do, func(Fault) reply { return reply{status: http.StatusServiceUnavailable} },
			func(out reply, _ Fault, _ http.Header) []byte { return out.body })
	})
}

// alipayCall is a question's biz_content.
type alipayCall struct {
	fault    Fault
	No       string `json:"out_trade_no"`
	RefundNo string `json:"out_request_no"`
	Total    string `json:"total_amount"`
	Refund   string `json:"refund_amount"`
	Subject  string `json:"subject"`
	Scene    string `json:"scene"`
	AuthCode string `json:"auth_code"`
	Product  string `json:"product_code"`
	Expires  string `json:"time_expire"`
	BillType string `json:"bill_type"`
	BillDate string `json:"bill_date"`
}

// signSource is what of a question is signed: all that is not empty, in the order of the names.
func signSource(form url.Values) string {
	var parts []string
	for name := range form {
		if value := form.Get(name); value != "" && name != "sign" {
			parts = append(parts, name+"="+value)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "&")
}

// fresh reports whether a question was made just now, by the time of China.
func fresh(stamp string) bool {
	at, err := time.ParseInLocation(time.DateTime, stamp, calendar.Zone)
	return err == nil && time.Since(at).Abs() <= signedFor
}

// alipaySign puts an answer and its signature under the name of its method.
func (s *Server) alipaySign(name string) func(reply, Fault, http.Header) []byte {
	return func(out reply, fault Fault, _ http.Header) []byte {
		key := s.id.Alipay
		if fault == Forged {
			key = s.id.AlipayOwn
		}
		signature := ""
		if fault != Unsigned {
			signature = fmt.Sprintf(`,"sign":"%s"`, signed(key, string(out.body)))
		}
		return []byte(`{"` + name + `":` + string(out.body) + signature + `}`)
	}
}

func alipayReply(fields map[string]any) reply {
	fields["code"], fields["msg"] = "10000", "Success"
	return jsonReply(http.StatusOK, fields)
}

func alipayError(code, sub string) reply {
	return jsonReply(http.StatusOK, map[string]string{"code": code, "msg": "Business Failed", "sub_code": sub, "sub_msg": sub})
}

// alipayNothing is the answer where nothing was done.
func alipayNothing(fault Fault) reply {
	switch fault {
	case Refused:
		return alipayError("40006", "isv.insufficient-isv-permissions")
	case Skewed:
		return alipayError("40002", "isv.invalid-timestamp")
	}
	return alipayError("20000", "isp.unknow-error")
}

// alipayRefusal says a refusal of the bank in Alipay's words.
func alipayRefusal(err error) reply {
	var refusal Refusal
	errors.As(err, &refusal)
	sub := map[Refusal]string{Absent: "ACQ.TRADE_NOT_EXIST", AlreadyPaid: "ACQ.TRADE_HAS_SUCCESS", Gone: "ACQ.TRADE_HAS_CLOSE", Used: "ACQ.CONTEXT_INCONSISTENT",
		BadCode: "ACQ.PAYMENT_AUTH_CODE_INVALID", TooMuch: "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", NotPaid: "ACQ.TRADE_STATUS_ERROR", WrongWay: "ACQ.INVALID_PARAMETER"}[refusal]
	if sub == "" {
		sub = "ACQ.SYSTEM_ERROR"
	}
	return alipayError("40004", sub)
}

// sums reads the sums of a question; ok is false where one is not a sum.
func (c alipayCall) sum(text string) (fen money.Fen, ok bool) {
	fen, err := money.Parse(text)
	return fen, err == nil && fen > 0
}

func (s *Server) alipayShow(c alipayCall) reply {
	fen, ok := c.sum(c.Total)
	if !ok || c.Subject == "" {
		return alipayError("40004", "ACQ.INVALID_PARAMETER")
	}
	var expiresMS int64
	if c.Expires != "" {
		at, err := time.ParseInLocation(time.DateTime, c.Expires, calendar.Zone)
		if err != nil {
			return alipayError("40004", "ACQ.INVALID_PARAMETER")
		}
		expiresMS = at.UnixMilli()
	}
	code, err := s.bank.Show(payment.Alipay, c.No, fen, c.Subject, expiresMS)
	if err != nil {
		return alipayRefusal(err)
	}
	return alipayReply(map[string]any{"out_trade_no": c.No, "qr_code": code})
}

func (s *Server) alipayCharge(c alipayCall) reply {
	fen, ok := c.sum(c.Total)
	if !ok || c.Scene != "bar_code" || c.Product != "FACE_TO_FACE_PAYMENT" {
		return alipayError("40004", "ACQ.INVALID_PARAMETER")
	}
	o, err := s.bank.Charge(payment.Alipay, c.No, fen, c.Subject, c.AuthCode)
	if err != nil {
		return alipayRefusal(err)
	}
	fields := map[string]any{"out_trade_no": o.No, "trade_no": o.ChannelNo, "total_amount": o.Fen.String()}
	if o.State == entering {
		out := map[string]any{"code": "10003", "msg": "order success pay inprocess"}
		for name, value := range fields {
			out[name] = value
		}
		return jsonReply(http.StatusOK, out)
	}
	fields["gmt_payment"], fields["receipt_amount"], fields["buyer_pay_amount"] = chinaTime(o.PaidMS), o.Fen.String(), o.Fen.String()
	// What the SDK's own types choke on.
	fields["fund_bill_list"] = []map[string]string{{"fund_channel": "ALIPAYACCOUNT", "amount": o.Fen.String(), "real_amount": ""}}
	return alipayReply(fields)
}

func (s *Server) alipayQuery(c alipayCall) reply {
	o, err := s.bank.Find(payment.Alipay, c.No)
	if err != nil {
		return jsonReply(http.StatusOK, map[string]string{"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST", "sub_msg": "交易不存在",
			"buyer_pay_amount": "0.00", "out_trade_no": c.No, "receipt_amount": "0.00"})
	}
	status := map[string]string{waiting: "WAIT_BUYER_PAY", entering: "WAIT_BUYER_PAY", refused: "WAIT_BUYER_PAY", paid: "TRADE_SUCCESS", closed: "TRADE_CLOSED", reversed: "TRADE_CLOSED"}[o.State]
	if o.State == paid && o.back() == o.Fen {
		status = "TRADE_CLOSED"
	}
	fields := map[string]any{"out_trade_no": o.No, "trade_no": o.ChannelNo, "trade_status": status, "total_amount": o.Fen.String(), "buyer_pay_amount": "0.00", "receipt_amount": "0.00"}
	if o.PaidMS != 0 {
		fields["send_pay_date"], fields["receipt_amount"], fields["buyer_pay_amount"] = chinaTime(o.PaidMS), o.Fen.String(), o.Fen.String()
	}
	return alipayReply(fields)
}

func (s *Server) alipayClose(c alipayCall) reply {
	if err := s.bank.Close(payment.Alipay, c.No); err != nil {
		return alipayRefusal(err)
	}
	return alipayReply(map[string]any{"out_trade_no": c.No})
}

// alipayCancel says which of the two it did; for an order that is not there it says neither.
func (s *Server) alipayCancel(c alipayCall) reply {
	fields := map[string]any{"out_trade_no": c.No, "retry_flag": "N"}
	wasPaid, err := s.bank.Reverse(payment.Alipay, c.No)
	switch {
	case errors.Is(err, Absent):
	case err != nil:
		return alipayRefusal(err)
	case wasPaid:
		fields["action"] = "refund"
	default:
		fields["action"] = "close"
	}
	return alipayReply(fields)
}

func (s *Server) alipayRefund(c alipayCall) reply {
	fen, ok := c.sum(c.Refund)
	if !ok || c.RefundNo == "" {
		return alipayError("40004", "ACQ.INVALID_PARAMETER")
	}
	before := s.bank.Holds(payment.Alipay, c.No)
	o, refund, err := s.bank.Refund(payment.Alipay, c.No, c.RefundNo, fen, outcome(c.fault))
	if err != nil {
		return alipayRefusal(err)
	}
	change := "N"
	if refund.State == payment.RefundDone && s.bank.Holds(payment.Alipay, c.No) != before {
		change = "Y"
	}
	return alipayReply(map[string]any{"out_trade_no": o.No, "trade_no": o.ChannelNo, "fund_change": change, "refund_fee": o.back().String()})
}

// alipayQueryRefund says nothing of a refund that is not there yet, as of one that nobody asked for.
func (s *Server) alipayQueryRefund(c alipayCall) reply {
	o, refund, err := s.bank.FindRefund(payment.Alipay, c.RefundNo)
	if err != nil || refund.State != payment.RefundDone || o.No != c.No {
		return alipayReply(map[string]any{})
	}
	return alipayReply(map[string]any{"out_trade_no": o.No, "trade_no": o.ChannelNo, "out_request_no": refund.No, "total_amount": o.Fen.String(),
		"refund_amount": refund.Fen.String(), "refund_status": "REFUND_SUCCESS"})
}

func (s *Server) alipayBill(c alipayCall) reply {
	day := calendar.Date(c.BillDate)
	if lines, ready := s.bank.Bill(payment.Alipay, day); c.BillType != "trade" || !ready || len(lines) == 0 {
		return alipayError("40004", "isp.bill_not_exist")
	}
	return alipayReply(map[string]any{"bill_download_url": "http://dwbillcenter.alipay.com/downloadBillFile.resource?bizType=trade&bill_date=" + string(day)})
}
