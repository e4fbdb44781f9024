package firstrun_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"shouqi/cashier"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/firstrun"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/staff"
	"shouqi/ledger/vault"
)

// asks writes the request that the screen offers, and returns it.
func (f *first) asks(t *testing.T) ledger.JoinRequest {
	f.Press(fyne.KeyF4, fyne.KeyReturn)
	f.Shows("加入申请写在")
	written, err := filepath.Glob(filepath.Join(f.folder, "加入申请-*"))
	require.NoError(t, err)
	require.Len(t, written, 1)
	file, err := os.Open(written[0])
	require.NoError(t, err)
	request, err := ledger.ParseJoinRequest(file)
	require.NoError(t, errors.Join(err, file.Close(), os.Remove(written[0])))
	return request
}

// brings puts an invitation where the screen looks for files first, with nothing beside it.
func (f *first) brings(t *testing.T, invitation io.Reader) {
	content, err := io.ReadAll(invitation)
	require.NoError(t, err)
	f.folder = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(f.folder, "invitation"), content, 0o600))
	f.again()
}

// again starts the window anew, as after it was closed.
func (f *first) again() {
	f.frame.ShowBare(firstrun.New(f.frame, f.path, firstrun.Deps{Explain: countertest.Explain, Quit: func() {}, Demo: func() {}, Folder: f.folder,
		Done: func(key vault.Key) { f.keys = append(f.keys, key) }}))
}

// The invitation is looked for where the request was written, on the stick, and not in the home folder again; so it is after a file that is none.
func TestTheInvitationIsLookedForWhereTheRequestIs(t *testing.T) {
	f, stick := start(t), t.TempDir()
	f.Press(fyne.KeyF4, fyne.KeyF4)
	f.Chord(fyne.KeyA)
	f.Type(filepath.Join(stick, "ask"))
	f.Press(fyne.KeyReturn)
	f.Shows("加入申请写在 " + filepath.Join(stick, "ask"))
	for range 2 {
		f.Press(fyne.KeyReturn)
		f.Shows(stick)
		f.Press(fyne.KeyDown, fyne.KeyReturn) // the request itself
		f.Shows("没有建账本")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	require.NoError(t, os.RemoveAll(stick))
	f.Press(fyne.KeyReturn)
	f.Shows(home) // the stick is out: from there every other place is reached
}

// Between the request and the invitation the program is closed: it goes on where it was, with the same digits.
func TestAComputerJoinsABookThatIsThere(t *testing.T) {
	counter := countertest.Open(t)
	f := start(t)
	uitest.Hold(f.frame.Window(), fyne.KeyF4, 20)
	require.Nil(t, f.frame.Canvas().Overlays().Top(), "a key that is held leads one page on")
	request := f.asks(t)
	f.Shows(request.Code(), "收下邀请")
	other, err := ledger.RequestJoin(filepath.Join(t.TempDir(), "book"))
	require.NoError(t, err)
	f.brings(t, countertest.Invited(t, counter, other, "02"))
	f.Shows(request.Code())
	f.Press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	f.Shows("这份邀请不是给这台电脑的")
	f.Press(fyne.KeyEscape)
	f.Shows("建立新账本")
	f.brings(t, countertest.Invited(t, counter, request, "03"))
	f.Press(fyne.KeyReturn, fyne.KeyReturn) // an Enter too many goes up a folder and joins nothing
	require.Empty(t, f.keys)
	f.Press(fyne.KeyEscape)
	f.again()
	f.Press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	require.Equal(t, []vault.Key{{}}, f.keys)
	joined, findings, err := cashier.Open(t.Context(), f.path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	require.Empty(t, findings)
	_, err = joined.SignIn(t.Context(), "101", countertest.CashierPIN)
	require.NoError(t, err)
	require.NoError(t, joined.Close())
}

// A machine without a keyring asks for a passphrase when it joins, and then for no file again.
func TestAComputerWithoutAKeyringJoinsWithAPassphrase(t *testing.T) {
	keyring.MockInitWithError(errors.New("no keyring"))
	t.Cleanup(keyring.MockInit)
	path := filepath.Join(t.TempDir(), "book")
	recovery, err := ledger.Create(t.Context(), path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: "three word passphrase",
		Manager: staff.Entry{Code: "100", Name: "陈国栋"}, ManagerPIN: countertest.ManagerPIN})
	require.NoError(t, err)
	counter, _, err := cashier.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Passphrase: "three word passphrase"}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, counter.Close()) })
	manager, err := counter.Book.Staff.SignIn(t.Context(), "100", countertest.ManagerPIN)
	require.NoError(t, err)
	approval, err := counter.Book.Staff.ApproveByRecovery(t.Context(), manager, recovery)
	require.NoError(t, err)
	ledgertest.Hire(t, counter.Book, manager, approval, staff.Entry{Code: "200", Name: "李慧", Role: staff.Supervisor, Active: true}, countertest.SupervisorPIN)

	f := start(t)
	f.Press(fyne.KeyF4)
	request := f.asks(t)
	f.brings(t, countertest.Invited(t, counter, request, "02"))
	f.Press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	f.Shows("不能自己保管账本的密钥", request.Code())
	f.Press(fyne.KeyReturn) // an Enter too many does not leave an empty field
	f.Enter("short", "short")
	f.Shows("至少")
	require.Empty(t, f.keys)
	for range len("short") {
		f.Press(fyne.KeyBackspace)
	}
	f.Type("another long passphrase")
	f.Press(fyne.KeyReturn)
	f.Press(fyne.KeyReturn)
	f.Shows("两遍账本口令不一样")
	f.Enter("another long passphrase")
	require.Equal(t, []vault.Key{{Passphrase: "another long passphrase"}}, f.keys)
}

// A joining that was cancelled leaves no book behind, and the request is still there. A held Enter joins nothing.
func TestAJoiningThatIsCancelledCanBeDoneAgain(t *testing.T) {
	counter := countertest.Open(t)
	f := start(t)
	f.Press(fyne.KeyF4)
	request := f.asks(t)
	f.brings(t, countertest.Invited(t, counter, request, "02"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file, err := os.Open(filepath.Join(f.folder, "invitation"))
	require.NoError(t, err)
	require.ErrorIs(t, ledger.Join(ctx, f.path, file, ledger.Joining{}), context.Canceled)
	require.NoError(t, file.Close())
	require.NoFileExists(t, f.path)
	uitest.Hold(f.frame.Window(), fyne.KeyReturn, 20) // opens the choice of a file and goes no further
	require.Empty(t, f.keys)
	f.Press(fyne.KeyEscape)
	f.again()
	f.Press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	require.Len(t, f.keys, 1)
}
