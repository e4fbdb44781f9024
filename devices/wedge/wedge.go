// Package wedge recognises a barcode scanner that types like a keyboard. It is fed every character with the time it
// came, and says which run of them was a scan.
//
// It imports nothing of ours, reads no clock and keeps no more than one run. Invariants: a person's typing is never
// taken for a scan; a scan is given once, with its terminator, whole or as one that cannot be read, never as a part of
// itself; a run never grows beyond MaxRunes.
package wedge

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
)

// How a scanner types, measured through a window that delivers keys in frames: 0 to 0.5 ms inside one, 14 to 31 ms between two, on a busy
// machine up to 65 ms and now and then 300 ms, while fast hand typing stays above 50 ms a key. A busy window delivers late, and then all at
// once: so it is the time of the whole run that tells, and the time of one pause says little.
const (
	MinRunes = 8   // of a run without a prefix: the shortest code on goods
	MaxRunes = 256 // longer runs cannot be read

	// SureRunes are more than anybody types while a busy window keeps the keys waiting, and SureDigits as many of figures alone, the shortest
	// number on goods but one: in a field of money it must not stay. A shorter run must have shown a quicker pace in several frames, because
	// what comes in one frame may be a person's.
	SureRunes  = 16
	SureDigits = 12
	minPauses  = 2
	// A key held down repeats as fast as a scanner types; so it is turns from one character to another that tell, and that have time.
	minTurns, sureTurns = MinRunes - 1, 6
	// The time of a run is at most so much a turn, and of a short one so much a character. Whoever typed 16 keys of 55 ms each, the quickest
	// hands, into a window that stood still for 300 ms of them, took 36 ms a key.
	sureAverage, digitsAverage, shortAverage = 35 * time.Millisecond, 25 * time.Millisecond, 12 * time.Millisecond
	framePace                                = time.Millisecond // pauses from here on are between frames

	maxGap    = 45 * time.Millisecond  // between two characters of a short run, its terminator included
	prefixGap = 500 * time.Millisecond // and of one with the prefix: slow wireless scanners, busy windows
	// PauseMax is the longest pause in a run that can be read whole.
	PauseMax = 300 * time.Millisecond
	// After restMin what comes, Enter included, has nothing to do with what was typed before, and after scanRest not even with what a scanner
	// typed.
	restMin, scanRest = time.Second, 5 * time.Second
	// Within UnderWay the next character of a scanner comes, which shows its pace in paceRunes.
	UnderWay  = 65 * time.Millisecond
	paceRunes = 4
)

// Scan is one code read.
type Scan struct {
	// Code is without prefix and terminator, its full-width signs as an input method types them turned into ASCII. It is
	// "" where a scanner typed and the code cannot be read, because it is too long or broken; with Typed 0 as well it
	// was the second terminator of the scan before. Both times nothing must be done but to take Typed away.
	Code string
	// Typed is how many characters the scanner put into whatever had the focus, prefix included and terminator not;
	// a text field takes so many off its end.
	Typed int
}

// character is one of a run, with the pause before it.
type character struct {
	rune rune
	gap  time.Duration
}

// Decoder sorts one window's typing. Its zero value knows no prefix. It is not safe for use by several goroutines at once.
type Decoder struct {
	prefix []rune
	run    []character // since the last rest, the prefix included
	typed  int         // characters of the run, also those that it does not keep
	last   time.Time

	opened bool // the run begins with the prefix
	spoilt bool // it can only end as a scan that cannot be read
	ended  bool // the last character ended a scan
}

// New takes the prefix that the counter's scanner is programmed to send, or "" where it sends none. A run after the
// prefix is a scan whatever its speed and length; so a prefix is at most 8 characters, none of them control characters,
// and has one that nobody types at a counter: no letter, digit, hyphen, point or blank.
func New(prefix string) (*Decoder, error) {
	runes := []rune(ascii(prefix))
	if len(runes) > 8 || strings.ContainsFunc(prefix, unicode.IsControl) {
		return nil, errors.New("wedge: a prefix is at most 8 characters and none of them control characters")
	}
	if prefix != "" && !strings.ContainsFunc(string(runes), isRare) {
		return nil, errors.New("wedge: a prefix of letters, digits, hyphens, points and blanks may be anybody's typing")
	}
	return &Decoder{prefix: runes}, nil
}

