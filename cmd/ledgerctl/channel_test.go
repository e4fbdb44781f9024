package main

import (
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
)

// banks are the pretend channels of the scripts that run, by their folders.
var banks sync.Map

// channel opens pretend channels and a pretend card terminal, whose merchants' files and keys it writes to the folder merchant. From then on it is now at the counter, and
// TODAY is its day: the SDK of a channel refuses an answer of another time.
func channel(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) != 0 {
		script.Fatalf("usage: channel")
	}
	bank := gatewaytest.NewBank(time.Now)
	id, err := gatewaytest.NewIdentity()
	script.Check(err)
	server := httptest.NewServer(gatewaytest.NewServer(bank, id))
	script.Defer(server.Close)
	script.Check(id.WriteMerchant(script.MkAbs("merchant"), server.URL))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	script.Check(err)
	script.Defer(func() { script.Check(listener.Close()) })
	at := gatewaytest.NewTerminalServer(bank)
	go func() {
		for {
			line, err := listener.Accept()
			if err != nil {
				return // the script has ended
			}
			go at.Serve(line)
		}
	}()
	script.Check(os.WriteFile(script.MkAbs("merchant/terminal.json"), fmt.Appendf(nil, `{"base": "tcp://%s", "terminal": {"appId": "%s", "absentCode": "%s"}}`,
		listener.Addr(), gatewaytest.TerminalApp, gatewaytest.TerminalAbsent), 0o600))
	banks.Store(script.Getenv("WORK"), bank)
	now := time.Now().In(calendar.Zone)
	script.Setenv(clockVariable, now.Format("2006-01-02T15:04"))
	// Before the cut-off hour, four in the morning in a new book, the business day is still that of the evening before.
	const cutoffHour = 4
	script.Setenv("TODAY", string(calendar.BusinessDate(now, cutoffHour)))
}

// phone is what an owner does, or what goes wrong with the next call: phone pay CHANNEL NO, phone arrives CHANNEL NO, phone fails CHANNEL CALL FAULT,
// and phone code CHANNEL FILE, which shows a payment code behind the line of a PIN, or for the terminal lays the card ready.
func phone(script *testscript.TestScript, negated bool, arguments []string) {
	found, _ := banks.Load(script.Getenv("WORK"))
	bank, ok := found.(*gatewaytest.Bank)
	if negated || len(arguments) < 3 || !ok {
		script.Fatalf("usage: phone pay|arrives CHANNEL NO, phone fails CHANNEL CALL FAULT, phone code CHANNEL FILE, after channel")
	}
	of, name := payment.Channel(arguments[1]), arguments[2]
	switch arguments[0] {
	case "scan":
		script.Check(bank.Scan(of, name))
	case "pay":
		script.Check(bank.Pay(of, name))
	case "arrives":
		script.Check(bank.Settle(of, name, payment.RefundDone))
	case "fails":
		bank.Script.Next(of, name, gatewaytest.Fault(arguments[3]))
	case "code":
		pin, err := os.ReadFile(script.MkAbs("cashier.pin"))
		script.Check(err)
		if code := bank.NewCode(of, false); code != "" {
			pin = append(pin, code+"\n"...)
		}
		script.Check(os.WriteFile(script.MkAbs(name), pin, 0o600))
	case "void":
		_, err := bank.Reverse(of, name)
		script.Check(err)
	}
}
