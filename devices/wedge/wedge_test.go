package wedge_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices/wedge"
)

// typist types with a fixed pause before each character, on a clock of its own.
type typist struct {
	decoder *wedge.Decoder
	now     time.Time
	scans   []wedge.Scan
}

func newTypist(t testing.TB, prefix string) *typist {
	t.Helper()
	decoder, err := wedge.New(prefix)
	require.NoError(t, err)
	return &typist{decoder: decoder, now: time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)}
}

func (p *typist) types(text string, pause time.Duration) *typist {
	for _, r := range text {
		p.now = p.now.Add(pause)
		if scan, ok := p.decoder.Rune(r, p.now); ok {
			p.scans = append(p.scans, scan)
		}
	}
	return p
}

// waits lets time go by, or sets the clock where it is below 0.
func (p *typist) waits(pause time.Duration) *typist {
	p.now = p.now.Add(pause)
	return p
}

const (
	ms    = time.Millisecond
	payer = "134567890123456789"
)

func read(code string) []wedge.Scan {
	return []wedge.Scan{{Code: code, Typed: len([]rune(code))}}
}

func unread(typed int) []wedge.Scan { return []wedge.Scan{{Typed: typed}} }

func TestAScannerIsHeard(t *testing.T) {
	code := read("SQ|3-2-1201|7")
	require.Equal(t, read(payer), newTypist(t, "").types(payer+"\n", 0).scans, "all keys in one frame")
	require.Equal(t, read(payer), newTypist(t, "").types(payer+"\r", 16*ms).scans, "one key a frame")
	require.Equal(t, read(payer), newTypist(t, "").types(payer+"\t", 23*ms).scans, "about the slowest that counts")
	require.Equal(t, code, newTypist(t, "").types("SQ|3-2-1201|7\t", 10*ms).scans, "a short code is quicker")
	require.Equal(t, code, newTypist(t, "").types("SQ|3-", 2*ms).types("2", 44*ms).types("-1201|7\n", 2*ms).scans,
		"a frame was late")
	require.Equal(t, code, newTypist(t, "").types("SQ|3", 0).types("-2-", 0).waits(16*ms).types("1201|7", 0).waits(16*ms).types("\n", 0).scans[:1],
		"a short code in three frames")
}

func TestAPersonIsNotAScanner(t *testing.T) {
	require.Empty(t, newTypist(t, "").types("3021201\n", 50*ms).scans, "fast hands")
	require.Empty(t, newTypist(t, "").types("30212014567\n", 30*ms).scans, "no gap too long, but slow on average")
	require.Empty(t, newTypist(t, "").types("3021201\n", 1*ms).scans, "too short")
	require.Empty(t, newTypist(t, "").types("3-2-1201", 1*ms).types("\n", 60*ms).scans, "Enter came later, by hand")
	require.Empty(t, newTypist(t, "").types("3021201", 1*ms).scans, "no terminator")
	require.Empty(t, newTypist(t, "").types("3-2-1201\n", 0).scans, "a busy window gave them all at once")
	require.Empty(t, newTypist(t, "").types("3-2-12", 0).waits(20*ms).types("01\n", 0).scans, "or in two frames")
	require.Empty(t, newTypist(t, "").types("3-2-1", 2*ms).waits(200*ms).types("201-4\n", 2*ms).scans, "a busy window in the middle")
	require.Empty(t, newTypist(t, "").types(strings.Repeat("0", 40)+"\n", 0).scans, "a key held down")
	require.Empty(t, newTypist(t, "").types("\n\n\t", 0).scans)
	require.Empty(t, newTypist(t, "").types("302\x1b1201456\n", 0).scans, "a control character breaks the run")
}

// A number on goods may come in one frame: it must not stay in a field of money.
func TestALongNumberInOneFrameIsAScan(t *testing.T) {
	require.Equal(t, read("6901234567892"), newTypist(t, "").types("6901234567892\n", 0).scans)
	require.Equal(t, read("130007368787000331"), newTypist(t, "").types("130007368787000331\n", 0).scans)
	require.Empty(t, newTypist(t, "").types("13800006621\n", 0).scans, "a phone in a busy window")
	require.Empty(t, newTypist(t, "").types("000000000000\n", 0).scans)
}

