package spool

import (
	"context"
	"sync"
	"time"

	"shouqi/devices"
	"shouqi/ledger/store"
)

// Events are what the spool tells and asks beside its jobs; both may be nil.
type Events struct {
	// Trouble is told what keeps the spool from working that is not the printer: a job that cannot be drawn, a book that
	// cannot be written. It is called from the worker, and carries no personal data unless the cause does.
	Trouble func(error)
	// Now is the clock; nil is the machine's.
	Now func() time.Time
}

// Render makes the bytes of a job for the printer that is set up now: the same copy of the same receipt each time.
type Render func(ctx context.Context, job Job) ([]byte, error)

// Spool is the queue of one book.
type Spool struct {
	db      *store.DB
	render  Render
	printer func() (devices.Printer, error)
	events  Events
	wake    chan struct{}

	mu           sync.Mutex
	listeners    map[int]func(Job)
	nextListener int
}

// New makes the spool of an open book. Render makes a job's bytes; printer gives the printer that is set up now, or an
// error: spool.no_printer where there is none, anything else for a setting that cannot be used. Both are called from
// the worker, never from the window's thread.
func New(db *store.DB, render Render, printer func() (devices.Printer, error), events Events) *Spool {
	if events.Now == nil {
		events.Now = time.Now
	}
	if events.Trouble == nil {
		events.Trouble = func(error) {}
	}
	return &Spool{db: db, render: render, printer: printer, events: events, wake: make(chan struct{}, 1), listeners: make(map[int]func(Job))}
}

// Enqueue adds a job inside the caller's transaction, so that the copy's event and the job are one commit. It answers
// spool.kind, spool.subject (letters, digits and - alone, at most 256: no names), spool.copy, spool.twice (this copy of
// this receipt or shift is already a job) and spool.full (200 jobs are waiting).
func (s *Spool) Enqueue(tx *store.Tx, kind Kind, subject string, copyNumber int) (Job, error) {
	switch {
	case !kind.known():
		return Job{}, store.Refuse(codeKind, string(kind))
	case !subjectForm.MatchString(subject):
		return Job{}, store.Refuse(codeSubject)
	case copyNumber < 0 || kind.paper() && copyNumber < 1:
		return Job{}, store.Refuse(codeCopy, copyNumber)
	}
	var open, same int
	if _, err := tx.Get("SELECT count(*) FROM print_jobs WHERE state IN ('queued', 'sending')", nil, &open); err != nil {
		return Job{}, err
	}
	if open >= openMax {
		return Job{}, store.Refuse(codeFull, openMax)
	}
	if kind.paper() {
		if _, err := tx.Get("SELECT count(*) FROM print_jobs WHERE subject = ? AND kind = ? AND copy = ? AND state NOT IN ('cancelled', 'electronic')", []any{subject, kind, copyNumber}, &same); err != nil {
			return Job{}, err
		}
		if same > 0 {
			return Job{}, store.Refuse(codeTwice)
		}
	}
	now := s.now()
	job := Job{Kind: kind, Subject: subject, Copy: copyNumber, State: Queued, CreatedMS: now, ChangedMS: now}
	_, err := tx.Get(`INSERT INTO print_jobs (kind, subject, copy, printer, state, reason, attempts, created_ms, changed_ms)
		VALUES (?, ?, ?, '', ?, '', 0, ?, ?) RETURNING id`, []any{kind, subject, copyNumber, Queued, now, now}, &job.ID)
	if err != nil {
		return Job{}, err
	}
	// The worker reads inside a write transaction, so it waits for this one to end and then sees the job, or nothing.
	s.Wake()
	return job, nil
}

// Wake lets the worker look at the queue at once: new paper was put in, a setting was changed.
func (s *Spool) Wake() {
	select {
	case s.wake <- struct{}{}:
	default: // it is already going to look
	}
}

// Subscribe calls listener after each change of a job, one change at a time for one job, from the goroutine that made it:
// never the window's thread unless that called the spool itself. The listener must be quick and must not call the
// spool. The function it gives ends the subscription.
func (s *Spool) Subscribe(listener func(Job)) (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := s.nextListener
	s.nextListener++
	s.listeners[key] = listener
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.listeners, key)
	}
}

func (s *Spool) tell(job Job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, listener := range s.listeners {
		listener(job)
	}
}

func (s *Spool) now() int64 { return s.events.Now().UnixMilli() }
