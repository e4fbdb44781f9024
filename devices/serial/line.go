package serial

import (
	"context"
	"path/filepath"
	"time"

	"shouqi/devices"
)

// The waits before a device that is away is looked for again: the first, and the longest.
const (
	firstWait = 500 * time.Millisecond
	lastWait  = 5 * time.Second
)

// State says whether a device is there: Reason is devices.None when it is, else why not.
type State struct{ Reason devices.Reason }

// Present reports whether the device is there.
func (s State) Present() bool { return s.Reason == devices.None }

// Line is a device on a serial port that comes and goes. A thing that is unplugged from an adapter that stays looks
// present: a serial line does not know what hangs at its end.
type Line struct {
	At Address
	// Told, where set, hears each change of the state, the first included, one call at a time; it must not wait.
	Told func(State)
	// FirstWait and LastWait replace 0.5 s and 5 s where they are above zero.
	FirstWait, LastWait time.Duration
	// Ports replaces the package's Ports where it is set.
	Ports func() ([]Found, error)
}

// Keep opens the port and talks over it until ctx ends. When talk gives back, because the device is lost, the port is
// closed, and the device looked for again: by who it was on USB, where it was on USB, else by its name. A talk's error
// says why, as an *devices.Error; one without is a device that is away.
func (l Line) Keep(ctx context.Context, talk func(context.Context, *Port) error) {
	seeker := seeker{at: l.At, ports: l.Ports}
	told := State{Reason: "none yet"}
	tell := func(state State) {
		if state != told && ctx.Err() == nil && l.Told != nil {
			l.Told(state)
		}
		told = state
	}
	wait := l.first()
	for ctx.Err() == nil {
		port, err := seeker.open()
		if err == nil {
			wait = l.first()
			tell(State{})
			err = talk(ctx, port)
			closed := port.close()
			tell(State{lost(err)})
			select {
			case <-closed:
			case <-ctx.Done():
				return
			}
		} else {
			tell(State{devices.ReasonOf(err)})
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, l.last())
	}
}

func lost(err error) devices.Reason {
	if err == nil {
		return devices.Away
	}
	return devices.ReasonOf(err)
}

func (l Line) first() time.Duration {
	if l.FirstWait > 0 {
		return l.FirstWait
	}
	return firstWait
}

func (l Line) last() time.Duration {
	if l.LastWait > 0 {
		return l.LastWait
	}
	return lastWait
}

// seeker opens the port of one device, and knows it again.
type seeker struct {
	at    Address
	ports func() ([]Found, error)
	usb   USB // who it was
}

// open opens the port by who has it where that is known, else by its name. A name alone is not believed twice: when a hub
// lost its power, two adapters may come back under each other's name. An adapter that was replaced by another one is away
// until the program is started again.
func (s *seeker) open() (*Port, error) {
	who := s.usb
	if s.at.USB.known() {
		who = s.at.USB
	}
	if who.known() {
		name, err := s.find(who)
		if err != nil {
			return nil, err
		}
		return openPort(name, s.at.Baud)
	}
	port, err := openPort(s.at.Port, s.at.Baud)
	if err == nil {
		s.remember()
	}
	return port, err
}

// find returns the name under which a USB device is there now.
func (s *seeker) find(who USB) (string, error) {
	found, err := s.list()
	if err != nil {
		return "", &devices.Error{Reason: devices.Faulty, Err: err}
	}
	for _, port := range found {
		if port.USB.known() && who.is(port.USB) {
			return port.Port, nil
		}
	}
	return "", &devices.Error{Reason: devices.Away}
}

// remember learns who has the port that is open under its name. One of several that cannot be told apart is not learned:
// another one must not be taken for it. Where the list fails nothing is learned; the name still does.
func (s *seeker) remember() {
	found, err := s.list()
	if err != nil {
		return
	}
	name := s.at.Port
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	for _, port := range found {
		if port.Port == name {
			s.usb = port.USB
		}
	}
	same := 0
	for _, port := range found {
		if s.usb.known() && s.usb.is(port.USB) {
			same++
		}
	}
	if same > 1 {
		s.usb = USB{}
	}
}

func (s *seeker) list() ([]Found, error) {
	if s.ports != nil {
		return s.ports()
	}
	return Ports()
}
