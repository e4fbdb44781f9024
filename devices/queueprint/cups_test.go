//go:build !windows

package queueprint_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/devices/escpos"
	"shouqi/devices/queueprint"
)

// TestMain starts a CUPS of our own, with its files in a folder of our own, and never touches the machine's.
func TestMain(m *testing.M) {
	folder, stop, err := startCUPS()
	if err != nil {
		fmt.Fprintln(os.Stderr, "the tests of queues want CUPS (Debian: cups):", err)
		os.Exit(1)
	}
	status := m.Run()
	if err := errors.Join(stop(), os.RemoveAll(folder)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

func startCUPS() (folder string, stop func() error, err error) {
	// What runs a printer is not on everybody's PATH.
	if err := os.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin"); err != nil {
		return "", nil, err
	}
	daemon, err := exec.LookPath("cupsd")
	if err != nil {
		return "", nil, err
	}
	if folder, err = os.MkdirTemp("", "cups"); err != nil {
		return "", nil, err
	}
	// The daemon's helpers run as another user and must find their way.
	if err := os.Chmod(folder, 0o755); err != nil { //nolint:gosec // nothing in it is secret
		return "", nil, err
	}
	for _, name := range []string{"spool", "tmp", "cache", "run"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o755); err != nil { //nolint:gosec // nothing in it is secret
			return "", nil, err
		}
	}
	for name, text := range map[string]string{
		"cupsd.conf": "Listen FOLDER/sock\nBrowsing Off\nWebInterface No\nDefaultAuthType None\nMaxJobs 0\n" +
			"<Location />\nAllow all\n</Location>\n<Policy default>\n<Limit All>\n</Limit>\n</Policy>\n",
		"cups-files.conf": "ServerRoot FOLDER\nRequestRoot FOLDER/spool\nTempDir FOLDER/tmp\nCacheDir FOLDER/cache\n" +
			"StateDir FOLDER/run\nErrorLog FOLDER/log\nAccessLog FOLDER/log\nPageLog FOLDER/log\nPrintcap\nSandboxing relaxed\n",
	} {
		text = strings.ReplaceAll(text, "FOLDER", folder)
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return "", nil, err
		}
	}
	process := exec.Command(daemon, "-f", "-c", folder+"/cupsd.conf", "-s", folder+"/cups-files.conf")
	if err := process.Start(); err != nil {
		return "", nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	stop = func() error {
		if err := process.Process.Signal(os.Interrupt); err != nil {
			return err
		}
		<-ended //nolint:errcheck // it says that it was interrupted
		return nil
	}
	if err := os.Setenv("CUPS_SERVER", folder+"/sock"); err != nil {
		return "", nil, err
	}
	for {
		said, err := exec.Command("lpstat", "-r").CombinedOutput()
		if err == nil && bytes.Contains(said, []byte("is running")) {
			return folder, stop, nil
		}
		select {
		case err := <-ended:
			return "", nil, fmt.Errorf("cupsd ended: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func tell(t *testing.T, name string, arguments ...string) string {
	t.Helper()
	said, err := exec.Command(name, arguments...).CombinedOutput()
	require.NoError(t, err, "%s %v: %s", name, arguments, said)
	return string(said)
}

// start makes a queue that leads to a pretend printer. A job that breaks off is given up, so that the queue goes on.
func start(t *testing.T) (pretend *devicetest.Printer, name string) {
	t.Helper()
	font, err := os.ReadFile("../../assets/fonts/NotoSansSC-Regular.ttf")
	require.NoError(t, err)
	pretend, err = devicetest.Start(devicetest.Options{Dots: 576, Font: font})
	require.NoError(t, err)
	_, port, _ := strings.Cut(pretend.Address(), ":")
	name = "pos" + port
	tell(t, "lpadmin", "-p", name, "-E", "-v", "socket://"+pretend.Address(), "-m", "raw", "-o", "printer-error-policy=abort-job")
	t.Cleanup(func() {
		tell(t, "lpadmin", "-x", name)
		require.NoError(t, pretend.Close())
	})
	return pretend, name
}

func printer(t *testing.T, name string, limit time.Duration) *queueprint.Printer {
	t.Helper()
	p, err := queueprint.CUPS(name, escpos.Profile80(), limit)
	require.NoError(t, err)
	return p
}

func TestAQueueDoesWhatPrintersMust(t *testing.T) {
	for _, check := range devicetest.Checks(true) {
		t.Run(check.Name, func(t *testing.T) {
			t.Parallel()
			pretend, name := start(t)
			limit := time.Minute
			if check.Hasty {
				limit = 5 * time.Second
			}
			require.NoError(t, check.Run(devicetest.Subject{
				Printer: printer(t, name, limit), Pretend: pretend,
				Printed: func(n int) ([]byte, error) {
					receipt, err := pretend.Receipt(t.Context(), n)
					return receipt.Raw, err
				},
			}))
			require.Empty(t, tell(t, "lpstat", "-W", "not-completed", "-o", name), "nothing is left to print by itself")
		})
	}
}

func TestAJobThatStaysInTheQueueIsTakenOut(t *testing.T) {
	pretend, name := start(t)
	require.NoError(t, pretend.SetFaults(devicetest.Faults{Away: true}))
	outcome := printer(t, name, time.Second).Print(t.Context(), []byte("x"))
	require.Equal(t, devices.Unknown, outcome.State, "the queue may have begun to send")
	require.Equal(t, devices.Stuck, outcome.Reason)
	require.NotErrorIs(t, outcome.Err, queueprint.ErrLeft)
	require.Empty(t, tell(t, "lpstat", "-W", "not-completed", "-o", name))

	ctx, giveUp := context.WithTimeout(t.Context(), time.Second)
	defer giveUp()
	outcome = printer(t, name, time.Minute).Print(ctx, []byte("x"))
	require.Equal(t, devices.Unknown, outcome.State)
	require.Equal(t, devices.Cancelled, outcome.Reason)
	require.Empty(t, tell(t, "lpstat", "-W", "not-completed", "-o", name), "also where the caller gave up")
}

func TestAJobThatCannotBeTakenOutIsSaidToBeLeft(t *testing.T) {
	pretend, name := start(t)
	require.NoError(t, pretend.SetFaults(devicetest.Faults{Away: true}))
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "cancel"), []byte("#!/bin/sh\nexit 1\n"), 0o700)) //nolint:gosec // it is to be run
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	outcome := printer(t, name, time.Second).Print(t.Context(), []byte("x"))
	require.Equal(t, devices.Unknown, outcome.State)
	require.Equal(t, devices.Left, outcome.Reason)
	require.ErrorIs(t, outcome.Err, queueprint.ErrLeft)
	require.NotEmpty(t, tell(t, "lpstat", "-W", "not-completed", "-o", name))
}

