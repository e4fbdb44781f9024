package settings_test

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/settings"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

const phrase = "阳光花园二零二六"

// sealed opens the settings of a book that is no demo, in which the manager alone may approve.
func sealed(t *testing.T) (counter *cashier.Counter, recovery string) {
	path := filepath.Join(t.TempDir(), "book")
	recovery, err := ledger.Create(t.Context(), path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: phrase,
		Manager: staff.Entry{Code: "100", Name: "陈国栋"}, ManagerPIN: countertest.ManagerPIN})
	require.NoError(t, err)
	counter, findings, err := cashier.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Passphrase: phrase}})
	require.NoError(t, err)
	require.Empty(t, findings)
	t.Cleanup(func() { require.NoError(t, counter.Close()) })
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	return counter, recovery
}

// askedForKey shows the settings and opens the question of a new recovery key; shown has the key once it was made.
func askedForKey(t *testing.T, counter *cashier.Counter) (hand *countertest.Hand, shown *string) {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	shown = new(string)
	frame.Show(settings.New(frame, counter, settings.Deps{Explain: countertest.Explain, Changed: func() {}, Folder: t.TempDir(),
		ShowKey: func(recovery string) { *shown = recovery }}))
	hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	hand.Press(fyne.KeyEnd, fyne.KeyReturn)
	hand.Shows("换恢复密钥", "马上作废")
	return hand, shown
}

func opens(t *testing.T, counter *cashier.Counter, recovery string) string {
	_, err := counter.Book.Staff.ApproveByRecovery(t.Context(), counter.Who(), recovery)
	return store.Code(err)
}

// What was right stays in its field: only what was wrong is typed again.
func TestAManagerAloneHasALostRecoveryKeyAgain(t *testing.T) {
	counter, lost := sealed(t)
	hand, shown := askedForKey(t, counter)
	hand.Enter("000000", phrase)
	hand.Shows("密码不对")
	hand.Enter(countertest.ManagerPIN, "") // the passphrase stands where it was typed
	require.NotEmpty(t, *shown)
	require.Equal(t, vault.CodeNotProven, opens(t, counter, lost))
	require.Empty(t, opens(t, counter, *shown))

	lost = *shown
	hand, shown = askedForKey(t, counter)
	hand.Enter(countertest.ManagerPIN, "阳光花园二零二七")
	hand.Shows("账本口令或密钥不对", "什么都没有改动")
	hand.Hides("没有打开")
	require.Empty(t, *shown)
	require.Empty(t, opens(t, counter, lost))
	hand.Enter(phrase) // and so does the PIN
	require.NotEmpty(t, *shown)
}

func TestTwoPeopleHaveALostRecoveryKeyAgain(t *testing.T) {
	counter, lost := sealed(t)
	byKey, err := counter.Book.Staff.ApproveByRecovery(t.Context(), counter.Who(), lost)
	require.NoError(t, err)
	ledgertest.Hire(t, counter.Book, counter.Who(), byKey, staff.Entry{Code: "200", Name: "李慧", Role: staff.Supervisor, Active: true}, countertest.SupervisorPIN)
	hand, shown := askedForKey(t, counter)
	hand.Enter(countertest.ManagerPIN, "", "")
	hand.Shows("要批准人输入密码")
	hand.Enter("200", "000000")
	hand.Shows("批准人（200）的密码不对")
	require.Empty(t, opens(t, counter, lost))
	hand.Enter(countertest.SupervisorPIN)
	require.NotEmpty(t, *shown)
	require.Equal(t, vault.CodeNotProven, opens(t, counter, lost))
	require.Empty(t, opens(t, counter, *shown))
}

// Enter on empty fields asks for what is missing and spends no try, however often it is pressed.
func TestEmptyFieldsSpendNoTryOfTheManager(t *testing.T) {
	counter, recovery := sealed(t)
	hand, shown := askedForKey(t, counter)
	for range 7 {
		hand.Enter("", "")
		hand.Shows("请先输入您的密码")
	}
	hand.Enter(countertest.ManagerPIN, "")
	for range 7 {
		hand.Shows("请先输入账本口令")
		hand.Enter("")
	}
	require.Empty(t, *shown)
	require.Empty(t, opens(t, counter, recovery))
	hand.Enter(phrase)
	require.NotEmpty(t, *shown)
}
