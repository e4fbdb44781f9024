package shell_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// counterScreen is a screen with one entry that records what its keys did.
type counterScreen struct {
	frame  *shell.Shell
	name   string
	entry  *widgets.KeyEntry
	keys   []shell.Key
	events []string
	made   int
}

func newScreen(frame *shell.Shell, name string) *counterScreen {
	screen := &counterScreen{frame: frame, name: name}
	screen.keys = []shell.Key{
		{Name: fyne.KeyF9, Label: "现金", Do: func() { screen.note("cash") }},
		{Name: fyne.KeyF10, Label: "菜单", Do: func() { screen.note("menu") }},
		{Name: fyne.KeyReturn, Label: "收款", Do: func() { screen.note("pay") }},
		{Name: fyne.KeyP, Modifier: fyne.KeyModifierControl, Label: "补打", Do: func() { screen.note("print") }},
	}
	return screen
}

func (c *counterScreen) note(event string) { c.events = append(c.events, event) }

// Title implements shell.Screen.
func (c *counterScreen) Title() string { return c.name }

// Content implements shell.Screen.
func (c *counterScreen) Content() fyne.CanvasObject {
	c.made++
	c.entry = widgets.NewKeyEntry("", nil)
	return widgets.Frame(nil, 0, widgets.Card(widgets.VStack(8, c.entry, look.Text(c.name, look.BodySize(), look.Ink()))), nil, 0)
}

// Keys implements shell.Screen.
func (c *counterScreen) Keys() []shell.Key { return c.keys }

// Shown implements shell.Screen.
func (c *counterScreen) Shown() { c.frame.Focus(c.entry) }

// Hidden implements shell.Screen.
func (c *counterScreen) Hidden() { c.note("hidden") }

// openDesk makes a shell with the desk shown and receipts behind F3.
func openDesk(t *testing.T) (frame *shell.Shell, desk, receipts *counterScreen) {
	frame = uitest.NewShell(t)
	t.Cleanup(frame.Close)
	desk, receipts = newScreen(frame, "收银"), newScreen(frame, "收据")
	frame.SetItems([]shell.Item{
		{Name: "desk", Screen: desk},
		{Name: "receipts", Screen: receipts},
	})
	frame.SetStatus(shell.Status{Project: "阳光花园", Counter: "01 号柜台", Shift: "早班 08:02 起", Cashier: "王丽"})
	frame.Show(desk)
	return frame, desk, receipts
}

func TestAScreensKeysWorkWhetherOrNotAnEntryHasTheFocus(t *testing.T) {
	frame, desk, _ := openDesk(t)
	uitest.Press(frame.Window(), fyne.KeyF9, fyne.KeyEnter)
	uitest.Chord(frame.Window(), fyne.KeyModifierControl, fyne.KeyP)
	frame.Canvas().Unfocus()
	uitest.Press(frame.Window(), fyne.KeyF9, fyne.KeyReturn)
	uitest.Chord(frame.Window(), fyne.KeyModifierControl, fyne.KeyP)
	require.Equal(t, []string{"cash", "pay", "print", "cash", "pay", "print"}, desk.events)
}

func TestF10IsLeftToWindows(t *testing.T) {
	frame, desk, _ := openDesk(t)
	uitest.Press(frame.Window(), fyne.KeyF10)
	require.Empty(t, desk.events)
	for _, line := range frame.KeyCard() {
		require.NotEqual(t, "F10", line.Cap)
	}
}

func TestTheRailOpensScreensByKeyAndPutsTheFocusWhereWorkBegins(t *testing.T) {
	frame, desk, receipts := openDesk(t)
	uitest.Press(frame.Window(), fyne.KeyF3)
	require.Same(t, receipts, frame.Current())
	require.Same(t, receipts.entry, frame.Canvas().Focused())
	require.Equal(t, []string{"hidden"}, desk.events)
	uitest.Press(frame.Window(), fyne.KeyF2)
	require.Same(t, desk, frame.Current())
	require.Equal(t, 1, desk.made, "the desk keeps what was typed")
}

func TestKeysDoNothingUnderADialog(t *testing.T) {
	frame, desk, _ := openDesk(t)
	dialog := widgets.ShowNotice(frame.Canvas(), "打印机没有纸", "钱已经入账。", "知道了", nil)
	frame.Canvas().Unfocus()
	uitest.Press(frame.Window(), fyne.KeyF9)
	uitest.Chord(frame.Window(), fyne.KeyModifierControl, fyne.KeyP)
	require.Empty(t, desk.events)
	uitest.Press(frame.Window(), fyne.KeyEscape)
	require.False(t, dialog.Open())
	require.Same(t, desk.entry, frame.Canvas().Focused())
}

