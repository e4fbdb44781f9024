package desk

import (
	"testing"

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
