package alipay_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/alipay"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// order is one that was made at a time.
func order(way payment.Way, made time.Time) payment.Order {
	return payment.Order{No: "SQ000000000000000001", Way: way, Fen: 9999_00, Subject: "物业费", MadeMS: made.UnixMilli(), ExpiresMS: made.Add(5 * time.Minute).UnixMilli()}
}

// answers is a gateway whose every question of a method gets the same answer, as it is.
func answers(t *testing.T, id *gatewaytest.Identity, by func(method string) string) *alipay.Gateway {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(by(r.FormValue("method"))))
	}))
	t.Cleanup(server.Close)
	gateway, err := alipay.New(merchant(t, id), wire.Options{Base: server.URL})
	require.NoError(t, err)
	return gateway
}

// signed is an answer as somebody with a key signs it.
func signed(t *testing.T, key *rsa.PrivateKey, method, node, more string) string {
	t.Helper()
	digest := sha256.Sum256([]byte(node))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	require.NoError(t, err)
	return fmt.Sprintf(`{"%s_response":%s,"sign":"%s"%s}`, strings.ReplaceAll(method, ".", "_"), node, base64.StdEncoding.EncodeToString(signature), more)
}

// Whoever answers in Alipay's place names a certificate of his own and would like it to be fetched from him.
func TestACertificateOfSomebodyElseIsNotFetched(t *testing.T) {
	id := gatewaytest.TestIdentity(t)
	thief := id.WeChatOwn
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Alipay"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &thief.PublicKey, thief)
	require.NoError(t, err)
	certificate := base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	var asked, fetched atomic.Int64
	gateway := answers(t, id, func(method string) string {
		if method == "alipay.open.app.alipaycert.download" {
			fetched.Add(1)
			return `{"alipay_open_app_alipaycert_download_response":{"code":"10000","alipay_cert_content":"` + certificate + `"}}`
		}
		asked.Add(1)
		return signed(t, thief, method, `{"code":"10000","out_trade_no":"SQ000000000000000001","trade_no":"1","trade_status":"TRADE_SUCCESS","total_amount":"9999.00"}`,
			`,"alipay_cert_sn":"0123456789abcdef0123456789abcdef"`)
	})
	answer, err := gateway.Query(t.Context(), order(payment.Shown, time.Now()))
	require.Equal(t, payment.CodeUntrusted, store.Code(err), "%v", err)
	require.Empty(t, answer)
	require.EqualValues(t, 1, asked.Load())
	require.Zero(t, fetched.Load())
}

// Alipay's answers hold no time, so that one which was true once can be sent again for ever.
func TestAnOldAnswerEndsNoOtherOrder(t *testing.T) {
	id := gatewaytest.TestIdentity(t)
	long := order(payment.Shown, time.Now().Add(-time.Hour))
	charged := order(payment.Charged, time.Now().Add(-time.Hour))
	for name, c := range map[string]struct {
		node string
		ends bool
	}{
		"no such order, about this one":     {`{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST","out_trade_no":"SQ000000000000000001"}`, true},
		"no such order, about another one":  {`{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST","out_trade_no":"SQ000000000000000002"}`, false},
		"no such order, about nobody knows": {`{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST"}`, false},
		"a code to show":                    {`{"code":"10000","out_trade_no":"SQ000000000000000001","qr_code":"https://qr.alipay.com/1"}`, false},
		"closed, another one":               {`{"code":"10000","out_trade_no":"SQ000000000000000002","trade_status":"TRADE_CLOSED","total_amount":"9999.00","retry_flag":"N","action":"close"}`, false},
		"not taken back yet":                {`{"code":"10000","out_trade_no":"SQ000000000000000001","retry_flag":"Y","action":"close"}`, false},
		"a state that nobody has heard of":  {`{"code":"10000","out_trade_no":"SQ000000000000000001","trade_status":"TRADE_PENDING","total_amount":"9999.00","retry_flag":"N","action":"hold"}`, false},
		"nothing":                           {`null`, false},
		"its system failed":                 {`{"code":"20000","sub_code":"isp.unknow-error"}`, false},
		"its system failed, said as a no":   {`{"code":"40004","sub_code":"ACQ.SYSTEM_ERROR"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			gateway := answers(t, id, func(method string) string { return signed(t, id.Alipay, method, c.node, "") })
			for _, o := range []payment.Order{long, charged} {
				answer, err := gateway.Close(t.Context(), o)
				require.Equal(t, c.ends, err == nil && answer.State.IsFinal(), "%v %v", answer, err)
			}
		})
	}
}

func TestAnAnswerOfNothingIsNone(t *testing.T) {
	gateway := answers(t, gatewaytest.TestIdentity(t), func(method string) string {
		return `{"` + strings.ReplaceAll(method, ".", "_") + `_response":null}`
	})
	_, err := gateway.Query(t.Context(), order(payment.Shown, time.Now()))
	require.Equal(t, payment.CodeUntrusted, store.Code(err))
	require.NotEmpty(t, err.Error())
}

// An order that is closed and was paid is none that was never paid.
func TestClosedAfterItWasPaid(t *testing.T) {
	id := gatewaytest.TestIdentity(t)
	for _, sign := range []string{`"send_pay_date":"2026-11-29 09:00:00"`, `"receipt_amount":"9999.00"`, `"buyer_pay_amount":"0.01"`} {
		gateway := answers(t, id, func(method string) string {
			return signed(t, id.Alipay, method, `{"code":"10000","out_trade_no":"SQ000000000000000001","trade_status":"TRADE_CLOSED","total_amount":"9999.00",`+sign+`}`, "")
		})
		answer, err := gateway.Query(t.Context(), order(payment.Shown, time.Now()))
		require.NoError(t, err)
		require.Equal(t, payment.Returned, answer.State, sign)
	}
}

func TestNobodySeesTheKey(t *testing.T) {
	m := merchant(t, gatewaytest.TestIdentity(t))
	key := strings.Split(string(m.PrivateKey), "\n")[1]
	for _, form := range []string{"%s", "%v", "%+v", "%#v", "%q"} {
		require.NotContains(t, fmt.Sprintf(form, m), key)
		require.NotContains(t, fmt.Sprintf(form, m.PrivateKey), key)
	}
	m.PrivateKey = wire.Secret(strings.Replace(string(m.PrivateKey), key, "spoilt"+key, 1))
	_, err := alipay.New(m, wire.Options{})
	require.Equal(t, payment.CodeKey, store.Code(err))
	require.NotContains(t, err.Error(), key)
	m.AppID = ""
	_, err = alipay.New(m, wire.Options{})
	require.Equal(t, payment.CodeChannel, store.Code(err))
}
