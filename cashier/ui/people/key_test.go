package people_test

import (
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// alone opens a book that is no demo, in which the manager alone may approve, and returns its recovery key.
func alone(t *testing.T) (counter *cashier.Counter, recovery string) {
	path, key := filepath.Join(t.TempDir(), "book"), vault.Key{Passphrase: "阳光花园二零二六"}
	recovery, err := ledger.Create(t.Context(), path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: key.Passphrase,
		Manager: staff.Entry{Code: "100", Name: "陈国栋"}, ManagerPIN: countertest.ManagerPIN})
	require.NoError(t, err)
	counter, findings, err := cashier.Open(t.Context(), path, ledger.OpenOptions{Key: key})
	require.NoError(t, err)
	require.Empty(t, findings)
	t.Cleanup(func() { require.NoError(t, counter.Close()) })
	return counter, recovery
}

// Where nobody else may approve, the entry of the recovery key stands where otherwise the second person types: a manager who made a
// supervisor alone would be both.
func TestTheRecoveryKeyMakesTheFirstOtherApprover(t *testing.T) {
	counter, recovery := alone(t)
	hand := show(t, counter, "100", countertest.ManagerPIN)
	hand.Press(fyne.KeyF4)
	hand.Type("1")
	hand.Hides("恢复密钥")
	hand.Enter("101", "王丽", "975310", "975310") // who only takes money is hired alone
	require.Equal(t, staff.Cashier, person(t, counter, "101").Role)

	hand.Press(fyne.KeyF4)
	hand.Type("2")
	hand.Shows("恢复密钥", "代替批准人", "登录时要换成自己的")
	hand.Enter("200", "李慧", "975310", "975310", "")
	hand.Shows("要用打印的恢复密钥代替批准人")
	hand.Enter("AAAA-BBBB") // The PIN was right, and stands there twice.
	hand.Shows("恢复密钥输错了")
	require.Empty(t, person(t, counter, "200").Code)
	clear(hand, "AAAA-BBBB")
	hand.Enter(recovery)
	require.Equal(t, staff.Supervisor, person(t, counter, "200").Role)
	hand.Press(fyne.KeyF4)
	hand.Type("2")
	hand.Hides("恢复密钥（")
	hand.Press(fyne.KeyEscape)
}

// To promote somebody and to set the PIN of who may approve takes the key as well.
func TestTheRecoveryKeyPromotesAndSetsAPIN(t *testing.T) {
	counter, recovery := alone(t)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	require.NoError(t, counter.Book.Staff.Add(t.Context(), counter.Who(), staff.Approval{}, staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier, Active: true}, "508170"))
	hand := show(t, counter, "100", countertest.ManagerPIN)
	hand.Press(fyne.KeyDown, fyne.KeyReturn)
	hand.Type("2")
	hand.Type("2")
	hand.Shows("王丽 当主管", "恢复密钥（14 组")
	hand.Enter(recovery)
	require.Equal(t, staff.Supervisor, person(t, counter, "101").Role)
	require.NoError(t, counter.Book.Staff.OwnPIN(t.Context(), "101", "508170", "864213"))
	agreed, err := counter.Book.Staff.Approve(t.Context(), counter.Who(), "101", "864213", staff.GiveLogin)
	require.NoError(t, err)
	require.NoError(t, counter.Book.Staff.Change(t.Context(), counter.Who(), agreed, person(t, counter, "101").ID, staff.Entry{Code: "101", Name: "王丽", Role: staff.Supervisor}))
	hand = show(t, counter, "100", countertest.ManagerPIN)
	hand.Press(fyne.KeyDown, fyne.KeyF6)
	hand.Shows("恢复密钥（14 组")
	hand.Enter("508170", "508170", recovery)
	require.Equal(t, staff.CodeInactive, store.Code(counter.Book.Staff.OwnPIN(t.Context(), "101", "508170", "753108")), "who left sets none")
}

// A key that a program types for somebody comes as fast as a scan, and is a key all the same.
func TestAKeyThatComesAtOnceIsNoScan(t *testing.T) {
	counter, recovery := alone(t)
	widgets.SetScanned(func(string) bool { return true })
	t.Cleanup(func() { widgets.SetScanned(func(string) bool { return false }) })
	hand := show(t, counter, "100", countertest.ManagerPIN)
	hand.Press(fyne.KeyF4)
	hand.Type("2")
	hand.Enter("200", "李慧", "975310", "975310")
	uitest.Rush(time.Millisecond, func() { hand.Enter(recovery) })
	require.Equal(t, staff.Supervisor, person(t, counter, "200").Role)
}

// clear takes away what stands in the entry.
func clear(hand *countertest.Hand, text string) {
	for range text {
		hand.Press(fyne.KeyBackspace)
	}
}