// Blanks in a code press no button, and digits choose nothing, once it can be told that a scanner types.
func TestAScanUnderWayIsKnown(t *testing.T) {
	p := newTypist(t, "").types("690", ms)
	require.False(t, p.decoder.IsUnderWay(p.now))
	p.types("12", ms)
	require.True(t, p.decoder.IsUnderWay(p.now))
	require.False(t, p.decoder.IsUnderWay(p.now.Add(time.Second)), "it never ended")
	p = newTypist(t, "").types("6901", 80*ms)
	require.False(t, p.decoder.IsUnderWay(p.now))
	p = newTypist(t, "~").types("~", ms)
	require.True(t, p.decoder.IsUnderWay(p.now))
}

func TestTypingBeforeAScanIsLeftAlone(t *testing.T) {
	scans := newTypist(t, "").types("zs", 120*ms).types("6", 1100*ms).types("901234567892\n", 5*ms).scans
	require.Equal(t, read("6901234567892"), scans)
	scans = newTypist(t, "").types("12345678\n", ms).waits(300*ms).types("87654321\n", ms).scans
	require.Equal(t, append(read("12345678"), read("87654321")...), scans, "two scans in a row")
}

// A scanner that ends with CR and LF, or with Enter and Tab, presses two keys; the second must not press a button.
func TestTheSecondTerminatorBelongsToTheScan(t *testing.T) {
	require.Equal(t, append(read(payer), wedge.Scan{}), newTypist(t, "").types(payer+"\r\n", ms).scans)
	require.Equal(t, read(payer), newTypist(t, "").types(payer+"\r", ms).types("\n", 60*ms).scans, "a person's own Enter")
	p := newTypist(t, "").types(payer+"\r", ms)
	p.decoder.Reset()
	require.Equal(t, read(payer), p.types("\n", ms).scans, "the focus moved")
}

func TestAPrefixIsCertain(t *testing.T) {
	require.Equal(t, []wedge.Scan{{Code: "12", Typed: 3}}, newTypist(t, "~").types("~12\n", 200*ms).scans, "slow and short")
	require.Equal(t, []wedge.Scan{{Code: "12", Typed: 4}}, newTypist(t, "~!").types("zs~!12\n", 10*ms).scans, "after typing")
	require.Equal(t, []wedge.Scan{{Code: "12", Typed: 4}}, newTypist(t, "~q").types("～Q12\n", 10*ms).scans, "input method and Caps Lock on")
	require.Empty(t, newTypist(t, "~").types("~\n", ms).scans, "nothing after the prefix")
	require.Empty(t, newTypist(t, "~").types("~12", ms).types("\n", 2*time.Second).scans, "left lying")
	require.Equal(t, read("12345678"), newTypist(t, "~").types("12345678\n", ms).scans, "another reader without the prefix still counts by its speed")
}

func TestAnInputMethodTypesFullWidthSigns(t *testing.T) {
	require.Equal(t, []wedge.Scan{{Code: "SQ1:01-2026.5 A", Typed: 15}}, newTypist(t, "").types("ＳＱ１：０１－２０２６。５　Ａ\n", 5*ms).scans)
}

