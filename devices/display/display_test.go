package display_test

import (
	"context"
	"math"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/devices/display"
	"shouqi/devices/serial"
)

// counter is a display on its line and the pretend one at the other end.
type counter struct {
	*display.Display
	pretend *devicetest.Display
	name    string
	states  chan serial.State
	end     func()
}

func start(t *testing.T, profile display.Profile) counter {
	t.Helper()
	name := filepath.Join(t.TempDir(), "display")
	pretend, err := devicetest.StartDisplay(name, profile.Name, nil)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	c := counter{display.New(profile), pretend, name, make(chan serial.State, 100), nil}
	done := make(chan struct{})
	line := serial.Line{At: serial.Address{Port: name, Baud: profile.Baud}, FirstWait: time.Millisecond, LastWait: 10 * time.Millisecond, Told: func(s serial.State) { c.states <- s }}
	go func() {
		defer close(done)
		c.Run(ctx, line)
	}()
	c.end = func() {
		cancel()
		<-done
	}
	t.Cleanup(func() {
		c.end()
		require.NoError(t, pretend.Close())
	})
	return c
}

// most is the largest amount that a display shows, in fen; 0 where it shows all there are.
var most = map[string]int64{"led8": 999_999_99}

func TestEveryDisplayKeepsThePort(t *testing.T) {
	require.Len(t, display.Profiles, len(devicetest.DisplayModels))
	for _, profile := range display.Profiles {
		for _, check := range devicetest.DisplayChecks {
			t.Run(profile.Name+"/"+check.Name, func(t *testing.T) {
				t.Parallel()
				c := start(t, profile)
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
				defer cancel()
				require.NoError(t, check.Run(ctx, devicetest.DisplaySubject{
					Display: c, Pretend: c.pretend, MostFen: most[profile.Name], Back: func() error { return c.pretend.Line().Plug(c.name) },
				}))
			})
		}
	}
}

func TestTheCounterIsToldWhetherTheDisplayIsThere(t *testing.T) {
	c := start(t, display.Profiles[0])
	require.True(t, (<-c.states).Present())
	require.NoError(t, c.pretend.Line().Unplug())
	require.Equal(t, serial.State{Reason: devices.Away}, <-c.states, "though nobody shows anything")
	require.NoError(t, c.pretend.Line().Plug(c.name))
	require.True(t, (<-c.states).Present())
	c.end()
	require.Empty(t, c.states, "whoever stops it knows")
}

func TestNoAmountStaysWhenTheProgramEnds(t *testing.T) {
	c := start(t, display.Profiles[1])
	c.Show(devices.ShowDue, 926_40)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err := c.pretend.Wait(ctx, func(s devicetest.Shown) bool { return s.Lines == [2]string{"TOTAL", "926.40"} })
	require.NoError(t, err)
	c.end()
	_, err = c.pretend.Wait(ctx, devicetest.Shown.Dark)
	require.NoError(t, err)
}

func TestWhatFits(t *testing.T) {
	led8, _ := display.ProfileOf("led8")
	for fen, fits := range map[int64]bool{0: true, 5: true, 999_999_99: true, 1_000_000_00: false, -1: false, math.MaxInt64: false, math.MinInt64: false} {
		require.Equal(t, fits, led8.Fits(fen), fen)
	}
	vfd, _ := display.ProfileOf("cd5220")
	require.True(t, vfd.Fits(math.MaxInt64))
}

func TestASettingNamesThePortAndTheModel(t *testing.T) {
	for setting, want := range map[string]struct {
		at      serial.Address
		profile string
	}{
		"serial:///dev/ttyS1":                           {serial.Address{Port: "/dev/ttyS1", Baud: 2400}, "led8"},
		"serial:///dev/ttyS1?profile=led8&baud=9600":    {serial.Address{Port: "/dev/ttyS1", Baud: 9600}, "led8"},
		" serial://COM3?profile=cd5220 ":                {serial.Address{Port: "COM3", Baud: 9600}, "cd5220"},
		"usb://1a86:7523/A1?profile=dsp800&baud=115200": {serial.Address{USB: serial.USB{Vendor: "1a86", Product: "7523", Serial: "A1"}, Baud: 115200}, "dsp800"},
	} {
		at, profile, err := display.Parse(setting)
		require.NoError(t, err, setting)
		require.Equal(t, want.at, at, setting)
		require.Equal(t, want.profile, profile.Name, setting)
	}
	for setting, part := range map[string]string{
		"":                                 "",
		"serial://":                        "serial://",
		"tcp://h":                          "tcp://h",
		"usb://1a86":                       "usb://1a86",
		"usb://1a86:zzzz":                  "usb://1a86:zzzz",
		"serial:///dev/ttyS1?baud=2401":    "baud=2401",
		"serial:///dev/ttyS1?profile=vfd":  "profile=vfd",
		"serial:///dev/ttyS1?colour=green": "colour=green",
		"serial:///dev/ttyS1?%zz":          "%zz",
	} {
		_, _, err := display.Parse(setting)
		var wrong *serial.SettingError
		require.ErrorAs(t, err, &wrong, setting)
		require.Equal(t, part, wrong.Part)
	}
}
