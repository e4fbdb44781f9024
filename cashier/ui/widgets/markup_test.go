package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

func TestTheBillTableLooksAsAgreed(t *testing.T) {
	table, window, _ := billTable(t, 4)
	table.SetCursor(2)
	window.Resize(fyne.NewSize(600, 240))
	uitest.AssertMarkup(t, window, "table")
}

func TestEntriesAndButtonsLookAsAgreed(t *testing.T) {
	cash := widgets.NewMoneyEntry("现金 收", nil)
	cash.SetText("1800")
	parts := widgets.VStack(8, cash, widgets.NewButton(widgets.PrimaryButton, "收款并打印", "Enter", nil),
		widgets.NewField("押金", "￥2,000.00").Strong(look.Ink()), widgets.Notice("可能漏水", widgets.ToneLook, 200))
	window := uitest.NewWindow(t, parts)
	window.Resize(fyne.NewSize(336, 240))
	window.Canvas().Focus(cash)
	uitest.AssertMarkup(t, window, "entries")
}