func TestABareScreenHasNoRailAndNoRailKeys(t *testing.T) {
	frame, desk, _ := openDesk(t)
	signIn := newScreen(frame, "登录")
	frame.ShowBare(signIn)
	uitest.Press(frame.Window(), fyne.KeyF2)
	uitest.Press(frame.Window(), fyne.KeyF3)
	require.Same(t, signIn, frame.Current())
	markup := test.RenderToMarkup(frame.Canvas())
	require.NotContains(t, markup, "01 号柜台")
	require.NotContains(t, markup, "收讫")
	frame.Show(desk)
	require.Contains(t, test.RenderToMarkup(frame.Canvas()), "01 号柜台")
}

func TestF1ShowsTheKeyCardAndEscPutsItAway(t *testing.T) {
	frame, desk, _ := openDesk(t)
	uitest.Press(frame.Window(), fyne.KeyF1)
	markup := test.RenderToMarkup(frame.Canvas())
	require.Contains(t, markup, "随处可用")
	require.Contains(t, markup, "Ctrl P")
	uitest.Press(frame.Window(), fyne.KeyF1, fyne.KeyEscape)
	require.Nil(t, frame.Canvas().Overlays().Top())
	require.Same(t, desk.entry, frame.Canvas().Focused())
}

// In a dialog F1 shows the keys of the dialog: those of the screen below do nothing there.
func TestF1OverADialogShowsWhatItsKeysDo(t *testing.T) {
	frame, _, _ := openDesk(t)
	frame.SetGlobalKeys([]shell.Key{{Name: fyne.KeyL, Modifier: fyne.KeyModifierControl, Label: "锁屏", Do: func() {}, Anywhere: true}})
	entry, pin := widgets.NewKeyEntry("", nil), widgets.NewPINEntry("密码", nil)
	options := widgets.DialogOptions{Title: "刷卡", Yes: "同意", No: "返回", Body: widgets.VStack(0, entry, pin), Inputs: []fyne.Focusable{entry, pin}}
	dialog := widgets.ShowDialog(frame.Canvas(), options)
	card := func(keys ...fyne.KeyName) string {
		uitest.Press(frame.Window(), append(keys, fyne.KeyF1)...)
		markup := test.RenderToMarkup(frame.Canvas())
		uitest.Press(frame.Window(), fyne.KeyEscape)
		return markup
	}
	markup := card()
	for _, words := range []string{"刷卡", "上一项、下一项", "下一项；在最后一项：同意", "返回", "锁屏"} {
		require.Contains(t, markup, words)
	}
	require.NotContains(t, markup, "打印")
	require.True(t, dialog.Open())
	require.Same(t, dialog, frame.Canvas().Overlays().Top())
	require.Same(t, entry, frame.Canvas().Focused())
	dialog.Close()

	options.YesKey, options.Inputs, options.EscOnly = fyne.KeyF4, nil, true
	dialog = widgets.ShowDialog(frame.Canvas(), options)
	require.Regexp(t, "F4<(?s:.*)同意", card())
	dialog.Close()

	widgets.ShowMenu(frame.Canvas(), "其他", "", []widgets.MenuLine{{Key: '1', Words: "一"}, {Key: '2', Words: "二"}, {Key: '+', Words: "加"}}, "返回", nil)
	markup = card()
	require.Contains(t, markup, "1–2 +")
	require.Contains(t, markup, "直接选这一行")
}

func TestABarWithoutRoomForAllKeysSaysThatThereAreMore(t *testing.T) {
	frame, desk, _ := openDesk(t)
	more := frame.Text("shell.keys.more")
	require.NotContains(t, test.RenderToMarkup(frame.Canvas()), more)
	for range 30 {
		desk.keys = append(desk.keys, shell.Key{Name: fyne.KeyF4, Label: "部分缴", Do: func() {}})
	}
	frame.RefreshKeys()
	require.Contains(t, test.RenderToMarkup(frame.Canvas()), more)
}

func TestTheKeyCardPrintsByItsOwnKeyAndNotByEnter(t *testing.T) {
	frame, desk, signIn := openDesk(t)
	printed := 0
	frame.SetPrintKeys(func([]shell.KeyLine) { printed++ })
	uitest.Press(frame.Window(), fyne.KeyF1, fyne.KeyReturn)
	require.Nil(t, frame.Canvas().Overlays().Top(), "Enter puts the card away")
	require.Zero(t, printed)
	uitest.Press(frame.Window(), fyne.KeyF1, fyne.KeyF5)
	require.Equal(t, 1, printed)
	require.Same(t, desk, frame.Current())

	frame.ShowBare(signIn)
	uitest.Press(frame.Window(), fyne.KeyF1)
	markup := test.RenderToMarkup(frame.Canvas())
	require.Contains(t, markup, signIn.Title())
	require.NotContains(t, markup, "打印", "nobody is signed in who asked for paper")
	require.NotContains(t, markup, "随处可用")
	uitest.Press(frame.Window(), fyne.KeyF5, fyne.KeyReturn)
	require.Nil(t, frame.Canvas().Overlays().Top())
	require.Equal(t, 1, printed)
}

