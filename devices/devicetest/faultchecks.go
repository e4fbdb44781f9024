package devicetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"shouqi/devices"
)

// FaultChecks are what every printer must do with something wrong at its other end. Whatever the way, two things hold:
// what is called failed never comes out of the printer, and what may have come out is never called failed.
var FaultChecks = []Check{
	{Name: "no paper, and then a new roll", Run: checkBlocked(Faults{PaperOut: true}, devices.PaperOut)},
	{Name: "the cover open, and then shut", Run: checkBlocked(Faults{CoverOpen: true}, devices.CoverOpen)},
	{Name: "the paper ends midway, and a new roll finishes the receipt", Run: checkPaperEndsMidway, Hasty: true},
	{Name: "unplugged, and plugged in again", Run: checkUnplugged, Hasty: true},
	{Name: "cut off midway, and the next job comes out whole", Run: checkCutOffMidway},
	{Name: "a slow printer is waited for", Run: checkSlow},
	{Name: "nobody answers", Run: checkUnread(Faults{Silent: true}), Hasty: true},
	{Name: "the answers make no sense", Run: checkUnread(Faults{Garbled: true})},
	{Name: "the answer that a job is printed never comes", Run: checkNeverConfirms, Hasty: true},
}

// longJob is more than the 4 KiB that most things between us and the paper hold.
func longJob() []byte { return sampleJob(strings.Repeat("1201 840.47\n", 500)) }

// try prints under faults and mends them again.
func try(s Subject, faults Faults, job []byte) (devices.Outcome, error) {
	if err := s.Pretend.SetFaults(faults); err != nil {
		return devices.Outcome{}, err
	}
	outcome := s.Printer.Print(context.Background(), job)
	return outcome, s.Pretend.SetFaults(Faults{})
}

// checkBlocked is for a printer that takes bytes and does not print. Who can be asked hands nothing over; who cannot has
// sent the job, and the printer prints it when it is mended.
func checkBlocked(faults Faults, reason devices.Reason) func(Subject) error {
	return func(s Subject) error {
		job := sampleJob("first")
		outcome, err := try(s, faults, job)
		if err != nil {
			return err
		}
		if !s.Printer.Capabilities().CanStatus {
			if outcome.State != devices.Sent {
				return fmt.Errorf("a printer that cannot be asked gives %+v", outcome)
			}
			return cameOut(s, job, 0)
		}
		if err := refused(outcome, reason); err != nil {
			return err
		}
		return prints(s, job, 0)
	}
}

func checkPaperEndsMidway(s Subject) error {
	job := longJob()
	outcome, err := try(s, Faults{PaperOutMidway: 2000}, job)
	if err != nil {
		return err
	}
	if s.Printer.Capabilities().CanStatus && (outcome.State != devices.Unknown || outcome.Reason != devices.PaperOut) {
		return fmt.Errorf("outcome %+v, want unknown for want of paper", outcome)
	}
	if outcome.State == devices.Confirmed || outcome.State == devices.Failed {
		return fmt.Errorf("outcome %+v of half a receipt", outcome)
	}
	return cameOut(s, job, 0)
}

// checkUnplugged also sees that nothing of the first job comes out later, by the paper that the second finds there.
func checkUnplugged(s Subject) error {
	outcome, err := try(s, Faults{Away: true}, sampleJob("first"))
	if err != nil {
		return err
	}
	if outcome.State != devices.Failed && outcome.State != devices.Unknown {
		return fmt.Errorf("outcome %+v of a printer that is not there", outcome)
	}
	return prints(s, sampleJob("second"), 0)
}

func checkCutOffMidway(s Subject) error {
	outcome, err := try(s, Faults{CutOffAfter: 2000}, longJob())
	if err != nil {
		return err
	}
	// What becomes of bytes that the system holds is not always seen by who never hears from the printer.
	seen := outcome.State == devices.Unknown || !s.Printer.Capabilities().CanConfirm && outcome.State == devices.Sent
	if !seen || outcome.BytesSent == 0 || outcome.MayRetry() {
		return fmt.Errorf("outcome %+v of half a job, want unknown", outcome)
	}
	job := sampleJob("second")
	outcome = s.Printer.Print(context.Background(), job)
	for tries := 0; outcome.MayRetry() && tries < 1000; tries++ { // it may still be plugging itself in again
		time.Sleep(10 * time.Millisecond)
		outcome = s.Printer.Print(context.Background(), job)
	}
	if outcome.State != devices.Sent && outcome.State != devices.Confirmed {
		return fmt.Errorf("the next job: outcome %+v", outcome)
	}
	for n := range 2 { // on its own paper, or below the half one
		printed, err := s.Printed(n)
		if err != nil || bytes.HasSuffix(printed, job) {
			return err
		}
	}
	return errors.New("the next job did not come out whole")
}

func checkSlow(s Subject) error {
	if err := s.Pretend.SetFaults(Faults{BytesPerSecond: 20_000}); err != nil {
		return err
	}
	return prints(s, longJob(), 0)
}

// checkUnread is for a printer that prints and cannot be read. The job may be sent all the same, or be refused untouched
// where an answer is the only sign that somebody is there.
func checkUnread(faults Faults) func(Subject) error {
	return func(s Subject) error {
		job := sampleJob("first")
		if err := s.Pretend.SetFaults(faults); err != nil {
			return err
		}
		outcome := s.Printer.Print(context.Background(), job)
		switch {
		case outcome.MayRetry():
			if err := s.Pretend.SetFaults(Faults{}); err != nil {
				return err
			}
			return prints(s, sampleJob("second"), 0)
		case outcome.State == devices.Sent, s.ByProcessID:
			return cameOut(s, job, 0)
		}
		return fmt.Errorf("outcome %+v of a printer that cannot be read", outcome)
	}
}

// checkNeverConfirms is for models that know neither GS r nor GS ( H.
func checkNeverConfirms(s Subject) error {
	job := sampleJob("first")
	outcome, err := try(s, Faults{NoFence: true, NoProcessID: true}, job)
	if err != nil {
		return err
	}
	want := devices.Sent
	if s.ByProcessID {
		want = devices.Unknown // such a model always answers: its silence means something
	}
	if outcome.State != want {
		return fmt.Errorf("outcome %+v, want %s", outcome, want)
	}
	return cameOut(s, job, 0)
}
