package ui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/training"
	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/vault"
)

// estateOfSix makes a book with six flats of one owner each.
func estateOfSix(t *testing.T) string {
	t.Helper()
	path := countertest.Create(t)
	counter, _, err := cashier.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	manager, _ := counter.Actor()
	register := ledger.Register{FileHash: "0011223344556677"}
	for i := range 6 {
		register.Rooms = append(register.Rooms, estate.Row{Code: fmt.Sprintf("3-2-1%d01", i), Building: "3", Unit: "2", Floor: 10 + i, Number: fmt.Sprintf("1%d01", i), AreaCentiM2: 9830,
			Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", Phones: []string{fmt.Sprintf("1380000662%d", i)}, ShareBasisPoints: 10_000}}})
	}
	_, err = counter.Book.TakeRegister(t.Context(), manager, register, false)
	require.NoError(t, err)
	require.NoError(t, counter.Close())
	return path
}

// The manager makes a training book in the settings of the real one; a cashier opens it, begins the drill, and sees a task ticked in the bar of
// the page where it was done and on the page of tasks.
func TestACashierPractisesInABookMadeFromTheRealOne(t *testing.T) {
	real := estateOfSix(t)
	path := filepath.Join(filepath.Dir(real), "练习.book")
	var beside []string
	r := start(t, ui.Options{Book: real, Beside: func(book string) error {
		beside = append(beside, book)
		return nil
	}})
	r.Enter("100", countertest.ManagerPIN)
	r.Chord(fyne.Key9)
	r.Press(fyne.KeyEnd, fyne.KeyUp, fyne.KeyUp)
	require.Zero(t, r.marks())
	r.Shows("建练习账本")
	r.Hides("练习任务和成绩")
	r.Press(fyne.KeyReturn)
	r.Press(fyne.KeyReturn) // beside the real one
	r.Shows("练习账本已建好", "6 间房，6 户有欠费")
	r.Press(fyne.KeyReturn)
	r.Shows("练习账本在另一个窗口里打开")
	require.Equal(t, []string{path}, beside)
	r.Chord(fyne.KeyL)
	r.Enter("101", countertest.CashierPIN)
	r.let()
	r.Chord(fyne.Key9)
	r.Press(fyne.KeyEnd, fyne.KeyUp, fyne.KeyUp)
	r.Press(fyne.KeyReturn) // whoever practises opens it too
	r.let()
	require.Equal(t, []string{path, path}, beside)
	require.NoError(t, os.Rename(path, path+".away"))
	r.Press(fyne.KeyReturn)
	r.Shows("没有找到账本 练习.book")
	require.Len(t, beside, 2, "nothing is begun where it was")
	require.NoError(t, os.Rename(path+".away", path))
	require.NoError(t, r.app.Close())

	r = start(t, ui.Options{Book: path})
	require.Positive(t, r.marks()) // already where one signs in
	r.Enter("101", "8642")
	r.Shows("阳光花园（练习）", "练习账本")
	r.Chord(fyne.KeyD)
	require.Equal(t, "收讫 · 练习", r.title())
	r.Shows("按 Enter 开始练习")
	r.Press(fyne.KeyReturn)
	uitest.Rush(80*time.Millisecond, func() { r.Press(fyne.KeyReturn) }) // the second half of a double press
	r.Shows("完成 0/10", "练习 0/10 · 下一项：开班")
	require.Nil(t, r.app.Frame().Canvas().Overlays().Top(), "it does not ask to begin again")
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 交班", r.title())
	r.Enter("5", "", "", "", "", "", "", "")
	require.Equal(t, "收讫 · 收银", r.title())
	r.Shows("练习 1/10 · 下一项：房号")
	require.Positive(t, r.marks())

	own := r.household(training.ByRoom)
	r.Enter(own, "500")
	r.Shows("练习 2/10 · 下一项：拼音")
	r.Chord(fyne.KeyD)
	r.Shows("完成 2/10")
	r.Press(fyne.KeyF4)
	r.Shows("成绩", "2/10")
	r.Press(fyne.KeyF2)
	r.let()
	r.Chord(fyne.KeyD) // the tasks again, however the page was left
	r.Shows("数备用金开班")
	r.Press(fyne.KeyF4)
	r.let()
	r.Chord(fyne.KeyD)
	r.Shows("数备用金开班")
	r.Press(fyne.KeyF4)
	r.Shows("每项用时")
	r.Press(fyne.KeyEscape)
	r.Shows("数备用金开班")
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 收银", r.title())
	require.Empty(t, r.troubles)
}

// household returns the room of a task of whoever is signed in.
func (r *running) household(task training.Task) string {
	r.t.Helper()
	who, _ := r.app.Counter().Actor()
	result, err := training.Of(r.t.Context(), r.app.Counter().Book, who.ID())
	require.NoError(r.t, err)
	for _, step := range result.Steps {
		if step.Task == task {
			return step.Room
		}
	}
	return ""
}

// marks counts how often 练习 is written over the window.
func (r *running) marks() (count int) {
	r.let()
	uitest.Walk(r.app.Frame().Window(), func(object fyne.CanvasObject) {
		if text, ok := object.(*canvas.Text); ok && text.Text == "练习" && text.TextSize > 40 {
			count++
		}
	})
	return count
}
