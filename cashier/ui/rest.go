package ui

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// restAfter is for how long nobody must have done anything.
	restAfter = 5 * time.Second
	// restLeast is how much must have become spare since then for memory to be given back once more.
	restLeast = 16 << 20
	// restPause is the least time between two times: work behind the window takes back at once what was given.
	restPause = 10 * time.Second
)

// rest knows when to give memory back to the machine: once each time that nobody does anything any more, and again where
// work behind the window left much of it. What a sign-in, a long list or the check of the whole book needed for a moment,
// the runtime and the book keep in case that it is needed again: hundreds of megabytes, on a computer that has other
// programs to run.
type rest struct {
	seen        trace
	since, last time.Time
	isGiven     bool
}

// isDue takes what the window shows now, and says whether to give back; spare is what spareBytes returns.
func (r *rest) isDue(left trace, now time.Time, spare uint64) bool {
	if left != r.seen || r.since.IsZero() {
		r.seen, r.since, r.isGiven = left, now, false
	}
	if now.Sub(r.since) < restAfter || now.Sub(r.last) < restPause || r.isGiven && spare < restLeast {
		return false
	}
	r.last, r.isGiven = now, true
	return true
}

// giveBack hands memory back when it is due, never on the thread of the window: the heap has to be searched for garbage
// first, which takes a tenth of a second and is left out where there is little to find.
func (a *App) giveBack(now time.Time) {
	spare := spareBytes()
	if !a.rest.isDue(traceOf(a.frame), now, spare) {
		return
	}
	counter := a.counter
	if counter == nil {
		go debug.FreeOSMemory()
		return
	}
	a.goBackground("rest", func() {
		if err := counter.Book.Store.Rest(context.Background()); err != nil {
			a.options.Trouble(err)
		}
		if spare >= restLeast {
			debug.FreeOSMemory()
		}
	})
}

// spareBytes returns how much of the heap is held empty, or by what nothing uses any more.
func spareBytes() uint64 {
	read := []metrics.Sample{{Name: "/memory/classes/heap/free:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}}
	metrics.Read(read)
	free, objects, live := read[0].Value.Uint64(), read[1].Value.Uint64(), read[2].Value.Uint64()
	return free + objects - min(objects, live)
}
