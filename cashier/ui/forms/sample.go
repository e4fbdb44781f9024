package forms

import (
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// Sample shows screen in frame as the place of the rail named place, with the status bar of the galleries' counter.
func Sample(frame *shell.Shell, screen shell.Screen, place string) {
	frame.SetItems(shell.PictureRail(place, screen))
	frame.SetStatus(shell.Status{
		Project: "阳光花园", Counter: "01 号柜台", Shift: "08:02 起", Cashier: "王丽",
		Printer: "打印机 就绪", PrinterTone: widgets.ToneGood, Clock: "2026-11-21 星期六 17:12",
	})
	frame.Show(screen)
}
