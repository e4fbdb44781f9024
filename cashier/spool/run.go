package spool

import (
	"context"
	"time"

	"shouqi/cashier/guard"
	"shouqi/ledger/store"
)

// The panics in a row after which the worker stays down, and how far apart two of them are no row.
const (
	faultsMost  = 4
	faultsApart = time.Minute
)

// Run sends jobs until ctx ends; start it once for each open book, and wait for it before closing the book. It returns
// ctx's error. After a panic it begins again a little later, as after a restart of the program; one that panics faultsMost
// times in a row ends with that error, and nothing is printed until the book is opened again.
func (s *Spool) Run(ctx context.Context) error {
	wait := time.Duration(0)
	for faults := 1; ; faults++ {
		began := time.Now()
		err := guard.Try("spool", func() error { return s.serve(ctx) })
		if store.Code(err) != guard.Code {
			return err
		}
		s.events.Trouble(err)
		if time.Since(began) > faultsApart {
			faults, wait = 1, 0
		}
		if faults >= faultsMost {
			return err
		}
		wait = longer(wait)
		if !s.pause(ctx, wait, nil) {
			return ctx.Err()
		}
	}
}

// serve is Run without the net. First it names the jobs that were left sending, by the last run or by a panic, as unknown:
// their paper may be there.
func (s *Spool) serve(ctx context.Context) error {
	wait := time.Duration(0)
	for s.pause(ctx, wait, nil) {
		err := s.takeUp(ctx)
		if err == nil {
			break
		}
		s.events.Trouble(err)
		wait = longer(wait)
	}
	wait = 0
	for s.pause(ctx, wait, s.wake) {
		select {
		case <-s.wake: // what it was rung for is seen now
		default:
		}
		job, found, err := s.next(ctx)
		switch {
		case err != nil:
			s.events.Trouble(err)
			wait = longer(wait)
		case !found:
			wait = -1
		default:
			wait = s.work(ctx, job)
		}
	}
	return ctx.Err()
}

// safely calls what makes a part of a job; a panic fails that job alone.
func safely[T any](what string, part func() (T, error)) (made T, err error) {
	err = guard.Try(what, func() (err error) {
		made, err = part()
		return err
	})
	return made, err
}
