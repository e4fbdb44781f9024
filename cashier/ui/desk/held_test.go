package desk

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
)

// held is a desk whose work and answers wait until they are let go.
type held struct {
	*counted
	work, answers []func()
	holdsAnswers  bool
}

func newHeldDesk(t *testing.T) *held {
	t.Helper()
	h := &held{counted: newDesk(t)}
	options := uitest.InPlace()
	options.Go = func(work func()) { h.work = append(h.work, work) }
	options.Post = func(ui func()) {
		if h.holdsAnswers {
			h.answers = append(h.answers, ui)
			return
		}
		ui()
	}
	h.frame = shell.New(h.window, options)
	h.screen = New(h.frame, h.counter.Counter, Deps{})
	h.frame.Show(h.screen)
	h.release()
	return h
}

// release lets all work go, and what that starts.
func (h *held) release() {
	for len(h.work) > 0 {
		work := h.work[0]
		h.work = h.work[1:]
		work()
	}
}

func TestAHouseholdReadWhileMoneyIsOnItsWayChangesNothing(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("1010602").press(enter)
	h.release()
	h.screen.Refresh() // Something was undone on another screen: state and household are being read.
	h.typing("300").press(enter)
	require.Equal(t, checkout.Waiting, h.screen.view.Step)
	revision := h.screen.view.Draft.Revision
	for _, work := range h.work[:2] {
		work()
	}
	require.Equal(t, revision, h.screen.view.Draft.Revision)
	require.Equal(t, checkout.Waiting, h.screen.view.Step)
	h.work = h.work[2:]
	h.release()
	require.Equal(t, 1, h.payments())
}

func TestAnOldAnswerNeverReplacesThePaymentJustTaken(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("3021201").press(enter)
	h.release()
	h.typing("1100").press(enter)
	h.release()
	h.counter.Clock = h.counter.Clock.Add(time.Hour)
	h.typing("1010602").press(enter)
	h.release()
	h.holdsAnswers = true
	h.screen.Refresh()
	h.release() // The state was read before the payment; its answer is late.
	h.holdsAnswers = false
	h.typing("300").press(enter)
	h.release()
	h.sees("本次实收", "01-2026-000002")
	for _, answer := range h.answers {
		answer()
	}
	h.sees("本次实收", "01-2026-000002")
}

func TestALockedDeskKeepsItsDialogsAndNamesToItself(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("1010602").press(enter)
	h.release()
	h.press(fyne.KeyF11).typing("4")
	h.typing("0088121").press(enter, enter).typing("1").press(enter).typing("200").press(enter).typing("9999").press(enter)
	h.press(enter)
	require.Equal(t, checkout.Waiting, h.screen.view.Step)
	h.screen.Leave()
	h.release() // The second person's PIN was wrong.
	require.Nil(t, h.window.Canvas().Overlays().Top(), "no dialog lies over the sign-in")
	require.Nil(t, h.screen.view.Draft)
	h.hides("郑金贵")
}

func TestTooMuchWorkIsSaidInASentence(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("1010602").press(enter)
	h.release()
	for range 20 {
		h.screen.Refresh()
	}
	h.press(enter)
	require.Equal(t, checkout.Tendering, h.screen.view.Step)
	h.sees("正忙，请稍后再试")
	h.release()
	require.Equal(t, 0, h.payments())
}

func TestAReprintPressedTwiceMakesOneCopy(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("1010602").press(enter)
	h.release()
	h.typing("300").press(enter)
	h.release()
	h.counter.Print()
	h.press(fyne.KeyF5)
	waiting := len(h.work)
	h.press(fyne.KeyF5)
	require.Len(t, h.work, waiting, "the first is on its way")
	h.release()
	require.Equal(t, 2, h.counter.Last().Copies)
}

// The large sum on the screen has its fen, and who types it as handed over saw a change of 0.03 that nobody can give.
func TestASumThatNoCoinsMakeShowsNoChange(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).typing("1000.03")
	d.sees("现金没有这个数", "请改成整角的数")
	d.hides("找零")
}

// What is put by is not rounded: 1,345.47 is no sum for cash, and neither is its change.
func TestACashSumThatIsNotRoundedIsNeitherOfferedNorChanged(t *testing.T) {
	d := newDesk(t)
	credit := d.counter.Household("3021201").CreditFen
	d.typing("3021201").press(enter)
	d.sees("正好 1,045.40")
	d.press(fyne.KeyF11).typing("1").typing("300").press(enter)
	d.sees("¥1,345.47", "现金没有这个数", "零钱转预存款")
	d.hides("正好")
	d.typing("1350")
	d.sees("现金没有这个数", "¥4.53", "零钱转预存款")
	d.hides("找零")
	d.press(enter)
	require.Equal(t, 0, d.payments())
	d.press(fyne.KeyF11).typing("2") // the change is kept, and the drawer holds whole jiao
	d.hides("现金没有这个数")
	d.press(enter)
	require.Equal(t, credit+304_53, d.counter.Household("3021201").CreditFen)
}
