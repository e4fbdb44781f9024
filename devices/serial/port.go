package serial

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"go.bug.st/serial"

	"shouqi/devices"
)

// Port is an open port.
type Port struct {
	port  serial.Port
	held  string        // the name that open has
	stuck chan struct{} // where a write is stuck: closed when the device lets go
}

// open holds the names of the ports that are open here. The system keeps others out, but not the administrator, whom a
// program at a counter may well be.
var open = struct {
	sync.Mutex
	names map[string]bool
}{names: map[string]bool{}}

func openPort(name string, baud int) (*Port, error) {
	held := name
	if target, err := filepath.EvalSymlinks(name); err == nil {
		held = target
	}
	if !hold(held) {
		return nil, &devices.Error{Reason: devices.NoAccess}
	}
	// No status bits: some adapters know none, and the call would fail.
	port, err := serial.Open(name, &serial.Mode{BaudRate: baud})
	if err != nil {
		release(held)
		return nil, &devices.Error{Reason: reasonOf(err), Err: err}
	}
	return &Port{port: port, held: held}, nil
}

// hold takes a name, and reports whether it was free.
func hold(name string) bool {
	open.Lock()
	defer open.Unlock()
	isFree := !open.names[name]
	open.names[name] = true
	return isFree
}

func release(name string) {
	open.Lock()
	defer open.Unlock()
	delete(open.names, name)
}

// reasonOf says why a port cannot be opened, or is lost.
func reasonOf(err error) devices.Reason {
	var failure *serial.PortError
	switch {
	case errors.Is(err, fs.ErrPermission):
		return devices.NoAccess
	case !errors.As(err, &failure):
		return devices.Away // a plain error of the system: the name is gone, or the device is
	}
	switch failure.Code() {
	case serial.PortBusy, serial.PermissionDenied:
		return devices.NoAccess
	case serial.PortNotFound, serial.PortClosed:
		return devices.Away
	}
	return devices.Faulty
}

// Read waits at most so long for bytes, and returns 0 and no error where none came. Any other error is an *devices.Error:
// the device is lost.
func (p *Port) Read(into []byte, longest time.Duration) (int, error) {
	if err := p.port.SetReadTimeout(longest); err != nil {
		return 0, &devices.Error{Reason: devices.Faulty, Err: err}
	}
	n, err := p.port.Read(into)
	if err != nil {
		return n, &devices.Error{Reason: devices.Away, Err: err}
	}
	return n, nil
}

// Write hands all bytes over within the time. The error is an *devices.Error: TimedOut where the device takes no more,
// Cancelled where ctx ended first, Away where it is gone.
func (p *Port) Write(ctx context.Context, bytes []byte, longest time.Duration) error {
	ended := make(chan struct{})
	done := make(chan error, 1)
	go func() {
		defer close(ended)
		n, err := p.port.Write(bytes)
		if err == nil && n < len(bytes) {
			err = io.ErrShortWrite
		}
		done <- err
	}()
	limit := time.NewTimer(longest)
	defer limit.Stop()
	select {
	case err := <-done:
		if err != nil {
			return &devices.Error{Reason: devices.Away, Err: err}
		}
		return nil
	case <-limit.C:
		p.stuck = ended
		return &devices.Error{Reason: devices.TimedOut}
	case <-ctx.Done():
		p.stuck = ended
		return &devices.Error{Reason: devices.Cancelled, Err: ctx.Err()}
	}
}

// close gives the port back, when a write that is stuck has been let go: a port that is closed under a write may be opened
// again as something else. The channel is closed with the port.
func (p *Port) close() <-chan struct{} {
	closed := make(chan struct{})
	end := func() {
		// A device that is lost cannot be closed well, and one that is closed badly is found out when it is opened again.
		_ = p.port.Close()
		release(p.held)
		close(closed)
	}
	if p.stuck == nil {
		end()
		return closed
	}
	go func() {
		<-p.stuck
		end()
	}()
	return closed
}
