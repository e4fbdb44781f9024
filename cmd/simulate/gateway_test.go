package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
)

// gateway starts a pretend WeChat Pay and returns its address and how to end it.
func gateway(t *testing.T, folder, scenario string) (address string, end func()) {
	t.Helper()
	reader, writer := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- gatewayCommand{Listen: "127.0.0.1:0", State: folder, Scenario: scenario}.serve(ctx, writer)
	}()
	lines := bufio.NewScanner(reader)
	require.True(t, lines.Scan())
	address = regexp.MustCompile(`http://[0-9.:]+`).FindString(lines.Text())
	return address, func() {
		cancel()
		require.NoError(t, <-done)
	}
}

func page(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address + "/phone")
	require.NoError(t, err)
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return string(content)
}

// The phone pays what is shown, and the bank knows it after a restart.
func TestThePhonePaysAndTheBankRemembers(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "gateway")
	bank := gatewaytest.NewBank(nil)
	require.True(t, bank.Show("SQTEST00000000000000000001", "物业费", money.Fen(840_47)))
	require.NoError(t, os.MkdirAll(folder, 0o700))
	require.NoError(t, bank.Save(filepath.Join(folder, "bank.json")))
	address, end := gateway(t, folder, "")
	require.FileExists(t, filepath.Join(folder, gatewaytest.MerchantFile))
	before := page(t, address)
	require.Contains(t, before, "￥840.47")
	require.Contains(t, before, "扫码付款")
	require.Regexp(t, `id="code">13\d{16}<`, before)
	response, err := http.PostForm(address+"/phone", url.Values{"no": {"SQTEST00000000000000000001"}, "do": {"pay"}})
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	end()

	address, end = gateway(t, folder, "")
	require.Contains(t, page(t, address), "已付")
	end()
	require.NoError(t, bank.Load(filepath.Join(folder, "bank.json")))
	order, _ := bank.Order("SQTEST00000000000000000001")
	require.Equal(t, payment.Paid, order.State)
}

// Nobody who does not sign as the merchant is answered, and a scenario that is none is said before anything is served.
func TestAStrangerIsNotAnsweredAndAWrongScenarioIsSaid(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "gateway")
	address, end := gateway(t, folder, "")
	response, err := http.Get(address + "/v3/pay/transactions/out-trade-no/SQTEST00000000000000000001?mchid=1900000001")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusUnauthorized, response.StatusCode)
	end()
	scenario := filepath.Join(t.TempDir(), "scenario")
	require.NoError(t, os.WriteFile(scenario, []byte("# a day\nquery ok lost\nquery sometimes\n"), 0o600))
	require.ErrorContains(t, gatewayCommand{Listen: "127.0.0.1:0", State: folder, Scenario: scenario}.serve(t.Context(), io.Discard), "query sometimes")
}
