package devices

import (
	"errors"
	"fmt"
)

// State says how far a job got.
type State string

const (
	// Failed means that no byte of the job was handed over; it may be tried again.
	Failed State = "failed"
	// Sent means that the whole job was handed over, and that this printer cannot say more.
	Sent State = "sent"
	// Confirmed means that the printer itself said that it worked through the whole job.
	Confirmed State = "confirmed"
	// Unknown means that part or all of the job was handed over and then something went wrong; a person must look
	// at the paper before it is printed again.
	Unknown State = "unknown"
)

// Reason says in one word what stood in the way. With Sent or Confirmed it is a remark (NearEnd, Silent, Garbled), not a fault.
type Reason string

// The reasons; screens find their sentence by them.
const (
	None      Reason = ""
	Away      Reason = "away"         // nobody listens: switched off, unplugged, wrong address
	PaperOut  Reason = "paper-out"    // the roll is used up
	CoverOpen Reason = "cover-open"   // the lid is not shut
	NearEnd   Reason = "near-end"     // paper for a few more receipts
	Offline   Reason = "offline"      // the printer takes no jobs and does not say why
	Faulty    Reason = "faulty"       // cutter, head or mechanics
	TimedOut  Reason = "timed-out"    // too slow, or an expected answer did not come
	CutOff    Reason = "cut-off"      // the connection broke in the middle
	Silent    Reason = "silent"       // it never answered a question: reading its status should be switched off
	Garbled   Reason = "garbled"      // its answer breaks its own fixed bits
	TooLarge  Reason = "too-large"    // the job is over MaxJobBytes
	Empty     Reason = "empty"        // the job has no bytes
	Cancelled Reason = "cancelled"    // the caller gave up
	NotAsked  Reason = "not-asked"    // this printer cannot or must not be asked
	NoStorage Reason = "no-storage"   // the file or its folder cannot be written
	Foreign   Reason = "foreign-file" // the file is there already and holds something else than jobs
	Stuck     Reason = "stuck"        // the system's queue did not pass the job on in time, and it was taken out
	Left      Reason = "left"         // the job is still in the system's queue and may print by itself
	NoAccess  Reason = "no-access"    // the port is in use by another program, or this user may not open it
)

// Outcome is what became of one job.
type Outcome struct {
	State     State
	Reason    Reason
	BytesSent int   // bytes of the job handed over, 0 to its length
	Err       error // the cause, for a support log, never for a screen; nil where nothing went wrong
}

// MayRetry reports whether the job may be sent again without asking a person: nothing of it was handed over.
func (o Outcome) MayRetry() bool { return o.State == Failed && o.BytesSent == 0 }

// Error is a device's failure with its reason.
type Error struct {
	Reason Reason
	Err    error // the cause, may be nil
}

// Error returns the reason and the cause, for a log.
func (e *Error) Error() string {
	if e.Err == nil {
		return "device: " + string(e.Reason)
	}
	return fmt.Sprintf("device: %s: %v", e.Reason, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ReasonOf returns the reason inside err: None for nil, Faulty for an error that is not a device's.
func ReasonOf(err error) Reason {
	if err == nil {
		return None
	}
	var failure *Error
	if errors.As(err, &failure) {
		return failure.Reason
	}
	return Faulty
}

// CheckJob returns the Failed outcome of a job that no printer should be given, and whether it is one.
func CheckJob(job []byte) (Outcome, bool) {
	switch {
	case len(job) == 0:
		return Fail(Empty, nil), true
	case len(job) > MaxJobBytes:
		return Fail(TooLarge, fmt.Errorf("job of %d bytes, at most %d", len(job), MaxJobBytes)), true
	}
	return Outcome{}, false
}

// Fail returns the outcome of a job of which nothing was handed over.
func Fail(reason Reason, err error) Outcome { return Outcome{State: Failed, Reason: reason, Err: err} }
