package gatewaytest_test

import (
	"testing"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
)

func TestTheFakeIsAGateway(t *testing.T) {
	for _, channel := range payment.Channels {
		t.Run(string(channel), func(t *testing.T) {
			run := gatewaytest.Run
			if !channel.HasCodes() {
				run = gatewaytest.RunTerminal
			}
			run(t, func(*testing.T) gatewaytest.Setup {
				setup := gatewaytest.NewSetup(channel)
				setup.Gateway = setup.Bank.Gateway(channel)
				return setup
			})
		})
	}
}
