package readings_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/readings"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/meter"
	"shouqi/ledger/tariff"
)

// again opens the screen anew for the person who locked it, with what was kept.
func (r *reader) again() {
	kept := r.screen.Keep()
	r.screen = readings.New(r.frame, r.counter, readings.Deps{Explain: countertest.Explain, Back: func() {}}, r.counter.Today())
	r.screen.Resume(kept)
	r.frame.Show(r.screen)
}

// After a lock the grid stands where its person was: the line, the figure that was being typed and is none yet, and what was looked at.
func TestALockLeavesTheGridWhereItsPersonWas(t *testing.T) {
	r := walked(t)
	r.Enter("590", "99999")
	r.Press(fyne.KeySpace)
	r.Shows("已核对，保留", "可保存 2", "1-1-103 水表")
	r.Type("12")
	r.again()
	r.Shows("1-1-103 水表", "已核对，保留", "可保存 2，待核对 0，不能保存 0")
	r.Type("34")
	r.Press(fyne.KeyReturn)
	r.Shows("1-1-103 录的是 1234")
	r.Press(fyne.KeyEscape)
	r.Shows("2026-11") // the month of the route, not the one that the page begins with
}

// A figure that is only begun is none: the book is not asked about it, and nothing of it is saved.
func TestAHalfTypedFigureIsNoEntry(t *testing.T) {
	r := walked(t)
	r.Type("5")
	r.again()
	r.Shows("可保存 0，待核对 0，不能保存 0", "1-1-101 水表")
	r.again() // once more, as another lock
	r.Type("90")
	r.Press(fyne.KeyReturn)
	r.Shows("可保存 1，待核对 0，不能保存 0")
	r.Press(fyne.KeyF9)
	require.Equal(t, "590", r.newest("1-1-101", "水"))
}

// Another page and back leaves what is being typed in the box.
func TestAnotherPageLeavesAHalfTypedFigure(t *testing.T) {
	r := walked(t)
	r.Type("59")
	r.frame.Show(r.screen)
	r.Type("1")
	r.Press(fyne.KeyReturn)
	r.Shows("可保存 1")
	r.Press(fyne.KeyF9)
	require.Equal(t, "591", r.newest("1-1-101", "水"))
}

// What is usual does not shrink because the month was read: it is told of the days that the reading closed.
func TestWhatIsUsualStaysAfterTheMonthIsRead(t *testing.T) {
	r := walked(t)
	r.Shows("平常 ")
	route := func() string {
		walk, err := r.counter.Metering.Route(t.Context(), meter.Walk{Kind: "水", Building: "1", On: r.counter.Today(), ForOn: "2026-11-30"})
		require.NoError(t, err)
		for _, line := range walk.Lines {
			if line.Room == "1-1-101" {
				return line.Usual.Text()
			}
		}
		return ""
	}
	before := route()
	require.NotEmpty(t, before)
	r.Enter("589")
	r.Press(fyne.KeyF9)
	r.Shows("已保存 1 条读数")
	require.Equal(t, before, route())
}

// Where nothing fits nothing is saved, and nothing is imported.
func TestNothingToSaveIsNotNothingToImport(t *testing.T) {
	r := walked(t)
	r.Press(fyne.KeyF9)
	r.Shows("没有能保存的读数")
	r.Hides("没有能导入")
}

// The sentence about an odd figure stands whole over the table, also after a lock and when the route is opened again.
func TestTheSentenceAboutAFigureIsNotCutByTheTable(t *testing.T) {
	r := walked(t)
	r.Enter("590", "99999")
	r.Press(fyne.KeyUp)
	whole := func() {
		t.Helper()
		place := fyne.CurrentApp().Driver().AbsolutePositionForObject
		var bottom, table float32
		uitest.Walk(r.frame.Window(), func(object fyne.CanvasObject) {
			switch part := object.(type) {
			case *widgets.DataTable:
				table = place(part).Y
			case *canvas.Text:
				if strings.Contains(part.Text, "按空格或 + 保留") {
					bottom = place(part).Y + part.Size().Height
				}
			}
		})
		require.Positive(t, bottom, "the sentence is there")
		require.LessOrEqual(t, bottom, table)
	}
	whole()
	r.again()
	whole()
	r.Press(fyne.KeyEscape, fyne.KeyF9)
	r.Press(fyne.KeyDown)
	whole()
}

// The page opens on this month once every meter is read for the one before, and keeps the month that a person chose.
func TestThePageOpensOnTheMonthThatIsToBeRead(t *testing.T) {
	r := open(t)
	r.Shows("2026-10")
	installed, err := r.counter.Metering.InstallMeter(t.Context(), meter.Installing{Room: "1-1-101", Kind: "水", StartOn: "2026-09-30", StartReading: tariff.Whole(9), Terms: meter.Plain("2026-09-30")})
	require.NoError(t, err)
	r.again()
	r.Shows("2026-10") // its meter waits for October's reading
	_, err = r.counter.Metering.EnterReading(t.Context(), meter.Entry{RequestID: "e", Meter: installed.ID, On: "2026-10-31", ForOn: "2026-10-31", Value: tariff.Whole(12)})
	require.NoError(t, err)
	r.again()
	r.Shows("2026-11")
	r.Hides("2026-10")
	r.Press(fyne.KeyF7)
	r.Enter("202609")
	r.Shows("2026-09")
	r.Press(fyne.KeyF9)
	r.Shows("2026-09 的水表")
	r.again()
	r.Press(fyne.KeyEscape)
	r.Shows("2026-09")
	r.again()
	r.Shows("2026-09")
}
