//go:build unix

package main

import (
	"path/filepath"
	"testing"
)

func TestAPretendTerminalOnASerialPort(t *testing.T) {
	paysDeclinesAndRemembers(t, terminalCommand{Port: filepath.Join(t.TempDir(), "ttyCARD"), State: t.TempDir()})
}
