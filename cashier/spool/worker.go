package spool

import (
	"context"
	"errors"
	"fmt"
	"time"

	"shouqi/devices"
	"shouqi/ledger/store"
)

// The waits between two tries of a job that could not be handed over, and how long a job that is on its way may still
// take once the program wants to end.
const (
	firstWait = time.Second
	longWait  = 30 * time.Second
	grace     = 5 * time.Second
)

// pause waits so long, for ever where wait is below zero, or until woken; it reports false where ctx has ended.
func (s *Spool) pause(ctx context.Context, wait time.Duration, wake <-chan struct{}) bool {
	var ring <-chan time.Time
	if wait >= 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		ring = timer.C
	}
	select {
	case <-ring:
	case <-wake:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

func longer(wait time.Duration) time.Duration {
	return min(longWait, max(firstWait, 2*wait))
}

// takeUp settles what the last run left behind.
func (s *Spool) takeUp(ctx context.Context) error {
	var settled []Job
	err := s.db.Write(ctx, func(tx *store.Tx) error {
		left, err := jobs(tx, "WHERE state = 'sending'")
		if err != nil {
			return err
		}
		settled = left
		for i := range settled {
			job := &settled[i]
			job.State, job.Reason, job.ChangedMS = Unknown, PowerLost, s.now()
			if _, err := job.save(tx, Sending); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.tellAll(settled)
	}
	return err
}

func (s *Spool) tellAll(all []Job) {
	for _, job := range all {
		s.tell(job)
	}
}

// next returns the job whose turn it is, and takes those out of the queue that have waited too long.
func (s *Spool) next(ctx context.Context) (next Job, found bool, err error) {
	var expired []Job
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		next, found, expired = Job{}, false, nil
		waiting, err := jobs(tx, "WHERE state = 'queued' ORDER BY kind <> 'drawer', id LIMIT ?", openMax)
		if err != nil {
			return err
		}
		for _, job := range waiting {
			if !s.tooOld(job) {
				next, found = job, true
				return nil
			}
			job.State, job.Reason, job.ChangedMS = Failed, Expired, s.now()
			if _, err := job.save(tx, Queued); err != nil {
				return err
			}
			expired = append(expired, job)
		}
		return nil
	})
	if err == nil {
		s.tellAll(expired)
	}
	return next, found, err
}

// tooOld takes a clock that ran backwards by as much for an age too: nobody knows how long the job has waited.
func (s *Spool) tooOld(job Job) bool {
	age := s.now() - job.CreatedMS
	age = max(age, -age)
	if job.Kind == Drawer {
		return age > drawerMaxMS
	}
	return age > ageMaxMS
}

// work tries one job and gives how long to wait before the next look at the queue.
func (s *Spool) work(ctx context.Context, job Job) time.Duration {
	printer, bytes, reason, err := s.prepare(ctx, job)
	if err != nil {
		if ctx.Err() != nil {
			return 0
		}
		s.events.Trouble(fmt.Errorf("spool: job %d: %w", job.ID, err))
	}
	job.ChangedMS = s.now()
	if reason != devices.None {
		job.State, job.Reason = Failed, reason
		return s.record(ctx, job, Queued, 0)
	}
	job.State = Sending
	if job.Attempts == 0 { // A later try keeps why the one before failed: nobody shall read in between that it is printing.
		job.Reason = devices.None
	}
	job.Attempts++
	if named, ok := printer.(fmt.Stringer); ok {
		job.Printer = named.String()
	}
	mine := false
	err = s.db.Write(ctx, func(tx *store.Tx) (err error) {
		mine, err = job.save(tx, Queued)
		return err
	})
	if err != nil {
		s.events.Trouble(fmt.Errorf("spool: job %d: %w", job.ID, err))
		return longer(0)
	}
	if !mine {
		return 0 // it was cancelled meanwhile
	}
	s.tell(job)
	outcome := s.send(ctx, printer, bytes)
	again := settle(&job, outcome)
	job.ChangedMS = s.now()
	return s.record(ctx, job, Sending, again)
}

// prepare finds the printer and makes the bytes. A reason other than None says why the job must wait for a person.
func (s *Spool) prepare(ctx context.Context, job Job) (devices.Printer, []byte, devices.Reason, error) {
	printer, err := safely("printer", s.printer)
	if errors.Is(err, ErrNoPrinter) {
		return nil, nil, NoPrinter, nil
	}
	if err != nil {
		return nil, nil, BadSetting, err
	}
	bytes, err := safely("render", func() ([]byte, error) { return s.render(ctx, job) })
	if err != nil {
		return nil, nil, NotDrawn, err
	}
	return printer, bytes, devices.None, nil
}

// send hands the job over. Where the program wants to end, a job that is on its way gets a little time to come out,
// because every job cut short is one that a person must look after.
func (s *Spool) send(ctx context.Context, printer devices.Printer, bytes []byte) devices.Outcome {
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel()
		case <-sending.Done():
		}
	})
	defer stop()
	return printer.Print(sending, bytes)
}

// settle returns the job the state that an outcome means, and how long to wait before the next look at the queue.
func settle(job *Job, outcome devices.Outcome) time.Duration {
	job.Reason = outcome.Reason
	switch {
	case outcome.State == devices.Sent:
		job.State = Sent
	case outcome.State == devices.Confirmed:
		job.State = Confirmed
	case !outcome.MayRetry():
		job.State = Unknown
	case outcome.Reason == devices.TooLarge || outcome.Reason == devices.Empty || job.Attempts >= attemptsMax:
		job.State = Failed
	default:
		job.State = Queued
		if job.Kind == Drawer {
			return firstWait
		}
		return min(longWait, firstWait<<min(job.Attempts-1, 5))
	}
	return 0
}

// record writes what became of a job. It does not give up before ctx ends, because no other job may be sent before: a
// job whose end is not on record stays sending, and becomes unknown at the next start.
func (s *Spool) record(ctx context.Context, job Job, from State, again time.Duration) time.Duration {
	wait := time.Duration(0)
	for {
		saved := false
		// The outcome is known and must be kept although the program wants to end.
		err := s.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) (err error) {
			saved, err = job.save(tx, from)
			return err
		})
		if err == nil {
			if saved {
				s.tell(job)
			}
			return again
		}
		s.events.Trouble(fmt.Errorf("spool: job %d: %w", job.ID, err))
		wait = longer(wait)
		if !s.pause(ctx, wait, nil) {
			return 0
		}
	}
}
