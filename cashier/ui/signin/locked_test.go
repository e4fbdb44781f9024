package signin_test

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/signin"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/vault"
)

// Five wrong PINs of the only manager do not lock the house: the printed key and a new PIN open it at the counter.
func TestTheRecoveryKeyLetsTheOnlyManagerInAgain(t *testing.T) {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	path, key := filepath.Join(t.TempDir(), "book"), vault.Key{Passphrase: "阳光花园二零二六"}
	recovery, err := ledger.Create(t.Context(), path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: key.Passphrase,
		Manager: staff.Entry{Code: "100", Name: "陈国栋"}, ManagerPIN: countertest.ManagerPIN})
	require.NoError(t, err)
	counter, findings, err := cashier.Open(t.Context(), path, ledger.OpenOptions{Key: key})
	require.NoError(t, err)
	require.Empty(t, findings)
	t.Cleanup(func() { require.NoError(t, counter.Close()) })
	signed := 0
	frame.ShowBare(signin.New(frame, counter, signin.Deps{Explain: countertest.Explain, SignedIn: func() { signed++ }, Quit: func() {}}, signin.View{}))
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	hand.Enter("100", "111111", "111111", "111111", "111111", "111111")
	hand.Shows("已锁定", "恢复密钥")
	hand.Enter(countertest.ManagerPIN)
	require.Zero(t, signed)
	hand.Press(fyne.KeyF6)
	hand.Enter("", recovery, "864210", "864210") // the number stands there already
	hand.Shows("请用新密码登录")
	hand.Enter("864210")
	require.Equal(t, 1, signed)
}
