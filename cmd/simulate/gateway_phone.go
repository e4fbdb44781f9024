package main

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
)

//go:embed phone.html
var phoneHTML string

var phonePage = template.Must(template.New("phone").Parse(phoneHTML))

// phoneMax is how many orders and refunds the page shows.
const phoneMax = 50

// phone is the page that plays the owner's phone.
type phone struct {
	bank *gatewaytest.Bank
	keep func() error
}

func (p phone) serve(mux *http.ServeMux) {
	mux.HandleFunc("GET /phone", p.show)
	mux.HandleFunc("POST /phone/order", p.order)
	mux.HandleFunc("POST /phone/refund", p.refund)
	mux.HandleFunc("POST /phone/code", p.code)
}

// view is what the page shows. Code is the payment code that was asked for last.
type view struct {
	Channels []payment.Channel
	Orders   []gatewaytest.Order
	Refunds  []gatewaytest.WaitingRefund
	Channel  payment.Channel
	Code     string
}

// phoneChannels are those whose codes a phone shows.
var phoneChannels = []payment.Channel{payment.WeChat, payment.Alipay}

func (p phone) show(w http.ResponseWriter, r *http.Request) {
	page := view{Channels: phoneChannels, Orders: p.bank.Open(phoneMax), Refunds: p.bank.Waiting(phoneMax), Code: r.URL.Query().Get("code")}
	if channel, err := payment.ChannelOf(page.Code); err == nil {
		page.Channel = channel
	} else {
		page.Code = ""
	}
	var out bytes.Buffer
	if err := phonePage.Execute(&out, page); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(out.Bytes()) // a browser that is gone wants no answer
}

// done keeps what was done and goes back to the page, or says why it could not be done.
func (p phone) done(w http.ResponseWriter, r *http.Request, err error, query url.Values) {
	if err != nil {
		http.Error(w, "手机上做不了："+err.Error(), http.StatusConflict)
		return
	}
	if err = p.keep(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.Redirect(w, r, (&url.URL{Path: "/phone", RawQuery: query.Encode()}).String(), http.StatusSeeOther)
}

func (p phone) order(w http.ResponseWriter, r *http.Request) {
	channel, no := payment.Channel(r.FormValue("channel")), r.FormValue("no")
	do := map[string]func(payment.Channel, string) error{"scan": p.bank.Scan, "pay": p.bank.Pay, "decline": p.bank.Decline}[r.FormValue("do")]
	if do == nil {
		http.Error(w, "不认识的操作", http.StatusBadRequest)
		return
	}
	p.done(w, r, do(channel, no), nil)
}

func (p phone) refund(w http.ResponseWriter, r *http.Request) {
	state := payment.RefundDone
	if r.FormValue("do") == "fail" {
		state = payment.RefundFailed
	}
	p.done(w, r, p.bank.Settle(payment.Channel(r.FormValue("channel")), r.FormValue("no"), state), nil)
}

func (p phone) code(w http.ResponseWriter, r *http.Request) {
	channel := payment.Channel(r.FormValue("channel"))
	if !slices.Contains(phoneChannels, channel) {
		http.Error(w, "不认识的渠道", http.StatusBadRequest)
		return
	}
	p.done(w, r, nil, url.Values{"code": {p.bank.NewCode(channel, r.FormValue("password") == "yes")}})
}
