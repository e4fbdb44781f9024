package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
)

// markLayer writes words all over the window, faintly and over everything that is no dialog: what is shown is no real money. They take no room,
// and no tap ends at them.
type markLayer struct {
	words  string
	object *fyne.Container
	size   fyne.Size
}

// The words stand in rows, every second one moved by half a place, in points.
const (
	markSize           float32 = 52
	markAcross, markUp float32 = 420, 190
	markAlpha                  = 30 // of 255: what lies below is read as before
)

func newMarkLayer(words string) *markLayer {
	layer := &markLayer{words: words}
	layer.object = container.New(layer)
	return layer
}

// SetMark writes words over every screen from now on, "" for none.
func (s *Shell) SetMark(words string) {
	if s.mark.words == words {
		return
	}
	s.room.object.Remove(s.mark.object)
	s.mark = newMarkLayer(words)
	s.layMark()
}

// layMark lays the words over what the window shows and below a toast; without words there is no layer.
func (s *Shell) layMark() {
	if s.mark.words == "" {
		return
	}
	layers := s.room.object.Objects
	s.room.object.Objects = append(layers[:len(layers)-1:len(layers)-1], s.mark.object, layers[len(layers)-1])
	s.room.object.Refresh()
}

// Layout implements fyne.Layout: the words are set anew for another size.
func (l *markLayer) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if size == l.size {
		return
	}
	l.size, l.object.Objects = size, nil
	ink := color.NRGBAModel.Convert(look.Vermilion()).(color.NRGBA)
	ink.A = markAlpha
	row := 0
	for y := markUp / 2; y < size.Height; y += markUp {
		for x := -markAcross/2 + float32(row%2)*markAcross/2; x < size.Width; x += markAcross {
			words := canvas.NewText(l.words, ink)
			words.TextSize, words.TextStyle = markSize, look.Style(l.words, true)
			words.Move(fyne.NewPos(x, y))
			words.Resize(words.MinSize())
			l.object.Objects = append(l.object.Objects, words)
		}
		row++
	}
}

// MinSize implements fyne.Layout.
func (*markLayer) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
