package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
)

// toastSides is how much wider than its words a toast is, in points: both edges, the bar of its tone and the gap to it.
const toastSides float32 = 14 + 18 + 4 + 10

// toastEdge is what a toast has above and below its words, in points, and toastPitch how far its two lines are apart, in sizes of the text.
const (
	toastEdge  float32 = 4
	toastPitch float32 = 1.25
)

// Toast draws a short message for the shell's toast layer, at most width and height points large. What one line has no room for stands in two
// of smaller text, and of the smallest where that is too little; what is longer still ends in three dots.
func Toast(text string, tone Tone, width, height float32) fyne.CanvasObject {
	bar := canvas.NewRectangle(tone.Tint())
	bar.SetMinSize(fyne.NewSize(4, 0))
	bar.CornerRadius = 2
	return container.NewStack(Ground(look.Ink(), look.Corner()), Inset(toastEdge, 18, toastEdge, 14, HStack(10, bar, toastWords(text, width-toastSides, height-2*toastEdge))))
}

func toastWords(text string, width, height float32) fyne.CanvasObject {
	if look.Width(text, look.BodySize(), false) <= width {
		return look.Text(text, look.BodySize(), look.White())
	}
	size := min(look.SmallSize(), height/(2*toastPitch))
	lines := look.Wrap(text, size, false, width)
	if len(lines) > 2 {
		size = look.CaptionSize()
		lines = look.Wrap(text, size, false, width)
	}
	words := container.New(lineLayout{pitch: size * toastPitch})
	for at, line := range lines[:min(len(lines), 2)] {
		if at == 1 && len(lines) > 2 {
			line = look.Fit(line+" "+lines[2], size, false, width)
		}
		words.Add(look.Text(line, size, look.White()))
	}
	return words
}
