package wechat_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/payment/wechat"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// between is a gateway with somebody in between who may answer in WeChat's place.
func between(t *testing.T, s *gatewaytest.Setup, answers func(w http.ResponseWriter, r *http.Request) bool) {
	t.Helper()
	id := gatewaytest.TestIdentity(t)
	honest := gatewaytest.NewServer(s.Bank, id)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !answers(w, r) {
			honest.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	var err error
	s.Gateway, err = wechat.New(merchant(t, id), wire.Options{Base: server.URL, Now: s.Clock.Now})
	require.NoError(t, err)
}

func order(s gatewaytest.Setup, way payment.Way) payment.Order {
	nowMS := s.Clock.Now().UnixMilli()
	return payment.Order{No: "SQ000000000000000001", Way: way, Fen: 9999_00, Subject: "物业费", MadeMS: nowMS, ExpiresMS: nowMS + 300_000}
}

// WeChat does not sign that it has no order, so whoever stands in between can say so of one that is paid.
func TestWhatIsNotSignedEndsNoOrder(t *testing.T) {
	s := gatewaytest.NewSetup(payment.WeChat)
	lies := false
	between(t, &s, func(w http.ResponseWriter, r *http.Request) bool {
		if lies && (r.Method == http.MethodGet || strings.HasSuffix(r.URL.Path, "/reverse") || strings.HasSuffix(r.URL.Path, "/close")) {
			http.Error(w, `{"code":"ORDER_NOT_EXIST"}`, http.StatusNotFound)
			return true
		}
		return false
	})
	o := order(s, payment.Charged)
	answer, err := s.Gateway.Charge(t.Context(), o, s.Bank.NewCode(payment.WeChat, false))
	require.NoError(t, err)
	require.Equal(t, payment.Paid, answer.State)
	lies = true
	s.Clock.Pass(time.Hour)
	answer, err = s.Gateway.Query(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, payment.Absent, answer.State)
	answer, err = s.Gateway.Close(t.Context(), o)
	require.False(t, err == nil && answer.State.IsFinal(), "%v %v", answer, err)
	lies = false
	answer, err = s.Gateway.Query(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, payment.Paid, answer.State)
}

// A signed answer is good for five minutes, for whatever it is sent: that of an order that is closed ends no other one.
func TestASignedAnswerIsSentAgain(t *testing.T) {
	s := gatewaytest.NewSetup(payment.WeChat)
	var kept *httptest.ResponseRecorder
	keeps, replays := false, false
	id := gatewaytest.TestIdentity(t)
	honest := gatewaytest.NewServer(s.Bank, id)
	between(t, &s, func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet || !keeps && !replays {
			return false
		}
		if keeps {
			kept = httptest.NewRecorder()
			honest.ServeHTTP(kept, r)
		}
		for name, values := range kept.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(kept.Code)
		_, err := io.Copy(w, bytes.NewReader(kept.Body.Bytes()))
		return err == nil
	})
	first := order(s, payment.Shown)
	_, err := s.Gateway.Show(t.Context(), first)
	require.NoError(t, err)
	keeps = true
	answer, err := s.Gateway.Close(t.Context(), first)
	require.NoError(t, err)
	require.Equal(t, payment.Closed, answer.State)
	keeps, replays = false, true
	second := first
	second.No = "SQ000000000000000002"
	_, err = s.Gateway.Show(t.Context(), second)
	require.NoError(t, err)
	require.NoError(t, s.Bank.Pay(payment.WeChat, second.No))
	_, err = s.Gateway.Query(t.Context(), second)
	require.Equal(t, payment.CodeMismatch, store.Code(err), "%v", err)
}

func TestNobodySeesTheKey(t *testing.T) {
	m := merchant(t, gatewaytest.TestIdentity(t))
	key := strings.Split(string(m.PrivateKey), "\n")[1]
	for _, form := range []string{"%s", "%v", "%+v", "%#v", "%q"} {
		require.NotContains(t, fmt.Sprintf(form, m), key)
	}
	for _, spoil := range []func(*wechat.Merchant){
		func(m *wechat.Merchant) { m.PrivateKey = "spoilt" + m.PrivateKey[40:] },
		func(m *wechat.Merchant) { m.PublicKey = "spoilt" },
	} {
		spoilt := m
		spoil(&spoilt)
		_, err := wechat.New(spoilt, wire.Options{})
		require.Equal(t, payment.CodeKey, store.Code(err), "%v", err)
		require.NotContains(t, err.Error(), key)
	}
	for _, spoil := range []func(*wechat.Merchant){
		func(m *wechat.Merchant) { m.MchID = "" },
		func(m *wechat.Merchant) { m.StoreID = "" },
		func(m *wechat.Merchant) { m.NotifyURL = "http://pay.example.com" },
		func(m *wechat.Merchant) { m.NotifyURL = "https://pay.example.com/?a=b" },
	} {
		spoilt := m
		spoil(&spoilt)
		_, err := wechat.New(spoilt, wire.Options{})
		require.Equal(t, payment.CodeChannel, store.Code(err), "%v", err)
	}
}
