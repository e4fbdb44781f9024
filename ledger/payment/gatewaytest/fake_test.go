package gatewaytest_test

import (
	"testing"

	"shouqi/ledger/payment/gatewaytest"
)

func TestTheFakeIsAGateway(t *testing.T) {
	gatewaytest.Run(t, func(*testing.T) gatewaytest.Setup {
		bank := gatewaytest.NewBank(nil)
		return gatewaytest.Setup{Gateway: gatewaytest.Fake{Bank: bank}, Bank: bank}
	})
}
