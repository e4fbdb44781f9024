package fileprint_test

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
)

func TestAFullDiskIsNotAReceipt(t *testing.T) {
	outcome := printer(t, "/dev/full", time.Minute).Print(t.Context(), []byte("x"))
	require.Equal(t, devices.Failed, outcome.State)
	require.Equal(t, devices.NoStorage, outcome.Reason)
}

func TestADeviceThatStopsTakingIsUnknownAndKeepsItsTurn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lp0")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	device, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	p := printer(t, path, 300*time.Millisecond)
	// A pipe holds 64 KiB and nobody reads it, as a printer without paper.
	job := bytes.Repeat([]byte{'x'}, 200<<10)
	outcome := p.Print(t.Context(), job)
	require.Equal(t, devices.Unknown, outcome.State, "%+v", outcome)
	require.Equal(t, devices.TimedOut, outcome.Reason)
	require.Positive(t, outcome.BytesSent)
	require.Less(t, outcome.BytesSent, len(job))

	second := printer(t, path, 300*time.Millisecond).Print(t.Context(), []byte("second"))
	require.True(t, second.MayRetry(), "a second job never mixes with a stuck one: %+v", second)
	require.NoError(t, device.Close())
}

func TestADeviceThatCannotBeOpenedInTimeFailsUntouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lp0")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	p := printer(t, path, 200*time.Millisecond)
	outcome := p.Print(t.Context(), []byte("x"))
	require.True(t, outcome.MayRetry(), "%+v", outcome)
	reader, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	require.NoError(t, reader.SetReadDeadline(time.Now().Add(200*time.Millisecond)))
	n, err := reader.Read(make([]byte, 1))
	require.Zero(t, n, "nothing may follow a job called failed")
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	require.NoError(t, reader.Close())
}
