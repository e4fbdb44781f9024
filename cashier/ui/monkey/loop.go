package monkey

import (
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing/synctest"
	"time"
)

// Wait lets the clock go on: whatever is due meanwhile is done in its order, as the toolkit's loop does.
func (w *World) Wait(pause time.Duration) {
	end := time.Now().Add(pause)
	for {
		synctest.Wait()
		due, wait, none := w.agenda.next()
		if due != nil {
			if !w.broken && !w.hasEnd {
				w.guarded("answer", due)
				w.look()
			}
			continue
		}
		left := time.Until(end)
		if left <= 0 {
			return
		}
		if none || wait > left {
			wait = left
		}
		select {
		case <-w.agenda.changed:
		case <-time.After(wait):
		}
	}
}

// Settle waits until everything that was asked is answered. Timers go on beside it.
func (w *World) Settle() {
	w.Wait(0)
	for range 6000 {
		if w.agenda.isQuiet() {
			return
		}
		w.Wait(5 * time.Millisecond)
	}
	w.fault("never quiet", "half a minute after the last input the window still asks the book")
}

// guarded does something on the window's thread; a panic there is what closes the program on a person.
func (w *World) guarded(what string, do func()) {
	defer func() {
		if cause := recover(); cause != nil {
			w.broken = true
			w.fault("panic", fmt.Sprintf("%v, %s", cause, placeOf(debug.Stack())), "in "+what, string(debug.Stack()))
		}
	}()
	do()
}

// placeOf returns the first line of ours in a stack below the panic.
func placeOf(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	begun := false
	for _, line := range lines {
		line = strings.TrimSpace(line)
		begun = begun || strings.HasPrefix(line, "panic(")
		if begun && strings.Contains(line, ".go:") && !strings.Contains(line, "/ui/monkey/") && strings.Contains(line, "/cashier/") {
			at, _, _ := strings.Cut(line, " ")
			return filepath.Base(filepath.Dir(at)) + "/" + filepath.Base(at)
		}
	}
	return "outside our code"
}
