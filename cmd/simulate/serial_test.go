package main

import (
	"bufio"
	"context"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
	"shouqi/devices/display"
	"shouqi/devices/scanner"
	"shouqi/devices/serial"
)

// runs runs a command until the test ends, and gives the lines that it says.
func runs(t *testing.T, serve func(context.Context, io.Writer) error) *bufio.Scanner {
	t.Helper()
	reader, writer := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- serve(ctx, writer) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, reader.Close())
		require.NoError(t, <-done)
	})
	return bufio.NewScanner(reader)
}

// keeps runs what holds a device until the test ends, before the device itself does.
func keeps(t *testing.T, run func(context.Context)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
}

func TestTheCounterHearsThePretendScanner(t *testing.T) {
	port := filepath.Join(t.TempDir(), "new", "scanner")
	in, typed := io.Pipe()
	said := runs(t, func(ctx context.Context, out io.Writer) error {
		return scannerCommand{Port: port, End: "cr"}.serve(ctx, in, out)
	})
	require.True(t, said.Scan())
	require.Contains(t, said.Text(), port)
	events := make(chan scanner.Event, 10)
	keeps(t, func(ctx context.Context) {
		scanner.Run(ctx, serial.Line{At: serial.Address{Port: port, Baud: scanner.Baud}, FirstWait: time.Millisecond}, func(e scanner.Event) { events <- e })
	})
	require.True(t, (<-events).State.Present())
	scan := func(line string) {
		_, err := io.WriteString(typed, line+"\n")
		require.NoError(t, err)
	}
	scan("134567890123456789")
	require.Equal(t, "134567890123456789", (<-events).Code)
	scan(pullOut)
	require.Equal(t, devices.Away, (<-events).State.Reason)
	scan(putBack)
	require.True(t, (<-events).State.Present())
	require.NoError(t, typed.Close())
}

func TestThePretendDisplaySaysWhatItShows(t *testing.T) {
	port := filepath.Join(t.TempDir(), "display")
	said := runs(t, func(ctx context.Context, out io.Writer) error {
		return displayCommand{Port: port, Model: "led8"}.serve(ctx, out)
	})
	require.True(t, said.Scan())
	require.Contains(t, said.Text(), "led8")
	at, profile, err := display.Parse("serial://" + port)
	require.NoError(t, err)
	shower := display.New(profile)
	keeps(t, func(ctx context.Context) { shower.Run(ctx, serial.Line{At: at, FirstWait: time.Millisecond}) })
	shower.Show(devices.ShowDue, 926_40)
	for said.Scan() && said.Text() != "总计 926.40" {
		require.NotContains(t, said.Text(), "不认识")
	}
	require.Equal(t, "总计 926.40", said.Text())
}
