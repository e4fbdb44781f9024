package devicetest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"sync"

	"github.com/creack/pty"
)

// serialPort is a name that looks like a serial port to whoever opens it: a link to a pseudo-terminal. A serial line has
// no connections, so Accept gives one cable, and the next only where that one was pulled out; the name is then a new
// terminal's, as an adapter's is that is plugged in again.
type serialPort struct {
	name  string
	given *cable // the one that Accept gave last

	mu     sync.Mutex
	cable  *cable
	closed bool
}

// plugSerial plugs the first cable in at once, so that the name is there when it returns.
func plugSerial(name string) (*serialPort, error) {
	s := &serialPort{name: name}
	return s, s.plug()
}

// plug makes a terminal and gives it the name. Only a link is ever replaced, never another file.
func (s *serialPort) plug() error {
	ours, theirs, err := pty.Open()
	if err != nil {
		return fmt.Errorf("devicetest: pseudo-terminal: %w", err)
	}
	if info, err := os.Lstat(s.name); err == nil && info.Mode()&os.ModeSymlink != 0 {
		if err := os.Remove(s.name); err != nil {
			return errors.Join(err, ours.Close(), theirs.Close())
		}
	}
	if err := os.Symlink(theirs.Name(), s.name); err != nil {
		return errors.Join(err, ours.Close(), theirs.Close())
	}
	s.cable = &cable{File: ours, far: theirs, name: s.name, out: make(chan struct{})}
	return nil
}

// Accept gives the cable that is in, or plugs in a new one when the last is pulled out.
func (s *serialPort) Accept() (net.Conn, error) {
	if s.given != nil {
		<-s.given.out
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, net.ErrClosed
	}
	if s.given == s.cable {
		if err := s.plug(); err != nil {
			return nil, err
		}
	}
	s.given = s.cable
	return s.cable, nil
}

// Close pulls the cable out for good.
func (s *serialPort) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return s.cable.Close()
}

// Addr is the name.
func (s *serialPort) Addr() net.Addr { return &net.UnixAddr{Net: "serial", Name: s.name} }

// cable is the printer's end of a serial line. It holds the other end open too, so that a caller who closes the port
// does not look like one who pulled the plug.
type cable struct {
	*os.File
	far  *os.File
	name string
	once sync.Once
	out  chan struct{} // closed when it is pulled out
	err  error
}

// Close pulls it out, once. The name goes first: the terminal's number may be another's as soon as it is closed.
func (c *cable) Close() error {
	c.once.Do(func() {
		c.err = errors.Join(os.Remove(c.name), c.File.Close(), c.far.Close())
		close(c.out)
	})
	return c.err
}

// LocalAddr is the terminal's name.
func (c *cable) LocalAddr() net.Addr { return &net.UnixAddr{Net: "serial", Name: c.File.Name()} }

// RemoteAddr is the name of its other end.
func (c *cable) RemoteAddr() net.Addr { return &net.UnixAddr{Net: "serial", Name: c.far.Name()} }
