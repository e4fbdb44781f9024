// Package serial keeps a thing on a serial port: a COM port, or a USB adapter or scanner that looks like one. It opens
// the port, writes within a time, says when the thing is away and back, and finds it again under another name.
//
// It imports nothing of ours but devices. Invariants: a port is open once in this program; no call waits for ever for a
// device; a write that is stuck keeps its port until the device lets go, so that nothing is ever mixed with it.
package serial

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Bauds are the speeds that a setting may name, in bits a second.
var Bauds = []int{300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200}

// Address says which port and how fast. Either Port is its name, such as /dev/ttyUSB0 or COM3, or USB is who has it,
// whatever the name is today. The line has 8 data bits, no parity and 1 stop bit.
type Address struct {
	Port string
	USB  USB
	Baud int
}

// USB is who a USB device says it is: vendor and product as four hexadecimal figures, and its serial number, "" where it
// has none.
type USB struct{ Vendor, Product, Serial string }

func (u USB) known() bool { return u.Vendor != "" }

// is reports whether other is this device, as far as this one is known.
func (u USB) is(other USB) bool {
	return strings.EqualFold(u.Vendor, other.Vendor) && strings.EqualFold(u.Product, other.Product) && (u.Serial == "" || u.Serial == other.Serial)
}

// SettingError is a setting that names no device one can use.
type SettingError struct{ Part string } // the part that is wrong, as it was typed

// Error returns the part, for a log.
func (e *SettingError) Error() string { return fmt.Sprintf("serial: setting %q", e.Part) }

// Parse reads the text of a setting; baud is the speed where it names none:
//
//	serial:///dev/ttyS1?baud=2400    a port by its name; serial://COM3 on Windows
//	usb://1a86:7523                  a USB device by vendor and product, usb://1a86:7523/SERIAL also by its serial number
//
// What else stands behind the question mark is the caller's: it comes back as rest. Errors are *SettingError.
func Parse(setting string, baud int) (at Address, rest url.Values, err error) {
	setting = strings.TrimSpace(setting)
	scheme, after, _ := strings.Cut(setting, "://")
	name, query, _ := strings.Cut(after, "?")
	rest, err = url.ParseQuery(query)
	if err != nil {
		return Address{}, nil, &SettingError{query}
	}
	at.Baud = baud
	if typed, named := rest["baud"]; named {
		at.Baud, err = strconv.Atoi(typed[0])
		if err != nil || len(typed) != 1 || !slices.Contains(Bauds, at.Baud) {
			return Address{}, nil, &SettingError{"baud=" + strings.Join(typed, ",")}
		}
		rest.Del("baud")
	}
	switch scheme {
	case "serial":
		at.Port = name
	case "usb":
		ids, number, _ := strings.Cut(name, "/")
		vendor, product, _ := strings.Cut(ids, ":")
		if !isUSBID(vendor) || !isUSBID(product) {
			return Address{}, nil, &SettingError{setting}
		}
		at.USB = USB{vendor, product, number}
	}
	if at.Port == "" && !at.USB.known() {
		return Address{}, nil, &SettingError{setting}
	}
	return at, rest, nil
}

func isUSBID(text string) bool {
	_, err := strconv.ParseUint(text, 16, 16)
	return err == nil && len(text) == 4
}