func TestAScanWithNothingFocusedReachesTheShellsTaker(t *testing.T) {
	frame, _, _ := openDesk(t)
	var scanned string
	frame.SetOnRune(func(character rune) { scanned += string(character) })
	frame.Canvas().Unfocus()
	uitest.Type(frame.Window(), "SQ1-0042")
	require.Equal(t, "SQ1-0042", scanned)
}

func TestLargePrintRebuildsTheScreenAndStillFits(t *testing.T) {
	frame, desk, _ := openDesk(t)
	uitest.SetScale(look.LargePrint)
	frame.Rebuild()
	require.Equal(t, 2, desk.made)
	need := frame.Need()
	require.LessOrEqual(t, need.Width, uitest.CounterSize.Width)
	require.LessOrEqual(t, need.Height, uitest.CounterSize.Height)
}

func TestWorkReportsItsErrorToDone(t *testing.T) {
	frame, _, _ := openDesk(t)
	broken := errors.New("broken")
	var got error
	frame.Run("读取台账", func(_ context.Context, progress func(done, total int)) error {
		progress(1, 2)
		return broken
	}, func(err error) { got = err })
	require.ErrorIs(t, got, broken)
}

func TestTooMuchWorkIsRefusedAndClosingCancelsTheRest(t *testing.T) {
	options := uitest.InPlace()
	options.Go = func(work func()) { go work() }
	posted := make(chan func(), 64)
	options.Post = func(ui func()) { posted <- ui }
	frame := shell.New(uitest.NewWindow(t, nil), options)
	var ended []error
	untilCancelled := func(ctx context.Context, _ func(done, total int)) error {
		<-ctx.Done()
		return ctx.Err()
	}
	for range 17 {
		frame.Run("", untilCancelled, func(err error) { ended = append(ended, err) })
	}
	require.Equal(t, []error{shell.ErrBusy}, ended)
	frame.Close()
	for range 16 {
		(<-posted)()
	}
	require.Len(t, ended, 17)
	require.ErrorIs(t, ended[16], context.Canceled)
}

func TestEscCancelsLongWork(t *testing.T) {
	options := uitest.InPlace()
	var cover func()
	options.Later = func(_ time.Duration, ui func()) func() {
		cover = ui
		return func() {}
	}
	frame := shell.New(uitest.NewWindow(t, nil), options)
	t.Cleanup(frame.Close)
	var got, byEnter error
	frame.Run("读取台账", func(ctx context.Context, progress func(done, total int)) error {
		cover()
		progress(317, 1204)
		require.Contains(t, test.RenderToMarkup(frame.Canvas()), "317/1204")
		uitest.Press(frame.Window(), fyne.KeyReturn, fyne.KeySpace)
		byEnter = ctx.Err()
		uitest.Press(frame.Window(), fyne.KeyEscape)
		return ctx.Err()
	}, func(err error) { got = err })
	require.NoError(t, byEnter, "an Enter meant for what was there before cancels nothing")
	require.ErrorIs(t, got, context.Canceled)
	require.Nil(t, frame.Canvas().Overlays().Top())
}

func TestWorkBehindTheScreenLeavesTheKeysToItAndSaysHowFarItIs(t *testing.T) {
	options := uitest.InPlace()
	options.Later = func(time.Duration, func()) func() {
		t.Error("nothing covers work behind the screen")
		return func() {}
	}
	var work func()
	options.Go = func(do func()) { work = do }
	frame := shell.New(uitest.NewWindow(t, nil), options)
	desk := newScreen(frame, "收银")
	frame.Show(desk)
	var far []int
	var got error
	cancel := frame.RunBehind(func(ctx context.Context, progress func(done, total int)) error {
		progress(317, 1204)
		uitest.Press(frame.Window(), fyne.KeyF9)
		<-ctx.Done()
		return ctx.Err()
	}, func(done, total int) { far = append(far, done, total) }, func(err error) { got = err })
	cancel()
	work()
	require.Equal(t, []int{317, 1204}, far)
	require.Equal(t, []string{"cash"}, desk.events)
	require.ErrorIs(t, got, context.Canceled)
	frame.Close()
	cancel = frame.RunBehind(nil, nil, func(err error) { got = err })
	require.ErrorIs(t, got, shell.ErrBusy, "a closed window takes no more")
	cancel()
}

