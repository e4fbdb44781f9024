package shell

import "fyne.io/fyne/v2"

// Picture is one state of one screen for the gallery. A screen package gives its pictures from a
// function Gallery() []shell.Picture, drawn from plain structs without a book; cmd/gallery lists
// those functions.
type Picture struct {
	// Name is the name of the file without its extension: "desk-cash".
	Name string
	// Draw puts the state into a fresh shell whose window has its size already.
	Draw func(frame *Shell)
}

// PictureOf makes a picture of one object alone, without rail and bars.
func PictureOf(name string, build func() fyne.CanvasObject) Picture {
	return Picture{Name: name, Draw: func(frame *Shell) { frame.ShowBare(&plainScreen{build}) }}
}

// plainScreen is a screen that only shows something.
type plainScreen struct{ build func() fyne.CanvasObject }

// Title implements Screen.
func (*plainScreen) Title() string { return "" }

// Content implements Screen.
func (p *plainScreen) Content() fyne.CanvasObject { return p.build() }

// Keys implements Screen.
func (*plainScreen) Keys() []Key { return nil }

// Shown implements Screen.
func (*plainScreen) Shown() {}

// Hidden implements Screen.
func (*plainScreen) Hidden() {}

// PictureRail returns the rail of a person who may do everything, for pictures: screen stands behind the place named open,
// and the other places lead nowhere.
func PictureRail(open string, screen Screen) []Item {
	var items []Item
	for _, place := range places {
		item := Item{Name: place.name}
		if place.name == open {
			item.Screen, item.Within = screen, []Screen{screen}
		}
		items = append(items, item)
	}
	return items
}
