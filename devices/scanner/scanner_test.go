package scanner_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/devices/scanner"
	"shouqi/devices/serial"
)

// counter hears a scanner, which is the far end of a line.
type counter struct {
	t      *testing.T
	events chan scanner.Event
}

const payer = "134567890123456789"

// plug plugs a scanner in under a name and begins to hear it.
func plug(t *testing.T, change func(*serial.Line)) (counter, *devicetest.Line) {
	t.Helper()
	line, err := devicetest.NewLine(filepath.Join(t.TempDir(), "scanner"))
	require.NoError(t, err)
	settings := serial.Line{At: serial.Address{Port: line.Name(), Baud: scanner.Baud}, FirstWait: time.Millisecond, LastWait: 10 * time.Millisecond}
	if change != nil {
		change(&settings)
	}
	ctx, cancel := context.WithCancel(t.Context())
	c := counter{t, make(chan scanner.Event, 1000)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		scanner.Run(ctx, settings, func(event scanner.Event) { c.events <- event })
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		require.NoError(t, line.Close())
	})
	c.hears(present)
	return c, line
}

var (
	present = scanner.Event{State: &serial.State{}}
	away    = scanner.Event{State: &serial.State{Reason: devices.Away}}
)

func code(text string) scanner.Event             { return scanner.Event{Code: text} }
func broken(reason devices.Reason) scanner.Event { return scanner.Event{Broken: reason} }

// hears waits for exactly these events.
func (c counter) hears(events ...scanner.Event) {
	c.t.Helper()
	for _, want := range events {
		select {
		case event := <-c.events:
			require.Equal(c.t, want, event)
		case <-time.After(30 * time.Second):
			require.Fail(c.t, "nothing was heard", "%+v", want)
		}
	}
}

func (c counter) scans(line *devicetest.Line, pieces ...string) {
	c.t.Helper()
	for _, piece := range pieces {
		require.NoError(c.t, line.Type(c.t.Context(), piece, 0))
	}
}

func TestACodeIsHeardWhereverItsPiecesAreCut(t *testing.T) {
	c, line := plug(t, nil)
	c.scans(line, "SHOUQI1 01-2026", "-000123\r", "\n")
	c.hears(code("SHOUQI1 01-2026-000123"))
	c.scans(line, payer+"\r\n"+"6901234567892\r\n69", "01234567892\n")
	c.hears(code(payer), code("6901234567892"), code("6901234567892"))
}

func TestAScannerWithoutLineEndsIsHeardByItsPauses(t *testing.T) {
	c, line := plug(t, nil)
	c.scans(line, payer)
	c.hears(code(payer))
	c.scans(line, payer)
	c.hears(code(payer))
}

// What is half a code must not be read as a whole one.
func TestHalfACodeIsDroppedAndSaid(t *testing.T) {
	c, line := plug(t, nil)
	c.scans(line, payer+"\r")
	c.hears(code(payer))
	c.scans(line, payer[:9])
	c.hears(broken(devices.CutOff))
	c.scans(line, payer+"\r")
	c.hears(code(payer))
}

func TestAScannerIsPulledOutAndPutBack(t *testing.T) {
	c, line := plug(t, nil)
	name := line.Name()
	c.scans(line, payer+"\r"+payer[:9])
	c.hears(code(payer))
	require.NoError(t, line.Unplug())
	c.hears(broken(devices.CutOff), away)
	require.NoError(t, line.Plug(name))
	c.hears(present)
	c.scans(line, payer+"\r")
	c.hears(code(payer))
}

// ttyUSB0 comes back as ttyUSB1.
func TestAScannerIsFoundUnderItsNewName(t *testing.T) {
	who := serial.USB{Vendor: "1A86", Product: "7523", Serial: "A1"}
	first := make(chan serial.Found, 1)
	there := func() ([]serial.Found, error) {
		found := <-first
		first <- found
		return []serial.Found{{Port: "/dev/none", USB: serial.USB{Vendor: "1a86", Product: "7523", Serial: "B2"}}, found, {Port: "/dev/ttyS9"}}, nil
	}
	c, line := plug(t, func(l *serial.Line) {
		name, err := filepath.EvalSymlinks(l.At.Port)
		require.NoError(t, err)
		first <- serial.Found{Port: name, USB: who}
		l.Ports = there
	})
	require.NoError(t, line.Unplug())
	c.hears(away)
	other := line.Name() + "-1"
	<-first
	first <- serial.Found{Port: other, USB: serial.USB{Vendor: "1a86", Product: "7523", Serial: "A1"}}
	require.NoError(t, line.Plug(other))
	c.hears(present)
	c.scans(line, payer+"\r")
	c.hears(code(payer))
}

func TestGarbageIsSaidAndTheNextCodeIsHeard(t *testing.T) {
	c, line := plug(t, nil)
	c.scans(line, "\x00\xff\x80\x13\x9c\r")
	c.hears(broken(devices.Garbled))
	c.scans(line, strings.Repeat("x", scanner.MaxBytes+1)+"\r")
	c.hears(broken(devices.TooLarge))
	c.scans(line, "\r\n\r\n", payer+"\r")
	c.hears(code(payer))
}

func TestAPersonTypingOnTheLineScansNothing(t *testing.T) {
	c, line := plug(t, nil)
	require.NoError(t, line.Type(t.Context(), "1201", 120*time.Millisecond))
	c.hears(broken(devices.Garbled), broken(devices.Garbled), broken(devices.Garbled), broken(devices.Garbled))
}

func TestAPortThatIsTakenIsSaid(t *testing.T) {
	_, line := plug(t, nil)
	told := make(chan serial.State, 10)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		scanner.Run(ctx, serial.Line{At: serial.Address{Port: line.Name(), Baud: 9600}}, func(e scanner.Event) { told <- *e.State })
	}()
	require.Equal(t, devices.NoAccess, (<-told).Reason)
	cancel()
	<-done
}

// Whatever comes in whatever pieces, no code is longer than the limit, none is garbage, and a code with its line end is heard.
func FuzzSplit(f *testing.F) {
	f.Add([]byte(payer+"\r\n"), byte(3))
	f.Add([]byte("\x00\xff\r12\n"), byte(1))
	f.Add([]byte(strings.Repeat("9", 600)+"\r"), byte(255))
	f.Fuzz(func(t *testing.T, bytes []byte, size byte) {
		events := scanner.Split(append(bytes, "\n"+payer+"\n"...), int(size)+1)
		require.Equal(t, code(payer), events[len(events)-1])
		for _, event := range events {
			require.NotEqual(t, event.Code == "", event.Broken == devices.None)
			require.LessOrEqual(t, len(event.Code), scanner.MaxBytes)
			require.False(t, strings.ContainsAny(event.Code, "\r\n\x00\ufffd"))
		}
	})
}
