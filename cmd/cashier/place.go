package main

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// wanted is the window the desk is drawn for, in points; a smaller work area gets a smaller one.
var wanted = fyne.NewSize(1366, 768)

// roomy is how much larger than the wanted window a work area must be for the window not to fill it.
const roomy = 1.15

// place is where the window goes: its inside in points, its corner in pixels of the desktop, and whether it fills the work
// area, where a window manager can do that better.
type place struct {
	size   fyne.Size
	corner image.Point
	isFull bool
}

// placeIn chooses the place in a work area, which is given in pixels: the monitor without its panels. scale is the pixels
// of a point.
func placeIn(work image.Rectangle, scale float32) place {
	room := fyne.NewSize(float32(work.Dx())/scale, float32(work.Dy())/scale)
	if room.Width < wanted.Width*roomy || room.Height < wanted.Height*roomy {
		return place{size: room, corner: work.Min, isFull: true}
	}
	left := (room.Width - wanted.Width) / 2 * scale
	top := (room.Height - wanted.Height) / 2 * scale
	return place{size: wanted, corner: work.Min.Add(image.Pt(int(left), int(top)))}
}

// settle is how long a window manager gets to answer before the window is put into its place once more: one that has just
// begun to manage the window may undo what was asked before.
const settle = 200 * time.Millisecond

// placeWindow puts the window where placeIn says, once the toolkit has made it. The toolkit has no way to ask for the work
// area or to maximise a window; the library below it does.
func placeWindow(window fyne.Window) {
	native, ok := window.(interface{ RunWithContext(do func()) })
	if !ok {
		return
	}
	put := func() (isThere bool) {
		native.RunWithContext(func() {
			monitor, view := glfw.GetPrimaryMonitor(), glfw.GetCurrentContext()
			if monitor == nil || view == nil {
				isThere = true
				return
			}
			x, y, width, height := monitor.GetWorkarea()
			at := placeIn(image.Rect(x, y, x+width, y+height), window.Canvas().Scale())
			if isThere = view.GetAttrib(glfw.Maximized) == glfw.True; isThere {
				return
			}
			window.Resize(at.size)
			if glfw.GetPlatform() != glfw.PlatformWayland { // There a program has no say in it.
				view.SetPos(at.corner.X, at.corner.Y)
			}
			if at.isFull {
				view.Maximize()
			}
		})
		return isThere
	}
	if !put() {
		time.AfterFunc(settle, func() { fyne.Do(func() { put() }) })
	}
}
