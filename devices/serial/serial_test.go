package serial_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/devices/serial"
)

func newLine(t *testing.T) *devicetest.Line {
	t.Helper()
	line, err := devicetest.NewLine(filepath.Join(t.TempDir(), "port"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, line.Close()) })
	return line
}

// keep runs a line until the test ends, and gives its states.
func keep(t *testing.T, line serial.Line, talk func(context.Context, *serial.Port) error) <-chan serial.State {
	t.Helper()
	states := make(chan serial.State, 100)
	line.FirstWait, line.LastWait, line.Told = max(line.FirstWait, time.Millisecond), 10*time.Millisecond, func(s serial.State) { states <- s }
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		line.Keep(ctx, talk)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return states
}

func idle(ctx context.Context, port *serial.Port) error {
	for ctx.Err() == nil {
		if _, err := port.Read(make([]byte, 1), 10*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// A device that takes no more must not hold up anything; its port stays shut until it lets go.
func TestAWriteThatIsStuckIsGivenUp(t *testing.T) {
	line := newLine(t)
	at := serial.Address{Port: line.Name(), Baud: 9600}
	states := keep(t, serial.Line{At: at, FirstWait: time.Hour}, func(ctx context.Context, port *serial.Port) error {
		return port.Write(ctx, []byte(strings.Repeat("x", 1<<20)), 20*time.Millisecond)
	})
	require.True(t, (<-states).Present())
	require.Equal(t, devices.TimedOut, (<-states).Reason)
	others := keep(t, serial.Line{At: at}, idle)
	require.Equal(t, devices.NoAccess, (<-others).Reason, "what is stuck would be mixed with what comes next")
	require.NoError(t, line.Unplug())
	require.Equal(t, devices.Away, (<-others).Reason, "it has let go, and the name is gone")
}

func TestADeviceIsFoundByWhoItIs(t *testing.T) {
	line := newLine(t)
	at, rest, err := serial.Parse("usb://0c2e:0901/S9", 9600)
	require.NoError(t, err)
	require.Empty(t, rest)
	states := keep(t, serial.Line{At: at, Ports: func() ([]serial.Found, error) {
		return []serial.Found{{Port: "/dev/none"}, {Port: "/dev/none", USB: serial.USB{Vendor: "0c2e", Product: "0901", Serial: "S8"}},
			{Port: line.Name(), USB: serial.USB{Vendor: "0C2E", Product: "0901", Serial: "S9"}}}, nil
	}}, idle)
	require.True(t, (<-states).Present())
}

// Two adapters of one make without serial numbers: the one that stays must not be taken for the one that went.
func TestADeviceThatCannotBeToldApartIsOnlyKnownByItsName(t *testing.T) {
	scanner, display := newLine(t), newLine(t)
	var names []string
	for _, line := range []*devicetest.Line{scanner, display} {
		name, err := filepath.EvalSymlinks(line.Name())
		require.NoError(t, err)
		names = append(names, name)
	}
	make := serial.USB{Vendor: "1a86", Product: "7523"}
	try := serial.Seek(serial.Address{Port: scanner.Name(), Baud: 9600}, func() ([]serial.Found, error) {
		return []serial.Found{{Port: names[1], USB: make}, {Port: names[0], USB: make}}, nil
	})
	require.NoError(t, try())
	name := scanner.Name()
	require.NoError(t, scanner.Unplug())
	require.Equal(t, devices.Away, devices.ReasonOf(try()), "the other one is not taken")
	require.NoError(t, scanner.Plug(name))
	require.NoError(t, try())
}

// A hub lost its power, and its adapters came back in another order.
func TestADeviceIsNotTakenForAnotherThatHasItsName(t *testing.T) {
	scanner, other := newLine(t), newLine(t)
	name, err := filepath.EvalSymlinks(scanner.Name())
	require.NoError(t, err)
	found := []serial.Found{{Port: name, USB: serial.USB{Vendor: "1a86", Product: "7523", Serial: "A1"}}}
	try := serial.Seek(serial.Address{Port: scanner.Name(), Baud: 9600}, func() ([]serial.Found, error) { return found, nil })
	require.NoError(t, try())
	found[0].USB.Serial = "B2"
	require.Equal(t, devices.Away, devices.ReasonOf(try()), "the name is there, and another device has it")
	found = append(found, serial.Found{Port: other.Name(), USB: serial.USB{Vendor: "1a86", Product: "7523", Serial: "A1"}})
	require.NoError(t, try())
}

func TestThePortsOfThisMachineAreListed(t *testing.T) {
	found, err := serial.Ports()
	require.NoError(t, err)
	for _, port := range found {
		require.NotEmpty(t, port.Port)
	}
}
