package alipay_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/alipay"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/payment/wire"
)

// TestMain lets the computer stand in another zone than China.
func TestMain(m *testing.M) {
	time.Local = time.FixedZone("New York", -5*60*60)
	m.Run()
}

// merchant is the merchant of an identity of the tests.
func merchant(t testing.TB, id *gatewaytest.Identity) alipay.Merchant {
	t.Helper()
	private, err := gatewaytest.PrivatePEM(id.AlipayOwn)
	require.NoError(t, err)
	public, err := gatewaytest.PublicPEM(id.Alipay)
	require.NoError(t, err)
	return alipay.Merchant{AppID: id.AlipayApp, PrivateKey: wire.Secret(private), PublicKey: public, SellerID: id.AlipaySeller, StoreID: "01"}
}

func setup(t *testing.T) gatewaytest.Setup {
	t.Helper()
	s := gatewaytest.NewSetup(payment.Alipay)
	id := gatewaytest.TestIdentity(t)
	handler := gatewaytest.NewServer(s.Bank, id)
	handler.SlowFor = 3 * time.Second
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	var err error
	s.Gateway, err = alipay.New(merchant(t, id), wire.Options{Base: server.URL, Now: s.Clock.Now, Timeout: time.Second})
	require.NoError(t, err)
	return s
}

func TestAlipayIsAGateway(t *testing.T) { gatewaytest.Run(t, setup) }
