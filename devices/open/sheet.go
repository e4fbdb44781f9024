package open

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"shouqi/devices"
	"shouqi/devices/escpos"
	"shouqi/devices/queueprint"
)

// sheetLimit is the longest wait for a sheet: its driver has to draw it first, and a page printer may have to warm up.
const sheetLimit = 2 * time.Minute

// sheets are the names of sheets in settings, in small letters.
var sheets = map[string]devices.Sheet{"a4": devices.A4, "a5": devices.A5, "241": devices.Triple241x93, "241x93": devices.Triple241x93, "241x140": devices.Half241x140}

// sheetOf reports which sheet the options name, if any.
func sheetOf(options url.Values) (sheet devices.Sheet, found bool) {
	sheet, found = sheets[strings.ToLower(options.Get("paper"))]
	return sheet, found
}

// onSheets makes a printer of whole pages. Only CUPS turns PDF files into what a printer speaks.
func onSheets(setting string, address *url.URL, options url.Values, sheet devices.Sheet) (devices.Printer, escpos.Profile, error) {
	for name, values := range options {
		if name != "paper" || len(values) != 1 {
			return nil, escpos.Profile{}, &SettingError{Part: name + "=" + strings.Join(values, ",")}
		}
	}
	if address.Scheme != "cups" {
		return nil, escpos.Profile{}, &SettingError{"paper=" + options.Get("paper"), errors.New("only a queue of CUPS prints sheets")}
	}
	if address.Path != "" && address.Path != "/" {
		return nil, escpos.Profile{}, &SettingError{setting, errors.New("a queue has no path")}
	}
	printer, err := queueprint.CUPSSheets(address.Host, sheet, sheetLimit)
	if err != nil {
		return nil, escpos.Profile{}, &SettingError{setting, err}
	}
	profile := escpos.Profile80()
	profile.DrawerPin, profile.ReadStatus = 0, false
	return namedPrinter{Printer: printer, name: "cups://" + address.Host}, profile, nil
}
