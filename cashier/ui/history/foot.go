package history

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
)

// footRows is how many rows there are below the table for the line at the cursor. Their height never changes, so that the table
// does not move under the cursor.
const footRows = 2

// foot says one sentence over two rows.
type foot struct {
	object *fyne.Container
	words  string
}

func newFoot() *foot {
	f := &foot{}
	f.object = container.New(f)
	for range footRows {
		f.object.Add(look.Text("", look.SmallSize(), look.Ink2()))
	}
	return f
}

func (f *foot) say(words string) {
	f.words = words
	f.object.Refresh()
	f.Layout(f.object.Objects, f.object.Size())
}

// Layout implements fyne.Layout: what two rows do not hold is shortened.
func (f *foot) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	rows := look.Wrap(f.words, look.SmallSize(), false, size.Width)
	if len(rows) > footRows {
		rest := rows[footRows-1]
		for _, row := range rows[footRows:] {
			rest += row
		}
		rows[footRows-1] = look.Fit(rest, look.SmallSize(), false, size.Width)
	}
	pitch := look.SmallSize() * 1.45
	for at, object := range objects {
		words := ""
		if at < len(rows) {
			words = rows[at]
		}
		line := object.(*canvas.Text)
		look.SetText(line, words, false)
		line.Resize(fyne.NewSize(size.Width, pitch))
		line.Move(fyne.NewPos(0, float32(at)*pitch))
	}
}

// MinSize implements fyne.Layout.
func (f *foot) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, footRows*look.SmallSize()*1.45)
}
