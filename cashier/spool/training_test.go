package spool_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/spool"
	"shouqi/ledger/store"
)

// A book to practise in prints to what is no printer: a folder, a file, a program on this machine.
func TestABookToPractiseInReachesNoPrinter(t *testing.T) {
	folder := t.TempDir()
	file, device := filepath.Join(folder, "paper.bin"), filepath.Join(folder, "lp0")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.NoError(t, os.Symlink(os.DevNull, device))
	for _, setting := range []string{"", "none", "file://" + folder + "?paper=58", "file://" + file, "file://" + folder + "/new.bin", "tcp://127.0.0.1:9100?paper=80", "tcp://localhost",
		"tcp://[::1]:9100"} {
		require.NoError(t, spool.CheckTraining(setting), setting)
	}
	for _, setting := range []string{"tcp://192.168.1.50:9100?paper=80", "tcp://printer.local", "tcp://localhost.example.com:9100", "file://" + os.DevNull, "file://" + device + "?paper=58",
		"serial:///dev/ttyUSB0", "usb://1", "file://elsewhere/share"} {
		require.Equal(t, spool.CodeTraining, store.Code(spool.CheckTraining(setting)), setting)
	}
}
