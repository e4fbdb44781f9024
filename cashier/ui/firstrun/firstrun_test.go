package firstrun_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/firstrun"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
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

// groups returns the groups of the printed key that the window's title asks for.
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
	f.Enter("WWWW", "YYYY")
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

// A key that was made anew in the settings is shown and typed back like the first, and the page leads back.
func TestAKeyThatWasMadeAnewIsShownAndTypedBack(t *testing.T) {
	f := start(t)
	var done int
	recovery := "7QKD-M2XA-9RTF-C4WN-H8PE-3VJB-Y6ZS-K5DG-T2LM-W9QA-E7XR-B3CF-N8HJ-4PVK"
	f.frame.ShowBare(firstrun.NewKey(f.frame, "阳光花园", recovery, firstrun.Deps{Explain: countertest.Explain, Folder: f.folder, Done: func(vault.Key) { done++ }}))
	f.Shows("7QKD", "4PVK", "只有这把密钥能打开账本")
	f.Press(fyne.KeyEscape, fyne.KeyF7, fyne.KeyReturn)
	f.printed = []string{"", ""}
	for index, group := range strings.Split(recovery, "-") {
		f.printed = append(f.printed, fmt.Sprintf("%d %s", index+1, group))
	}
	groups := f.groups()
	f.Enter(groups[0], groups[0])
	f.Shows("和密钥对不上", "还没有打印或存成文件的") // here it cannot be printed
	require.Zero(t, done)
	f.Enter(groups[1])
	require.Equal(t, 1, done)
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
	saved := filepath.Join(f.folder, "恢复密钥-"+string(calendar.Of(time.Now()))+".txt")
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

// The counter's code is typed over what stands in its field, and not behind it.
func TestTheCountersCodeIsTypedOver(t *testing.T) {
	keyring.MockInit()
	f := start(t)
	f.Press(fyne.KeyReturn)
	f.Enter("阳光花园", "阳光物业", "01")
	f.Press(fyne.KeyUp)
	f.Enter("7", "陈国栋", "100", "246810", "246810")
	f.Shows("只有这把密钥能打开账本")
	book, _, err := ledger.Open(t.Context(), f.path, ledger.OpenOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, book.Close()) })
	policies, err := book.Policies(t.Context())
	require.NoError(t, err)
	require.Equal(t, "7", policies.Counter)
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
	f.Enter("246810", "246810") // The cursor stands in the PIN: nothing else is typed again.
	f.Shows("只有这把密钥能打开账本")
}

// movedBook makes a book on another computer, whose keyring this one does not have, and gives its file and recovery key.
func movedBook(t *testing.T) (path, recovery string) {
	keyring.MockInit()
	path = filepath.Join(t.TempDir(), "book")
	recovery, err := ledger.Create(t.Context(), path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01",
		Manager: staff.Entry{Code: "100", Name: "陈国栋"}, ManagerPIN: "246810"})
	require.NoError(t, err)
	keyring.MockInit()
	return path, recovery
}

func TestABookFromTheOldComputerIsOpenedWithItsRecoveryKeyAndStaysTheSameDevice(t *testing.T) {
	old, recovery := movedBook(t)
	before, err := os.ReadFile(old)
	require.NoError(t, err)
	f := start(t)
	f.Press(fyne.KeyF7)
	f.Enter(old)
	f.Shows("这台电脑没有保存它的密钥", "阳光花园")
	f.Enter("open sesame 9")
	f.Shows("01 号柜台", "还没有", "旧电脑上的那一本不能再收款")
	f.Press(fyne.KeyReturn) // Enter does not agree: it leads back.
	require.NoFileExists(t, f.path)
	f.Press(fyne.KeyReturn, fyne.KeyF9)
	f.Shows("没有恢复，原来的文件没有改动")
	require.NoFileExists(t, f.path)
	f.Chord(fyne.KeyA)
	f.Enter(recovery)
	f.Press(fyne.KeyF9)
	require.Equal(t, []vault.Key{{Recovery: recovery}}, f.keys)
	after, err := os.ReadFile(old)
	require.NoError(t, err)
	require.Equal(t, before, after, "the old file is not touched")
	device := func(path string) string {
		book, findings, err := ledger.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Recovery: recovery}})
		require.NoError(t, err)
		require.Empty(t, findings)
		defer func() { require.NoError(t, book.Close()) }()
		return book.Journal.Device
	}
	require.Equal(t, device(old), device(f.path))
}

func TestThePassphraseOfABroughtBookStandsOnNoScreen(t *testing.T) {
	old, recovery := movedBook(t)
	f := start(t)
	f.Press(fyne.KeyF7)
	f.Enter(old)
	f.Type("open sesame 9")
	f.Hides("open sesame 9")
	f.Press(fyne.KeyF6) // A long key is read off paper, group by group: it is seen while it is typed.
	f.Hides("open sesame 9")
	f.Type(recovery)
	f.Shows(recovery)
	f.Press(fyne.KeyReturn, fyne.KeyF9)
	require.Equal(t, []vault.Key{{Recovery: recovery}}, f.keys)
}

func TestWhatIsNoBookIsNotRestored(t *testing.T) {
	f := start(t)
	file := filepath.Join(f.folder, "letter.txt")
	require.NoError(t, os.WriteFile(file, []byte("这不是账本"), 0o600))
	f.Press(fyne.KeyF8)
	f.Enter("")
	f.Shows("还有没填的格子")
	f.Enter(file)
	f.Shows("不是收讫的账本")
	require.NoFileExists(t, f.path)
	f.Press(fyne.KeyEscape)
	f.Shows("欢迎使用收讫")
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, firstrun.Gallery(), "firstrun", "firstrun-passphrase", "firstrun-key")
}

// Whoever saves a new key where the old one lies is offered a name of its own, on the same day too, and the old one stays.
func TestTheFileOfANewKeyHasANameOfItsOwn(t *testing.T) {
	f := start(t)
	day := string(calendar.Of(time.Now()))
	for _, saved := range []struct{ name, group string }{{"恢复密钥-" + day + ".txt", "AAAA"}, {"恢复密钥-" + day + " (2).txt", "CCCC"}, {"恢复密钥-" + day + " (3).txt", "DDDD"}} {
		recovery := strings.Repeat(saved.group+"-", 13) + saved.group
		f.frame.ShowBare(firstrun.NewKey(f.frame, "阳光花园", recovery, firstrun.Deps{Explain: countertest.Explain, Folder: f.folder, Done: func(vault.Key) {}}))
		f.Press(fyne.KeyF8, fyne.KeyReturn)
		f.Shows("已保存到")
		content, err := os.ReadFile(filepath.Join(f.folder, saved.name))
		require.NoError(t, err)
		require.Contains(t, string(content), saved.group)
		f.Press(fyne.KeyF8, fyne.KeyReturn)
		f.Shows("已经存在，没有覆盖") // the same key is not saved twice
		f.Press(fyne.KeyEscape)
	}
}
