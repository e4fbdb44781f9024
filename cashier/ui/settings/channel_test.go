package settings_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/staff"
)

// lineChannels is the line of WeChat Pay, and lineMerchants the one where keys come in.
var (
	lineChannels  = lineRules + 11 + len(staff.Limits) + 1
	lineMerchants = lineChannels + 3
)

// merchant opens pretend channels and writes the merchant's file for them.
func merchant(t *testing.T) (bank *gatewaytest.Bank, path string) {
	t.Helper()
	bank = gatewaytest.NewBank(time.Now)
	server := httptest.NewServer(gatewaytest.NewServer(bank, gatewaytest.TestIdentity(t)))
	t.Cleanup(server.Close)
	folder := t.TempDir()
	require.NoError(t, gatewaytest.TestIdentity(t).WriteMerchant(folder, server.URL))
	return bank, filepath.Join(folder, "merchant.json")
}

// The merchant's keys come in by two people, are never shown, and are tried without any money: what went wrong is said with what to do.
func TestTheMerchantsKeysComeInByTwoAndAreTried(t *testing.T) {
	bank, path := merchant(t)
	hand, counter, changed := open(t, "100", countertest.ManagerPIN)
	counter.Book.Journal.Now = time.Now
	down(hand, lineChannels)
	hand.Shows("微信支付", "没有接通", "接通以后，收银时按一个键就能收")
	hand.Press(fyne.KeyReturn) // nothing to try
	down(hand, lineMerchants-lineChannels)
	hand.Press(fyne.KeyReturn)
	hand.Enter(filepath.Join(filepath.Dir(path), "nothing.json"))
	hand.Shows("商户密钥读不出来")
	empty(hand)
	hand.Enter(path)
	hand.Shows("微信支付 商户 1900000109（模拟）", "支付宝 商户 2026112900000001（模拟）", "要批准人核对商户号")
	require.Empty(t, counter.Book.Payments.Connected(), "nobody agreed")
	hand.Enter("200", countertest.SupervisorPIN)
	require.Equal(t, []payment.Channel{payment.WeChat, payment.Alipay}, counter.Book.Payments.Connected())
	require.Positive(t, *changed)
	hand.Hides("PRIVATE KEY")
	hand.Press(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	hand.Shows("商户 1900000109（模拟）", "试密钥")

	hand.Press(fyne.KeyReturn)
	hand.Shows("渠道认得这个商户和它的签名，没有动钱", "相差 0 秒", "微信支付公钥在收第一笔时才验得到")
	bank.Script.Next(payment.WeChat, gatewaytest.MethodQuery, gatewaytest.Lost)
	hand.Press(fyne.KeyReturn, fyne.KeyReturn)
	hand.Shows("没有收到渠道的答复。没有动钱")
	bank.Script.Next(payment.Alipay, gatewaytest.MethodQuery, gatewaytest.Forged)
	hand.Press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	hand.Shows("渠道的答复验不了签。没有动钱")
	hand.Press(fyne.KeyReturn)
	counter.Book.Journal.Now = func() time.Time { return time.Now().Add(2 * time.Minute) }
	hand.Press(fyne.KeyReturn)
	hand.Shows("差到 4 分钟就不能收电子款")
}

// A file of keys that cannot be read leaves the counter with cash, and the page says what to do.
func TestKeysThatCannotBeReadAreSaid(t *testing.T) {
	hand, counter, _ := open(t, "100", countertest.ManagerPIN)
	require.NoError(t, os.WriteFile(counter.Book.Store.Path()+".channels", []byte("damaged"), 0o600))
	hand.Press(fyne.KeyF5)
	down(hand, lineLock) // any setting that is read anew
	hand.Press(fyne.KeyReturn)
	hand.Enter("")
	down(hand, lineChannels-lineLock)
	hand.Shows("密钥文件读不出", "现在不能用它收款，可以收现金")
}