// Rune takes the next character and when it came. Enter is '\n' or '\r' and Tab is '\t'; where one of them ends a
// scan, ok is true, and the key must not do anything else. A time before the last one is a clock that was set.
func (d *Decoder) Rune(r rune, at time.Time) (scan Scan, ok bool) {
	gap := max(at.Sub(d.last), 0)
	isAgain := isEnd(r) && d.ended && !at.Before(d.last) && gap <= maxGap
	d.ended, d.last = isAgain, at
	switch {
	case isAgain:
		return Scan{}, true
	case isEnd(r):
		scan, ok = d.finish(gap)
		d.Reset()
		d.ended = ok
		return scan, ok
	case d.isForgotten(gap):
		d.Reset()
	}
	d.add(r, gap)
	return Scan{}, false
}

// Reset forgets the run, as when the focus moves.
func (d *Decoder) Reset() {
	*d = Decoder{prefix: d.prefix, run: d.run[:0], last: d.last}
}

// isForgotten reports whether the run has nothing to do with what comes after this pause. Half a code is not forgotten as soon, because the
// other half must not be read as a whole one.
func (d *Decoder) isForgotten(gap time.Duration) bool {
	return gap > scanRest || gap > restMin && !d.isScanner()
}

// isScanner reports whether no hand typed the last characters, as far as one can tell: a busy window delivers a hand's as quickly.
func (d *Decoder) isScanner() bool {
	return d.opened || len(d.run) >= paceRunes && timeOf(d.run[len(d.run)-paceRunes:]) <= digitsAverage*paceRunes
}

func (d *Decoder) add(r rune, gap time.Duration) {
	switch {
	case !unicode.IsControl(r):
	case d.isScanner():
		d.spoilt = true // No code has such a character.
		return
	default:
		d.Reset()
		return
	}
	d.typed++
	d.spoilt = d.spoilt || d.opened && gap > prefixGap || len(d.run) >= MaxRunes
	if len(d.run) < MaxRunes {
		d.run = append(d.run, character{asciiRune(r), gap})
	}
	if d.endsInPrefix() {
		// What a person typed just before does not belong to the scan, nor does a scan that never ended.
		kept := d.run[len(d.run)-len(d.prefix):]
		d.Reset()
		d.run = append(d.run, kept...)
		d.opened, d.typed = true, len(d.prefix)
	}
}

func (d *Decoder) endsInPrefix() bool {
	n := len(d.run) - len(d.prefix)
	return len(d.prefix) > 0 && !d.opened && n >= 0 && strings.EqualFold(textOf(d.run[n:]), string(d.prefix))
}

func isEnd(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }

// finish judges the run that a terminator ends after a pause. Whatever came within a second before a scanner's characters may be the head of
// their code, which a busy window held up: without its first two figures a code of one channel has the form of another's. So they are read
// together, which makes no code that means anything of what a hand typed just before, or not at all.
func (d *Decoder) finish(gap time.Duration) (Scan, bool) {
	if d.opened {
		code := textOf(d.run[len(d.prefix):])
		return d.scan(code), gap <= prefixGap && code != ""
	}
	for first := range d.run {
		run := d.run[first:]
		if !isQuick(run, gap) && (gap > restMin || !isSure(run)) {
			continue // Some scanners leave Enter to the hand that holds them.
		}
		d.spoilt = d.spoilt || first > 0
		return d.scan(textOf(run)), true
	}
	return Scan{}, false
}

// scan is the whole run with this code, which cannot be read where the run broke.
func (d *Decoder) scan(code string) Scan {
	if d.spoilt || !d.opened && slices.ContainsFunc(d.run[1:], func(c character) bool { return c.gap > PauseMax }) {
		code = ""
	}
	return Scan{Code: code, Typed: d.typed}
}

// Length returns how many characters the run has that arrives now: it begins anew wherever it is not longer than before.
func (d *Decoder) Length() int { return d.typed }

// Burst returns how many characters came within UnderWay of each other, the last of them within a second of at: a hand types so only while a
// busy window keeps its keys waiting.
func (d *Decoder) Burst(at time.Time) (n int) {
	if at.Sub(d.last) > restMin {
		return 0
	}
	for n < len(d.run) && (n == 0 || d.run[len(d.run)-n].gap <= UnderWay) {
		n++
	}
	return n
}

// IsUnderWay reports whether what arrives at this moment is typed by no hand, as far as one can tell yet: nothing that presses a button is meant
// by it.
func (d *Decoder) IsUnderWay(at time.Time) bool {
	longest := UnderWay
	if d.opened {
		longest = prefixGap
	}
	return d.isScanner() && !at.Before(d.last) && at.Sub(d.last) <= longest
}
