//go:build !paniccheck

package main

import "fyne.io/fyne/v2"

// provoke does nothing: only a build for the tests knows how to panic on demand.
func provoke(fyne.Window, flags) {}
