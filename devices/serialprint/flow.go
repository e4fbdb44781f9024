package serialprint

import (
	"os"
	"sync"
	"time"

	"go.bug.st/serial"
)

// The bytes with which a printer says that it is full, and that it goes on. No answer of any other kind holds them.
const (
	xon  = 0x11
	xoff = 0x13
)

// modem is the part of a port that knows the level of its wires.
type modem interface {
	GetModemStatusBits() (*serial.ModemStatusBits, error)
}

// flow knows whether the printer takes bytes now. A printer says so by XON and XOFF, or by a wire, CTS or DSR, as it is
// set up. A wire that was up when the port was opened is watched; one that was down may lead nowhere. Ports that do not
// know their wires, as pseudo-terminals, have none.
type flow struct {
	modem    modem
	cts, dsr bool // watched

	mu   sync.Mutex
	held bool // by XOFF
	over bool // nothing more will be heard
}

func newFlow(port modem) *flow {
	f := &flow{modem: port}
	if bits, err := port.GetModemStatusBits(); err == nil {
		f.cts, f.dsr = bits.CTS, bits.DSR
	}
	return f
}

// hear takes what the printer said.
func (f *flow) hear(said []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, b := range said {
		switch b {
		case xon:
			f.held = false
		case xoff:
			f.held = true
		}
	}
}

// release ends the waiting for an XON that can no longer come.
func (f *flow) release() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.over = true
}

// wait returns nil when the printer takes bytes, or a deadline's error.
func (f *flow) wait(passed <-chan struct{}) error {
	if f.free() {
		return nil
	}
	tick := time.NewTicker(flowTick)
	defer tick.Stop()
	for {
		select {
		case <-passed:
			return os.ErrDeadlineExceeded
		case <-tick.C:
			if f.free() {
				return nil
			}
		}
	}
}

func (f *flow) free() bool {
	f.mu.Lock()
	held := f.held && !f.over
	f.mu.Unlock()
	if held || !f.cts && !f.dsr {
		return !held
	}
	bits, err := f.modem.GetModemStatusBits()
	return err != nil || (bits.CTS || !f.cts) && (bits.DSR || !f.dsr)
}
