package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/alipay"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/payment/wechat"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// openGateway starts a pretend gateway on a free port, and returns what a merchant makes of its folder and how to end it.
func openGateway(t *testing.T, command gatewayCommand) (base string, gateways map[payment.Channel]payment.Gateway, end func()) {
	t.Helper()
	reader, writer := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	command.Listen = "127.0.0.1:0"
	go func() { done <- command.serve(ctx, writer) }()
	lines := bufio.NewScanner(reader)
	require.True(t, lines.Scan())
	require.Contains(t, lines.Text(), "/phone")
	path := filepath.Join(command.State, merchantFile)
	status, err := os.Stat(filepath.Join(command.State, "wechat.pem"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), status.Mode().Perm())
	contracts, err := ledger.ReadContracts(path)
	require.NoError(t, err)
	require.Len(t, contracts, 2)
	require.Contains(t, lines.Text(), contracts[0].Base)
	options := wire.Options{Base: contracts[0].Base, Timeout: 5 * time.Second}
	of := contracts[0]
	ofWeChat, err := wechat.New(wechat.Merchant{AppID: of.AppID, MchID: of.MchID, KeySerial: of.KeySerial, PrivateKey: wire.Secret(of.Key), PublicKeyID: of.PublicKeyID,
		PublicKey: of.PublicKey, NotifyURL: of.NotifyURL, StoreID: of.StoreID}, options)
	require.NoError(t, err)
	of = contracts[1]
	ofAlipay, err := alipay.New(alipay.Merchant{AppID: of.AppID, PrivateKey: wire.Secret(of.Key), PublicKey: of.PublicKey, SellerID: of.SellerID, StoreID: of.StoreID}, options)
	require.NoError(t, err)
	return contracts[0].Base, map[payment.Channel]payment.Gateway{payment.WeChat: ofWeChat, payment.Alipay: ofAlipay}, func() {
		cancel()
		require.NoError(t, <-done)
	}
}

// taps presses a button of the phone and returns the page that comes back.
func taps(t *testing.T, address string, fields ...string) string {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	answer, err := http.PostForm(address, form)
	require.NoError(t, err)
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.StatusCode, string(page))
	return string(page)
}

func gatewayOrder(n int, way payment.Way) payment.Order {
	now := time.Now()
	return payment.Order{No: fmt.Sprintf("SQ%018d", n), Way: way, Fen: 1234_56, Subject: "阳光花园 <物业费>", MadeMS: now.UnixMilli(), ExpiresMS: now.Add(5 * time.Minute).UnixMilli()}
}

func stateOf(t *testing.T, gateway payment.Gateway, order payment.Order) payment.State {
	t.Helper()
	answer, err := gateway.Query(t.Context(), order)
	require.NoError(t, err)
	return answer.State
}

func TestThePhonePays(t *testing.T) {
	command := gatewayCommand{State: filepath.Join(t.TempDir(), "gateway")}
	base, gateways, end := openGateway(t, command)
	for n, channel := range []payment.Channel{payment.WeChat, payment.Alipay} {
		gateway, order := gateways[channel], gatewayOrder(n+1, payment.Shown)
		_, err := gateway.Show(t.Context(), order)
		require.NoError(t, err)
		page := taps(t, base+"/phone/order", "channel", string(channel), "no", order.No, "do", "scan")
		require.Contains(t, page, channel.Name()+" 阳光花园 &lt;物业费&gt;")
		require.Contains(t, page, "￥1,234.56")
		require.Equal(t, payment.Waiting, stateOf(t, gateway, order))
		require.NotContains(t, taps(t, base+"/phone/order", "channel", string(channel), "no", order.No, "do", "pay"), order.No)
		require.Equal(t, payment.Paid, stateOf(t, gateway, order))

		charged := gatewayOrder(n+11, payment.Charged)
		page = taps(t, base+"/phone/code", "channel", string(channel), "password", "yes")
		code := regexp.MustCompile(`\b\d{18}\b`).FindString(page)
		require.NotEmpty(t, code, page)
		answer, err := gateway.Charge(t.Context(), charged, code)
		require.NoError(t, err)
		require.Equal(t, payment.Entering, answer.State)
	}
	end()

	base, gateways, end = openGateway(t, command)
	defer end()
	for n, channel := range []payment.Channel{payment.WeChat, payment.Alipay} {
		require.Equal(t, payment.Paid, stateOf(t, gateways[channel], gatewayOrder(n+1, payment.Shown)), "after a restart")
		charged := gatewayOrder(n+11, payment.Charged)
		require.Equal(t, payment.Entering, stateOf(t, gateways[channel], charged))
		taps(t, base+"/phone/order", "channel", string(channel), "no", charged.No, "do", "pay")
		require.Equal(t, payment.Paid, stateOf(t, gateways[channel], charged))
	}
	for _, bad := range []url.Values{{"do": {"pay"}, "channel": {"wechat"}, "no": {"none"}}, {"do": {"steal"}}} {
		answer, err := http.PostForm(base+"/phone/order", bad)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.GreaterOrEqual(t, answer.StatusCode, 400)
	}
}

