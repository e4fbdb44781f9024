package wechat_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/payment/wechat"
	"shouqi/ledger/payment/wire"
)

// TestMain lets the computer stand in another zone than China.
func TestMain(m *testing.M) {
	time.Local = time.FixedZone("New York", -5*60*60)
	m.Run()
}

// merchant is the merchant of an identity of the tests.
func merchant(t testing.TB, id *gatewaytest.Identity) wechat.Merchant {
	t.Helper()
	private, err := gatewaytest.PrivatePEM(id.WeChatOwn)
	require.NoError(t, err)
	public, err := gatewaytest.PublicPEM(id.WeChat)
	require.NoError(t, err)
	return wechat.Merchant{AppID: id.WeChatApp, MchID: id.WeChatMerchant, KeySerial: id.WeChatSerial, PrivateKey: wire.Secret(private),
		PublicKeyID: id.WeChatKeyID, PublicKey: public, NotifyURL: "https://pay.example.com/wechat", StoreID: "01"}
}

func setup(t *testing.T) gatewaytest.Setup {
	t.Helper()
	s := gatewaytest.NewSetup(payment.WeChat)
	id := gatewaytest.TestIdentity(t)
	handler := gatewaytest.NewServer(s.Bank, id)
	handler.SlowFor = 3 * time.Second
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	var err error
	s.Gateway, err = wechat.New(merchant(t, id), wire.Options{Base: server.URL, Now: s.Clock.Now, Timeout: time.Second})
	require.NoError(t, err)
	return s
}

func TestWeChatIsAGateway(t *testing.T) { gatewaytest.Run(t, setup) }
