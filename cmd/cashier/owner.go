package main

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/go-gl/glfw/v3.4/glfw"

	"shouqi/assets"
	"shouqi/cashier/guard"
)

// Where the owner's screen is to be, when the command line names no place.
const (
	ownerAuto = "auto"
	ownerOff  = "off"
)

// ownerWindow is the window that turns towards who pays. It fills the second monitor, and is there only as long as that is: on the
// counter's own monitor it would cover the desk.
type ownerWindow struct {
	window  fyne.Window
	counter fyne.Window
	place   ownerPlace
	isShown bool
}

// ownerPlace is a window's size in points and its corner in pixels of the desktop; isAuto is the second monitor.
type ownerPlace struct {
	width, height, x, y int
	isAuto              bool
}

// parseOwnerPlace reads the flag; wanted is false for a counter without an owner's screen.
func parseOwnerPlace(text string) (place ownerPlace, wanted bool, err error) {
	switch text {
	case ownerAuto:
		return ownerPlace{isAuto: true}, true, nil
	case ownerOff:
		return place, false, nil
	}
	if _, err := fmt.Sscanf(text, "%dx%d+%d+%d", &place.width, &place.height, &place.x, &place.y); err != nil || place.width < 320 || place.height < 240 {
		return place, false, fmt.Errorf("owner-screen %q: auto, off or WIDTHxHEIGHT+X+Y", text)
	}
	return place, true, nil
}

// newOwnerWindow makes the window without showing it; its window is nil where none is wanted.
func newOwnerWindow(toolkit fyne.App, counter fyne.Window, place string) (*ownerWindow, error) {
	parsed, wanted, err := parseOwnerPlace(place)
	if err != nil || !wanted {
		return &ownerWindow{}, err
	}
	owner := &ownerWindow{counter: counter, place: parsed, window: toolkit.NewWindow(assets.Text(assets.Chinese, "display.title"))}
	owner.window.SetCloseIntercept(func() {}) // it goes with the counter's window
	return owner, nil
}

// start shows the window once the counter's is there, and follows the monitors as they come and go.
func (o *ownerWindow) start() {
	if o.window == nil {
		return
	}
	if !o.place.isAuto {
		o.window.Resize(fyne.NewSize(float32(o.place.width), float32(o.place.height)))
		if native, ok := o.window.(desktop.Window); ok {
			native.RequestPosition(o.place.x, o.place.y)
		}
		o.show()
		return
	}
	o.follow()
	// The toolkit's own driver leaves the callback alone. It is called while the window's loop reads events, so that a monitor that was
	// pulled out takes the window with it before anything is drawn elsewhere.
	glfw.SetMonitorCallback(func(_ *glfw.Monitor, event glfw.PeripheralEvent) {
		guard.Run(func() {
			if event == glfw.Disconnected {
				o.hide()
			}
			// The desktop arranges what is left first.
			time.AfterFunc(settleMonitors, func() { fyne.Do(func() { guard.Run(o.follow) }) })
		})
	})
}

// settleMonitors is how long a desktop gets to arrange its monitors after one came or went.
const settleMonitors = time.Second

// follow shows the window on the second monitor, or hides it where there is none.
func (o *ownerWindow) follow() {
	driver, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	if !ok || !driver.HasSecondaryDisplay() {
		o.hide()
		return
	}
	if native, ok := o.window.(desktop.Window); ok && !o.isShown {
		native.RequestFullScreenSecondary()
		o.show()
	}
}

func (o *ownerWindow) show() {
	o.isShown = true
	o.window.Show()
	o.counter.RequestFocus() // what is typed belongs to the desk
}

func (o *ownerWindow) hide() {
	if o.isShown {
		o.isShown = false
		o.window.Hide()
	}
}
