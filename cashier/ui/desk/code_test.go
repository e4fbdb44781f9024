package desk

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/spool"
	"shouqi/ledger"
)

// An owner who wants no paper scans the receipt off the screen; nothing is printed, and a void would ask for nothing back.
func TestAnOwnerTakesTheReceiptOffTheScreen(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, enter)
	d.sees("收据打印中", "电子收据")
	d.press(fyne.KeyF4)
	d.sees("电子收据：请业主用手机扫", "01-2026-000001", "¥300.00", "业主扫码带走，没有打印")
	codes := d.screen.view.Paid.Codes
	require.Len(t, codes, 1, "for the owner's screen too")
	verdict, err := d.counter.Book.Prove(context.Background(), codes[0].Code)
	require.NoError(t, err)
	require.Equal(t, ledger.Proven, verdict.Worth)
	require.Empty(t, d.counter.Pending(spool.Receipt))
	require.Zero(t, d.counter.Last().Copies)

	d.press(fyne.KeyEscape)
	d.hides("请业主用手机扫")
	d.sees("没有打印")
	d.press(fyne.KeyF5)
	d.sees("收据打印中")
	require.Equal(t, 1, d.counter.Last().Copies, "the first paper is the original")
}

// What stands there is put away by the next household, and by F4 again.
func TestTheCodeMakesRoomForTheNextHousehold(t *testing.T) {
	d := newDesk(t)
	require.NoError(t, d.counter.Printing.SetOnDemand(context.Background(), true))
	d.typing("1010602").press(enter, enter)
	d.sees("要纸质收据按 F5，要电子收据按 F4")
	d.press(fyne.KeyF4, fyne.KeyF4)
	d.hides("请业主用手机扫")
	d.press(fyne.KeyF4)
	d.typing("3021201").press(enter)
	d.hides("请业主用手机扫")
	d.sees("3-2-1201")
	require.Nil(t, d.screen.view.Paid)
}
