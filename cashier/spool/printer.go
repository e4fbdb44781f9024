package spool

import (
	"errors"

	"shouqi/devices"
	"shouqi/devices/escpos"
	"shouqi/devices/fileprint"
	"shouqi/devices/open"
	"shouqi/ledger/store"
)

// ErrNoPrinter is what PrinterFromSetting answers where no printer is set up; compare with errors.Is.
var ErrNoPrinter = store.Refuse(CodeNoPrinter)

// PrinterFromSetting is open.Printer with the errors of this room: ErrNoPrinter, or spool.printer_setting with the part of
// the setting that is wrong, spool.printer_elsewhere where only another kind of system prints so,
// or spool.printer_foreign for an ordinary file that holds something else.
func PrinterFromSetting(text string) (devices.Printer, escpos.Profile, error) {
	printer, profile, err := open.Printer(text)
	var wrong *open.SettingError
	switch {
	case errors.Is(err, open.ErrNone):
		return nil, profile, ErrNoPrinter
	case errors.Is(err, fileprint.ErrForeign) && errors.As(err, &wrong):
		return nil, profile, store.Fail(codePrinterForeign, err, wrong.Part)
	case errors.Is(err, open.ErrElsewhere) && errors.As(err, &wrong):
		return nil, profile, store.Fail(codePrinterElsewhere, err, wrong.Part)
	case errors.As(err, &wrong):
		return nil, profile, store.Fail(codePrinterSetting, err, wrong.Part)
	}
	return printer, profile, err
}
