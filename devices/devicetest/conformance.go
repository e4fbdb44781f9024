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
	// Printed gives the bytes of the n-th job that came out at the other end, from 0, and waits for it.
	Printed func(n int) ([]byte, error)
	// Pretend is the pretend printer at the other end, nil where jobs only land in a file.
	Pretend *Printer
	// ByProcessID says that the printer is to confirm by GS ( H.
	ByProcessID bool
}

// Check is one thing that every devices.Printer must do.
type Check struct {
	Name string
	Run  func(Subject) error
	// Hasty is a check that waits for what never comes: the printer's longest waits must then be short. For all others
	// they are to be long enough for any loaded machine.
	Hasty bool
}

// Checks returns what this subject must do: PrinterChecks, and FaultChecks where there is a pretend printer to spoil.
func Checks(withPretend bool) []Check {
	if withPretend {
		return append(append([]Check(nil), PrinterChecks...), FaultChecks...)
	}
	return PrinterChecks
}

// PrinterChecks are the checks; each wants a fresh Subject.
var PrinterChecks = []Check{
	{Name: "jobs arrive whole and apart", Run: checkJobsArrive},
	{Name: "an empty job is refused untouched", Run: func(s Subject) error {
		return refused(s.Printer.Print(context.Background(), nil), devices.Empty)
	}},
	{Name: "a job over the limit is refused untouched", Run: func(s Subject) error {
		return refused(s.Printer.Print(context.Background(), make([]byte, devices.MaxJobBytes+1)), devices.TooLarge)
	}},
	{Name: "a caller who gave up sends nothing", Run: func(s Subject) error {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		return refused(s.Printer.Print(ctx, sampleJob("x")), devices.Cancelled)
	}},
	{Name: "status is known or says why not", Run: checkStatus},
}

// sampleJob is a small job with a cut.
func sampleJob(text string) []byte {
	return append(append([]byte("\x1b@"), text...), "\n\x1dVB\x00"...)
}

func checkJobsArrive(s Subject) error {
	for n, text := range []string{"first", "second", "third"} {
		job := sampleJob(text)
		if err := prints(s, job, n); err != nil {
			return err
		}
	}
	return nil
}

// prints gives the printer a job and checks that it comes out as the n-th, and is as sure as this printer can be.
func prints(s Subject, job []byte, n int) error {
	outcome := s.Printer.Print(context.Background(), job)
	want := devices.Sent
	if s.Printer.Capabilities().CanConfirm {
		want = devices.Confirmed
	}
	if outcome.State != want || outcome.BytesSent != len(job) || outcome.Err != nil || outcome.MayRetry() {
		return fmt.Errorf("job %d: outcome %+v, want %s of %d bytes", n, outcome, want, len(job))
	}
	return cameOut(s, job, n)
}

// cameOut waits for the n-th paper and checks that it is this job's, whole.
func cameOut(s Subject, job []byte, n int) error {
	printed, err := s.Printed(n)
	if err != nil {
		return err
	}
	if !bytes.Equal(printed, job) {
		return fmt.Errorf("paper %d has %d bytes % .60x, want %d bytes % .60x", n, len(printed), printed, len(job), job)
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
