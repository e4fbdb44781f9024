package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// The smallest window has room for all that the bar may have to say at once: a clock that is off, a pretend channel, money that is not
// settled, runs that are late, its own end, other counters, beside who is there, the printer and the clock.
func TestTheBarHasRoomForAllThatItMaySay(t *testing.T) {
	for _, lang := range []string{assets.Chinese, assets.English} {
		t.Run(lang, func(t *testing.T) {
			window := uitest.NewWindow(t, nil)
			size := fyne.NewSize(look.LeastWidth, look.LeastHeight)
			window.Resize(size)
			look.SetRoom(size)
			options := uitest.InPlace()
			options.Lang = lang
			frame := shell.New(window, options)
			defer frame.Close()
			text := frame.Text
			for warning, ended := range map[string]string{text("ui.skew.fast", 239): "", text("ui.skew.slow", 239): "", text("ui.skew.stopped", 15): "", "": text("ui.ended")} {
				frame.SetStatus(shell.Status{Project: "阳光花园", Counter: text("ui.counter", "01"), Shift: text("ui.shift.since", "08:02"), Cashier: "欧阳建国",
					Printer: text("desk.printer.paper-out"), PrinterTone: widgets.ToneLook, Clock: "2026-11-21 " + text("ui.weekday.3") + " 10:24",
					Warning: warning, Ended: ended, Pretend: text("ui.pretend"), Unsettled: text("ui.unsettled", 12) + " Ctrl U", Due: text("ui.due", 12, "Ctrl 4"),
					Others: text("ui.others", "11-20 10:32"), OthersTone: widgets.ToneLook, Conflicts: text("ui.others.conflicts", 12, "Ctrl J")})
				frame.SetItems(shell.PictureRail("desk", newScreen(frame, "收银")))
				frame.Show(newScreen(frame, "收银"))
				require.LessOrEqual(t, frame.Need().Width, look.LeastWidth, warning)
			}
		})
	}
}
