package wedge

import (
	"strings"
	"time"
)

// isQuick reports whether no person types as the run came, and its end after it, however short it is.
func isQuick(run []character, end time.Duration) bool {
	pauses := 0
	if end >= framePace {
		pauses++
	}
	for i, c := range run[1:] {
		if c.gap >= framePace && c.rune != run[i].rune {
			pauses++
		}
		end = max(end, c.gap)
	}
	return len(run) >= MinRunes && end <= maxGap && turns(run) >= minTurns && pauses >= minPauses &&
		timeOf(run) <= shortAverage*time.Duration(len(run))
}

// isSure reports whether the run is nobody's typing, even if a busy window delivered it at once.
func isSure(run []character) bool {
	average := sureAverage
	switch {
	case len(run) >= SureRunes:
	case len(run) >= SureDigits && isFigures(run):
		average = digitsAverage
	default:
		return false
	}
	return turns(run) >= sureTurns && timeOf(run) <= average*time.Duration(turns(run)+1)
}

// timeOf returns the time between the first character and the last. A longer pause than a run can have counts as one that it can, because it
// does not change who typed the rest.
func timeOf(run []character) (took time.Duration) {
	for _, c := range run[1:] {
		took += min(c.gap, PauseMax)
	}
	return took
}

// turns counts the steps from one character to another.
func turns(run []character) (n int) {
	for i, c := range run[1:] {
		if c.rune != run[i].rune {
			n++
		}
	}
	return n
}

func isFigures(run []character) bool {
	for _, c := range run {
		if c.rune < '0' || c.rune > '9' {
			return false
		}
	}
	return true
}

func textOf(run []character) string {
	var text strings.Builder
	for _, c := range run {
		text.WriteRune(c.rune)
	}
	return text.String()
}
