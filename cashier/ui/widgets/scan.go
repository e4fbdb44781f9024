package widgets

import (
	"fyne.io/fyne/v2"

	"shouqi/devices/wedge"
)

// arriving is the run of characters that comes to the window now, whatever part of it has the keyboard: a scanner that types like a keyboard
// types on where a letter moved the focus.
var arriving = struct {
	decoder wedge.Decoder
	run     uint64
}{}

// scanned is told what a scanner typed.
var scanned = func(string) bool { return false }

// scanStays is true while it is told of a scan that stands in its entry still.
var scanStays bool

// ScanStays reports whether the scan that is being told of was left in the entry of free text that it was typed into: what is said of it must not be that
// nothing was done.
func ScanStays() bool { return scanStays }

// SetScanned sets who is told what a scanner typed into any part of the window that does not wait for a code itself; "" is a code that cannot
// be read. What was typed is taken away again before, but where ScanStays says otherwise, and the Enter behind it presses nothing, unless taker returns false: then it was nothing
// but typing.
func SetScanned(taker func(code string) bool) { scanned = taker }

// SetScanPrefix sets what the counter's scanner is programmed to send before each code, "" for nothing. Errors: those of wedge.New.
func SetScanPrefix(prefix string) error {
	decoder, err := wedge.New(prefix)
	if err == nil {
		arriving.decoder = *decoder
	}
	return err
}

// Arrive takes a character that comes to a part of the window, and returns the number of its run.
func Arrive(character rune) (run uint64) {
	before := arriving.decoder.Length()
	arriving.decoder.Rune(character, Clock())
	if arriving.decoder.Length() <= before {
		arriving.run++ // what came before does not belong to it
	}
	return arriving.run
}

// forgetArriving ends the run: what comes next has nothing to do with it.
func forgetArriving() {
	arriving.decoder.Reset()
	arriving.run++
}

// isScanning reports whether a scanner is typing now.
func isScanning() bool { return arriving.decoder.IsUnderWay(Clock()) }

// arrived ends the run at Enter or Tab. isScan says that a scanner typed it and the key must do nothing else; code is "" where it cannot be
// read, and isMore says that the key is only the second end of a scan.
func arrived() (code string, isScan, isMore bool) {
	scan, ok := arriving.decoder.Rune('\n', Clock())
	arriving.run++
	return scan.Code, ok, ok && scan.Typed == 0
}

// EndScan is Enter at a part that characters leave as it is, and says whether it ended a scan, of which was told. No hand types as many there as
// a code has, however short it is and however the window delivered them.
func EndScan(name fyne.KeyName) bool {
	if !IsEnter(name) {
		return false
	}
	isLong := arriving.decoder.Burst(Clock()) >= wedge.MinRunes
	code, isScan, isMore := arrived()
	isScan = isScan || isLong
	if isScan && !isMore && !scanned(code) {
		forgetArriving() // The key goes on, as after any typing.
		return false
	}
	return isScan
}
