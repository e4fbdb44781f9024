package uitest

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// besideWords is what a button leaves beside its words and its key, in points.
const besideWords = 32

// SpilledButtons draws a gallery in the smallest window in a language and returns the buttons whose words are wider than they are.
func SpilledButtons(window fyne.Window, lang string, gallery []shell.Picture) (spilled []string) {
	size, options := fyne.NewSize(look.LeastWidth, look.LeastHeight), InPlace()
	options.Lang = lang
	window.Resize(size)
	look.SetRoom(size)
	for _, shot := range gallery {
		frame := shell.New(window, options)
		shot.Draw(frame)
		Walk(window, func(object fyne.CanvasObject) {
			if button, is := object.(*widgets.Button); is && button.Size().Width > 0 && button.MinSize().Width-besideWords > button.Size().Width {
				spilled = append(spilled, shot.Name+": "+button.Text())
			}
		})
		for top := window.Canvas().Overlays().Top(); top != nil; top = window.Canvas().Overlays().Top() {
			window.Canvas().Overlays().Remove(top)
		}
		frame.Close()
	}
	return spilled
}
