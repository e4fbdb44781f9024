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

// How a scanner types, measured through a window that delivers keys in frames: 0 to 0.5 ms inside one, 14 to 31 ms
// between two, while fast hand typing stays above 50 ms. A busy window delivers late, and then all at once.
const (
	MaxGap     = 45 * time.Millisecond // between two characters, the terminator included
	MaxAverage = 25 * time.Millisecond // over the whole run
	MinRunes   = 8                     // of a run without a prefix: the shortest code on goods
	MaxRunes   = 256                   // longer runs cannot be read

	// SureRunes are more than anybody types while a busy window keeps the keys waiting. A shorter run must have shown
	// a quicker pace in several frames, because what comes in one frame may be a person's.
	SureRunes = 16
	// SureDigits are as many of figures alone, the shortest number on goods but one: nobody types a number so long into a busy window, and in a
	// field of money it must not stay.
	SureDigits   = 12
	minPauses    = 2
	shortAverage = 12 * time.Millisecond
	// A key held down repeats as fast as a scanner types; so it is turns from one character to another that tell.
	minTurns, sureTurns = MinRunes - 1, 6
	framePace           = time.Millisecond // pauses from here on are between frames

	// prefixGap is the longest pause in a run that began with the prefix: slow wireless scanners, busy windows.
	prefixGap = 500 * time.Millisecond
	// stallMax is the longest pause in the middle of a scan for which a busy window is forgiven, once in a run.
	stallMax = 300 * time.Millisecond
	// restMin is the pause after which what was typed before has nothing to do with what comes, Enter included.
	restMin = time.Second
	// headGap is the longest pause after the first characters of a code, when the window has something to draw, for which they still belong to
	// it. No hand that types a key has a scanner read within that time.
	headGap = 150 * time.Millisecond
	// Runes from which on a stretch before a pause, and one between two, can be told for a scanner's.
	firstStretch, nextStretch = 4, 2
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

// Decoder sorts one window's typing. Its zero value knows no prefix. It is not safe for use by several goroutines at once.
type Decoder struct {
	prefix []rune
	run    []rune
	typed  int           // characters of the run, also those that it does not keep
	took   time.Duration // the run's time, without a pause that was forgiven
	turns  int           // from one character to another
	pauses int           // between frames, at such turns
	before rune
	last   time.Time

	dropped int    // characters just before the run that a pause parted from it
	head    []rune // them, where they can be no hand's: the first of a code that a busy window held up

	stretch     int           // characters since the last pause that was too long
	stretchTook time.Duration // their time
	opened      bool          // the run begins with the prefix
	late        bool          // a pause was forgiven
	spoilt      bool          // it can only end as a scan that cannot be read
	ended       bool          // the last character ended a scan
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
	gap := at.Sub(d.last)
	if isEnd(r) && d.ended && gap >= 0 && gap <= MaxGap {
		d.last = at
		return Scan{}, true
	}
	d.ended, d.last = false, at
	if d.typed > 0 {
		d.wait(gap, r)
	}
	switch {
	case isEnd(r):
		scan, ok = d.finish()
		d.Reset()
		d.ended = ok
		return scan, ok
	case unicode.IsControl(r):
		d.breakOff()
	default:
		d.add(r)
	}
	return Scan{}, false
}

// Reset forgets the run, as when the focus moves.
func (d *Decoder) Reset() {
	*d = Decoder{prefix: d.prefix, run: d.run[:0], head: d.head[:0], last: d.last}
}

// drop ends the run at a pause that no scanner makes. If a scan follows so soon, nobody can tell whether what was before belongs to its code:
// what follows must not be read as a whole one, unless what was before can be nothing else than its head.
func (d *Decoder) drop(gap time.Duration) {
	if gap > restMin {
		d.Reset()
		return
	}
	dropped := d.Length()
	var head []rune
	if d.dropped == 0 && d.typed < firstStretch && gap >= 0 && gap <= headGap {
		head = slices.Clone(d.run)
	}
	d.Reset()
	d.dropped, d.head = dropped, head
}

// wait takes the pause before the next character. One that is too long ends the run, unless a scanner was typing: then
// a busy window kept the rest waiting, and half a code must not be read as a whole one.
func (d *Decoder) wait(gap time.Duration, next rune) {
	longest := MaxGap
	if d.opened {
		longest = prefixGap
	}
	switch isSet := gap < 0; {
	case !isSet && gap <= longest:
		d.took += gap
		d.stretchTook += gap
		if gap >= framePace && next != d.before {
			d.pauses++
		}
		return
	case isEnd(next) && !isSet && gap <= restMin && d.isSure():
		return // Some scanners leave Enter to the hand that holds them.
	case !d.isScanner() || isEnd(next):
		d.drop(gap)
	case d.late || gap > stallMax:
		// No second pause is forgiven: a person's typing has many.
		d.spoilt = true
		d.took += min(max(gap, 0), stallMax)
	default:
		d.late = true
	}
	d.stretch, d.stretchTook = 0, 0
}

// isScanner reports whether no hand typed the stretch that a pause ends.
func (d *Decoder) isScanner() bool {
	least := firstStretch
	if d.late || d.spoilt {
		least = nextStretch
	}
	return d.opened || d.stretch >= least && d.stretchTook <= MaxAverage*time.Duration(d.stretch)
}

// breakOff takes a character that no code has.
func (d *Decoder) breakOff() {
	if d.isScanner() {
		d.spoilt = true
		return
	}
	d.Reset()
}

func (d *Decoder) add(r rune) {
	if r != d.before && d.typed > 0 {
		d.turns++
	}
	d.before = r
	d.typed++
	d.stretch++
	if len(d.head)+len(d.run) >= MaxRunes {
		d.spoilt = true
		return
	}
	d.run = append(d.run, asciiRune(r))
	if d.endsInPrefix() {
		// What a person typed just before does not belong to the scan, nor does a scan that never ended.
		d.Reset()
		d.run = append(d.run, d.prefix...)
		d.opened, d.typed = true, len(d.prefix)
	}
}

func (d *Decoder) endsInPrefix() bool {
	run := slices.Concat(d.head, d.run)
	n := len(run) - len(d.prefix)
	return len(d.prefix) > 0 && !d.opened && n >= 0 && strings.EqualFold(string(run[n:]), string(d.prefix))
}

func isEnd(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }

// finish judges the run that a terminator ends.
func (d *Decoder) finish() (Scan, bool) {
	code := string(d.run)
	if d.opened {
		code = string(d.run[len(d.prefix):])
	}
	switch {
	case code == "" || !d.opened && !d.isShown():
		return Scan{}, false
	case d.spoilt || d.dropped > len(d.head):
		return Scan{Typed: d.Length()}, true
	}
	return Scan{Code: string(d.head) + code, Typed: d.Length()}, true
}

// isFigures reports whether the run is figures alone.
func (d *Decoder) isFigures() bool {
	for _, r := range d.run {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// Length returns how many characters the run has that arrives now: it begins anew wherever it is not longer than before.
func (d *Decoder) Length() int { return d.dropped + d.typed }

// IsUnderWay reports whether what arrives at this moment is typed by no hand, as far as one can tell yet: nothing that presses a button is meant
// by it.
func (d *Decoder) IsUnderWay(at time.Time) bool {
	gap, longest := at.Sub(d.last), MaxGap
	if d.opened {
		longest = prefixGap
	}
	return gap >= 0 && gap <= longest && (d.opened || d.typed >= firstStretch && d.isScanner())
}

// isShown reports whether no person types as the run came.
func (d *Decoder) isShown() bool {
	return d.isSure() || d.typed >= MinRunes && d.turns >= minTurns && d.pauses >= minPauses && !d.late && !d.spoilt &&
		d.took <= shortAverage*time.Duration(d.typed)
}

// isSure reports whether the run alone, without a look at its pauses, is nobody's typing.
func (d *Decoder) isSure() bool {
	return (d.typed >= SureRunes || d.typed >= SureDigits && d.isFigures()) && d.turns >= sureTurns && d.took <= MaxAverage*time.Duration(d.typed)
}
