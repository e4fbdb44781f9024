package ui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/estate"
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
	r.Shows("权限的人输入工号和密码")
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

// damagedBook is a demo book in which somebody changed many rows of several tables.
func damagedBook(t *testing.T) string {
	path := countertest.Create(t)
	db, err := store.Open(t.Context(), path, store.Options{})
	require.NoError(t, err)
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec("UPDATE staff SET role = 'manager', wrong_pins = 1")
		return err
	}))
	require.NoError(t, db.Close())
	return path
}

// The page counts and lists what the full check found, and not what the opening had seen of it.
func TestTheStoppedPageCountsWhatTheFullCheckFound(t *testing.T) {
	r := start(t, ui.Options{Book: damagedBook(t)})
	require.Equal(t, "收讫 · 已停止收款", r.title())
	seen := r.app.Counter().Book.Store.Latched().Args[0].(int)
	found, err := r.app.Counter().Book.Audit().Full(t.Context(), nil)
	require.NoError(t, err)
	require.NotEqual(t, seen, len(found))
	r.Shows(fmt.Sprintf("检查出 %d 处问题", seen))
	r.Press(fyne.KeyF9)
	r.title()
	r.Hides(fmt.Sprintf("检查出 %d 处问题", seen))
	r.Shows(fmt.Sprintf("检查出 %d 处问题", len(found)))
	if len(found) > 5 {
		r.Shows(fmt.Sprintf("还有 %d 处", len(found)-5))
	}
}

// The reports of a book with findings say that their figures may be wrong.
func TestTheReportsOfAStoppedBookSayThatTheyMayBeWrong(t *testing.T) {
	r := start(t, ui.Options{Book: damagedBook(t)})
	r.Press(fyne.KeyF7)
	require.Equal(t, "收讫 · 只看报表", r.title())
	r.Shows("下面的数可能不对")
}

// A book with findings is restored where it is said that it takes no money, by whom its people are, and taken money in again.
func TestAStoppedBookIsRestored(t *testing.T) {
	path := countertest.Create(t)
	backup := backedUp(t, path)
	require.NoError(t, os.WriteFile(path+".findings", []byte("3\n"), 0o600))
	r := start(t, ui.Options{Book: path})
	require.Equal(t, "收讫 · 已停止收款", r.title())
	r.Press(fyne.KeyF8)
	r.Shows("从备份恢复")
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 已停止收款", r.title())
	r.restores(backup)
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 登录", r.title())
	require.FileExists(t, path+".before-restore")
}

// Who restores a backup that does not have all of the book says so with a second person, in the window's own words; nothing is done before.
func TestARestoreThatDiscardsAsksASecondPerson(t *testing.T) {
	path := countertest.Create(t)
	backup := backedUp(t, path)
	book, _, err := ledger.Open(t.Context(), path, ledger.OpenOptions{})
	require.NoError(t, err)
	by, err := book.Staff.SignIn(t.Context(), "100", countertest.ManagerPIN)
	require.NoError(t, err)
	require.NoError(t, book.Store.Write(t.Context(), func(tx *store.Tx) error { return book.Estate.SetPolicy(tx, by.ID(), estate.PolicyCutoffHour, "3") }))
	require.NoError(t, book.Close())
	require.NoError(t, os.WriteFile(path+".findings", []byte("3\n"), 0o600))
	r := start(t, ui.Options{Book: path})
	r.Press(fyne.KeyF8)
	r.Enter(backup)
	r.Enter("100", countertest.ManagerPIN)
	r.Press(fyne.KeyF9)
	r.Shows("现在的账本比这份备份多 1 条记录", "没有恢复")
	for _, c := range []struct{ who, pin, says string }{{"", "", "要批准人"}, {"200", countertest.ManagerPIN, "密码不对"}, {"100", countertest.ManagerPIN, "不能自己批准自己"}} {
		r.Enter(c.who, c.pin)
		r.Press(fyne.KeyF9)
		r.Shows(c.says, "没有恢复")
		require.NoFileExists(t, path+".before-restore")
	}
	r.Enter("200", countertest.SupervisorPIN)
	r.Press(fyne.KeyF9)
	r.Shows("已由备份恢复", "原来的账本留作")
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 登录", r.title())
}

// The page of an older copy says that a newer backup comes first, and leads to it.
func TestANewerBackupTakesThePlaceOfAnOlderCopy(t *testing.T) {
	place := witness.Place{Folder: t.TempDir(), Machine: "m"}
	path, _, noon := placedBook(t, place)
	r := start(t, ui.Options{Book: path, Witness: place})
	r.Enter(goOnPassphrase)
	r.Enter("100", countertest.ManagerPIN)
	require.NoError(t, r.app.Close())
	backup := filepath.Join(t.TempDir(), "evening.book")
	evening, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(backup, evening, 0o600))
	require.NoError(t, os.WriteFile(path, noon, 0o600))
	r = start(t, ui.Options{Book: path, Witness: place})
	r.Enter(goOnPassphrase)
	r.Shows("接着用这本账")
	r.Press(fyne.KeyF8)
	r.Press(fyne.KeyEscape)
	r.Shows("接着用这本账")
	r.Press(fyne.KeyF8)
	r.Enter(backup)
	r.Enter(goOnPassphrase, "100", countertest.ManagerPIN)
	r.Press(fyne.KeyF9)
	r.Shows("已由备份恢复", "原来的账本留作")
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

// Where no key of this computer opens the backup one is typed, and nothing is replaced by a wrong one; where nobody knows the newest paper it is
// asked for.
func TestARestoreAsksForTheKeyAndTheNewestPaper(t *testing.T) {
	path, recovery, whole := placedBook(t, witness.Place{Folder: t.TempDir(), Machine: "m"})
	backup := filepath.Join(t.TempDir(), "backup.book")
	require.NoError(t, os.WriteFile(backup, whole, 0o600))
	require.NoError(t, os.WriteFile(path, []byte("这是一封信"), 0o600))
	r := start(t, ui.Options{Book: path, Witness: witness.Place{Folder: t.TempDir(), Machine: "another"}})
	r.Press(fyne.KeyF8)
	r.Enter(backup)
	r.Shows("请输入账本口令或打印的恢复密钥")
	r.Enter("open sesame 8", "100", countertest.ManagerPIN)
	r.Press(fyne.KeyF9)
	r.Shows("没有恢复，原来的文件没有改动")
	letter, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "这是一封信", string(letter))
	r.Press(fyne.KeyF6)       // the recovery key, which is seen
	r.Enter(recovery, "", "") // who it is stands there still
	r.Press(fyne.KeyF9)
	r.Shows("最新一张纸质收据的号码要写全")
	r.Enter("0")
	r.Press(fyne.KeyF9)
	r.Shows("已由备份恢复", "原来的账本留作")
	r.Press(fyne.KeyReturn)
	r.Shows("接着用这本账") // this computer never was the counter
}
