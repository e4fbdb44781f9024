package queueprint

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"shouqi/devices"
	"shouqi/devices/escpos"
)

// CUPS answers ErrElsewhere: Windows has its own spooler.
func CUPS(string, escpos.Profile, time.Duration) (*Printer, error) { return nil, ErrElsewhere }

// CUPSSheets answers ErrElsewhere too.
func CUPSSheets(string, devices.Sheet, time.Duration) (*Printer, error) { return nil, ErrElsewhere }

// Windows takes the name of a printer as Windows shows it, a valid profile and the longest wait for one job. Nothing is
// asked yet.
func Windows(name string, profile escpos.Profile, limit time.Duration) (*Printer, error) {
	wide, err := windows.UTF16PtrFromString(name)
	if err != nil || name == "" {
		return nil, fmt.Errorf("queueprint: %q is no name of a printer", name)
	}
	return newPrinter(name, spooler{wide}, profile, limit)
}

// spooler is a printer of Windows. Its calls are to the local spooler, which answers at once, so they do not watch ctx.
type spooler struct{ name *uint16 }

func (s spooler) ready(context.Context) error {
	return s.opened(func(printer windows.Handle) error {
		var info struct{ status uint32 } // PRINTER_INFO_6
		var needed uint32
		if err := call(getPrinter, uintptr(printer), 6, uintptr(unsafe.Pointer(&info)), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&needed))); err != nil {
			return &devices.Error{Reason: devices.Away, Err: err}
		}
		if reason := printerReason(info.status); reason != devices.None {
			return &devices.Error{Reason: reason}
		}
		return nil
	})
}

// submit spools one raw document. A document that could not be spooled whole is taken back at once.
func (s spooler) submit(_ context.Context, job []byte) (name string, err error) {
	raw, err := windows.UTF16PtrFromString("RAW")
	if err != nil {
		return "", err
	}
	title, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return "", err
	}
	err = s.opened(func(printer windows.Handle) error {
		document := struct{ name, output, kind *uint16 }{title, nil, raw} // DOC_INFO_1W
		number, _, failure := startDocument.Call(uintptr(printer), 1, uintptr(unsafe.Pointer(&document)))
		if number == 0 {
			return &devices.Error{Reason: devices.Away, Err: failure}
		}
		name = strconv.FormatUint(uint64(number), 10)
		err := call(startPage, uintptr(printer))
		if err == nil {
			err = errors.Join(write(printer, job), call(endPage, uintptr(printer)))
		}
		if err != nil {
			// Deleted before its end, the document never prints.
			err = errors.Join(err, call(setJob, uintptr(printer), number, 0, 0, jobDelete))
			return fmt.Errorf("%w: %w", ErrLeft, errors.Join(err, call(endDocument, uintptr(printer))))
		}
		return call(endDocument, uintptr(printer))
	})
	return name, err
}

// write hands over bytes until all are taken.
func write(printer windows.Handle, job []byte) error {
	for len(job) > 0 {
		var taken uint32
		if err := call(writePrinter, uintptr(printer), uintptr(unsafe.Pointer(&job[0])), uintptr(len(job)), uintptr(unsafe.Pointer(&taken))); err != nil {
			return err
		}
		if taken == 0 {
			return io.ErrShortWrite
		}
		job = job[min(int(taken), len(job)):]
	}
	return nil
}

// look asks for the job. One that the spooler no longer knows has gone to the printer, or somebody deleted it: it does not
// say which.
func (s spooler) look(_ context.Context, name string) (now standing, err error) {
	number, err := strconv.ParseUint(name, 10, 32)
	if err != nil {
		return standing{}, err
	}
	err = s.opened(func(printer windows.Handle) error {
		var buffer [1 << 10]uint64 // JOB_INFO_1 and the texts that it points to
		var needed uint32
		err := call(getJob, uintptr(printer), uintptr(number), 1, uintptr(unsafe.Pointer(&buffer[0])), unsafe.Sizeof(buffer), uintptr(unsafe.Pointer(&needed)))
		if unknownJob(err) {
			return nil
		}
		if err != nil {
			return err
		}
		status := (*jobInfo)(unsafe.Pointer(&buffer[0])).status
		now.waiting, now.reason = status&jobEnded == 0, jobReason(status)
		return nil
	})
	return now, err
}

func (s spooler) remove(_ context.Context, name string) error {
	number, err := strconv.ParseUint(name, 10, 32)
	if err != nil {
		return err
	}
	return s.opened(func(printer windows.Handle) error {
		err := call(setJob, uintptr(printer), uintptr(number), 0, 0, jobDelete)
		if unknownJob(err) {
			return nil
		}
		return err
	})
}

// unknownJob tells that the spooler does not know a job: Windows says so by this error, Wine fails with none.
func unknownJob(err error) bool {
	return errors.Is(err, windows.ERROR_INVALID_PARAMETER) || errors.Is(err, windows.ERROR_SUCCESS)
}

// opened does work with the printer's handle. A printer that is not there is Away.
func (s spooler) opened(work func(printer windows.Handle) error) error {
	var printer windows.Handle
	if err := call(openPrinter, uintptr(unsafe.Pointer(s.name)), uintptr(unsafe.Pointer(&printer)), 0); err != nil {
		return &devices.Error{Reason: devices.Away, Err: err}
	}
	err := work(printer)
	// A handle that cannot be closed is lost and harms nothing.
	_ = call(closePrinter, uintptr(printer))
	return err
}
