package queueprint

import (
	"context"
	"errors"
	"fmt"
	"time"

	"shouqi/devices"
	"shouqi/devices/escpos"
)

// ErrElsewhere is what New answers for a queue of a kind that only another system has; compare with errors.Is.
var ErrElsewhere = errors.New("queueprint: this system has no such queues")

// ErrLeft is inside the error of an outcome whose job could not be taken out of the queue and may still print.
var ErrLeft = errors.New("queueprint: the job is still in the queue")

// The waits between two looks at the queue, and the longest for taking a job out of it.
const (
	lookEvery   = 200 * time.Millisecond
	removeLimit = 5 * time.Second
)

// queue is one print queue of the system. The calls end with ctx.
type queue interface {
	// ready says why the queue takes no jobs now, as a *devices.Error.
	ready(ctx context.Context) error
	// submit puts a job into the queue and gives its name there. After an error the job is not in it, unless the error is
	// ErrLeft or ctx has ended.
	submit(ctx context.Context, job []byte) (name string, err error)
	// look says how a job stands.
	look(ctx context.Context, name string) (standing, error)
	// remove takes a job out of the queue; one that is no longer in it is no error.
	remove(ctx context.Context, name string) error
}

// standing is how a job stands in the queue.
type standing struct {
	waiting bool           // it is still in the queue
	reason  devices.Reason // what is wrong with it or with the queue, None where nothing is
}

// Printer is one printer behind a queue.
type Printer struct {
	queue   queue
	profile escpos.Profile
	sheet   devices.Sheet // "" for a receipt printer
	limit   time.Duration
	turn    chan struct{}
}

var _ devices.Printer = (*Printer)(nil)

func newPrinter(place string, queue queue, profile escpos.Profile, limit time.Duration) (*Printer, error) {
	if err := profile.Validate(); err != nil {
		return nil, err
	}
	if limit <= 0 {
		return nil, errors.New("queueprint: want a time limit above zero")
	}
	return &Printer{queue: queue, profile: profile, limit: limit, turn: devices.Turn("queue:" + place)}, nil
}

// Capabilities returns the profile's cutter and drawer, or the sheet alone; a queue cannot be asked and confirms nothing.
func (p *Printer) Capabilities() devices.Capabilities {
	if p.sheet != "" {
		return devices.Capabilities{Sheet: p.sheet}
	}
	able := p.profile.Capabilities()
	able.CanStatus, able.CanConfirm = false, false
	return able
}

// Status always gives NotAsked.
func (p *Printer) Status(context.Context) (devices.Status, error) {
	return devices.Status{}, &devices.Error{Reason: devices.NotAsked}
}

// Print puts the job into the queue and waits until the queue has passed it on; see devices.Printer. A queue that takes
// no jobs is Failed. A job that is still there when the time is over, or when the caller gives up, is taken out.
func (p *Printer) Print(ctx context.Context, job []byte) devices.Outcome {
	if outcome, bad := devices.CheckJob(job); bad {
		return outcome
	}
	if ctx.Err() != nil {
		return devices.Fail(devices.Cancelled, ctx.Err())
	}
	within, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-within.Done():
		if ctx.Err() != nil {
			return devices.Fail(devices.Cancelled, ctx.Err())
		}
		return devices.Fail(devices.TimedOut, within.Err())
	}
	if err := p.queue.ready(within); err != nil {
		return devices.Fail(devices.ReasonOf(err), err)
	}
	name, err := p.queue.submit(within, job)
	switch {
	case err != nil && within.Err() != nil:
		return devices.Outcome{State: devices.Unknown, Reason: devices.Left, BytesSent: len(job), Err: errors.Join(err, ErrLeft)}
	case errors.Is(err, ErrLeft):
		return devices.Outcome{State: devices.Unknown, Reason: devices.Left, BytesSent: len(job), Err: err}
	case err != nil:
		return devices.Fail(devices.ReasonOf(err), err)
	}
	outcome := devices.Outcome{State: devices.Sent, BytesSent: len(job)}
	if outcome.Reason, outcome.Err = p.follow(ctx, within, name); outcome.Reason != devices.None {
		outcome.State = devices.Unknown
		if err := p.takeOut(ctx, name); err != nil {
			outcome.Reason, outcome.Err = devices.Left, errors.Join(outcome.Err, err)
		}
	}
	return outcome
}

// follow looks after a job until it has left the queue as it should, and gives the reason why it has not.
func (p *Printer) follow(ctx, within context.Context, name string) (devices.Reason, error) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	wrong := devices.None
	for {
		now, err := p.queue.look(within, name)
		switch {
		case err != nil && within.Err() == nil:
			return devices.CutOff, err
		case err == nil && !now.waiting:
			return now.reason, nil
		case err == nil:
			wrong = now.reason
		}
		select {
		case <-tick.C:
		case <-within.Done():
			switch {
			case ctx.Err() != nil:
				wrong = devices.Cancelled
			case wrong == devices.None:
				wrong = devices.Stuck
			}
			return wrong, within.Err()
		}
	}
}

// takeOut takes a job out of the queue and makes sure that it is gone, also where the caller has given up.
func (p *Printer) takeOut(ctx context.Context, name string) error {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), removeLimit)
	defer cancel()
	removed := p.queue.remove(within, name)
	for {
		now, err := p.queue.look(within, name)
		if err == nil && !now.waiting {
			return nil
		}
		timer := time.NewTimer(lookEvery)
		select {
		case <-timer.C:
		case <-within.Done():
			timer.Stop()
			return fmt.Errorf("%w: %s: %w", ErrLeft, name, errors.Join(removed, err, within.Err()))
		}
	}
}
