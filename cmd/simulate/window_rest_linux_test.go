package main

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatAProcessTakesIsReadFromTheSystem(t *testing.T) {
	before, err := workedFor(os.Getpid())
	require.NoError(t, err)
	// However busy the machine is, work that goes on shows in the end.
	require.Eventually(t, func() bool {
		for began := time.Now(); time.Since(began) < 50*time.Millisecond; {
		}
		after, err := workedFor(os.Getpid())
		return err == nil && after-before > 50*time.Millisecond
	}, 30*time.Second, time.Millisecond)
	memory, err := residentMB(os.Getpid())
	require.NoError(t, err)
	require.Positive(t, memory)
	require.Less(t, memory, int64(4096))
}
