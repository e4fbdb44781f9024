package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMemoryIsGivenBackOnceAnybodyRests(t *testing.T) {
	var r rest
	at := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	typing := trace{text: "302"}
	due := func(after time.Duration, left trace, spare uint64) bool { return r.isDue(left, at.Add(after), spare) }
	require.False(t, due(0, trace{}, restLeast), "somebody has only just begun")
	require.False(t, due(4*time.Second, typing, restLeast), "somebody types")
	require.False(t, due(8*time.Second, typing, restLeast))
	require.True(t, due(9*time.Second, typing, 0), "whatever is spare in the heap, the book has pages of its own")
	require.False(t, due(60*time.Second, typing, restLeast-1), "it was given back")
	require.True(t, due(61*time.Second, typing, restLeast), "the check behind the desk has left something")
	require.False(t, due(62*time.Second, typing, restLeast), "one time soon after the other takes only time")
	require.False(t, due(63*time.Second, trace{}, 0), "somebody has typed")
	require.False(t, due(68*time.Second, trace{}, 0))
	require.True(t, due(71*time.Second, trace{}, 0))
}

func TestTheHeapSaysWhatIsSpare(t *testing.T) { require.Positive(t, spareBytes()) }
