package uitest

import (
	"regexp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// cutFigure is an amount, a day or a receipt's number of which the end is missing: it would read as another.
var cutFigure = regexp.MustCompile(`[¥￥]?[0-9][-0-9,.]*…|^[¥￥]?…$`)

// CutFigures returns every text of window in which a figure is cut: by "…", or because an amount is wider than its place.
func CutFigures(window fyne.Window) (cut []string) {
	Walk(window, func(object fyne.CanvasObject) {
		if text, ok := object.(*canvas.Text); ok && IsCut(text) {
			cut = append(cut, text.Text)
		}
	})
	return cut
}

// amount is a text that is nothing but an amount in yuan.
var amount = regexp.MustCompile(`^[-−]?[¥￥]?[-−]?[0-9][0-9,]*\.[0-9]{2}$`)

// IsCut says whether a figure in a text that is drawn is cut. An amount at the right of its place is drawn whole, to the
// left of it, until the place is laid out anew.
func IsCut(text *canvas.Text) bool {
	if cutFigure.MatchString(text.Text) {
		return true
	}
	const rounding = 1
	return text.Alignment != fyne.TextAlignTrailing && amount.MatchString(text.Text) && text.Size().Width > 0 && text.MinSize().Width > text.Size().Width+rounding
}
