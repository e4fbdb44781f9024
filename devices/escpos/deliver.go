package escpos

import (
	"bytes"
	"context"
	"crypto/rand"
	"time"

	"shouqi/devices"
)

// Deliver hands one job to a printer over an open link and finds out as much about its fate as the profile allows:
//
//  1. ask before, and hand over nothing at paper end, an open cover, an error or offline;
//  2. hand over the job;
//  3. wait until the printer says that it is done: by process ID (GS ( H) where the model knows it, else by a
//     question that it answers only in its turn (GS r), followed by its status.
//
// A printer that cannot be read is still given the job: the outcome is then Sent. It never sends a job twice.
func Deliver(ctx context.Context, link Link, job []byte, profile Profile, limits Limits) devices.Outcome {
	if outcome, bad := devices.CheckJob(job); bad {
		return outcome
	}
	limits = limits.forJob(len(job))
	c, stop := begin(ctx, link, limits)
	defer stop()
	remark, answers := devices.None, false
	if profile.ReadStatus {
		status, err := c.status()
		switch reason := devices.ReasonOf(err); {
		case reason == devices.Silent || reason == devices.Garbled:
			remark = reason
		case err != nil:
			return devices.Fail(reason, err)
		case status.Blocking() != devices.None:
			return devices.Fail(status.Blocking(), nil)
		default:
			answers = true
			remark = nearEnd(status)
		}
	}
	if err := c.setDeadline(time.Now().Add(limits.Write)); err != nil {
		return devices.Fail(devices.ReasonOf(err), err)
	}
	c.drop(replyAuto) // what was wrong before the status was asked
	sent, err := link.Write(job)
	if err != nil {
		err = c.failure(err)
		if sent == 0 {
			return devices.Fail(devices.ReasonOf(err), err)
		}
		return unknown(err, sent)
	}
	outcome := c.fate(profile, answers)
	outcome.BytesSent = sent
	if outcome.Reason == devices.None {
		outcome.Reason = remark
	}
	return outcome
}

func nearEnd(status devices.Status) devices.Reason {
	if status.NearEnd {
		return devices.NearEnd
	}
	return devices.None
}

func unknown(err error, sent int) devices.Outcome {
	return devices.Outcome{State: devices.Unknown, Reason: devices.ReasonOf(err), BytesSent: sent, Err: err}
}

// fate finds out what became of a job that was handed over whole.
func (c *conversation) fate(profile Profile, answers bool) devices.Outcome {
	var question []byte
	var done func(reply) bool
	switch {
	case profile.ConfirmByProcessID:
		id := processID()
		question = append([]byte{0x1D, '(', 'H', 6, 0, '0', '0'}, id...)
		expected := append(append([]byte{0x37, 0x22}, id...), 0)
		done = func(r reply) bool { return r.kind == replyBlock && bytes.Equal(r.bytes, expected) }
	case answers:
		c.drop(replyInOrder)
		question = []byte{0x1D, 'r', 1}
		done = func(r reply) bool { return r.kind == replyInOrder }
	default:
		return devices.Outcome{State: devices.Sent}
	}
	if err := c.write(question, c.limits.Write); err != nil {
		return unknown(err, 0)
	}
	err := c.await(done, answers)
	switch reason := devices.ReasonOf(err); {
	case err == nil && profile.ConfirmByProcessID:
		return devices.Outcome{State: devices.Confirmed}
	case err == nil:
		return c.afterFence()
	case reason == devices.TimedOut && answers && !c.quiet && !profile.ConfirmByProcessID:
		// Every status was fine and only the fence stayed unanswered: the model does not know GS r.
		return devices.Outcome{State: devices.Sent, Reason: devices.TimedOut, Err: err}
	}
	return unknown(err, 0)
}

// blocked returns what keeps the printer from printing, where it says so by itself, or None.
func blocked(r reply) devices.Reason {
	if r.kind != replyAuto {
		return devices.None
	}
	return autoStatus(r.bytes).Blocking()
}

// await waits for the reply that says "done". Meanwhile it hears what a printer says by itself, and asks one that answers
// for its status, so that paper running out in the middle is known at once and not only when time is up.
func (c *conversation) await(done func(reply) bool, answers bool) error {
	end := time.Now().Add(c.limits.Confirm)
	for {
		until := time.Now().Add(c.limits.Reply)
		if !answers || until.After(end) {
			until = end
		}
		r, err := c.want(until, func(r reply) bool { return done(r) || blocked(r) != devices.None })
		if err == nil && !done(r) {
			return &devices.Error{Reason: blocked(r)}
		}
		if err == nil || devices.ReasonOf(err) != devices.TimedOut {
			return err
		}
		if answers {
			status, statusErr := c.status()
			if devices.ReasonOf(statusErr) == devices.Silent {
				// Busy, or gone. Asking on would take a late answer for the next question's.
				c.quiet, answers = true, false
			} else if statusErr != nil {
				return statusErr
			}
			if reason := status.Blocking(); reason != devices.None {
				return &devices.Error{Reason: reason}
			}
		}
		if !time.Now().Before(end) {
			return err
		}
	}
}

// afterFence asks the status once more: a printer may work through a job's bytes with its paper gone.
func (c *conversation) afterFence() devices.Outcome {
	status, err := c.status()
	if err != nil {
		return unknown(err, 0)
	}
	if reason := status.Blocking(); reason != devices.None {
		return devices.Outcome{State: devices.Unknown, Reason: reason}
	}
	return devices.Outcome{State: devices.Confirmed, Reason: nearEnd(status)}
}

// processID returns four bytes of the range that GS ( H allows, so that an old answer is not taken for this job's.
func processID() []byte {
	id := make([]byte, 4)
	// rand.Read never fails: it ends the program where the system has no randomness.
	_, _ = rand.Read(id)
	for i := range id {
		id[i] = 0x20 + id[i]%0x5F
	}
	return id
}
