package firstrun_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/firstrun"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/vault"
)

// first is the screen of a fresh computer with what it told the window.
type first struct {
	*countertest.Hand
	frame   *shell.Shell
	path    string
	folder  string
	printed []string
	keys    []vault.Key
}

func start(t *testing.T) *first {
	f := &first{frame: uitest.NewShell(t), folder: t.TempDir()}
	t.Cleanup(f.frame.Close)
	f.path = filepath.Join(f.folder, "new", "book")
	f.Hand = countertest.NewHand(t, func() *shell.Shell { return f.frame })
	f.frame.ShowBare(firstrun.New(f.frame, f.path, firstrun.Deps{Explain: countertest.Explain, Quit: func() {}, Demo: func() {}, Folder: f.folder,
		Done: func(key vault.Key) { f.keys = append(f.keys, key) },
		Print: func(_ context.Context, title string, lines []string) error {
			f.printed = append([]string{title}, lines...)
			return nil
		}}))
	return f
}

// found types a book's fields.
func (f *first) found() {
	f.Press(fyne.KeyReturn)
	f.Enter("阳光花园", "阳光物业", "01", "陈国栋", "100", "246810", "246810")
}

// groups gives the groups of the printed key that the window's title asks for.
func (f *first) groups() [2]string {
	words := strings.Fields(strings.Join(f.printed[1:], " "))
	asked := strings.Fields(f.frame.Window().Title())
	var groups [2]string
	for index, number := range asked[len(asked)-2:] {
		for at := 0; at < len(words); at += 2 {
			if words[at] == number {
				groups[index] = words[at+1]
			}
		}
	}
	return groups
}

func TestABookIsMadeAndItsRecoveryKeyTypedBack(t *testing.T) {
	keyring.MockInit()
	f := start(t)
	f.found()
	f.Shows("只有这把密钥能打开账本")
	f.Press(fyne.KeyF7)
	f.Shows("已送打印机")
	f.Press(fyne.KeyReturn)
	f.Enter("XXXX", "YYYY")
	f.Shows("和密钥对不上")
	require.Empty(t, f.keys)
	f.Press(fyne.KeyEscape)
	f.Press(fyne.KeyReturn)
	groups := f.groups()
	f.Enter(groups[0], strings.ToLower(groups[1]))
	require.Equal(t, []vault.Key{{}}, f.keys)
	book, findings, err := ledger.Open(t.Context(), f.path, ledger.OpenOptions{})
	require.NoError(t, err)
	require.Empty(t, findings)
	_, err = book.Staff.SignIn(t.Context(), "100", "246810")
	require.NoError(t, err)
	require.NoError(t, book.Close())
}

func TestOnlyAMachineWithoutAKeyringAsksForAPassphrase(t *testing.T) {
	keyring.MockInitWithError(errors.New("no keyring"))
	t.Cleanup(keyring.MockInit)
	f := start(t)
	f.found()
	f.Shows("不能自己保管账本的密钥")
	f.Enter("open sesame", "open sesam")
	f.Shows("两遍账本口令不一样")
	f.Enter("open sesame")
	f.Shows("只有这把密钥能打开账本")
	saved := filepath.Join(f.folder, "恢复密钥.txt")
	f.Press(fyne.KeyF8, fyne.KeyReturn)
	content, err := os.ReadFile(saved)
	require.NoError(t, err)
	require.Contains(t, string(content), "阳光花园")
	f.Press(fyne.KeyF8, fyne.KeyReturn)
	f.Shows("已经存在，没有覆盖")
	f.Press(fyne.KeyEscape, fyne.KeyF7, fyne.KeyReturn)
	groups := f.groups()
	f.Enter(groups[0], groups[1])
	require.Equal(t, []vault.Key{{Passphrase: "open sesame"}}, f.keys)
	book, _, err := ledger.Open(t.Context(), f.path, ledger.OpenOptions{Key: f.keys[0]})
	require.NoError(t, err)
	require.NoError(t, book.Close())
}

func TestWhatTheBookRefusesIsSaidAndNothingIsMade(t *testing.T) {
	keyring.MockInit()
	f := start(t)
	f.Press(fyne.KeyReturn)
	f.Enter("阳光花园", "阳光物业", "01", "陈国栋", "100", "1234", "1235")
	f.Shows("两遍密码不一样")
	f.Enter("1234")
	f.Shows("太容易猜")
	require.NoFileExists(t, f.path)
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, firstrun.Gallery(), "firstrun", "firstrun-passphrase", "firstrun-key")
}
