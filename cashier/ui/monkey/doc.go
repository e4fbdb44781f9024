// Package monkey drives the whole window in process, as the toolkit's real driver would, from a seed: keys with their
// repeats, characters, taps, scans, other sizes, locks and other people, at the speed of a hand and of a machine, while
// the book answers late and in any order. After everything it does it asks what must always hold.
//
// The window runs in a bubble of testing/synctest. Work of the window sleeps on a goroutine of its own for as long as
// the seed says and then asks the real book; the clock moves only while everybody waits. So the order of everything is
// that of the seed, time.Now is the pretend clock for whoever asks, and a run of minutes takes seconds.
//
// It imports Fyne's test package, so only tests may import it. One world at a time: Fyne's test app is global.
package monkey
