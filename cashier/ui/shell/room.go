package shell

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// leastWindow is the smallest window the shell asks the system for. It is far below what a screen needs: a system that
// could not give more would push a part of the window off the monitor without a word.
var leastWindow = fyne.NewSize(320, 200)

// reflowWait is how long the shell waits before it looks again whether a dialog is still in the way of a new layout.
const reflowWait = 300 * time.Millisecond

// room fits what the window shows to its size: below the least size it covers everything, and where the text or the columns
// have to give way it has the screen laid out anew.
type room struct {
	shell  *Shell
	object *fyne.Container
	cover  *widgets.Cover
	// isAsked says that a new layout is on its way already.
	isAsked bool
}

// newRoom makes a room in which layers lie one over the other.
func newRoom(shell *Shell, layers ...fyne.CanvasObject) *room {
	r := &room{shell: shell, cover: widgets.NewCover(shell.Text("shell.small.title"), shell.Text("shell.small.advice"))}
	r.object = container.New(r, layers...)
	return r
}

// takeRoom tells the theme of a window's size before anything is laid out in it.
func (s *Shell) takeRoom(size fyne.Size) {
	if !look.IsTooSmall(size) && look.SetRoom(size) {
		s.options.SetTheme()
	}
}

// Need returns the room that what is shown now needs; a window with less clips it.
func (s *Shell) Need() (need fyne.Size) {
	for _, layer := range s.room.object.Objects {
		need = need.Max(layer.MinSize())
	}
	return need
}

// MinSize implements fyne.Layout.
func (r *room) MinSize([]fyne.CanvasObject) fyne.Size { return leastWindow }

// Layout implements fyne.Layout. What is below the cover keeps the size it had.
func (r *room) Layout(layers []fyne.CanvasObject, size fyne.Size) {
	isShown := r.shell.room == r && !size.IsZero()
	if isShown {
		r.coverOrLift(size)
	}
	if isShown && look.IsTooSmall(size) && !layers[0].Size().IsZero() {
		return
	}
	for _, layer := range layers {
		layer.Resize(size)
		layer.Move(fyne.Position{})
	}
	if isShown && !look.IsTooSmall(size) {
		r.ask(size)
	}
}

// coverOrLift covers the window while it is too small.
func (r *room) coverOrLift(size fyne.Size) {
	if size.IsZero() {
		return
	}
	if look.IsTooSmall(size) {
		r.cover.Lay(r.shell.Canvas())
		return
	}
	r.cover.Lift(r.shell.Canvas())
}

// ask has the screen laid out anew where the new size needs it. It does so after the toolkit ended its own layout, and not
// under a dialog, which would lose the field that it gives the keyboard back to.
func (r *room) ask(size fyne.Size) {
	if r.isAsked || !look.WouldDiffer(size) {
		return
	}
	r.isAsked = true
	r.shell.options.Later(0, r.reflow)
}

func (r *room) reflow() {
	r.isAsked = false
	size := r.shell.Canvas().Size()
	switch {
	case r.shell.room != r || look.IsTooSmall(size) || !look.WouldDiffer(size):
	case r.shell.Canvas().Overlays().Top() != nil || r.shell.holder != nil:
		r.isAsked = true
		r.shell.options.Later(reflowWait, r.reflow)
	default:
		r.shell.takeRoom(size)
		r.shell.Rebuild()
	}
}
