package main

import (
	"context"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/shifts"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// connected makes a book with a household that owes, the shift of 101 open, and a counter that asks a pretend channel.
func connected(t *testing.T) (path string, bank *gatewaytest.Bank) {
	t.Helper()
	ctx, path, id := context.Background(), countertest.Create(t), gatewaytest.TestIdentity(t)
	bank = gatewaytest.NewBank(time.Now)
	server := httptest.NewServer(gatewaytest.NewServer(bank, id))
	t.Cleanup(server.Close)
	counter, findings, err := cashier.Open(ctx, path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	require.Empty(t, findings)
	manager, err := counter.SignIn(ctx, "100", countertest.ManagerPIN)
	require.NoError(t, err)
	owner := []estate.RowParty{{Kind: estate.Natural, Name: "张建国", Phones: []string{"13800006621"}, ShareBasisPoints: 10000}}
	_, err = counter.Book.TakeRegister(ctx, manager, ledger.Register{FileHash: "0011223344556677",
		Rooms:   []estate.Row{{Code: "3-2-1201", Building: "3", Unit: "2", Floor: 12, Number: "1201", AreaCentiM2: 9830, Owners: owner}},
		Arrears: []billing.OpeningArrears{{Room: "3-2-1201", Item: "期初欠费", Fen: 840_47}}}, false)
	require.NoError(t, err)
	folder := t.TempDir()
	require.NoError(t, id.WriteMerchant(folder, server.URL))
	contracts, err := ledger.ReadContracts(filepath.Join(folder, "merchant.json"))
	require.NoError(t, err)
	approval, err := counter.Book.Staff.Approve(ctx, manager, "200", countertest.SupervisorPIN, staff.ConnectChannel)
	require.NoError(t, err)
	require.NoError(t, counter.Book.SetContracts(ctx, manager, approval, contracts))
	_, err = counter.SignIn(ctx, "101", countertest.CashierPIN)
	require.NoError(t, err)
	_, err = counter.Shifts.Open(ctx, shifts.Opening{Counted: till.Count{}})
	require.NoError(t, err)
	require.NoError(t, counter.Close())
	return path, bank
}

// typing types at a person's pace.
func typing(t *testing.T, keys ...string) {
	t.Helper()
	for _, key := range keys {
		arguments := []string{"key", key}
		if text, isText := strings.CutPrefix(key, "type:"); isText {
			arguments = []string{"type", "--delay", "60", text}
		}
		output, err := exec.Command("xdotool", arguments...).CombinedOutput()
		require.NoError(t, err, string(output))
	}
}

// codesShown reads every code on the display, as a phone's camera would, from a picture of it: the owner's window lies over a part of the
// desk that has no code.
func codesShown(t *testing.T) []string {
	t.Helper()
	raised, err := exec.Command("xdotool", "search", "--onlyvisible", "--name", "业主屏", "windowraise").CombinedOutput()
	require.NoError(t, err, string(raised))
	picture := filepath.Join(t.TempDir(), "display.png")
	output, err := exec.Command("import", "-silent", "-window", "root", picture).CombinedOutput()
	require.NoError(t, err, string(output))
	read, err := exec.Command("zbarimg", "-q", "--raw", picture).Output()
	if err != nil {
		return nil // it found none
	}
	return strings.Fields(string(read))
}

// The owner scans the code off either screen: what a camera reads there is what the channel gave, and once the phone has paid the owner's
// screen says so by taking the code away.
func TestTheCodesOnBothScreensAreReadBack(t *testing.T) {
	path, bank := connected(t)
	w := startCounter(t, buildCounter(t), "", "--book", path, "--owner-screen", "900x506+0+250")
	titled := func(words string) func() bool {
		return func() bool { return exec.Command("xdotool", "search", "--onlyvisible", "--name", words).Run() == nil }
	}
	w.await("the sign-in", titled("登录"))
	typing(t, "type:101", "Return", "type:"+countertest.CashierPIN, "Return")
	w.await("the desk", titled("收银"))
	typing(t, "type:3021201", "Return")
	var shown []string
	w.await("the codes", func() bool {
		if shown = codesShown(t); len(shown) == 0 { // a key that came before the sum stood asked for nothing
			typing(t, "slash")
		}
		return len(shown) == 2
	})
	require.Equal(t, shown[0], shown[1])
	orders := bank.Open(10)
	require.Len(t, orders, 1)
	require.Equal(t, orders[0].Code, shown[0])
	require.NoError(t, bank.Scan(payment.WeChat, orders[0].No))
	require.NoError(t, bank.Pay(payment.WeChat, orders[0].No))
	w.await("the code to go", func() bool { return len(codesShown(t)) == 0 })
	require.Empty(t, bank.Open(10))
}