func TestAJobThatSomebodyElseCancelsIsUnknown(t *testing.T) {
	pretend, name := start(t)
	require.NoError(t, pretend.SetFaults(devicetest.Faults{Away: true}))
	done := make(chan devices.Outcome, 1)
	go func() { done <- printer(t, name, time.Minute).Print(t.Context(), []byte("x")) }()
	require.Eventually(t, func() bool { return tell(t, "lpstat", "-W", "not-completed", "-o", name) != "" }, time.Minute, 10*time.Millisecond)
	tell(t, "cancel", "-a", name)
	outcome := <-done
	require.Equal(t, devices.Unknown, outcome.State)
	require.Equal(t, devices.CutOff, outcome.Reason)
}

func TestAQueueThatTakesNoJobsFailsUntouched(t *testing.T) {
	_, name := start(t)
	tell(t, "cupsdisable", name)
	outcome := printer(t, name, time.Minute).Print(t.Context(), []byte("x"))
	require.True(t, outcome.MayRetry(), "%+v", outcome)
	require.Equal(t, devices.Offline, outcome.Reason)
	tell(t, "cupsenable", name)
	tell(t, "cupsreject", name)
	outcome = printer(t, name, time.Minute).Print(t.Context(), []byte("x"))
	require.True(t, outcome.MayRetry(), "%+v", outcome)
	require.Equal(t, devices.Away, outcome.Reason)
	require.Empty(t, tell(t, "lpstat", "-W", "not-completed", "-o", name))

	outcome = printer(t, "nobody", time.Minute).Print(t.Context(), []byte("x"))
	require.True(t, outcome.MayRetry(), "%+v", outcome)
	require.Equal(t, devices.Away, outcome.Reason)
}

// A sheet is handed over as the PDF file it is, with its size, and is not raw: the queue's driver draws it.
func TestASheetGoesIntoTheQueueAsPDF(t *testing.T) {
	pretend, name := start(t)
	real, err := exec.LookPath("lp")
	require.NoError(t, err)
	folder := t.TempDir()
	// lp as it is, after noting how it was called.
	script := "#!/bin/sh\necho \"$@\" > " + folder + "/called\nexec " + real + " \"$@\"\n"
	require.NoError(t, os.WriteFile(filepath.Join(folder, "lp"), []byte(script), 0o700)) //nolint:gosec // it is to be run
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	for sheet, size := range map[devices.Sheet]string{devices.A5: "A5", devices.A4: "A4", devices.Triple241x93: "Custom.241x93.1mm", devices.Half241x140: "Custom.241x139.7mm"} {
		p, err := queueprint.CUPSSheets(name, sheet, time.Minute)
		require.NoError(t, err)
		require.Equal(t, devices.Capabilities{Sheet: sheet}, p.Capabilities())
		before := len(pretend.Receipts())
		outcome := p.Print(t.Context(), []byte("%PDF-1.3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"))
		require.Equal(t, devices.Sent, outcome.State, "%+v", outcome)
		came, err := pretend.Receipt(t.Context(), before)
		require.NoError(t, err)
		require.Contains(t, string(came.Raw), "%PDF-1.3")
		called, err := os.ReadFile(filepath.Join(folder, "called"))
		require.NoError(t, err)
		require.Contains(t, string(called), "media="+size+" ")
		require.NotContains(t, string(called), "raw")
	}
	_, err = queueprint.CUPSSheets(name, "a3", time.Minute)
	require.Error(t, err)
	_, err = queueprint.CUPSSheets("-d", devices.A5, time.Minute)
	require.Error(t, err)
}

func TestQueuesAreFound(t *testing.T) {
	pretend, name := start(t)
	queues, err := queueprint.Queues(t.Context())
	require.NoError(t, err)
	require.Contains(t, queues, queueprint.Queue{Scheme: "cups", Name: name, About: "socket://" + pretend.Address()})
}

func TestSetUpsThatCannotWork(t *testing.T) {
	for _, name := range []string{"", "-d", "a b", "a/b", "a#b", strings.Repeat("a", 128)} {
		_, err := queueprint.CUPS(name, escpos.Profile80(), time.Minute)
		require.Error(t, err, name)
	}
	_, err := queueprint.CUPS("pos80", escpos.Profile80(), 0)
	require.Error(t, err)
	_, err = queueprint.CUPS("pos80", escpos.Profile{}, time.Minute)
	require.Error(t, err)
	_, err = queueprint.Windows("POS-80", escpos.Profile80(), time.Minute)
	require.ErrorIs(t, err, queueprint.ErrElsewhere)
}
