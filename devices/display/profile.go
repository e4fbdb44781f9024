package display

import (
	"fmt"
	"slices"
	"strings"

	"shouqi/devices"
	"shouqi/devices/serial"
)

// Profile is how a kind of display is spoken to.
type Profile struct {
	Name string
	Baud int // the speed it is set to when it is new
	// begin puts it into a known state after it was switched on or plugged in.
	begin []byte
	// draw returns the bytes that replace what it shows; ok is false where the amount does not fit.
	draw func(what devices.Showing, amount string) (bytes []byte, ok bool)
	// clear is the bytes that make it dark.
	clear []byte
}

// Profiles are the displays that can be spoken to. The first is the commonest at counters in China.
var Profiles = []Profile{
	// LED8, by the manual of the LED8N: 1B 51 41 figures 0D shows, 1B 73 n lights a lamp, 0C clears.
	{Name: "led8", Baud: 2400, begin: []byte("\x1b@"), draw: drawLED8, clear: []byte("\x0c\x1bs0")},
	// CD5220: ESC Q A and ESC Q B fill a line each; after them nothing is heard but 0C, which clears.
	{Name: "cd5220", Baud: 9600, begin: []byte("\x0c\x1b@"), draw: drawCD5220, clear: []byte("\x0c")},
	// DSP-800, by the manual of the VFD-550: 04 01 'P' place 17 moves, 04 01 'C' from to 17 clears; places are 31h to 58h.
	{Name: "dsp800", Baud: 9600, draw: drawDSP800, clear: []byte("\x04\x01C\x31\x58\x17")},
}

// ProfileOf returns the profile with a name; ok is false for an unknown one.
func ProfileOf(name string) (profile Profile, ok bool) {
	at := slices.IndexFunc(Profiles, func(p Profile) bool { return p.Name == name })
	if at < 0 {
		return Profile{}, false
	}
	return Profiles[at], true
}

// Parse reads the text of a setting, such as serial:///dev/ttyS1?profile=led8&baud=2400: an address as serial.Parse takes
// it, and the profile, led8 where none is named. Errors are *serial.SettingError.
func Parse(setting string) (serial.Address, Profile, error) {
	at, rest, err := serial.Parse(setting, 0)
	if err != nil {
		return serial.Address{}, Profile{}, err
	}
	profile := Profiles[0]
	for name, values := range rest {
		known := false
		if name == "profile" && len(values) == 1 {
			profile, known = ProfileOf(values[0])
		}
		if !known {
			return serial.Address{}, Profile{}, &serial.SettingError{Part: name + "=" + strings.Join(values, ",")}
		}
	}
	if at.Baud == 0 {
		at.Baud = profile.Baud
	}
	return at, profile, nil
}

// Fits reports whether the display can show an amount of fen.
func (p Profile) Fits(fen int64) bool {
	if fen < 0 {
		return false // nothing that is paid, handed over or given back is below zero
	}
	_, ok := p.draw(devices.ShowDue, yuan(fen))
	return ok
}

// show returns the bytes for an amount, or those that make the display dark.
func (p Profile) show(what devices.Showing, fen int64) []byte {
	if what != devices.ShowNothing && p.Fits(fen) {
		if bytes, ok := p.draw(what, yuan(fen)); ok {
			return bytes
		}
	}
	return p.clear
}

// yuan writes fen that are not below zero as yuan.
func yuan(fen int64) string { return fmt.Sprintf("%d.%02d", fen/100, fen%100) }
