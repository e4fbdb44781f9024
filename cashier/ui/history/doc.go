// Package history is the page 全部记录: what ever happened to the household that is open at the desk, newest first.
//
// It imports the counter, look, widgets, shell and forms; never another screen or fyne/app. Invariant: it writes nothing, and
// reads in the background, a page at a time.
package history
