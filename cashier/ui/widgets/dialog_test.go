package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// desk makes a window with one focused entry.
func desk(t *testing.T) (fyne.Window, *widgets.DigitEntry) {
	entry := widgets.NewMoneyEntry("现金 收", nil)
	window := uitest.NewWindow(t, widgets.Inset(9, 9, 9, 9, widgets.VStack(9, entry)))
	window.Canvas().Focus(entry)
	return window, entry
}

func TestEnterAgreesAndEscDeclines(t *testing.T) {
	for _, c := range []struct {
		key  fyne.KeyName
		want bool
	}{{fyne.KeyReturn, true}, {fyne.KeyEnter, true}, {fyne.KeyEscape, false}} {
		window, entry := desk(t)
		var answers []bool
		widgets.ShowConfirm(window.Canvas(), "仍然收款？", "刚收过一次。", "收款", "不收", func(agreed bool) {
			answers = append(answers, agreed)
		})
		uitest.Press(window, c.key)
		require.Equal(t, []bool{c.want}, answers)
		require.Nil(t, window.Canvas().Overlays().Top())
		require.Same(t, entry, window.Canvas().Focused())
	}
}

func TestKeysUnderADialogDoNotReachTheScreen(t *testing.T) {
	window, entry := desk(t)
	seen := watch(window)
	widgets.ShowNotice(window.Canvas(), "打印机没有纸", "钱已经入账。", "知道了", nil)
	uitest.Press(window, fyne.KeyF9, fyne.KeyF4)
	uitest.Type(window, "123")
	require.Empty(t, *seen)
	require.Empty(t, entry.Text())
}

func TestEnterGoesThroughTheInputsAndSubmitsAtTheLast(t *testing.T) {
	window, _ := desk(t)
	reason, pin := widgets.NewKeyEntry("", nil), widgets.NewCountEntry("PIN", 6, nil)
	tries := 0
	dialog := widgets.ShowDialog(window.Canvas(), widgets.DialogOptions{
		Title: "补录", Body: widgets.VStack(8, reason, pin), Inputs: []fyne.Focusable{reason, pin},
		Yes: "补录", No: "返回", Accept: func() string {
			tries++
			if pin.Text() != "4821" {
				return "PIN 不对，还可以试 2 次。"
			}
			return ""
		},
	})
	require.Same(t, reason, window.Canvas().Focused())
	uitest.Press(window, fyne.KeyReturn)
	require.Same(t, pin, window.Canvas().Focused())
	uitest.Type(window, "1")
	uitest.Press(window, fyne.KeyReturn)
	require.Equal(t, 1, tries)
	require.True(t, dialog.Open(), "a refusal keeps the dialog")
	uitest.Press(window, fyne.KeyReturn)
	uitest.Type(window, "4821")
	uitest.Press(window, fyne.KeyEnter)
	require.Equal(t, 2, tries)
	require.False(t, dialog.Open())
}

// lit is an entry that knows whether it shows the focus.
type lit struct {
	widgets.KeyEntry
	isLit bool
}

func newLit() *lit {
	entry := &lit{}
	entry.ExtendBaseWidget(entry)
	return entry
}

func (l *lit) FocusGained() {
	l.isLit = true
	l.KeyEntry.FocusGained()
}

func (l *lit) FocusLost() {
	l.isLit = false
	l.KeyEntry.FocusLost()
}

// After a refusal the keyboard is in the first entry, and no other one looks as if it were there.
func TestARefusedDialogShowsTheFocusInOneEntry(t *testing.T) {
	window, _ := desk(t)
	name, day := newLit(), newLit()
	widgets.ShowDialog(window.Canvas(), widgets.DialogOptions{Title: "业主", Body: widgets.VStack(8, name, day), Inputs: []fyne.Focusable{name, day},
		Yes: "保存", Accept: func() string { return "没有保存。" }})
	uitest.Type(window, "x")
	uitest.Press(window, fyne.KeyReturn, fyne.KeyReturn)
	require.Same(t, name, window.Canvas().Focused())
	require.True(t, name.isLit)
	require.False(t, day.isLit)
}

// A form that comes back with a refusal leaves no caret on the page below it.
func TestARefusedDialogTakesTheFocusFromThePage(t *testing.T) {
	below, inside := newLit(), newLit()
	window := uitest.NewWindow(t, widgets.Inset(9, 9, 9, 9, below))
	window.Canvas().Focus(below)
	dialog := widgets.ShowDialog(window.Canvas(), widgets.DialogOptions{Title: "补录", Body: inside, Inputs: []fyne.Focusable{inside}, Yes: "补录",
		Accept: func() string { return "不行" }})
	require.Equal(t, []bool{false, true}, []bool{below.isLit, inside.isLit})
	dialog.Accept()
	require.Equal(t, []bool{false, true}, []bool{below.isLit, inside.isLit})
	dialog.Close()
	require.True(t, below.isLit)
}

func TestALockedDialogStaysWhileMoneyIsUnderWay(t *testing.T) {
	window, _ := desk(t)
	dialog := widgets.ShowDialog(window.Canvas(), widgets.DialogOptions{Title: "正在收款", No: "取消", Locked: true})
	uitest.Press(window, fyne.KeyEscape)
	require.True(t, dialog.Open())
	dialog.SetLocked(false)
	uitest.Press(window, fyne.KeyEscape)
	require.False(t, dialog.Open())
}

func TestAChoiceIsMadeByDigitOrByArrowsAndEnter(t *testing.T) {
	options := []string{"收错金额", "收错房号", "票据打坏"}
	for name, c := range map[string]struct {
		choose func(window fyne.Window)
		want   []int
	}{
		"digit":           {func(w fyne.Window) { uitest.Type(w, "2") }, []int{1}},
		"arrows":          {func(w fyne.Window) { uitest.Press(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn) }, []int{2}},
		"digit too large": {func(w fyne.Window) { uitest.Type(w, "7") }, nil},
		"escape":          {func(w fyne.Window) { uitest.Press(w, fyne.KeyEscape) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			window, entry := desk(t)
			var chosen []int
			dialog := widgets.ShowChoice(window.Canvas(), "作废原因", "", options, "不作废", func(index int) {
				chosen = append(chosen, index)
			})
			c.choose(window)
			require.Equal(t, c.want, chosen)
			dialog.Close()
			require.Same(t, entry, window.Canvas().Focused())
		})
	}
}