func TestTheFrameLooksAsAgreed(t *testing.T) {
	frame, _, _ := openDesk(t)
	frame.Toast("已收 2,198.80 元", widgets.ToneGood)
	uitest.AssertMarkup(t, frame.Window(), "frame")
}

func TestAToastCoversNoButtonAndNoFigure(t *testing.T) {
	for _, words := range []string{"已收 2,198.80 元", strings.Repeat("收据还没有打出来，打印机恢复后会自动打印。", 8)} {
		frame, desk, _ := openDesk(t)
		frame.SetStatus(shell.Status{Project: "阳光花园", Counter: "01 号柜台", Cashier: "王丽", Printer: "打印机 就绪", Clock: "2026-11-21 星期六 10:24"})
		frame.Toast(words, widgets.ToneGood)
		driver := fyne.CurrentApp().Driver()
		toast := frame.ToastShown()
		at, size := driver.AbsolutePositionForObject(toast), toast.Size()
		work := driver.AbsolutePositionForObject(desk.entry)
		require.LessOrEqual(t, at.Y+size.Height, look.StatusHeight(), "the toast stays in the bar at the top")
		require.Less(t, at.Y+size.Height, work.Y, "nothing of the screen is covered")
		require.GreaterOrEqual(t, at.X, look.RailWidth(), "nor the rail")
		require.LessOrEqual(t, at.X+size.Width, frame.StatusRight(), "nor the printer and the clock")
		frame.Close()
	}
}

func TestTheKeyCardSaysEachThingOnce(t *testing.T) {
	frame, desk, _ := openDesk(t)
	desk.keys = []shell.Key{
		{Name: fyne.KeyUp, Cap: "↑↓", Label: "上一项、下一项"}, {Name: fyne.KeyDown, Label: "上一项、下一项", Quiet: true},
		{Name: fyne.Key1, Cap: "1–9", Label: "勾选"}, {Name: fyne.KeySpace, Label: "勾选", Quiet: true},
		{Name: fyne.KeyLeft, Cap: "←→", Label: "换月份"}, {Name: fyne.KeyRight, Label: "下月", Quiet: true},
		{Name: fyne.KeyF7, Label: "下月", Quiet: true},
		{Name: fyne.KeyPageUp, Cap: "PgUp PgDn", Label: "看上下"}, {Name: fyne.KeyPageDown, Label: "看上下", Quiet: true}}
	frame.RefreshKeys()
	var lines []string
	for _, line := range frame.KeyCard() {
		lines = append(lines, line.Cap+" "+line.Label)
	}
	require.Subset(t, lines, []string{"↑↓ 上一项、下一项", "1–9 空格 勾选", "←→ 换月份", "F7 下月", "PgUp PgDn 看上下"})
	require.NotContains(t, lines, "↓ 上一项、下一项")
	require.NotContains(t, lines, "→ 下月")
}

func TestAKeyThatHasNothingToDoIsPaleAndTakesNoTap(t *testing.T) {
	frame, desk, _ := openDesk(t)
	desk.keys = []shell.Key{{Name: fyne.KeyF9, Label: "出账", Off: true, Do: func() { desk.events = append(desk.events, "why not") }}}
	frame.RefreshKeys()
	uitest.Walk(frame.Window(), func(object fyne.CanvasObject) {
		if hint, ok := object.(fyne.Tappable); ok && fmt.Sprintf("%T", object) == "*widgets.hintView" {
			hint.Tapped(&fyne.PointEvent{})
		}
	})
	require.NotNil(t, frame.Canvas().Overlays().Top(), "F1's hint was tapped")
	uitest.Press(frame.Window(), fyne.KeyEscape)
	require.Empty(t, desk.events)
	uitest.Press(frame.Window(), fyne.KeyF9)
	require.Equal(t, []string{"why not"}, desk.events, "a press may still be told why")
}

func TestTheBarIsNotDrawnAnewForAClockThatShowsTheSame(t *testing.T) {
	frame := uitest.NewShell(t)
	frame.SetClock("2026-11-21 星期六 10:24")
	drawn := frame.StatusDrawn()
	frame.SetClock("2026-11-21 星期六 10:24")
	require.Same(t, drawn, frame.StatusDrawn())
	frame.SetClock("2026-11-21 星期六 10:25")
	require.NotSame(t, drawn, frame.StatusDrawn())
}

// An amount in a sentence has the sign that the screens write beside figures.
func TestASentenceOfAScreenHasTheHalfWidthSign(t *testing.T) {
	frame := uitest.NewShell(t)
	require.Equal(t, "原来 ¥2.00", frame.Text("原来 ￥2.00"), "a key that nobody has is its own sentence")
}
