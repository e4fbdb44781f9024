package wedge_test

import (
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

const ms = time.Millisecond

func TestAScannerIsHeard(t *testing.T) {
	code := []wedge.Scan{{Code: "SQ|3-2-1201|7", Typed: 13}}
	require.Equal(t, code, newTypist(t, "").types("SQ|3-2-1201|7\n", 0).scans, "all keys in one frame")
	require.Equal(t, code, newTypist(t, "").types("SQ|3-2-1201|7\r", 16*ms).scans, "one key a frame")
	require.Equal(t, code, newTypist(t, "").types("SQ|3-2-1201|7\t", 25*ms).scans, "the slowest that counts")
	require.Equal(t, code, newTypist(t, "").types("SQ|3-", 2*ms).types("2", 44*ms).types("-1201|7\n", 2*ms).scans,
		"a frame was late")
}

func TestAPersonIsNotAScanner(t *testing.T) {
	require.Empty(t, newTypist(t, "").types("3021201\n", 50*ms).scans, "fast hands")
	require.Empty(t, newTypist(t, "").types("3021201\n", 30*ms).scans, "no gap too long, but slow on average")
	require.Empty(t, newTypist(t, "").types("30212\n", 1*ms).scans, "too short")
	require.Empty(t, newTypist(t, "").types("3021201", 1*ms).types("\n", 60*ms).scans, "Enter came later, by hand")
	require.Empty(t, newTypist(t, "").types("3021201", 1*ms).scans, "no terminator")
	require.Empty(t, newTypist(t, "").types("\n\n\t", 0).scans)
	require.Empty(t, newTypist(t, "").types("302\x1b1201\n", 0).scans, "a control character breaks the run")
}

func TestTypingBeforeAScanIsLeftAlone(t *testing.T) {
	scans := newTypist(t, "").types("zs", 120*ms).types("6", 80*ms).types("901234567892\n", 5*ms).scans
	require.Equal(t, []wedge.Scan{{Code: "6901234567892", Typed: 13}}, scans)
	scans = newTypist(t, "").types("123456\n", ms).types("654321\n", ms).scans
	require.Len(t, scans, 2, "two scans in a row")
}

func TestAPrefixIsCertain(t *testing.T) {
	require.Equal(t, []wedge.Scan{{Code: "12", Typed: 3}}, newTypist(t, "~").types("~12\n", 200*ms).scans, "slow and short")
	require.Equal(t, []wedge.Scan{{Code: "12", Typed: 4}}, newTypist(t, "~!").types("zs~!12\n", 10*ms).scans, "after typing")
	require.Empty(t, newTypist(t, "~").types("~\n", ms).scans, "nothing after the prefix")
	require.Empty(t, newTypist(t, "~").types("~12", ms).types("\n", time.Second).scans, "left lying")
	require.Equal(t, []wedge.Scan{{Code: "123456", Typed: 6}}, newTypist(t, "~").types("123456\n", ms).scans,
		"another reader without the prefix still counts by its speed")
}

func TestAClockThatRunsBackwardsBreaksTheRun(t *testing.T) {
	p := newTypist(t, "").types("123", ms)
	p.now = p.now.Add(-time.Hour)
	require.Empty(t, p.types("456\n", ms).scans)
}

func TestPrefixesNoScannerSends(t *testing.T) {
	for _, prefix := range []string{"123456789", "\n", "a\x1b"} {
		_, err := wedge.New(prefix)
		require.Error(t, err)
	}
}

func FuzzDecoder(f *testing.F) {
	f.Add("", "3021201\n", byte(1))
	f.Add("~", "ab~12\t", byte(200))
	f.Add("~~", "~~~1\n\n", byte(45))
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
			if scan.Typed > typed || scan.Typed > wedge.MaxRunes+8 || scan.Code == "" {
				t.Fatalf("scan %+v after %d characters", scan, typed)
			}
			if prefix == "" && (pauseMS > 25 || len([]rune(scan.Code)) < wedge.MinRunes) {
				t.Fatalf("scan %+v at %d ms a key", scan, pauseMS)
			}
		}
	})
}
