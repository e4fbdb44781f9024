package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
)

// ToastSides is how much wider than its words a toast is, in points: both edges, the bar of its tone and the gap to it.
const ToastSides float32 = 14 + 18 + 4 + 10

// Toast draws a short message for the shell's toast layer.
func Toast(text string, tone Tone) fyne.CanvasObject {
	ground := Ground(look.Ink(), look.Corner())
	bar := canvas.NewRectangle(tone.Tint())
	bar.SetMinSize(fyne.NewSize(4, 0))
	bar.CornerRadius = 2
	words := look.Text(text, look.BodySize(), look.White())
	return container.NewStack(ground, Inset(4, 18, 4, 14, HStack(10, bar, words)))
}
