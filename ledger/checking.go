package ledger

import (
	"context"

	"shouqi/ledger/store"
)

// checking is the part of an opening that goes on behind a desk that is ready. Its zero value is none.
type checking struct {
	cancel  context.CancelFunc
	stopped chan struct{}
}

// checkBehind checks the sums of what people owe and have of a large book, while every write waits. A finding stops money, and so does an end
// without an answer.
func (b *Book) checkBehind() {
	ctx, cancel := context.WithCancel(context.Background())
	b.checking = checking{cancel: cancel, stopped: make(chan struct{})}
	open, checks := b.Store.HoldWrites(), b.Audit()
	go func() {
		defer close(b.checking.stopped)
		defer open()
		findings, err := checks.Sums(ctx)
		switch {
		case len(findings) > 0:
			b.Store.Latch(store.Refuse(CodeFindings, len(findings)))
		case err != nil:
			b.Store.Latch(store.Fail(store.Code(err), err))
		}
	}()
}

// stop ends the check and waits until it has.
func (c checking) stop() {
	if c.cancel != nil {
		c.cancel()
		<-c.stopped
	}
}

// Checked waits until all that an opening checks is checked, which of a large book goes on after Open, and returns why money is stopped, nil where
// it may be taken. Errors: book.findings, and why a book that failed is latched.
func (b *Book) Checked(ctx context.Context) error {
	if err := b.Store.WaitForGate(ctx); err != nil {
		return err
	}
	if cause := b.Store.Latched(); cause != nil {
		return cause
	}
	return nil
}
