package month

import (
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// Sample shows screen in frame as it stands behind the page of the month's work, with the status bar of the galleries' counter.
func Sample(frame *shell.Shell, screen shell.Screen) {
	frame.SetItems(shell.PictureRail("charging", screen))
	frame.SetStatus(shell.Status{
		Project: "阳光花园", Counter: "01 号柜台", Shift: "08:02 起", Cashier: "李慧",
		Printer: "打印机 就绪", PrinterTone: widgets.ToneGood, Clock: "2026-11-21 星期六 17:12",
	})
	frame.Show(screen)
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	return []shell.Picture{{Name: "month", Draw: func(frame *shell.Shell) {
		var entries []Entry
		for _, name := range []string{"charges", "run", "readings", "leases"} {
			entries = append(entries, Entry{Label: frame.Text("month." + name), About: frame.Text("month." + name + ".about")})
		}
		page := New(frame, entries)
		Sample(frame, page)
	}}}
}
