//go:build paniccheck

package main

import (
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/guard"
)

// secret is what no report may say.
const secret = "张建国13800006621"

// provoke makes the window panic as SHOUQI_PANIC says, so that a test can see it come back:
//
//	guarded  once, in a function of ours that the toolkit calls
//	key      once, in a key handler that nothing guards, below the window system's own frames
//	draw     once, while the toolkit draws
//	always   at each start, as draw
func provoke(window fyne.Window, line flags) {
	how := os.Getenv("SHOUQI_PANIC")
	if how == "" || line.Fell > 0 && how != "always" {
		return
	}
	later := func(do func()) { time.AfterFunc(2*time.Second, func() { fyne.Do(do) }) }
	switch how {
	case "guarded":
		later(func() { guard.Run(func() { panic(secret) }) })
	case "key":
		later(func() {
			window.Canvas().Unfocus()
			window.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { panic(secret) })
		})
	default:
		later(func() { window.SetContent(container.New(brokenLayout{})) })
	}
}

// brokenLayout panics when it is laid out.
type brokenLayout struct{}

// Layout implements fyne.Layout.
func (brokenLayout) Layout([]fyne.CanvasObject, fyne.Size) { panic(secret) }

// MinSize implements fyne.Layout.
func (brokenLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
