package open

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"shouqi/devices"
	"shouqi/devices/escpos"
	"shouqi/devices/queueprint"
)

// ErrNone is what Printer answers where the setting names no printer; compare with errors.Is.
var ErrNone = errors.New("open: no printer is set up")

// ErrElsewhere is inside a SettingError where this kind of system has no such way of printing; compare with errors.Is.
var ErrElsewhere = queueprint.ErrElsewhere

// SettingError is a setting that names no printer one can use.
type SettingError struct {
	Part string // the part that is wrong, as it was typed
	Err  error  // the cause, may be nil
}

// Error returns the part and the cause, for a log.
func (e *SettingError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("open: printer setting %q", e.Part)
	}
	return fmt.Sprintf("open: printer setting %q: %v", e.Part, e.Err)
}

// Unwrap returns the cause.
func (e *SettingError) Unwrap() error { return e.Err }

// way makes the printer of one scheme and says where its jobs go, without options.
type way func(address *url.URL, own url.Values, profile escpos.Profile) (printer devices.Printer, place string, err error)

var ways = map[string]way{
	"tcp":     overNetwork,
	"file":    intoFile,
	"serial":  onSerialLine,
	"cups":    throughCUPS,
	"windows": throughWindows,
}

// own names the options that belong to one way of printing alone.
var own = map[string][]string{"serial": {"baud"}}

// Printer makes the printer that a setting names, and its profile:
//
//	tcp://HOST:9100?paper=80   a network printer; the port may be left out
//	file:///PATH?paper=58      a folder (a file a job), a device such as /dev/usb/lp0, or a file that grows
//	serial:///PORT?baud=9600   a serial port by its name, as /dev/ttyUSB0 or COM3; baud is 9600 where it is left out
//	cups://QUEUE?paper=80      a queue of CUPS, on Linux and macOS
//	cups://QUEUE?paper=A5      a queue with a driver, which gets PDF sheets: A4, A5, or of the 241 mm form 241x93 (241) or 241x140
//	windows:///NAME?paper=80   a printer by the name that Windows shows, on Windows
//	none, or nothing           ErrNone
//
// Names are escaped as in any address where they hold a space, a % or a ?. Options: paper=58|80 (80); status=yes|no (yes: ask for paper and cover; some models hang when asked);
// confirm=fence|id (fence; id for newer Epson); drawer=2|5|no (2: the pin of the plug); cutter=yes|no;
// text=font|drawn (font; drawn for printers without Chinese letters); qr=own|drawn; encoding=gb18030|gbk.
// A printer of sheets has no other options, and its profile is of no use but for what is laid out like a roll.
// A setting that cannot be used is a *SettingError. Nothing is opened or called yet.
func Printer(setting string) (devices.Printer, escpos.Profile, error) {
	setting = strings.TrimSpace(setting)
	if setting == "" || setting == "none" {
		return nil, escpos.Profile{}, ErrNone
	}
	address, err := url.Parse(setting)
	if err != nil {
		return nil, escpos.Profile{}, &SettingError{setting, err}
	}
	options, err := url.ParseQuery(address.RawQuery)
	if err != nil {
		return nil, escpos.Profile{}, &SettingError{address.RawQuery, err}
	}
	if sheet, isSheet := sheetOf(options); isSheet {
		return onSheets(setting, address, options, sheet)
	}
	profile, err := profileOf(options, own[address.Scheme])
	if err != nil {
		return nil, escpos.Profile{}, err
	}
	through, known := ways[address.Scheme]
	if !known {
		return nil, escpos.Profile{}, &SettingError{setting, fmt.Errorf("no way of printing %q", address.Scheme)}
	}
	printer, place, err := through(address, options, profile)
	if err != nil {
		return nil, escpos.Profile{}, &SettingError{setting, err}
	}
	return namedPrinter{Printer: printer, name: address.Scheme + "://" + place}, profile, nil
}

// namedPrinter remembers where its jobs go, for the job's record.
type namedPrinter struct {
	devices.Printer
	name string
}

// String returns the way and the address, without options.
func (p namedPrinter) String() string { return p.name }