// A busy window or a clock that is set must not make half a code into a whole one.
func TestACodeIsReadWholeOrNotAtAll(t *testing.T) {
	code := "SHOUQI1 " + payer + payer
	first, rest := code[:8], code[8:]
	require.Equal(t, read(code), newTypist(t, "").types(first, ms).waits(250*ms).types(rest+"\n", ms).scans, "the window was busy once")
	require.Equal(t, read(code), newTypist(t, "").types(first, ms).waits(-time.Hour).types(rest+"\n", ms).scans, "the clock was set back")
	require.Equal(t, read(code), newTypist(t, "").types(first, ms).waits(250*ms).types(rest[:9], ms).waits(250*ms).types(rest[9:]+"\n", ms).scans, "busy twice")
	require.Equal(t, unread(len(code)), newTypist(t, "").types(first, ms).waits(400*ms).types(rest+"\n", ms).scans, "it stood still")
	require.Equal(t, unread(len(code)), newTypist(t, "").types(first, ms).waits(4*time.Second).types(rest+"\n", ms).scans, "and longer")
	require.Equal(t, unread(len(code)), newTypist(t, "").types(first+"\x1d"+rest+"\n", ms).scans, "a control character in it")
	require.Equal(t, read(payer), newTypist(t, "").types(payer[:9], ms).waits(2*time.Second).types("12", 80*ms).waits(time.Second).types(payer+"\n", ms).scans,
		"a scan that never ended is forgotten when somebody types")
	long := strings.Repeat(payer, 15)
	require.Greater(t, len(long), wedge.MaxRunes)
	require.Equal(t, append(unread(len(long)), read(payer)...), newTypist(t, "").types(long+"\n", ms).waits(time.Second).types(payer+"\n", ms).scans)
}

// As measured on a machine with ten things to do: eighteen figures in 260 ms.
func TestABusyMachineDeliversACodeInPieces(t *testing.T) {
	p := newTypist(t, "")
	for _, piece := range []string{"280", "20", "21063", "61", "000", "99", "3"} {
		p.types(piece, 0).waits(57 * ms)
	}
	require.Equal(t, read("280202106361000993"), p.types("\n", 0).scans)
}

func TestABusyWindowAtTheFirstCharactersLosesNone(t *testing.T) {
	for n := 1; n < 4; n++ {
		require.Equal(t, read(payer), newTypist(t, "").types(payer[:n], 4*ms).waits(290*ms).types(payer[n:]+"\n", 4*ms).scans, n)
	}
	require.Equal(t, []wedge.Scan{{Code: payer, Typed: len(payer) + 2}}, newTypist(t, "~~").types("~", 4*ms).waits(60*ms).types("~"+payer+"\n", 4*ms).scans, "in the prefix")
}

// Whatever came within a second may be the head of the code: without its first two figures a code of one channel has the form of another's.
func TestTheRestOfATornCodeIsNotReadAsAWholeOne(t *testing.T) {
	type part struct {
		text        string
		before, gap time.Duration
	}
	for name, parts := range map[string][]part{
		"one long pause":     {{payer[:3], 0, 1}, {payer[3:], 310, 1}},
		"a longer one":       {{payer[:1], 0, 1}, {payer[1:], 900, 1}},
		"slow ones":          {{payer[:3], 0, 200}, {payer[3:5], 250, 30}, {payer[5:], 60, 1}},
		"a slow beginning":   {{payer[:5], 0, 90}, {payer[5:], 270, 1}},
		"a hand just before": {{"4", 0, 0}, {payer, 400, 1}},
		"a room just before": {{"302", 0, 150}, {payer, 400, 1}},
	} {
		p, typed := newTypist(t, ""), 0
		for _, part := range parts {
			p.waits(part.before*ms).types(part.text, part.gap*ms)
			typed += len(part.text)
		}
		require.Equal(t, unread(typed), p.types("\n", ms).scans, name)
	}
}

// Some scanners leave Enter to the hand that holds them.
func TestEnterMayComeLateAfterWhatNobodyTypes(t *testing.T) {
	for _, code := range []string{"6901234567892", payer} {
		require.Equal(t, read(code), newTypist(t, "").types(code, ms).types("\n", 900*ms).scans)
		require.Empty(t, newTypist(t, "").types(code, ms).types("\n", 1100*ms).scans)
	}
}

func TestPrefixesNoScannerSends(t *testing.T) {
	for _, prefix := range []string{"123456789", "~12345678", "\n", "~\x1b", "1", "ab", "-", "１"} {
		_, err := wedge.New(prefix)
		require.Error(t, err, prefix)
	}
}
