// Package wedge recognises a barcode scanner that types like a keyboard. It is fed every character with the time it
// came, and says which run of them was a scan.
//
// It imports nothing of ours, reads no clock and keeps no more than one run. Invariants: a person's typing is never
// taken for a scan; a scan is given once, with its terminator; a run never grows beyond MaxRunes.
package wedge

import (
	"errors"
	"strings"
	"time"
	"unicode"
)

// How a scanner types, measured through a window that delivers keys in frames: 0 to 0.5 ms inside one, 14 to 31 ms
// between two, while fast hand typing stays above 50 ms.
const (
	MaxGap     = 45 * time.Millisecond // between two characters, the terminator included
	MaxAverage = 25 * time.Millisecond // over the whole run
	MinRunes   = 6                     // of a run without a prefix
	MaxRunes   = 256                   // longer runs are no scan

	// prefixGap is the longest pause in a run that began with the prefix: slow wireless scanners, busy windows.
	prefixGap = 500 * time.Millisecond
)

// Scan is one code read.
type Scan struct {
	Code string // without prefix and terminator
	// Typed is how many characters the scanner put into whatever had the focus, prefix included and terminator not;
	// a text field takes so many off its end.
	Typed int
}

// Decoder sorts one window's typing. It is not safe for use by several goroutines at once.
type Decoder struct {
	prefix []rune
	run    []rune
	first  time.Time // of the run
	last   time.Time
	opened bool // the run begins with the prefix
}

// New takes the prefix that the counter's scanner is programmed to send, or "" where it sends none. A run after the
// prefix is a scan whatever its speed and length. The prefix is at most 8 characters, none of them control characters.
func New(prefix string) (*Decoder, error) {
	runes := []rune(prefix)
	if len(runes) > 8 || strings.ContainsFunc(prefix, unicode.IsControl) {
		return nil, errors.New("wedge: a prefix is at most 8 characters and none of them control characters")
	}
	return &Decoder{prefix: runes}, nil
}

// Rune takes the next character and when it came. Enter is '\n' or '\r' and Tab is '\t'; where one of them ends a
// scan, ok is true, and the key must not do anything else.
func (d *Decoder) Rune(r rune, at time.Time) (scan Scan, ok bool) {
	if gap := at.Sub(d.last); len(d.run) > 0 && (gap < 0 || gap > d.maxGap()) {
		d.Reset()
	}
	if r == '\n' || r == '\r' || r == '\t' {
		scan, ok = d.finish(at)
		d.Reset()
		return scan, ok
	}
	if unicode.IsControl(r) || len(d.run) >= MaxRunes {
		d.Reset()
		return Scan{}, false
	}
	if len(d.run) == 0 {
		d.first = at
	}
	d.run = append(d.run, r)
	d.last = at
	if d.endsInPrefix() {
		// What a person typed just before does not belong to the scan.
		d.run = append(d.run[:0], d.prefix...)
		d.opened = true
	}
	return Scan{}, false
}

// Reset forgets the run, as when the focus moves.
func (d *Decoder) Reset() {
	d.run, d.opened = d.run[:0], false
}

func (d *Decoder) maxGap() time.Duration {
	if d.opened {
		return prefixGap
	}
	return MaxGap
}

func (d *Decoder) endsInPrefix() bool {
	n := len(d.run) - len(d.prefix)
	return len(d.prefix) > 0 && !d.opened && n >= 0 && string(d.run[n:]) == string(d.prefix)
}

// finish judges the run that a terminator ends.
func (d *Decoder) finish(at time.Time) (Scan, bool) {
	if d.opened && len(d.run) > len(d.prefix) {
		return Scan{Code: string(d.run[len(d.prefix):]), Typed: len(d.run)}, true
	}
	if d.opened || len(d.run) < MinRunes || at.Sub(d.first) > MaxAverage*time.Duration(len(d.run)) {
		return Scan{}, false
	}
	return Scan{Code: string(d.run), Typed: len(d.run)}, true
}
