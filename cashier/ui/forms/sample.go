package forms

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// Sample shows screen in frame as the item of the rail at index, with the status bar of the galleries' counter.
func Sample(frame *shell.Shell, screen shell.Screen, index int) {
	keys := []fyne.KeyName{fyne.KeyF2, fyne.KeyF3}
	var items []shell.Item
	for place, name := range []string{"desk", "receipts", "shift", "intake", "people", "settings"} {
		item := shell.Item{Label: frame.Text("nav." + name)}
		if place < len(keys) {
			item.Key = keys[place]
		}
		if place == index {
			item.Screen = screen
		}
		items = append(items, item)
	}
	frame.SetItems(items)
	frame.SetStatus(shell.Status{
		Project: "阳光花园", Counter: "01 号柜台", Shift: "08:02 起", Cashier: "王丽",
		Printer: "打印机 就绪", PrinterTone: widgets.ToneGood, Clock: "2026-11-21 星期六 17:12",
	})
	frame.Show(screen)
}
