package devicetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"go.bug.st/serial"
)

// Line is the far end of a serial port, which a pretend device sits at: a link to a pseudo-terminal that looks like a port
// to whoever opens it. It can be unplugged and plugged in again, also under another name.
type Line struct {
	mu          sync.Mutex
	changed     *sync.Cond
	name        string
	ours, their *os.File // nil while it is unplugged
	heard       *os.File // the plug that was read from last, nil once its reader was told that it is gone
	closed      bool
}

// NewLine plugs a line in under a path that nothing else has.
func NewLine(name string) (*Line, error) {
	l := &Line{}
	l.changed = sync.NewCond(&l.mu)
	return l, l.Plug(name)
}

// Name is the path under which it is, or was, plugged in.
func (l *Line) Name() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.name
}

// Plug plugs the line in. Only a link is ever replaced, never another file.
func (l *Line) Plug(name string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ours != nil || l.closed {
		return errors.New("devicetest: the line is plugged in or closed")
	}
	if info, err := os.Lstat(name); err == nil && info.Mode()&os.ModeSymlink != 0 {
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("devicetest: plug in: %w", err)
		}
	}
	ours, their, err := openTerminal()
	if err != nil {
		return err
	}
	// A new terminal echoes; a port does not. Opening it as one leaves it so.
	port, err := serial.Open(their.Name(), &serial.Mode{BaudRate: 9600})
	if err == nil {
		err = errors.Join(port.Close(), os.Symlink(their.Name(), name))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("devicetest: plug in: %w", err), ours.Close(), their.Close())
	}
	// Their end is held open too, so that who closes the port does not look like one who pulled the plug.
	l.name, l.ours, l.their = name, ours, their
	l.changed.Broadcast()
	return nil
}

// Unplug pulls the plug, and the name is gone.
func (l *Line) Unplug() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.unplug()
}

func (l *Line) unplug() error {
	if l.ours == nil {
		return nil
	}
	err := errors.Join(os.Remove(l.name), l.ours.Close(), l.their.Close())
	l.ours, l.their = nil, nil
	return err
}

// Close unplugs it for good.
func (l *Line) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	defer l.changed.Broadcast()
	return l.unplug()
}

// Type sends a text with a pause before each of its bytes, as a person does who types on a terminal, or all of it at once
// where the pause is 0, as a scanner does. It ends early with ctx, or with the error of a line that is unplugged.
func (l *Line) Type(ctx context.Context, text string, pause time.Duration) error {
	if pause <= 0 {
		return l.send(text)
	}
	for i := range len(text) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		if err := l.send(text[i : i+1]); err != nil {
			return err
		}
	}
	return nil
}

func (l *Line) send(text string) error {
	l.mu.Lock()
	ours := l.ours
	l.mu.Unlock()
	if ours == nil {
		return fs.ErrClosed
	}
	_, err := ours.WriteString(text)
	return err
}

// errUnplugged says that the plug was pulled: the device begins anew when it is put back.
var errUnplugged = errors.New("devicetest: unplugged")

// read returns what came from the port, or errUnplugged, once for each plug that was read from: also where it was pulled while
// nobody read. While the line is unplugged it waits; after Close it returns fs.ErrClosed. One goroutine reads at a time.
func (l *Line) read(into []byte) (int, error) {
	plug, err := l.plugged()
	if err != nil {
		return 0, err
	}
	n, err := plug.Read(into)
	if err == nil {
		return n, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ours == plug {
		return 0, err
	}
	l.heard = nil
	return 0, errUnplugged
}

// plugged waits until the line is plugged in, and returns errUnplugged where the plug that was heard last is gone, or
// fs.ErrClosed where the line is closed.
func (l *Line) plugged() (*os.File, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.heard != nil && l.ours != l.heard {
		l.heard = nil
		return nil, errUnplugged
	}
	for l.ours == nil && !l.closed {
		l.changed.Wait()
	}
	if l.ours == nil {
		return nil, fs.ErrClosed
	}
	l.heard = l.ours
	return l.ours, nil
}

// Stream gives the far end as a stream of bytes, for a device that answers in them. A Read that an unplugged line breaks off is an error once,
// and the next waits for the plug; Close leaves the line as it is.
func (l *Line) Stream() io.ReadWriteCloser { return stream{l} }

type stream struct{ line *Line }

func (s stream) Read(into []byte) (int, error) { return s.line.read(into) }

func (s stream) Write(from []byte) (int, error) {
	if err := s.line.send(string(from)); err != nil {
		return 0, err
	}
	return len(from), nil
}

func (s stream) Close() error { return nil }
