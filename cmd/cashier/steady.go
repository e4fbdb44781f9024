package main

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// standStill turns the toolkit's animations off for this program alone. The toolkit fades the caret of a text entry in
// and out for as long as the entry has the focus, and each step of it draws the whole window anew: at the desk, where the
// search always has the focus, that was a third of a core for a blinking line. The caret stands still instead.
//
// The toolkit has no call for it, only a settings file that the programs of a person share. On a Mac its own code needs
// the settings to be its own, so that the caret goes on fading there.
func standStill(toolkit fyne.App) {
	if runtime.GOOS != "darwin" {
		fyne.SetCurrentApp(stillApp{toolkit})
	}
}

// stillApp is the toolkit's app with stillSettings.
type stillApp struct{ fyne.App }

// Settings returns the app's settings without animations.
func (a stillApp) Settings() fyne.Settings { return stillSettings{a.App.Settings()} }

// stillSettings are settings that ask for no animations.
type stillSettings struct{ fyne.Settings }

// ShowAnimations returns false.
func (stillSettings) ShowAnimations() bool { return false }
