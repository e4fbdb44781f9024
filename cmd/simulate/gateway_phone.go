package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"math/rand/v2"
	"net/http"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
)

//go:embed phone.html
var phonePage string

var phoneTemplate = template.Must(template.New("phone").Parse(phonePage))

// phone plays the owner's phone: it lists what can be paid, pays it, and shows a payment code.
type phone struct{ bank *gatewaytest.Bank }

// phoneOrder is a line of the page.
type phoneOrder struct {
	No, Subject, Yuan, State string
	MayPay, Asks             bool
}

// stateWords are how an order stands, as an owner reads it.
var stateWords = map[payment.State]string{payment.Waiting: "待付款", payment.Entering: "请输入密码", payment.Paid: "已付", payment.Closed: "已关闭"}

// ServeHTTP shows the page, or pays what its form names.
func (p phone) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	if request.Method == http.MethodPost {
		request.Body = http.MaxBytesReader(writer, request.Body, 4096)
		if no := request.FormValue("no"); request.FormValue("do") == "refuse" {
			p.bank.Close(no)
		} else {
			p.bank.Pay(no)
		}
		http.Redirect(writer, request, "/phone", http.StatusSeeOther)
		return
	}
	page := struct {
		Code   string
		Orders []phoneOrder
	}{Code: fmt.Sprintf("13%016d", rand.Int64N(1e16))}
	for _, order := range p.bank.Orders() {
		page.Orders = append([]phoneOrder{{order.No, order.Subject, order.Fen.Yuan(), stateWords[order.State],
			order.State == payment.Waiting || order.State == payment.Entering, order.State == payment.Entering}}, page.Orders...)
	}
	writer.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = phoneTemplate.Execute(writer, page) // who does not wait for the page asks again
}
