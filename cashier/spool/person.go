package spool

import (
	"context"
	"slices"

	"shouqi/ledger/store"
)

// Pending returns the jobs that are queued or on their way, in the order in which they will be printed, at most 200.
func (s *Spool) Pending(ctx context.Context) ([]Job, error) {
	return s.list(ctx, "WHERE state IN ('queued', 'sending') ORDER BY kind <> 'drawer', id")
}

// OfSubject returns all jobs of a receipt or shift in the order in which they were enqueued: what became of each copy.
func (s *Spool) OfSubject(ctx context.Context, subject string) ([]Job, error) {
	return s.list(ctx, "WHERE subject = ? ORDER BY id LIMIT ?", subject, listMax)
}

// NotSurelyPrinted returns the receipts and Z reports whose paper may be missing: waiting, failed or unknown, and no later
// copy of the same came out. The desk shows them at its start, and a shift does not close without a look at them.
// Newest first, at most 500.
func (s *Spool) NotSurelyPrinted(ctx context.Context) ([]Job, error) {
	return s.list(ctx, `AS job WHERE kind IN ('receipt', 'z') AND state IN ('queued', 'sending', 'unknown', 'failed')
		AND NOT EXISTS (SELECT 1 FROM print_jobs AS later WHERE later.subject = job.subject AND later.kind = job.kind AND later.id > job.id
			AND later.state IN ('sent', 'confirmed', 'printed'))
		ORDER BY id DESC LIMIT ?`, listMax)
}

func (s *Spool) list(ctx context.Context, where string, args ...any) (all []Job, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		all, err = jobs(tx, where, args...)
		return err
	})
	return all, err
}

// MarkPrinted records that a person looked and the paper of an unknown job is there. A job in any other state is
// spool.state. Where the paper is not there, make a new copy instead (补打): the old job then no longer counts as missing.
func (s *Spool) MarkPrinted(ctx context.Context, id int64) error {
	return s.change(ctx, id, nil, func(job *Job) bool {
		job.State = Printed
		return true
	}, Unknown)
}

// Cancel takes back a job of which nothing reached paper: one that waits, or failed. Record, which may be nil, runs in
// the same transaction, to note that the copy never came out. A job that may be on paper, or is just being tried, is
// spool.state.
func (s *Spool) Cancel(ctx context.Context, id int64, record func(tx *store.Tx, job Job) error) error {
	return s.change(ctx, id, record, func(job *Job) bool {
		job.State = Cancelled
		return true
	}, Queued, Failed)
}

// GiveCode notes that the owner takes the code of a receipt and no paper: what waits of it is not printed, and record, which runs in the
// same transaction, notes that this copy never came out. Where paper of it may be out already nothing changes: the code stands on that.
func (s *Spool) GiveCode(ctx context.Context, receipt string, record func(tx *store.Tx, job Job) error) error {
	var given []Job
	err := s.db.Write(ctx, func(tx *store.Tx) error {
		given = nil
		all, err := jobs(tx, "WHERE subject = ? AND kind = ? AND state <> 'cancelled' ORDER BY id", receipt, Receipt)
		if err != nil || slices.ContainsFunc(all, func(job Job) bool { return job.State != Queued && job.State != Failed }) {
			return err
		}
		if len(all) == 0 {
			now := s.now()
			_, err := tx.Exec(`INSERT INTO print_jobs (kind, subject, copy, printer, state, reason, attempts, created_ms, changed_ms)
				VALUES (?, ?, 1, '', ?, '', 0, ?, ?)`, Receipt, receipt, Electronic, now, now)
			return err
		}
		for _, job := range all {
			was := job.State
			job.State, job.Reason, job.ChangedMS = Electronic, "", s.now()
			if _, err := job.save(tx, was); err != nil {
				return err
			}
			if err := record(tx, job); err != nil {
				return err
			}
			given = append(given, job)
		}
		return nil
	})
	if err == nil {
		s.tellAll(given)
	}
	return err
}

// Retry lets a failed job wait its turn again, and a waiting one be tried at once; one that is just being tried is left
// to it. A drawer is never kicked again, and a
// job that may be on paper is not sent again: both are spool.state, ask for a new copy.
func (s *Spool) Retry(ctx context.Context, id int64) error {
	err := s.change(ctx, id, nil, func(job *Job) bool {
		if job.State == Failed {
			job.State, job.Reason, job.Attempts, job.CreatedMS = Queued, "", 0, s.now()
		}
		return job.Kind != Drawer
	}, Queued, Sending, Failed)
	s.Wake()
	return err
}

// change moves one job on by a person's wish; allowed may refuse it.
func (s *Spool) change(ctx context.Context, id int64, record func(tx *store.Tx, job Job) error, allowed func(*Job) bool, from ...State) error {
	var job Job
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		if job, err = jobByID(tx, id); err != nil {
			return err
		}
		was := job.State
		fits := false
		for _, state := range from {
			fits = fits || was == state
		}
		if !fits || !allowed(&job) {
			return store.Refuse(codeState, string(was))
		}
		job.ChangedMS = s.now()
		if _, err := job.save(tx, was); err != nil || record == nil {
			return err
		}
		return record(tx, job)
	})
	if err == nil {
		s.tell(job)
	}
	return err
}
