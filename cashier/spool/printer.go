package spool

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"shouqi/devices"
	"shouqi/devices/escpos"
	"shouqi/devices/fileprint"
	"shouqi/devices/netprint"
	"shouqi/ledger/store"
)

// ErrNoPrinter is what PrinterFromSetting answers where no printer is set up; compare with errors.Is.
var ErrNoPrinter = store.Refuse(CodeNoPrinter)

// fileLimit is the longest wait for a job written to a file or a device file.
const fileLimit = 30 * time.Second

// PrinterFromSetting makes the printer that a setting names, and its profile:
//
//	tcp://HOST:9100?paper=80   a network printer; the port may be left out
//	file:///PATH?paper=58      a folder (a file a job), a device such as /dev/usb/lp0, or a file that grows
//	none, or nothing           ErrNoPrinter
//
// Options: paper=58|80 (80); status=yes|no (yes: ask for paper and cover; some models hang when asked);
// confirm=fence|id (fence; id for newer Epson); drawer=2|5|no (2: the pin of the plug); cutter=yes|no;
// text=font|drawn (font; drawn for printers without Chinese letters); qr=own|drawn; encoding=gb18030|gbk.
// A setting that cannot be used is spool.printer_setting with the part that is wrong.
func PrinterFromSetting(text string) (devices.Printer, escpos.Profile, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == "none" {
		return nil, escpos.Profile{}, ErrNoPrinter
	}
	address, err := url.Parse(text)
	if err != nil {
		return nil, escpos.Profile{}, store.Fail(codePrinterSetting, err, text)
	}
	profile, err := profileOf(address)
	if err != nil {
		return nil, escpos.Profile{}, err
	}
	var printer devices.Printer
	place := address.Host
	switch address.Scheme {
	case "tcp":
		if address.Path != "" && address.Path != "/" {
			return nil, escpos.Profile{}, store.Refuse(codePrinterSetting, address.Path)
		}
		printer, err = netprint.New(address.Host, profile, escpos.DefaultLimits())
	case "file":
		if place, err = filePath(address); err == nil {
			printer, err = fileprint.New(place, profile, fileLimit)
		}
	default:
		err = fmt.Errorf("no way of printing %q", address.Scheme)
	}
	if err != nil {
		return nil, escpos.Profile{}, store.Fail(codePrinterSetting, err, text)
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

// filePath returns the local path of file:///PATH; on Windows /C:/PATH means C:/PATH. A folder or its parent must exist.
func filePath(address *url.URL) (string, error) {
	path := address.Path
	if address.Host != "" || path == "" || path == "/" {
		return "", fmt.Errorf("want file:///PATH")
	}
	if len(path) > 2 && path[2] == ':' {
		path = path[1:]
	}
	path = filepath.FromSlash(path)
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return "", err
	}
	return path, nil
}

// profileOf reads the options over the usual profile of the paper's width.
func profileOf(address *url.URL) (escpos.Profile, error) {
	options, err := url.ParseQuery(address.RawQuery)
	if err != nil {
		return escpos.Profile{}, store.Fail(codePrinterSetting, err, address.RawQuery)
	}
	profile := escpos.Profile80()
	if options.Get("paper") == "58" {
		profile = escpos.Profile58()
	}
	choices := map[string]map[string]func(){
		"paper":    {"58": func() {}, "80": func() {}},
		"status":   {"yes": func() { profile.ReadStatus = true }, "no": func() { profile.ReadStatus = false }},
		"confirm":  {"fence": func() {}, "id": func() { profile.ConfirmByProcessID = true }},
		"drawer":   {"2": func() { profile.DrawerPin = 2 }, "5": func() { profile.DrawerPin = 5 }, "no": func() { profile.DrawerPin = 0 }},
		"cutter":   {"yes": func() { profile.HasCutter = true }, "no": func() { profile.HasCutter = false }},
		"text":     {"font": func() {}, "drawn": func() { profile.RasterText = true }},
		"qr":       {"own": func() { profile.NativeQR = true }, "drawn": func() { profile.NativeQR = false }},
		"encoding": {"gb18030": func() { profile.Encoding = escpos.GB18030 }, "gbk": func() { profile.Encoding = escpos.GBK }},
	}
	for name, values := range options {
		choose := choices[name][values[0]]
		if choose == nil || len(values) != 1 {
			return escpos.Profile{}, store.Refuse(codePrinterSetting, name+"="+strings.Join(values, ","))
		}
		choose()
	}
	return profile, nil
}
