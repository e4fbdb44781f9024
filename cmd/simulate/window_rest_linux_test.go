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
	began, spin := time.Now(), 0
	for time.Since(began) < 300*time.Millisecond {
		spin++
	}
	after, err := workedFor(os.Getpid())
	require.NoError(t, err)
	require.Greater(t, after-before, 50*time.Millisecond)
	memory, err := residentMB(os.Getpid())
	require.NoError(t, err)
	require.Positive(t, memory)
	require.Less(t, memory, int64(4096))
}
