package widgets_test

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// billTable makes a table of count rows, every tenth a group heading, and counts cells drawn.
func billTable(t testing.TB, count int) (*widgets.DataTable, fyne.Window, *int) {
	table, drawn := newBillTable(count)
	return table, uitest.NewWindow(t, table), drawn
}

// newBillTable is billTable's table before any window shows it.
func newBillTable(count int) (*widgets.DataTable, *int) {
	drawn := 0
	columns := []widgets.Column{{Title: "项目"}, {Title: "金额", Width: 90, Align: fyne.TextAlignTrailing}}
	table := widgets.NewDataTable(columns, func() int { return count }, func(row, column int) widgets.Cell {
		drawn++
		if column == 0 {
			return widgets.Cell{Text: "物业费 " + strconv.Itoa(row), Tick: widgets.Unticked}
		}
		return widgets.Cell{Text: "840.47", Bold: true}
	})
	table.Style = func(row int) widgets.RowStyle { return widgets.RowStyle{Group: row%10 == 0} }
	return table, &drawn
}

func TestATableOfAHundredThousandRowsDrawsOnlyThoseInSight(t *testing.T) {
	table, window, drawn := billTable(t, 100_000)
	*drawn = 0
	table.SetCursor(50_005)
	inSight := int(window.Canvas().Size().Height/look.RowHeight()) + 2
	require.LessOrEqual(t, *drawn, inSight*2*6)
	require.Equal(t, 50_005, table.Cursor())
}

func TestTheCursorPassesOverGroupsAndStopsAtTheEnds(t *testing.T) {
	table, window, _ := billTable(t, 25)
	window.Canvas().Focus(table)
	require.Equal(t, 1, table.Cursor(), "row 0 is a group")
	uitest.Press(window, fyne.KeyUp)
	require.Equal(t, 1, table.Cursor())
	for range 9 {
		uitest.Press(window, fyne.KeyDown)
	}
	require.Equal(t, 11, table.Cursor(), "row 10 is a group")
	uitest.Press(window, fyne.KeyEnd)
	require.Equal(t, 24, table.Cursor())
	uitest.Press(window, fyne.KeyDown)
	require.Equal(t, 24, table.Cursor())
	uitest.Press(window, fyne.KeyHome)
	require.Equal(t, 1, table.Cursor())
}

func TestSpaceTicksEnterOpensAndTheRestGoesToTheScreen(t *testing.T) {
	table, window, _ := billTable(t, 25)
	seen := watch(window)
	var ticked, opened []int
	table.OnTick = func(row int) { ticked = append(ticked, row) }
	table.OnOpen = func(row int) { opened = append(opened, row) }
	window.Canvas().Focus(table)
	uitest.Press(window, fyne.KeyDown, fyne.KeySpace, fyne.KeyReturn, fyne.KeyF9, fyne.KeyEscape)
	require.Equal(t, []int{2}, ticked)
	require.Equal(t, []int{2}, opened)
	require.Equal(t, []fyne.KeyName{fyne.KeyF9, fyne.KeyEscape}, *seen)
}

func TestASearchEntryMovesTheCursorOfTheTableBelowIt(t *testing.T) {
	table, _, _ := billTable(t, 25)
	entry, object := widgets.NewSearchEntry("房号", nil)
	entry.OnKey = table.HandleKey
	window := uitest.NewWindow(t, widgets.Edges(object, nil, table))
	window.Canvas().Focus(entry)
	uitest.Press(window, fyne.KeyDown, fyne.KeyDown)
	require.Equal(t, 2, table.Cursor())
	require.Same(t, entry, window.Canvas().Focused())
}

func TestACursorBeyondShrunkenRowsIsNoRow(t *testing.T) {
	count := 9
	table := widgets.NewDataTable([]widgets.Column{{}}, func() int { return count }, func(int, int) widgets.Cell {
		return widgets.Cell{}
	})
	uitest.NewWindow(t, table)
	table.SetCursor(8)
	count = 3
	table.Refresh()
	require.Equal(t, -1, table.Cursor())
}

// rowsDrawn returns the rows of a table whose cells were asked for in its newest drawing, as those in sight.
func rowsDrawn(t *testing.T, table *widgets.DataTable) map[int]bool {
	t.Helper()
	drawn, cell := map[int]bool{}, table.Cell
	table.Cell = func(row, column int) widgets.Cell {
		drawn[row] = true
		return cell(row, column)
	}
	table.Refresh()
	table.Cell = cell
	return drawn
}

func TestACursorSetBeforeTheTableIsShownLeavesItsFirstRowsInSight(t *testing.T) {
	for _, isDrawn := range []bool{false, true} {
		table, _ := newBillTable(100)
		if isDrawn {
			test.TempWidgetRenderer(t, table) // made, and not yet as large as it will be
		}
		table.SetCursor(1)
		uitest.NewWindow(t, table)
		drawn := rowsDrawn(t, table)
		require.True(t, drawn[0] && drawn[1], "the heading and the first bill are out of sight")
	}
}

func TestACursorFarDownIsInSightOnceTheTableIsShown(t *testing.T) {
	table, _ := newBillTable(100)
	table.SetCursor(95)
	uitest.NewWindow(t, table)
	require.True(t, rowsDrawn(t, table)[95])
}

func TestTheHeadingOfTheFirstRowComesIntoSightWithIt(t *testing.T) {
	table, window, _ := billTable(t, 100)
	window.Canvas().Focus(table)
	uitest.Press(window, fyne.KeyEnd)
	require.False(t, rowsDrawn(t, table)[0])
	table.SetCursor(1)
	drawn := rowsDrawn(t, table)
	require.True(t, drawn[0] && drawn[1])
}
