package serialprint

import (
	"bytes"
	"errors"
	"io"
	"os"
	"syscall"
	"time"

	"go.bug.st/serial"
)

// chunkBytes is how much is handed to the system at a time. There is no flow control below us, so a printer's buffer of
// 4 KiB must never get more than it can put on paper meanwhile.
const chunkBytes = 512

// heardMost is how many pieces of answers wait to be read.
const heardMost = 64

// hearTick is how often the ear looks whether the port is to be closed. The library may read from what was opened as
// something else meanwhile, where a port is closed while it reads.
const hearTick = 50 * time.Millisecond

// flowTick is how often a line that is held down is looked at.
const flowTick = 10 * time.Millisecond

// link is an open port with deadlines, which serial ports do not have: each read and write is done by a goroutine, and
// who waits for it stops waiting in time.
type link struct {
	port     serial.Port
	byteTime time.Duration
	deadline deadline
	flow     *flow
	heard    chan []byte   // closed where the port says no more, after ended is set
	ended    error         // why heard is closed
	rest     []byte        // heard and not yet taken
	shut     chan struct{} // closed before the port is
	stuck    chan struct{} // where a write is stuck: closed when the device lets go
}

// newLink takes an open port and how long it needs for a byte. It fails where the port cannot be read with a time limit.
func newLink(port serial.Port, byteTime time.Duration) (*link, error) {
	if err := port.SetReadTimeout(hearTick); err != nil {
		return nil, err
	}
	l := &link{
		port: port, byteTime: byteTime, deadline: deadline{done: make(chan struct{})}, flow: newFlow(port),
		heard: make(chan []byte, heardMost), shut: make(chan struct{}),
	}
	// What came in before is nobody's answer. A port that cannot forget it gives answers that nobody waits for.
	_ = port.ResetInputBuffer()
	go l.listen()
	return l, nil
}

// listen hears until the port is to be closed, or is unplugged.
func (l *link) listen() {
	defer close(l.heard)
	defer l.flow.release()
	buffer := make([]byte, 256)
	for {
		select {
		case <-l.shut:
			l.ended = os.ErrClosed
			return
		default:
		}
		n, err := l.port.Read(buffer) // nothing and no error when the tick is over
		if n > 0 {
			l.flow.hear(buffer[:n])
			select {
			case l.heard <- bytes.Clone(buffer[:n]):
			case <-l.shut: // seen above
			}
		}
		if err != nil {
			l.ended = err
			return
		}
	}
}

// Read gives what the printer said, and waits for it until the deadline.
func (l *link) Read(p []byte) (int, error) {
	if len(l.rest) == 0 {
		select {
		case piece, more := <-l.heard:
			if !more {
				return 0, l.ended
			}
			l.rest = piece
		case <-l.deadline.passed():
			return 0, os.ErrDeadlineExceeded
		}
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// Write hands bytes over in small pieces, each given the time that it takes on the line, and waits where the printer says
// that it is full. A piece on which the system got stuck counts as handed over, because part of it may be.
func (l *link) Write(p []byte) (sent int, err error) {
	for sent < len(p) {
		piece := bytes.Clone(p[sent:min(len(p), sent+chunkBytes)])
		if err := l.flow.wait(l.deadline.passed()); err != nil {
			return sent, err
		}
		ready := time.Now().Add(time.Duration(len(piece)) * l.byteTime)
		n, err := l.within(len(piece), func() (int, error) { return writeAll(l.port, piece) })
		sent += n
		if err == nil {
			err = l.pause(time.Until(ready))
		}
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// writeAll writes until all is taken. A signal, of which the runtime sends many, may interrupt the system in between.
func writeAll(port io.Writer, piece []byte) (n int, err error) {
	for n < len(piece) {
		taken, err := port.Write(piece[n:])
		n += taken
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return n, err
		case taken == 0:
			return n, io.ErrShortWrite
		}
	}
	return n, nil
}

// within does work that may be stuck for ever, and gives n and a deadline's error where it is.
func (l *link) within(n int, work func() (int, error)) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		n, err := work()
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return r.n, r.err
	case <-l.deadline.passed():
		l.stuck = ended
		return n, os.ErrDeadlineExceeded
	}
}

// pause gives the line the time it needs. A deadline that passes meanwhile stops it with its error.
func (l *link) pause(wait time.Duration) error {
	timer := time.NewTimer(max(0, wait))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-l.deadline.passed():
		return os.ErrDeadlineExceeded
	}
}

// SetDeadline ends every read and write, also one under way, at a time.
func (l *link) SetDeadline(at time.Time) error {
	l.deadline.set(at)
	return nil
}

// drain waits, at most so long, until the system has put all bytes on the line.
func (l *link) drain(longest time.Duration) error {
	l.deadline.set(time.Now().Add(longest))
	_, err := l.within(0, func() (int, error) {
		for {
			if err := l.port.Drain(); !errors.Is(err, syscall.EINTR) {
				return 0, err
			}
		}
	})
	return err
}

// close shuts the port and gives the turn back, at once or when a stuck write is let go: a port that is closed under a
// write may be opened again as something else. After a failure it throws away what the system still holds, so that half
// a job does not come out before the next one.
func (l *link) close(turn <-chan struct{}, failed bool) {
	if failed {
		// Where that cannot be done the outcome already says that a person must look.
		_ = l.port.ResetOutputBuffer()
	}
	end := func() {
		close(l.shut)
		for range l.heard { // until nobody reads any more
		}
		// Everything there was to know has been heard; a failing close tells nothing about the paper.
		_ = l.port.Close()
		<-turn
	}
	if l.stuck == nil {
		end()
		return
	}
	go func() {
		<-l.stuck
		end()
	}()
}
