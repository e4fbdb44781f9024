package wedge_test

import (
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/devices/wedge"
)

// window delivers keys as a real one does: those that waited come with the next frame, a breath apart. Frames come every
// 14 to 31 ms, and once in a while much later.
type window struct {
	t     *rapid.T
	frame time.Duration
	last  time.Duration
	stall time.Duration // the longest
}

func (w *window) delivers(pressed time.Duration) time.Duration {
	for w.frame < pressed {
		step := rapid.IntRange(14, 31).Draw(w.t, "frame")
		if w.stall > 0 && rapid.IntRange(0, 19).Draw(w.t, "busy") == 0 {
			step = rapid.IntRange(31, int(w.stall/ms)).Draw(w.t, "stall")
		}
		// Nothing is pressed in most frames; so as to be done soon, they are passed over in one step.
		if idle := pressed - w.frame - 2*time.Second; idle > 0 {
			w.frame += idle
		}
		w.frame += time.Duration(step) * ms
	}
	w.last = max(w.frame, w.last+time.Duration(rapid.IntRange(0, 500).Draw(w.t, "breath"))*time.Microsecond)
	return w.last
}

// press is a key and when it goes down.
type press struct {
	key rune
	at  time.Duration
}

func scansOf(t *rapid.T, prefix string, stall time.Duration, presses []press) (scans []wedge.Scan) {
	decoder, err := wedge.New(prefix)
	require.NoError(t, err)
	w := window{t: t, stall: stall}
	start := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for _, p := range presses {
		if scan, ok := decoder.Rune(p.key, start.Add(w.delivers(p.at))); ok {
			scans = append(scans, scan)
		}
	}
	return scans
}

var anyKey = rapid.OneOf(rapid.RuneFrom([]rune("0123456789.-\n\n\t")), rapid.RuneFrom([]rune("abzZ京。０ "))) // what hands type

// Nobody types faster than a key in 55 ms; the window may be busy for 300 ms, and keys may be held down.
func TestAPersonsTypingIsNeverTakenForAScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var presses []press
		at := time.Duration(0)
		for range rapid.IntRange(1, 60).Draw(t, "keys") {
			at += time.Duration(rapid.OneOf(rapid.IntRange(55, 90), rapid.IntRange(55, 1500)).Draw(t, "pause")) * ms
			key := anyKey.Draw(t, "key")
			presses = append(presses, press{key, at})
			if rapid.IntRange(0, 29).Draw(t, "held") != 0 || key == '\n' || key == '\t' {
				continue
			}
			for range rapid.IntRange(5, 40).Draw(t, "repeats") {
				at += 33 * ms
				presses = append(presses, press{key, at})
			}
		}
		require.Empty(t, scansOf(t, "", 300*ms, presses))
	})
}

// A scanner that keeps a pace of 2 to 12 ms is heard whatever was typed before it, in a window that is busy once.
func TestAScanAtAScannersPaceIsAlwaysHeard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789ABZ:-. ")), wedge.SureRunes, wedge.MaxRunes, -1).
			Filter(func(code string) bool { return len(slices.Compact([]rune(code))) > 10 }).Draw(t, "code")
		var presses []press
		at := time.Duration(0)
		for _, key := range rapid.SliceOfN(anyKey, 0, 5).Draw(t, "before") {
			presses = append(presses, press{key, at})
			at += 100 * ms
		}
		at += time.Second
		pace := rapid.IntRange(2, 12)
		for _, key := range code + "\n" {
			presses = append(presses, press{key, at})
			at += time.Duration(pace.Draw(t, "pace")) * ms
		}
		require.Equal(t, []wedge.Scan{{Code: code, Typed: utf8.RuneCountInString(code)}}, scansOf(t, "", 0, presses))
	})
}

func FuzzDecoder(f *testing.F) {
	f.Add("", "3021201\n", byte(1))
	f.Add("~", "ab~12\t", byte(200))
	f.Add("~~", "~~~1\n\n", byte(45))
	f.Add("", payer+"\r\n"+payer+"\x1d"+payer+"\n", byte(0))
	f.Add("~", "～１２３４５６７８９０\n", byte(25))
	f.Fuzz(func(t *testing.T, prefix, text string, pauseMS byte) {
		decoder, err := wedge.New(prefix)
		if err != nil {
			return
		}
		now := time.Unix(0, 0)
		typed := 0
		for _, r := range text {
			now = now.Add(time.Duration(pauseMS) * ms)
			scan, ok := decoder.Rune(r, now)
			if !ok {
				typed++
				continue
			}
			if r != '\n' && r != '\r' && r != '\t' {
				t.Fatalf("%q ended a scan", r)
			}
			if scan.Typed > typed || scan.Typed < utf8.RuneCountInString(scan.Code) || utf8.RuneCountInString(scan.Code) > wedge.MaxRunes {
				t.Fatalf("scan %+v after %d characters", scan, typed)
			}
			if prefix == "" && scan.Typed > 0 && (pauseMS > 35 || scan.Typed < wedge.MinRunes) {
				t.Fatalf("scan %+v at %d ms a key", scan, pauseMS)
			}
			typed = 0
		}
	})
}
