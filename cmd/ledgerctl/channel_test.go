package main

import (
	"net/http/httptest"
	"os"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
)

// banks are the pretend channels of the scripts that run, by their folders.
var banks sync.Map

// channel opens a pretend channel, whose merchant's file and keys it writes to the folder merchant.
func channel(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) != 0 {
		script.Fatalf("usage: channel")
	}
	folder := script.MkAbs("merchant")
	bank := gatewaytest.NewBank(nil)
	server := httptest.NewUnstartedServer(nil)
	script.Check(os.MkdirAll(folder, 0o700))
	pretend, err := gatewaytest.WeChatIn(folder, "http://"+server.Listener.Addr().String())
	script.Check(err)
	pretend.Bank = bank
	server.Config.Handler = pretend.Handler()
	server.Start()
	script.Defer(server.Close)
	banks.Store(script.Getenv("WORK"), bank)
}

// phone is what an owner does, or what goes wrong at the channel: phone pay NO, phone fails CALL FAULT…, phone arrives NO.
func phone(script *testscript.TestScript, negated bool, arguments []string) {
	found, _ := banks.Load(script.Getenv("WORK"))
	bank, ok := found.(*gatewaytest.Bank)
	if negated || len(arguments) < 2 || !ok {
		script.Fatalf("usage: phone pay|arrives NO, phone fails CALL FAULT…, after channel")
	}
	switch name := arguments[1]; arguments[0] {
	case "pay":
		if !bank.Pay(name) {
			script.Fatalf("nobody can pay %s", name)
		}
	case "arrives":
		bank.Arrive(name, payment.RefundDone)
	case "fails":
		for _, word := range arguments[2:] {
			fault, known := gatewaytest.FaultNamed(word)
			if !known || !gatewaytest.IsCall(name) {
				script.Fatalf("no such call or fault: %v", arguments)
			}
			bank.Fails(gatewaytest.Call(name), fault)
		}
	}
}
