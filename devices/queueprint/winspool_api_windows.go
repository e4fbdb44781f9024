package queueprint

import (
	"context"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"

	"shouqi/devices"
)

// The spooler's calls, as winspool.h has them.
var (
	winspool      = windows.NewLazySystemDLL("winspool.drv")
	openPrinter   = winspool.NewProc("OpenPrinterW")
	closePrinter  = winspool.NewProc("ClosePrinter")
	getPrinter    = winspool.NewProc("GetPrinterW")
	enumPrinters  = winspool.NewProc("EnumPrintersW")
	startDocument = winspool.NewProc("StartDocPrinterW")
	endDocument   = winspool.NewProc("EndDocPrinter")
	startPage     = winspool.NewProc("StartPagePrinter")
	endPage       = winspool.NewProc("EndPagePrinter")
	writePrinter  = winspool.NewProc("WritePrinter")
	getJob        = winspool.NewProc("GetJobW")
	setJob        = winspool.NewProc("SetJobW")
)

// title is how our jobs are called in the queue; it says nothing about anybody.
const title = "shouqi"

// Numbers of winspool.h.
const (
	jobDelete = 5 // JOB_CONTROL_DELETE

	jobEnded = 0x80 | 0x100 | 0x1000 // PRINTED, DELETED, COMPLETE

	localAndConnected = 2 | 4 // PRINTER_ENUM_LOCAL, PRINTER_ENUM_CONNECTIONS
)

// jobInfo is the head of JOB_INFO_1W, as far as it is read.
type jobInfo struct {
	number                                              uint32
	printer, machine, user, document, kind, statusWords *uint16
	status                                              uint32
}

// call makes one call that answers 0 where it fails.
func call(procedure *windows.LazyProc, arguments ...uintptr) error {
	if err := procedure.Find(); err != nil {
		return err
	}
	answer, _, err := procedure.Call(arguments...)
	if answer == 0 {
		return fmt.Errorf("%s: %w", procedure.Name, err)
	}
	return nil
}

// printerReason reads PRINTER_STATUS bits: what would keep a job in the queue.
func printerReason(status uint32) devices.Reason {
	switch {
	case status&0x10 != 0: // PAPER_OUT
		return devices.PaperOut
	case status&0x400000 != 0: // DOOR_OPEN
		return devices.CoverOpen
	case status&(0x1|0x80|0x1000) != 0: // PAUSED, OFFLINE, NOT_AVAILABLE
		return devices.Offline
	case status&(0x2|0x8) != 0: // ERROR, PAPER_JAM
		return devices.Faulty
	}
	return devices.None
}

// jobReason reads JOB_STATUS bits.
func jobReason(status uint32) devices.Reason {
	switch {
	case status&0x40 != 0: // PAPEROUT
		return devices.PaperOut
	case status&(0x1|0x20) != 0: // PAUSED, OFFLINE
		return devices.Offline
	case status&(0x2|0x200|0x400) != 0: // ERROR, BLOCKED_DEVQ, USER_INTERVENTION
		return devices.Faulty
	case status&0x100 != 0 && status&0x80 == 0: // DELETED, and not PRINTED
		return devices.CutOff
	}
	return devices.None
}

// enumMax is the most bytes that the list of printers is believed to have.
const enumMax = 1 << 20

// Queues returns the printers of this computer and those it is connected to.
func Queues(context.Context) ([]Queue, error) {
	if err := enumPrinters.Find(); err != nil {
		return nil, err
	}
	for size := uint32(16 << 10); size <= enumMax; {
		buffer := make([]uint64, (size+7)/8) // of words, because the entries hold pointers into it
		var needed, count uint32
		answer, _, err := enumPrinters.Call(localAndConnected, 0, 4, uintptr(unsafe.Pointer(&buffer[0])), uintptr(8*len(buffer)),
			uintptr(unsafe.Pointer(&needed)), uintptr(unsafe.Pointer(&count)))
		if answer != 0 {
			return queuesIn(buffer, count), nil
		}
		if needed <= size {
			return nil, fmt.Errorf("queueprint: EnumPrintersW: %w", err)
		}
		size = needed
	}
	return nil, fmt.Errorf("queueprint: a list of printers over %d bytes", enumMax)
}

// queuesIn reads PRINTER_INFO_4W entries.
func queuesIn(buffer []uint64, count uint32) (all []Queue) {
	type info struct {
		name, server *uint16
		attributes   uint32
	}
	for _, one := range unsafe.Slice((*info)(unsafe.Pointer(&buffer[0])), count) {
		all = append(all, Queue{Scheme: "windows", Name: windows.UTF16PtrToString(one.name)})
	}
	return all
}
