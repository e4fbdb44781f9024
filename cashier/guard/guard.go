package guard

import (
	"sync/atomic"
	"time"

	"shouqi/ledger/store"
)

// Code is the code of the error that a panic in a job becomes; its sentence is error.ui.panic.
const Code = "ui.panic"

// Watcher is told of every fault, from the goroutine of the panic. For a fault OnScreen it says whether the window can go
// on; false passes the panic on to the net around the window's loop.
type Watcher func(fault *Fault) (handled bool)

var watching atomic.Pointer[Watcher]

// Watch makes watcher the one that is told; there is one window in a process. The function it returns ends that.
func Watch(watcher Watcher) (end func()) {
	mine := &watcher
	watching.Store(mine)
	return func() { watching.CompareAndSwap(mine, nil) }
}

// longest is the longest step on the window's thread since LongestStep was asked, in nanoseconds.
var longest atomic.Int64

// Step begins whatever the toolkit calls on the window's thread. The function it returns is deferred: it ends the step and catches
// its panic. While nobody watches, as in the test of a single screen, a panic passes untouched.
func Step() (end func()) {
	began := time.Now()
	return func() {
		if took := time.Since(began); took.Nanoseconds() > longest.Load() {
			longest.Store(took.Nanoseconds()) // Only the window's thread writes it.
		}
		watcher := watching.Load()
		if watcher == nil {
			return
		}
		if cause := recover(); cause != nil {
			if fault := Of(cause, OnScreen, ""); !(*watcher)(fault) {
				panic(fault)
			}
		}
	}
}

// LongestStep returns the longest step on the window's thread since it was asked before: for so long the window drew nothing and
// heard no key.
func LongestStep() time.Duration { return time.Duration(longest.Swap(0)) }

// Run runs do on the window's thread and catches its panic.
func Run(do func()) {
	defer Step()()
	do()
}

// Try runs work off the window's thread and makes a panic of it an error with the code ui.panic, whose cause is the Fault.
// Where names the work by a word of the code.
func Try(where string, work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			fault := Of(cause, InJob, where)
			tell(fault)
			err = store.Fail(Code, fault)
		}
	}()
	return work()
}

// Behind runs work that nobody waits for: the watcher alone hears of its panic. It is the first call of a goroutine.
func Behind(where string, work func()) {
	defer func() {
		if cause := recover(); cause != nil {
			tell(Of(cause, InBehind, where))
		}
	}()
	work()
}

func tell(fault *Fault) {
	if watcher := watching.Load(); watcher != nil {
		(*watcher)(fault)
	}
}
