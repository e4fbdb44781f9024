package desk

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/look"
)

// However many households were put aside, they take the room of one notice: the sum, the cash field and the change stay in sight.
func TestTenPutAsideTakeTheRoomOfOne(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter)
	foot := func(count int) float32 {
		d.screen.view.Aside = make([]checkout.Aside, count)
		for i := range d.screen.view.Aside {
			d.screen.view.Aside[i] = checkout.Aside{Room: "1-1-0602", Typed: "80"}
		}
		var height float32
		for _, part := range d.screen.footView() {
			height += part.MinSize().Height
		}
		return height
	}
	one, ten := foot(1), foot(10)
	require.Positive(t, one)
	require.LessOrEqual(t, ten, one+look.Scaled(24), "one line more at most")
}

// Esc twice by habit: the ticks and the slips that were told are put aside, which is said, and F11 / begins the payment anew.
func TestTwoEscLeaveASplitPaymentAside(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter, fyne.KeyF7).typing("200").press(enter).typing("K1").press(enter).typing("1")
	d.press(fyne.KeyEscape, fyne.KeyEscape)
	require.Nil(t, d.screen.view.Draft)
	d.sees("3-2-1201 的这一笔先放着")
	d.typing("3021201").press(enter)
	d.sees("刷卡 · K1")
	d.press(fyne.KeyF11).typing("/")
	d.hides("刷卡 · K1")
	d.sees("¥1,045.47")
	d.press(fyne.KeyEscape)
	require.Empty(t, d.screen.view.Aside, "what was begun anew took no work")
}
