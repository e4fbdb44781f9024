package devices

import "sync"

var (
	turnsMu sync.Mutex
	turns   = map[string]chan struct{}{}
)

// Turn returns the turn of one place, such as "serial:/dev/ttyUSB0": a channel that takes one token, held while a call
// talks to what stands there. All printers made for a place share it, because a setting is made a printer anew for each
// job, and a job that is stuck in one must not be mixed with the next. The places are those that settings name, so they
// are few and are kept for ever.
func Turn(place string) chan struct{} {
	turnsMu.Lock()
	defer turnsMu.Unlock()
	turn, known := turns[place]
	if !known {
		turn = make(chan struct{}, 1)
		turns[place] = turn
	}
	return turn
}
