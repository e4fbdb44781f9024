package printing

import (
	"context"

	"shouqi/cashier/receipts"
	"shouqi/cashier/spool"
	"shouqi/devices"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Printed says what is known of the newest paper of a receipt. State is "" when none was ever asked for.
type Printed struct {
	Job    int64
	Copy   int // 1 is the original
	State  spool.State
	Reason devices.Reason
}

// Printed reads what became of a receipt's newest copy. One that was taken back counts only where there is no other: the
// copy before it may still come out.
func (c *Printing) Printed(ctx context.Context, number string) (Printed, error) {
	jobs, err := c.Spool.OfSubject(ctx, number)
	var newest, gone Printed
	for _, job := range jobs {
		printed := Printed{Job: job.ID, Copy: job.Copy, State: job.State, Reason: job.Reason}
		switch {
		case job.State == spool.Cancelled:
			gone = printed
		case job.Copy >= newest.Copy:
			newest = printed
		}
	}
	if newest.Copy == 0 {
		newest = gone
	}
	if err == nil && newest.State == spool.Queued && newest.Reason == devices.None {
		newest.Reason, err = c.holdUp(ctx, newest.Job)
	}
	return newest, err
}

// holdUp says what keeps the paper that is first in the queue from coming out, where that is not the job itself: whatever
// stands behind it waits for the same.
func (c *Printing) holdUp(ctx context.Context, job int64) (devices.Reason, error) {
	pending, err := c.Spool.Pending(ctx)
	if err != nil || len(pending) == 0 || pending[0].ID == job {
		return devices.None, err
	}
	return pending[0].Reason, nil
}

// PrintAgain gets a receipt's paper out and gives the copy's number: a copy of which nothing reached paper is tried again,
// one that is being tried is left to it, otherwise another one is made (补打).
func (c *Printing) PrintAgain(ctx context.Context, number string) (copyNumber int, err error) {
	printed, err := c.Printed(ctx, number)
	if err != nil {
		return 0, err
	}
	switch printed.State {
	case spool.Failed, spool.Queued, spool.Sending:
		return printed.Copy, c.Spool.Retry(ctx, printed.Job)
	}
	return c.Reprint(ctx, number)
}

// unprintedMax is how many receipts without sure paper are listed.
const unprintedMax = 50

// Unprinted is a receipt whose paper may be missing, and what is known of it.
type Unprinted struct {
	receipts.Receipt
	Printed Printed
}

// Unprinted lists the receipts whose paper may be missing, newest first.
func (c *Printing) Unprinted(ctx context.Context) (list []Unprinted, err error) {
	jobs, err := c.Spool.NotSurelyPrinted(ctx)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		for _, job := range jobs {
			if job.Kind != spool.Receipt || seen[job.Subject] || len(list) == unprintedMax {
				continue
			}
			seen[job.Subject] = true
			payment, err := till.ByNumber(tx, job.Subject)
			if err != nil {
				return err
			}
			receipt, err := c.receipts.Row(tx, payment, job.Subject)
			if err != nil {
				return err
			}
			list = append(list, Unprinted{receipt, Printed{Job: job.ID, Copy: job.Copy, State: job.State, Reason: job.Reason}})
		}
		return nil
	})
	return list, err
}

// MarkPrinted records that a person looked and the paper of an unknown job is there.
func (c *Printing) MarkPrinted(ctx context.Context, job int64) error {
	return c.Spool.MarkPrinted(ctx, job)
}
