package shift_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shift"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// In the smallest window nothing that a count or a hand-over has to be told lies under the buttons.
func TestTheWholeHandOverIsSeenInTheSmallestWindow(t *testing.T) {
	least := fyne.NewSize(look.LeastWidth, look.LeastHeight)
	t.Cleanup(func() { look.SetRoom(fyne.NewSize(1366, 768)) })
	for _, picture := range shift.Gallery() {
		if !slices.Contains([]string{"shift-both-differ", "shift-slips-differ", "shift-count", "shift-skipped", "shift-past", "shift-stale"}, picture.Name) {
			continue
		}
		frame := uitest.NewShell(t)
		t.Cleanup(frame.Close)
		look.SetRoom(least)
		frame.Window().Resize(least)
		picture.Draw(frame)
		for _, part := range test.LaidOutObjects(frame.Window().Content()) {
			if scroll, ok := part.(*container.Scroll); ok && scroll.Visible() {
				require.LessOrEqual(t, scroll.Content.MinSize().Height, scroll.Size().Height, picture.Name)
			}
		}
	}
}

// The count names the numbers that were skipped and says why; of papers it speaks where one may be missing, and only there.
func TestTheCountNamesSkippedNumbers(t *testing.T) {
	d := open(t)
	d.count("5")
	d.frame.Show(d.screen)
	d.hides("跳过号码", "未打印确认")
	book := d.counter.Book
	require.NoError(t, book.Store.Write(t.Context(), func(tx *store.Tx) error {
		if err := till.Skip(tx, book.Journal, "01-2026", 900); err != nil {
			return err
		}
		return estate.Place(tx, book.Journal, estate.Placed{Paper: "01-2026-000900"})
	}))
	d.begin()
	d.shows("跳过号码 01-2026-000001 至 000900", "凭恢复密钥接着用，可能已在纸上")
	skips := func(through int64) {
		require.NoError(t, book.Store.Write(t.Context(), func(tx *store.Tx) error {
			if err := till.SkipPast(tx, book.Journal, map[string]int64{till.ShiftSeries("01"): through, "01/z": through}); err != nil {
				return err
			}
			return estate.Place(tx, book.Journal, estate.Placed{Paper: "01-2026-000900"})
		}))
		d.begin()
	}
	skips(1)
	d.shows("跳过班次：第 1 班")
	skips(4)
	d.shows("跳过班次：第 2 至 4 班")
	d.hides("01/shift-000001")
}