func TestAScenarioGoesWrongAsWritten(t *testing.T) {
	scenario := filepath.Join(t.TempDir(), "day.txt")
	require.NoError(t, os.WriteFile(scenario, []byte("# 一天\nwechat query 2 lost\n\nalipay refund * waits\n"), 0o600))
	base, gateways, end := openGateway(t, gatewayCommand{State: t.TempDir(), Scenario: scenario})
	defer end()
	order := gatewayOrder(1, payment.Shown)
	_, err := gateways[payment.WeChat].Show(t.Context(), order)
	require.NoError(t, err)
	require.Equal(t, payment.Waiting, stateOf(t, gateways[payment.WeChat], order))
	_, err = gateways[payment.WeChat].Query(t.Context(), order)
	require.Equal(t, payment.CodeNoAnswer, store.Code(err), "%v", err)
	require.Equal(t, payment.Waiting, stateOf(t, gateways[payment.WeChat], order))

	_, err = gateways[payment.Alipay].Show(t.Context(), order)
	require.NoError(t, err)
	taps(t, base+"/phone/order", "channel", "alipay", "no", order.No, "do", "pay")
	paid, err := gateways[payment.Alipay].Query(t.Context(), order)
	require.NoError(t, err)
	refund := payment.Refund{Order: order, ChannelNo: paid.ChannelNo, No: "SQR00000000000000001", Fen: 56, MadeMS: time.Now().UnixMilli()}
	given, err := gateways[payment.Alipay].Refund(t.Context(), refund)
	require.NoError(t, err)
	require.Equal(t, payment.RefundWaiting, given.State)
	taps(t, base+"/phone/refund", "channel", "alipay", "no", refund.No, "do", "done")
	given, err = gateways[payment.Alipay].QueryRefund(t.Context(), refund)
	require.NoError(t, err)
	require.Equal(t, payment.RefundDone, given.State)
}

func TestABadScenarioIsRefused(t *testing.T) {
	for text, want := range map[string]string{"wechat query lost": "四个词", "unionpay query 1 lost": "渠道", "wechat ask 1 lost": "方法", "wechat query 0 lost": "第几次",
		"wechat query 1 gone": "故障"} {
		scenario := filepath.Join(t.TempDir(), "day.txt")
		require.NoError(t, os.WriteFile(scenario, []byte("\n"+text), 0o600))
		err := gatewayCommand{Listen: "127.0.0.1:0", State: t.TempDir(), Scenario: scenario}.serve(t.Context(), io.Discard)
		require.ErrorContains(t, err, "第 2 行")
		require.ErrorContains(t, err, want)
	}
	help := gatewayCommand{}.Help()
	for _, fault := range gatewaytest.Faults {
		require.Contains(t, help, string(fault.Fault)+"（")
	}
	for _, method := range gatewaytest.Methods {
		require.True(t, strings.Contains(help, method), method)
	}
}
