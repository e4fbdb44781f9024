package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
)

// closes presses the window's close button, and asks that the question names what is typed and that Enter stays.
func (r *running) closes(named ...string) {
	r.t.Helper()
	r.app.AskQuit()
	r.let()
	r.Shows(append([]string{"退出收讫？", "还没有保存"}, named...)...)
	r.app.AskQuit() // pressed twice it is no answer
	require.Zero(r.t, r.quits)
	r.Press(fyne.KeyReturn)
	require.Zero(r.t, r.quits, "Enter stays")
	r.Hides("退出收讫？")
}

// What is typed and not saved is named before the window closes: at the page, on another, and while the counter is locked.
func TestClosingTheWindowNamesWhatIsNotSaved(t *testing.T) {
	r := start(t, ui.Options{Book: withMeter(t)})
	r.Enter("100", countertest.ManagerPIN)
	r.let()
	r.Chord(fyne.Key4)
	r.Type("3")
	r.Press(fyne.KeyF9)
	r.let()
	r.Type("12")
	r.closes("录入的读数") // not even a figure yet
	r.Press(fyne.KeyReturn)
	r.let()
	r.closes("录入的读数")

	r.Chord(fyne.Key4)
	r.Type("1")
	r.let()
	r.Press(fyne.KeyF4)
	r.Type("1")
	r.Enter("物业服务费")
	r.let()
	r.closes("录入的读数", "正在填的收费项目 物业服务费")
	r.Chord(fyne.KeyL)
	r.let()
	r.closes("录入的读数", "正在填的收费项目 物业服务费")
	r.Enter("100", countertest.ManagerPIN)
	r.let()
	require.Equal(t, "收讫 · 收费项目", r.title())
	r.Shows("新建项目", "物业服务费")
	r.app.AskQuit()
	r.let()
	r.Press(fyne.KeyF9)
	require.Equal(t, 1, r.quits)
}

// A form that lies over the page is named too; where nothing is typed the window closes at once.
func TestClosingTheWindowNamesTheFormOverThePage(t *testing.T) {
	r := start(t, ui.Options{Book: withMeter(t)})
	r.Enter("100", countertest.ManagerPIN)
	r.let()
	r.Chord(fyne.Key4)
	r.Type("3")
	r.Press(fyne.KeyF7)
	r.Type("2026")
	r.closes("正在填的“")
	r.Press(fyne.KeyEscape)
	r.Chord(fyne.Key4)
	r.Type("4")
	r.Press(fyne.KeyF4)
	r.Enter("HT-9")
	r.closes("正在填的租赁合同 HT-9")
	r.Chord(fyne.KeyL)
	r.let()
	r.Enter("100", countertest.ManagerPIN)
	r.let()
	require.Equal(t, "收讫 · 租赁合同", r.title())
	r.Shows("HT-9")
	r.Press(fyne.KeyEscape) // the contract is given up
	r.app.AskQuit()
	require.Equal(t, 1, r.quits)
}
