package peripherals

import (
	"context"
	"sync"

	"shouqi/cashier/facing"
	"shouqi/cashier/session"
	"shouqi/devices"
	"shouqi/devices/display"
	"shouqi/devices/scanner"
	"shouqi/devices/serial"
)

// Thing is one of what can hang on the machine.
type Thing string

// The things.
const (
	Scanner Thing = "scanner"
	Display Thing = "display"
)

// Heard is told what the things do, from any goroutine; each must not wait.
type Heard struct {
	// Scanned is told a code that a scanner on a serial port read, "" for one that cannot be read.
	Scanned func(code string)
	// Changed is told that a thing came or went.
	Changed func(thing Thing, state serial.State)
}

// Peripherals are the things of this machine. Their methods may be called from any goroutine.
type Peripherals struct {
	session *session.Session

	mu       sync.Mutex
	settings Settings
	states   map[Thing]serial.State
	shows    *display.Display // nil where there is no display
	view     facing.View
	changed  chan struct{}
}

// New makes the room in a session. Nothing runs before Run.
func New(s *session.Session) *Peripherals {
	return &Peripherals{session: s, states: make(map[Thing]serial.State), changed: make(chan struct{}, 1)}
}

// State returns how a thing stands; known is false where there is none, or nobody has looked yet.
func (p *Peripherals) State(thing Thing) (state serial.State, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	state, known = p.states[thing]
	return state, known
}

// Face shows on the display what the owner is shown. It never waits.
func (p *Peripherals) Face(view facing.View) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.view = view
	if p.shows != nil {
		what, fen := figure(view)
		p.shows.Show(what, fen)
	}
}

// figure is the one figure of what the owner is shown.
func figure(view facing.View) (devices.Showing, int64) {
	switch {
	case view.State == facing.Idle || view.State == facing.Cancel:
		return devices.ShowNothing, 0
	case view.State == facing.Paid && view.HandedFen > 0:
		return devices.ShowChange, int64(view.ChangeFen)
	case view.State == facing.Paid:
		return devices.ShowReceived, int64(view.PayFen)
	case view.HandedFen > 0:
		return devices.ShowReceived, int64(view.HandedFen)
	}
	return devices.ShowDue, int64(view.PayFen)
}

// Try shows a figure as an example, and reports whether there is a display that can.
func (p *Peripherals) Try() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if state, known := p.states[Display]; p.shows == nil || !known || !state.Present() {
		return false
	}
	p.shows.Show(devices.ShowDue, 403_75)
	return true
}

// Found lists the serial ports of this machine as settings are typed, each with what its device calls itself.
func Found() (settings []string, err error) {
	ports, err := serial.Ports()
	for _, port := range ports {
		text := "serial://" + port.Port
		if port.USB.Vendor != "" {
			text = "usb://" + port.USB.Vendor + ":" + port.USB.Product
			if port.USB.Serial != "" {
				text += "/" + port.USB.Serial
			}
		}
		if port.Name != "" {
			text += "  " + port.Name
		}
		settings = append(settings, text)
	}
	return settings, err
}

// Run keeps the things until ctx ends, and begins them anew whenever a setting changed.
func (p *Peripherals) Run(ctx context.Context, heard Heard) {
	for ctx.Err() == nil {
		running, stop := context.WithCancel(ctx)
		done := p.start(running, heard)
		select {
		case <-ctx.Done():
		case <-p.changed:
		}
		stop()
		<-done
	}
}

// start begins what is set, and returns what is closed once all of it has ended.
func (p *Peripherals) start(ctx context.Context, heard Heard) (done chan struct{}) {
	var group sync.WaitGroup
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.states)
	p.shows = nil
	what, err := p.settings.check()
	if err == nil && p.settings.Scanner != "" {
		group.Go(func() {
			scanner.Run(ctx, serial.Line{At: what.scanner}, func(event scanner.Event) { p.scanned(event, heard) })
		})
	}
	if err == nil && p.settings.Display != "" {
		shows := display.New(what.profile)
		shows.Show(figure(p.view))
		p.shows = shows
		line := serial.Line{At: what.display, Told: func(state serial.State) { p.came(Display, state, heard) }}
		group.Go(func() { shows.Run(ctx, line) })
	}
	done = make(chan struct{})
	go func() {
		defer close(done)
		group.Wait()
	}()
	return done
}

func (p *Peripherals) scanned(event scanner.Event, heard Heard) {
	switch {
	case event.State != nil:
		p.came(Scanner, *event.State, heard)
	case event.Broken != devices.None:
		heard.Scanned("")
	default:
		heard.Scanned(event.Code)
	}
}

func (p *Peripherals) came(thing Thing, state serial.State, heard Heard) {
	p.mu.Lock()
	p.states[thing] = state
	p.mu.Unlock()
	heard.Changed(thing, state)
}
