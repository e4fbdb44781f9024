// Package scanner hears a barcode scanner on a serial port. What it reads it gives on as it stands; what that means, and
// whether it is good for anything, is for others to say.
//
// It imports nothing of ours but devices and devices/serial. Invariants: a code is given whole or not at all; bytes that
// are no code are said to be broken, once, and never kept beyond MaxBytes; a scanner that is unplugged stops nothing.
package scanner

import (
	"context"
	"time"

	"shouqi/devices"
	"shouqi/devices/serial"
)

// Baud is the speed that scanners are set to when they are new.
const Baud = 9600

// Event is one thing that a scanner did. Exactly one of its fields says something.
type Event struct {
	Code string // what was read: printable text of at least MinBytes
	// Broken says that something came that cannot be read, and why: devices.TooLarge, devices.Garbled (signs that no
	// code has, as at a wrong speed), devices.CutOff (it ended in the middle). The person scans again.
	Broken devices.Reason
	State  *serial.State // the scanner came or went
}

// Run hears the scanner until ctx ends, and tells what it does, one call at a time; told must not wait. The line's own
// Told is not used.
func Run(ctx context.Context, line serial.Line, told func(Event)) {
	line.Told = func(state serial.State) { told(Event{State: &state}) }
	line.Keep(ctx, func(ctx context.Context, port *serial.Port) error { return listen(ctx, port, told) })
}

// quiet is how long a pause ends a code of a scanner that sends no line end.
const quiet = 50 * time.Millisecond

func listen(ctx context.Context, port *serial.Port, told func(Event)) error {
	var split splitter
	buffer := make([]byte, 256)
	for ctx.Err() == nil {
		n, err := port.Read(buffer, quiet)
		events := split.add(buffer[:n])
		switch {
		case err != nil:
			events = append(events, split.lost()...)
		case n == 0:
			events = split.silence()
		}
		for _, event := range events {
			told(event)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}
