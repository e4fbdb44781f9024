package fileprint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/devices/escpos"
	"shouqi/devices/fileprint"
)

func printer(t *testing.T, path string, limit time.Duration) *fileprint.Printer {
	t.Helper()
	p, err := fileprint.New(path, escpos.Profile80(), limit)
	require.NoError(t, err)
	return p
}

func TestAFolderDoesWhatPrintersMust(t *testing.T) {
	for _, check := range devicetest.PrinterChecks {
		t.Run(check.Name, func(t *testing.T) {
			folder := t.TempDir()
			require.NoError(t, check.Run(devicetest.Subject{
				Printer: printer(t, folder, time.Minute),
				Printed: func(n int) ([]byte, error) {
					return os.ReadFile(filepath.Join(folder, fmt.Sprintf("%06d.bin", n+1)))
				},
			}))
		})
	}
}

func TestNumbersGoOnWhereTheFolderEnds(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "000041.bin"), []byte("old"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "notes.txt"), nil, 0o600))
	require.Equal(t, devices.Sent, printer(t, folder, time.Minute).Print(t.Context(), []byte("new")).State)
	old, err := os.ReadFile(filepath.Join(folder, "000041.bin"))
	require.NoError(t, err)
	require.Equal(t, "old", string(old))
	written, err := os.ReadFile(filepath.Join(folder, "000042.bin"))
	require.NoError(t, err)
	require.Equal(t, "new", string(written))
}

func TestOneFileTakesJobsOneAfterTheOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "printer")
	p := printer(t, path, time.Minute)
	require.Equal(t, devices.Outcome{State: devices.Sent, BytesSent: 1}, p.Print(t.Context(), []byte("a")))
	require.Equal(t, devices.Outcome{State: devices.Sent, BytesSent: 1}, p.Print(t.Context(), []byte("b")))
	written, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "ab", string(written))
}

func TestAPlaceThatCannotBeWrittenFailsUntouched(t *testing.T) {
	outcome := printer(t, filepath.Join(t.TempDir(), "no", "such", "folder"), time.Minute).Print(t.Context(), []byte("x"))
	require.Equal(t, devices.Failed, outcome.State)
	require.Equal(t, devices.NoStorage, outcome.Reason)
	require.True(t, outcome.MayRetry())
}

func TestSetUpsThatCannotWork(t *testing.T) {
	_, err := fileprint.New("", escpos.Profile80(), time.Minute)
	require.Error(t, err)
	_, err = fileprint.New("x", escpos.Profile80(), 0)
	require.Error(t, err)
	_, err = fileprint.New("x", escpos.Profile{}, time.Minute)
	require.Error(t, err)
}
