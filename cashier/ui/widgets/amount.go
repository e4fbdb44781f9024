package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"shouqi/cashier/ui/look"
)

// yen is the half-width sign: the full-width one leaves a hole before large figures.
var yen = strings.NewReplacer("￥", "¥")

// Amount makes a sum in bold, at the right of its place; figures of our font are equally wide. text
// is finished ("￥1,234.56"), size one of look's sizes, up to look.OwnerTotalSize().
func Amount(text string, size float32, ink color.Color) *canvas.Text {
	line := look.BoldText(yen.Replace(text), size, ink)
	line.Alignment = fyne.TextAlignTrailing
	return line
}

// SetAmount changes the sum of a line made by Amount.
func SetAmount(line *canvas.Text, text string) { look.SetText(line, yen.Replace(text), true) }
