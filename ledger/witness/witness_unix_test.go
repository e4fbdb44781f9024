//go:build !windows

package witness_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// What has the name of a note and is no file is no witness: neither a pipe that nobody writes into nor a device without an end is waited for.
func TestOnlyAFileIsAWitness(t *testing.T) {
	place, v := witness.Place{Folder: t.TempDir(), Machine: "counter"}, vault.Create()
	require.NoError(t, noted(place, v, "device", witness.Note{Seq: 7}))
	note, ok, err := place.Read(v, "device")
	require.NoError(t, err)
	require.True(t, ok)
	require.EqualValues(t, 7, note.Seq)

	path := filepath.Join(place.Folder, "device.json")
	for name, put := range map[string]func() error{
		"a pipe":   func() error { return syscall.Mkfifo(path, 0o600) },
		"a device": func() error { return os.Symlink("/dev/zero", path) },
		"a folder": func() error { return os.Mkdir(path, 0o700) },
		"too much": func() error { return os.WriteFile(path, make([]byte, 1<<20), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, os.RemoveAll(path))
			require.NoError(t, put())
			read := make(chan bool)
			go func() {
				_, ok, err := place.Read(v, "device")
				read <- ok || err != nil
			}()
			select {
			case wrong := <-read:
				require.False(t, wrong)
			case <-time.After(20 * time.Second):
				t.Fatal("it waits for ever")
			}
		})
	}
}
