package drill_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/drill"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
)

// drawn draws one picture of the gallery in a window of a size.
func drawn(t *testing.T, name string, size fyne.Size) *countertest.Hand {
	t.Helper()
	window := uitest.NewWindow(t, nil)
	window.Resize(size)
	look.SetRoom(size)
	frame := shell.New(window, uitest.InPlace())
	for _, picture := range drill.Gallery() {
		if picture.Name == name {
			picture.Draw(frame)
		}
	}
	return countertest.NewHand(t, func() *shell.Shell { return frame })
}

func TestATaskSaysHowItIsDoneAndWhatItTook(t *testing.T) {
	hand := drawn(t, "drill", uitest.CounterSize)
	hand.Shows("完成 4/10 · 用时 3:17", "0:41", "打开 商铺-01，按 F8")
	hand.Press(fyne.KeyUp)
	hand.Shows("电话后四位 7919，选 2-1-1803")
	hand.Hides("按 F8 选刷卡")
	hand.Press(fyne.KeyF4)
	hand.Shows("还没有人开始练习")
	hand.Press(fyne.KeyF4)
	hand.Shows("数备用金开班")
}

// A supervisor reads every task's time of everybody in the smallest window too.
func TestResultsAreReadWholeInTheSmallestWindow(t *testing.T) {
	hand := drawn(t, "drill-results", fyne.NewSize(look.LeastWidth, look.LeastHeight))
	hand.Shows("王丽", "10/10", "开班", "交班", "3:04", "11:16", "周婷", "3/10", "—")
	hand.Hides("…")
}

func TestPictures(t *testing.T) {
	countertest.Pictures(t, drill.Gallery(), "drill", "drill-results")
	require.Len(t, drill.Gallery(), 3)
}
