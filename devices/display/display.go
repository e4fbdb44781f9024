package display

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"shouqi/devices"
	"shouqi/devices/serial"
)

const (
	// limit is the longest wait for one amount. At 300 baud it takes two seconds.
	limit = 3 * time.Second
	// farewell is the longest wait for going dark when the program ends.
	farewell = time.Second
	// glance is how long one look for a display that is gone takes.
	glance = 200 * time.Millisecond
)

// Display is one display. Show may be called from any goroutine, before, during and after Run.
type Display struct {
	profile Profile

	mu   sync.Mutex
	what devices.Showing
	fen  int64
	wake chan struct{} // holds one token when there is something new
}

var _ devices.CustomerDisplay = (*Display)(nil)

// New makes a dark display.
func New(profile Profile) *Display {
	return &Display{profile: profile, wake: make(chan struct{}, 1)}
}

// Show implements devices.CustomerDisplay.
func (d *Display) Show(what devices.Showing, fen int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.what, d.fen = what, fen
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Run keeps the display on its line until ctx ends, and then leaves it dark. The line's Told hears whether it is there.
func (d *Display) Run(ctx context.Context, line serial.Line) { line.Keep(ctx, d.talk) }

func (d *Display) talk(ctx context.Context, port *serial.Port) error {
	watching, stop := context.WithCancelCause(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		stop(watch(watching, port))
	}()
	err := d.follow(watching, port)
	stop(nil)
	<-watched
	if ctx.Err() != nil && err == nil {
		return port.Write(context.WithoutCancel(ctx), d.profile.clear, farewell)
	}
	return err
}

// follow shows what is asked for until ctx ends, and returns why where that is the display's doing.
func (d *Display) follow(ctx context.Context, port *serial.Port) error {
	bytes := append(slices.Clone(d.profile.begin), d.now()...)
	for {
		// A display that is gone is told by the write as well.
		if err := port.Write(context.WithoutCancel(ctx), bytes, limit); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
				return cause
			}
			return nil
		case <-d.wake:
			bytes = d.now()
		}
	}
}

// now returns the bytes of what is to be shown.
func (d *Display) now() []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.profile.show(d.what, d.fen)
}

// watch reads what the display says, which is at most that it heard us, because only so one learns that it is gone.
func watch(ctx context.Context, port *serial.Port) error {
	heard := make([]byte, 64)
	for ctx.Err() == nil {
		if _, err := port.Read(heard, glance); err != nil {
			return err
		}
	}
	return nil
}
