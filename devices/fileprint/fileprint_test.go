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
	require.Equal(t, devices.Outcome{State: devices.Sent, BytesSent: 3}, p.Print(t.Context(), []byte("\x1b@a")))
	require.Equal(t, devices.Outcome{State: devices.Sent, BytesSent: 3}, p.Print(t.Context(), []byte("\x1b@b")))
	written, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "\x1b@a\x1b@b", string(written))
}

// A letter, a sheet or the book itself, named by mistake, is not written into: a file that grows is one that a job began.
func TestAFileThatNoJobBeganIsLeftAlone(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{"letter.txt": "Dear", "estate.book": "SQLite format 3\x00", "one": "x", "screen": "\x1b[2J"} {
		path := filepath.Join(folder, name)
		late := printer(t, path, time.Minute) // while there is nothing yet
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		_, err := fileprint.New(path, escpos.Profile80(), time.Minute)
		require.ErrorIs(t, err, fileprint.ErrForeign, name)
		outcome := late.Print(t.Context(), []byte("\x1b@receipt"))
		require.Equal(t, []any{devices.Failed, devices.Foreign}, []any{outcome.State, outcome.Reason}, name)
		require.True(t, outcome.MayRetry())
		kept, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, content, string(kept), name)
		require.NoError(t, os.Symlink(path, path+".link"))
		_, err = fileprint.New(path+".link", escpos.Profile80(), time.Minute)
		require.ErrorIs(t, err, fileprint.ErrForeign, "by another name: %s", name)
	}
}

func TestAFileThatAJobBeganOrThatIsEmptyGrows(t *testing.T) {
	folder := t.TempDir()
	pulse, err := escpos.KickDrawer(escpos.Profile80())
	require.NoError(t, err)
	for name, content := range map[string]string{"empty": "", "paper": "\x1b@before", "drawer": string(pulse), "cut off": "\x1b"} {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		require.Equal(t, devices.Sent, printer(t, path, time.Minute).Print(t.Context(), []byte("\x1b@receipt")).State, name)
		grown, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, content+"\x1b@receipt", string(grown), name)
	}
}

// What jobs are made of begins as such a file has to: else the second job would find the first one foreign.
func TestJobsBeginAsTheirFileIsKnownBy(t *testing.T) {
	for _, profile := range []escpos.Profile{escpos.Profile58(), escpos.Profile80()} {
		encoder, err := escpos.NewEncoder(profile, nil)
		require.NoError(t, err)
		job, err := encoder.Encode(escpos.Document{escpos.Feed{Lines: 1}})
		require.NoError(t, err)
		require.True(t, escpos.BeginsJob(job.Bytes[:escpos.JobHeadBytes]))
	}
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
