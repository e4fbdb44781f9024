package ui_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/witness"
)

const goOnPassphrase = "open sesame 9"

// placedBook makes a book of this machine and returns its path, its recovery key and its earliest copy.
func placedBook(t *testing.T, place witness.Place) (path, recovery string, noon []byte) {
	path = filepath.Join(t.TempDir(), "estate.book")
	recovery, err := ledger.Create(t.Context(), path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: goOnPassphrase,
		Manager: staff.Entry{Code: "100", Name: "陈国栋"}, ManagerPIN: countertest.ManagerPIN, Witness: place})
	require.NoError(t, err)
	noon, err = os.ReadFile(path)
	require.NoError(t, err)
	return path, recovery, noon
}

// An older copy lies in the place of the book: the window says so before anybody signs in, takes no
// passphrase for going on, and goes on by the recovery key alone.
func TestAnOlderCopyIsGoneOnWithByTheRecoveryKey(t *testing.T) {
	place := witness.Place{Folder: t.TempDir(), Machine: "m"}
	path, recovery, noon := placedBook(t, place)
	r := start(t, ui.Options{Book: path, Witness: place})
	r.Enter(goOnPassphrase)
	require.Equal(t, "收讫 · 登录", r.title())
	r.Enter("100", countertest.ManagerPIN)
	require.NoError(t, r.app.Close())
	require.NoError(t, os.WriteFile(path, noon, 0o600))

	r = start(t, ui.Options{Book: path, Witness: place})
	r.Enter(goOnPassphrase)
	r.Shows("不是这台电脑最后写的那一本", "接着用这本账")
	r.Press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn) // Enter never goes on
	r.Shows("接着用这本账")
	r.Press(fyne.KeyF9)
	r.Shows("请先输入恢复密钥")
	r.Type(goOnPassphrase)
	r.Press(fyne.KeyF9)
	r.Shows("恢复密钥输错了")
	r.Press(fyne.KeyEscape) // goes nowhere
	r.Press(fyne.KeyReturn)
	r.Press(fyne.KeyReturn)
	r.Shows("填好了就按 F9")

	// It can be looked at, which writes nothing, and then gone on with.
	r.Press(fyne.KeyF7)
	require.Equal(t, "收讫 · 只看报表", r.title())
	r.Shows("不能收款", "日报")
	r.Press(fyne.KeyF7) // written as a workbook
	r.Shows("已导出到")
	r.Press(fyne.KeyEscape)
	r.Shows("接着用这本账")
	now, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, noon, now)
	require.NoError(t, r.app.Close())

	r = start(t, ui.Options{Book: path, Witness: place})
	r.Enter(goOnPassphrase)
	r.Type(recovery)
	r.Press(fyne.KeyF9)
	require.Equal(t, "收讫 · 登录", r.title())
	r.Enter("100", countertest.ManagerPIN)
	r.Shows("陈国栋")
	require.Empty(t, r.troubles)
}

// A copy on another computer asks for the newest number on paper as well.
func TestACopyOnAnotherComputerAsksForTheNewestPaper(t *testing.T) {
	path, recovery, _ := placedBook(t, witness.Place{Folder: t.TempDir(), Machine: "m"})
	r := start(t, ui.Options{Book: path, Witness: witness.Place{Folder: t.TempDir(), Machine: "another"}})
	r.Enter(goOnPassphrase)
	r.Shows("这台电脑不是这本账的柜台")
	r.Type(recovery)
	r.Press(fyne.KeyF9)
	r.Shows("最新一张纸质收据的号码要写全，像 01-2026-000123")
	r.Type("01-2026-000005")
	r.Press(fyne.KeyF9)
	require.Equal(t, "收讫 · 登录", r.title())
	r.Enter("100", countertest.ManagerPIN)
	r.Shows("先查跳过的收据", "01-2026-000001 至 01-2026-000005", "补录")
	require.Empty(t, r.troubles)
}

// Somebody wrote into the closed book: a large one is checked whole behind the sign-in, which waits for it, and what is found stops money and is
// said.
func TestAnEditedBookIsCheckedBehindTheSignIn(t *testing.T) {
	place := witness.Place{Folder: t.TempDir(), Machine: "m"}
	path, _, _ := placedBook(t, place)
	opened := func(script string) *running {
		db, err := store.Open(t.Context(), path, store.Options{})
		require.NoError(t, err)
		err = db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(script)
			return err
		})
		require.NoError(t, errors.Join(err, db.Close()))
		r := start(t, ui.Options{Book: path, Witness: place})
		r.Enter(goOnPassphrase)
		r.title()
		r.app.WaitAudit()
		return r
	}
	r := opened("INSERT INTO local_settings (name, value) VALUES ('large', hex(zeroblob(2000000)))")
	require.Equal(t, "收讫 · 登录", r.title())
	r.Enter("100", countertest.ManagerPIN)
	r.Shows("陈国栋")
	require.NoError(t, r.app.Close())

	// Nobody can sign in: the page in its place checks the whole book, and says where.
	r = opened("UPDATE staff SET wrong_pins = wrong_pins + 2")
	require.Equal(t, "收讫 · 已停止收款", r.title())
	r.Shows("处问题，为安全起见暂停收款")
	r.Press(fyne.KeyF9)
	r.Shows("内容和记录不符", "查过了，还有 1 处问题")
	r.Press(fyne.KeyF7)
	require.Equal(t, "收讫 · 只看报表", r.title())
	r.Shows("不能收款", "日报")
	r.Press(fyne.KeyEscape)
	r.Shows("内容和记录不符")
	require.NoError(t, r.app.Close())

	// Somebody mended it: once a check finds nothing the book takes money.
	r = opened("UPDATE staff SET wrong_pins = wrong_pins - 2")
	require.Equal(t, "收讫 · 已停止收款", r.title())
	r.Shows("上次完整检查发现过问题")
	r.Press(fyne.KeyF9)
	r.Shows("查过了，没有问题")
	r.Enter(goOnPassphrase)
	require.Equal(t, "收讫 · 登录", r.title())
}
