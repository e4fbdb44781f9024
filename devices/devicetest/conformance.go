package devicetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"shouqi/devices"
)

// Subject is a printer under test that has nothing wrong with it.
type Subject struct {
	Printer devices.Printer
	// Printed gives the bytes of the n-th job that came out at the other end, from 0.
	Printed func(n int) ([]byte, error)
}

// Check is one thing that every devices.Printer must do.
type Check struct {
	Name string
	Run  func(Subject) error
}

// PrinterChecks are the checks; each wants a fresh Subject.
var PrinterChecks = []Check{
	{"jobs arrive whole and apart", checkJobsArrive},
	{"an empty job is refused untouched", func(s Subject) error {
		return refused(s.Printer.Print(context.Background(), nil), devices.Empty)
	}},
	{"a job over the limit is refused untouched", func(s Subject) error {
		return refused(s.Printer.Print(context.Background(), make([]byte, devices.MaxJobBytes+1)), devices.TooLarge)
	}},
	{"a caller who gave up sends nothing", func(s Subject) error {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		return refused(s.Printer.Print(ctx, sampleJob("x")), devices.Cancelled)
	}},
	{"status is known or says why not", checkStatus},
}

// sampleJob is a small job with a cut.
func sampleJob(text string) []byte {
	return append(append([]byte("\x1b@"), text...), "\n\x1dVB\x00"...)
}

func checkJobsArrive(s Subject) error {
	for n, text := range []string{"first", "second", "third"} {
		job := sampleJob(text)
		outcome := s.Printer.Print(context.Background(), job)
		want := devices.Sent
		if s.Printer.Capabilities().CanConfirm {
			want = devices.Confirmed
		}
		if outcome.State != want || outcome.BytesSent != len(job) || outcome.Err != nil || outcome.MayRetry() {
			return fmt.Errorf("job %d: outcome %+v, want %s of %d bytes", n, outcome, want, len(job))
		}
		printed, err := s.Printed(n)
		if err != nil {
			return err
		}
		if !bytes.Equal(printed, job) {
			return fmt.Errorf("job %d: printed % x, want % x", n, printed, job)
		}
	}
	return nil
}

func refused(outcome devices.Outcome, reason devices.Reason) error {
	if outcome.State != devices.Failed || outcome.Reason != reason || !outcome.MayRetry() {
		return fmt.Errorf("outcome %+v, want failed, %s, 0 bytes", outcome, reason)
	}
	return nil
}

func checkStatus(s Subject) error {
	status, err := s.Printer.Status(context.Background())
	if !s.Printer.Capabilities().CanStatus {
		if reason := devices.ReasonOf(err); reason != devices.NotAsked {
			return fmt.Errorf("a printer that cannot be asked gives the reason %q", reason)
		}
		return nil
	}
	if err != nil {
		return err
	}
	if status.Blocking() != devices.None {
		return errors.New("a good printer says " + string(status.Blocking()))
	}
	return nil
}
