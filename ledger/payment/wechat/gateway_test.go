package wechat_test

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/payment/wechat"
)

// keys are made once: they are slow to make.
var merchantKey, channelKey = newKey(), newKey()

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // no test can run
	}
	return key
}

func merchant() wechat.Merchant {
	return wechat.Merchant{AppID: "wxd678efh567hg6787", MchID: "1230000109", KeySerial: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1", Key: merchantKey,
		PublicKeyID: "PUB_KEY_ID_0112300001092024", PublicKey: &channelKey.PublicKey, NotifyURL: "https://example.com/notify", Store: "SHOUQI01"}
}

// The SDK, verifying, over TCP to a bank that signs.
func TestWeChatPayIsAGateway(t *testing.T) {
	gatewaytest.Run(t, func(t *testing.T) gatewaytest.Setup {
		bank := gatewaytest.NewBank(nil)
		m := merchant()
		channel := &gatewaytest.WeChat{Bank: bank, AppID: m.AppID, MchID: m.MchID, MerchantKey: &merchantKey.PublicKey, KeyID: m.PublicKeyID, Key: channelKey, URL: "https://api.mch.weixin.qq.com"}
		server := httptest.NewServer(channel.Handler())
		t.Cleanup(server.Close)
		at, err := url.Parse(server.URL)
		require.NoError(t, err)
		gateway, err := wechat.New(m, at)
		require.NoError(t, err)
		return gatewaytest.Setup{Gateway: gateway, Bank: bank, Wire: true}
	})
}

// No key, nor anything of one, stands in an error.
func TestAMerchantWithoutKeysIsRefused(t *testing.T) {
	m := merchant()
	m.PublicKey = nil
	_, err := wechat.New(m, nil)
	require.Error(t, err)
	require.NotContains(t, err.Error(), strings.ToLower(merchantKey.D.Text(16))[:16])
}
