package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

// bills are the columns of what a household owes: the item, its days, how the amount came about, and the amount.
var bills = []Column{{}, {Width: 94, Yields: 1}, {Width: 190, Yields: 2}, {Width: 78, Align: fyne.TextAlignTrailing}}

func TestColumnsGiveWayInTheirOrderAndTheAmountNever(t *testing.T) {
	for _, one := range []struct {
		room float32
		left []bool
	}{
		{700, []bool{true, true, true, true}},
		{400, []bool{true, true, false, true}},
		{290, []bool{true, false, false, true}},
		{180, []bool{true, false, false, true}},
	} {
		widths := share(bills, []float32{0, 0, 0, 85}, one.room)
		for index, stays := range one.left {
			require.Equal(t, stays, widths[index] > 0, "column %d in %v: %v", index, one.room, widths)
		}
		require.GreaterOrEqual(t, widths[3], float32(85), "in %v", one.room)
	}
}

func TestTheColumnsFillTheTable(t *testing.T) {
	for _, columns := range [][]Column{bills, bills[1:]} {
		for room := float32(300); room < 1900; room += 7 {
			figures := make([]float32, len(columns))
			figures[len(figures)-1] = 85
			sum, kept := float32(0), float32(0)
			for _, width := range share(columns, figures, room) {
				if sum += width; width > 0 {
					kept++
				}
			}
			require.InDelta(t, room-2*rowInset-columnGap*(kept-1), sum, 0.5, "%d columns in %v", len(columns), room)
		}
	}
}
