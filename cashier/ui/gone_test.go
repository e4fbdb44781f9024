package ui_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// backedUp returns a backup of the demo book at path.
func backedUp(t *testing.T, path string) (backup string) {
	backup = filepath.Join(t.TempDir(), "backup.book")
	book, _, err := ledger.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	require.NoError(t, book.Backup(t.Context(), backup))
	require.NoError(t, book.Close())
	return backup
}

// restores does the page 从备份恢复 with the manager's code and PIN.
func (r *running) restores(backup string) {
	r.Press(fyne.KeyF8)
	r.Shows("从备份恢复")
	r.Enter(backup)
	r.Shows("请输入工号和密码")
	r.Enter("100", countertest.ManagerPIN)
	r.Shows("01 号柜台")
	r.Press(fyne.KeyF9)
	r.Shows("已由备份恢复")
}

// The file of the book is gone and its log lies there: this is no fresh computer, whatever is pressed, and the log is kept by a restore.
func TestALogThatLiesAloneIsNoFirstRun(t *testing.T) {
	path := countertest.Create(t)
	backup := backedUp(t, path)
	require.NoError(t, os.Rename(path, path+".away"))
	require.NoError(t, os.WriteFile(path+"-wal", []byte("the last receipts"), 0o600))
	r := start(t, ui.Options{Book: path})
	r.Shows("账本没有打开", "它的日志 book-wal 还在旁边", "从备份恢复")
	r.Press(fyne.KeyReturn)
	r.Shows("账本没有打开")
	r.Press(fyne.KeyF8)
	r.Shows("备份文件")
	r.Press(fyne.KeyEscape)
	r.Shows("账本没有打开", "它的日志 book-wal 还在旁边")
	r.restores(backup)
	r.Shows("它的日志留作")
	log, err := os.ReadFile(path + ".before-restore-wal")
	require.NoError(t, err)
	require.Equal(t, "the last receipts", string(log))
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 登录", r.title())
}

// A file that is damaged is replaced by a backup, as a manager says and nobody else.
func TestADamagedBookIsRestoredOnThePageThatSaysSo(t *testing.T) {
	path := countertest.Create(t)
	backup := backedUp(t, path)
	require.NoError(t, os.WriteFile(path, []byte("这是一封信"), 0o600))
	r := start(t, ui.Options{Book: path})
	r.Press(fyne.KeyF8)
	r.Enter(backup)
	r.Enter("101", countertest.CashierPIN)
	r.Press(fyne.KeyF9)
	r.Shows("没有“修改设置”的权限", "没有恢复")
	r.Press(fyne.KeyEscape)
	letter, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "这是一封信", string(letter))
	r.restores(backup)
	r.Shows("原来的账本留作")
	letter, err = os.ReadFile(path + ".before-restore")
	require.NoError(t, err)
	require.Equal(t, "这是一封信", string(letter))
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 登录", r.title())
}

// A book that somebody has open is whole: nothing is offered that would replace it.
func TestABookThatIsHeldIsNotRestored(t *testing.T) {
	path := countertest.Create(t)
	holder, err := store.Open(t.Context(), path, store.Options{})
	require.NoError(t, err)
	r := start(t, ui.Options{Book: path})
	r.Shows("账本没有打开")
	r.Hides("从备份恢复")
	r.Press(fyne.KeyF8)
	r.Shows("账本没有打开")
	require.NoError(t, holder.Close())
}

// A book that is taken away while it is open is gone, also where nothing is left beside it.
func TestABookThatIsTakenAwayIsGoneAndNoFirstRun(t *testing.T) {
	path := countertest.Create(t)
	r := start(t, ui.Options{Book: path})
	require.Equal(t, "收讫 · 登录", r.title())
	r.Enter("101", countertest.CashierPIN)
	r.title()
	away := t.TempDir()
	for _, ending := range []string{"", "-wal", "-shm"} {
		require.NoError(t, os.Rename(path+ending, filepath.Join(away, "book"+ending)))
	}
	require.Equal(t, store.CodeMoved, store.Code(r.app.Counter().Book.Store.Write(t.Context(), func(*store.Tx) error { return nil })))
	r.app.Lock()
	r.title()
	r.Shows("已停止收款")
	for _, key := range []fyne.KeyName{fyne.KeyF9, fyne.KeyReturn} {
		r.Press(key)
		r.title()
		r.Shows("账本没有打开", "账本文件 book 不见了")
	}
	for _, ending := range []string{"", "-wal", "-shm"} {
		_ = os.Rename(filepath.Join(away, "book"+ending), path+ending) // the log may have been folded in at the close
	}
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 登录", r.title())
}

// A fresh start where this computer remembers the book says that it is gone, and lets who wants another make one.
func TestABookThatIsRememberedIsNoFirstRun(t *testing.T) {
	place := witness.Place{Folder: t.TempDir(), Machine: "m"}
	path, _, _ := placedBook(t, place)
	require.NoError(t, os.Rename(path, path+".away"))
	r := start(t, ui.Options{Book: path, Witness: place})
	r.Shows("账本没有打开", "账本文件 estate.book 不见了", "从备份恢复")
	r.Press(fyne.KeyF6)
	require.Equal(t, "收讫 · 欢迎使用收讫", r.title())
}
