package devicetest

import (
	"fmt"
	"strconv"
	"strings"
)

// Faults is what is wrong with a pretend printer; the zero value is a good one.
type Faults struct {
	PaperOut  bool
	NearEnd   bool
	CoverOpen bool
	Away      bool // connections are refused; on a serial line the adapter is pulled out
	Silent    bool // prints, and never answers anything
	Garbled   bool // answers break their fixed bits
	NoFence   bool // does not know GS r, like some clones

	NoProcessID bool // does not know GS ( H, like most clones

	BytesPerSecond  int // reads no faster than this; 0 is at once
	CutOffAfter     int // resets each connection, or pulls the plug and puts it back, after so many bytes; 0 is never
	PaperOutMidway  int // the roll ends after so many bytes from now; 0 is never
	midwayRemaining int
}

// FaultNames lists what ParseFault takes, for a help text.
const FaultNames = "paper-out, near-end, cover-open, away, silent, garbled, no-fence, no-process-id, " +
	"slow=BYTES, cut-off=BYTES, paper-out-midway=BYTES"

// ParseFault switches on the fault named by text, such as "paper-out" or "slow=500"; numbers are 1 to 1,000,000.
func (f *Faults) ParseFault(text string) error {
	name, value, numbered := strings.Cut(text, "=")
	switches := map[string]*bool{
		"paper-out": &f.PaperOut, "near-end": &f.NearEnd, "cover-open": &f.CoverOpen, "away": &f.Away,
		"silent": &f.Silent, "garbled": &f.Garbled, "no-fence": &f.NoFence, "no-process-id": &f.NoProcessID,
	}
	numbers := map[string]*int{
		"slow": &f.BytesPerSecond, "cut-off": &f.CutOffAfter, "paper-out-midway": &f.PaperOutMidway,
	}
	if target, ok := switches[name]; ok && !numbered {
		*target = true
		return nil
	}
	target, ok := numbers[name]
	if !ok {
		return fmt.Errorf("devicetest: no fault %q; there are %s", text, FaultNames)
	}
	number, err := strconv.Atoi(value)
	if err != nil || number < 1 || number > 1_000_000 {
		return fmt.Errorf("devicetest: fault %q wants a number of bytes from 1 to 1000000", text)
	}
	*target = number
	return nil
}

// blocked reports whether the printer takes no bytes off its buffer.
func (f *Faults) blocked() bool { return f.PaperOut || f.CoverOpen }

// realTime returns the answer to DLE EOT n; every answer has 0x12 set.
func (f *Faults) realTime(n byte) byte {
	if f.Garbled {
		return 0xFF
	}
	answer := byte(0x12)
	switch n {
	case 1:
		answer |= bit(f.blocked(), 0x08)
	case 2:
		answer |= bit(f.CoverOpen, 0x04) | bit(f.PaperOut, 0x20)
	case 4:
		answer |= bit(f.NearEnd || f.PaperOut, 0x0C) | bit(f.PaperOut, 0x60)
	}
	return answer
}

// inTurn returns the answer to a question that waits its turn, or nothing.
func (f *Faults) inTurn(name string, args []byte) []byte {
	switch {
	case name == "GS r" && !f.NoFence && f.Garbled:
		return []byte{0xFF}
	case name == "GS r" && !f.NoFence && args[0]%'0' == 1:
		return []byte{bit(f.NearEnd, 0x03)}
	case name == "GS r" && !f.NoFence:
		return []byte{0}
	case name == "GS I" && args[0] < 'A':
		return []byte{0x20}
	case name == "GS I":
		return append([]byte("_Pretend printer"), 0)
	case name == "GS a" && args[0] != 0:
		return []byte{0x10, 0, bit(f.NearEnd, 0x03), 0}
	case name == "GS (H" && !f.NoProcessID && len(args) == 6 && args[0] == '0':
		return append(append([]byte{0x37, 0x22}, args[2:]...), 0)
	}
	return nil
}

func bit(on bool, value byte) byte {
	if on {
		return value
	}
	return 0
}
