package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// An answer that goes to a full disk is not a command that was not done: cash that was booked would be booked again.
func TestAnAnswerThatCannotBeWrittenSaysThatItWasDone(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	require.NoError(t, err)
	defer func() { _ = full.Close() }()
	path := filepath.Join(t.TempDir(), "estate.book")
	var said bytes.Buffer
	require.Zero(t, run(context.Background(), []string{"demo", "--rooms", "3", "--months", "0", "--out", path}, strings.NewReader(""), &said, &said, time.Now), said.String())
	for _, form := range []string{"--json=false", "--json"} {
		said.Reset()
		status := run(context.Background(), []string{"--book", path, form, "staff", "list"}, strings.NewReader(""), full, &said, time.Now)
		require.Equal(t, statusRefused, status, said.String())
		require.Regexp(t, "ctl.unanswered|请不要再做一遍", said.String())
	}
}
