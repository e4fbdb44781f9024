package ledger

import (
	"context"
	"errors"
	"sync"

	"shouqi/ledger/audit"
	"shouqi/ledger/store"
)

// checking is the part of an opening that goes on behind a desk that is ready. Its zero value is none.
type checking struct {
	cancel  context.CancelFunc
	stopped chan struct{}
	// whole says that the whole book was checked. It is read once stopped is closed.
	whole bool
}

// checkOpening checks what is left of an opening for writing: at once where that is soon done, and else behind the ready desk. An error is the end
// of ctx.
func (b *Book) checkOpening(ctx context.Context) ([]audit.Finding, error) {
	if b.attending == nil {
		if err := b.Audit().MoveMark(ctx); err != nil {
			return nil, err
		}
	}
	if b.isChecked && b.attending != nil {
		b.checking.whole = true
		b.attending.judge(true)
		return nil, nil
	}
	bytes, err := b.Audit().Size(ctx)
	if err != nil {
		return nil, err
	}
	large := bytes > audit.LargeBook
	isLeft := false
	if !large {
		if isLeft, err = b.isLeft(ctx); err != nil {
			return nil, err
		}
	}
	switch {
	case isLeft:
		return nil, nil
	case large || bytes > audit.SmallBook && b.attending != nil:
		b.checkBehind(large)
		return nil, nil
	}
	findings, err := b.checkLeft(ctx, func() {})
	b.stopFor(findings, err)
	return findings, ctx.Err()
}

// checkBehind checks behind the ready desk, while every write waits.
func (b *Book) checkBehind(large bool) {
	ctx, cancel := context.WithCancel(context.Background())
	b.checking = checking{cancel: cancel, stopped: make(chan struct{})}
	open := sync.OnceFunc(b.Store.HoldWrites())
	early := func() {}
	if large {
		early = open
	}
	go func() {
		defer close(b.checking.stopped)
		defer open()
		var findings []audit.Finding
		var err error
		if large {
			findings, err = b.Audit().Sums(ctx)
		}
		if !b.stopFor(findings, err) {
			b.stopFor(b.checkLeft(ctx, early))
		}
	}()
}

// stopFor stops money for what a check found, and for an end without an answer, and reports whether it did.
func (b *Book) stopFor(findings []audit.Finding, err error) bool {
	switch {
	case len(findings) > 0:
		b.Store.Latch(store.Refuse(CodeFindings, len(findings)))
	case err != nil:
		b.Store.Latch(store.Typed(err))
	default:
		return false
	}
	return true
}

// isLeft reports whether the file is the one that this machine left when it closed the book, to the byte. Errors: those of Digest.
func (b *Book) isLeft(ctx context.Context) (bool, error) {
	if b.attending == nil || b.Store.HadLog() {
		return false, nil
	}
	digest, err := b.Store.Digest(ctx)
	isLeft := err == nil && digest != "" && digest == b.attending.left()
	if isLeft {
		b.attending.judge(true)
	}
	return isLeft, err
}

// checkLeft checks the whole book where its file is not the one that this machine left: whoever edited it must have changed some byte. One that
// is as it was left is good, because it was when it was left. A power cut leaves another file too; early is called then, before a check that may
// take a minute, because money cannot wait for that long: what it finds stops money from then on. It is not called where the last check found
// something, whose own opening left a log as a power cut does. Where nothing remembers the book, nothing is checked.
func (b *Book) checkLeft(ctx context.Context, early func()) (findings []audit.Finding, err error) {
	if b.attending == nil {
		return nil, nil
	}
	if isLeft, err := b.isLeft(ctx); err != nil || isLeft {
		return nil, err
	}
	if b.Store.HadLog() && b.attending.left() != "" {
		early()
	}
	findings, err = b.Audit().Full(ctx, nil)
	b.checking.whole = err == nil
	if len(findings) > 0 {
		return findings, errors.Join(err, b.attending.doubt(context.WithoutCancel(ctx)))
	}
	b.attending.judge(err == nil)
	return nil, err
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

// CheckedWhole waits until nothing of the opening goes on any more, and reports whether the whole book was checked. Errors: as of Checked.
func (b *Book) CheckedWhole(ctx context.Context) (bool, error) {
	if b.checking.stopped != nil {
		select {
		case <-b.checking.stopped:
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
	return b.checking.whole, b.Checked(ctx)
}

// IsChecking reports whether writes still wait for a check of the opening.
func (b *Book) IsChecking() bool {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	return b.Store.WaitForGate(ended) != nil
}
