package ledger

import (
	"context"
	"sync"

	"shouqi/ledger/audit"
	"shouqi/ledger/store"
)

// checking is the part of an opening that goes on behind a desk that is ready. Its zero value is none.
type checking struct {
	cancel  context.CancelFunc
	stopped chan struct{}
}

// checkBehind checks behind the desk of a large book what checkLeft checks of any other before it is ready, while every write waits.
func (b *Book) checkBehind() {
	ctx, cancel := context.WithCancel(context.Background())
	b.checking = checking{cancel: cancel, stopped: make(chan struct{})}
	open := sync.OnceFunc(b.Store.HoldWrites())
	go func() {
		defer close(b.checking.stopped)
		defer open()
		if findings, err := b.Audit().Sums(ctx); !b.stopFor(findings, err) {
			b.stopFor(b.checkLeft(ctx, open))
		}
	}()
}

// stopFor stops money for what a check found, and for an end without an answer, and reports whether it did.
func (b *Book) stopFor(findings []audit.Finding, err error) bool {
	switch {
	case len(findings) > 0:
		b.Store.Latch(store.Refuse(CodeFindings, len(findings)))
	case err != nil:
		b.Store.Latch(store.Fail(store.Code(err), err))
	default:
		return false
	}
	return true
}

// checkLeft checks the whole book where its file is not the one that this machine left: whoever edited it must have changed some byte. One that
// is as it was left is good, because it was when it was left. A power cut leaves another file too; open is called then, before a check that may
// take a minute, because money cannot wait for that long: what it finds stops money from then on. Where nothing remembers the book, nothing is
// checked.
func (b *Book) checkLeft(ctx context.Context, open func()) (findings []audit.Finding, err error) {
	if b.attending == nil {
		return nil, nil
	}
	isLeft := false
	if b.Store.HadLog() {
		open()
	} else {
		digest, err := b.Store.Digest(ctx)
		if err != nil {
			return nil, err
		}
		isLeft = digest != "" && digest == b.attending.left()
	}
	if !isLeft {
		findings, err = b.Audit().Full(ctx, nil)
	}
	b.attending.judge(err == nil && len(findings) == 0)
	return findings, err
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
