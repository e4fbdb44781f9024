package serialprint

import (
	"sync"
	"time"
)

// deadline is a time that can be moved while somebody waits for it; at first it never comes.
type deadline struct {
	mu    sync.Mutex
	timer *time.Timer
	done  chan struct{} // closed when the time has come
}

// passed gives a channel that is closed when the time has come. A later set for a time to come leaves it as it is where
// it is open, and makes a new one where it is closed.
func (d *deadline) passed() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.done
}

// set moves the time; one that has passed ends every wait at once.
func (d *deadline) set(at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timer != nil && !d.timer.Stop() {
		<-d.done // the timer has fired: let it close before it is replaced
	}
	d.timer = nil
	select {
	case <-d.done:
		d.done = make(chan struct{})
	default:
	}
	done := d.done
	if wait := time.Until(at); wait > 0 {
		d.timer = time.AfterFunc(wait, func() { close(done) })
	} else {
		close(done)
	}
}
