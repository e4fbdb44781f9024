package escpos

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"shouqi/devices"
)

// Link is a two-way connection to a printer, such as a net.Conn.
type Link interface {
	io.ReadWriter
	// SetDeadline ends every read and write, also one under way, at a time.
	SetDeadline(time.Time) error
}

// Limits are the longest times a printer is waited for.
type Limits struct {
	Dial    time.Duration // to connect
	Reply   time.Duration // for one status answer
	Write   time.Duration // to hand over one job
	Confirm time.Duration // for the answer that the job is printed, after it was handed over
}

// pictureByteTime is what a byte of a picture takes on paper at a slow printer: 72 of them are one of 8 lines a millimetre, at 50 mm/s.
const pictureByteTime = time.Second / (72 * 8 * 50)

// forJob returns the limits for a job of so many bytes, all of which may be a picture: whether the printer prints it while it takes it, or has
// taken it all first, its paper needs the time.
func (l Limits) forJob(bytes int) Limits {
	paper := time.Duration(bytes) * pictureByteTime
	l.Write += paper
	l.Confirm += paper
	return l
}

// DefaultLimits suit a printer in the same room: a receipt prints in two seconds, and a queue is waiting.
func DefaultLimits() Limits {
	return Limits{Dial: 3 * time.Second, Reply: time.Second, Write: 30 * time.Second, Confirm: 15 * time.Second}
}

// maxWaiting is how many replies nobody asked for are kept; a printer that sends more is not making sense.
const maxWaiting = 64

// conversation asks a printer and sorts its replies.
type conversation struct {
	ctx     context.Context
	link    Link
	limits  Limits
	stream  []byte  // received, not yet a whole reply
	waiting []reply // whole replies that nobody has taken yet
	quiet   bool    // it answered before the job and stopped answering after it
}

// setDeadline sets the link's deadline, or one long past where the caller has given up meanwhile.
func (c *conversation) setDeadline(at time.Time) error {
	if err := c.link.SetDeadline(at); err != nil {
		return c.failure(err)
	}
	if c.ctx.Err() != nil {
		return &devices.Error{Reason: devices.Cancelled, Err: c.ctx.Err()}
	}
	return nil
}

// failure returns an I/O error its reason.
func (c *conversation) failure(err error) error {
	switch {
	case c.ctx.Err() != nil:
		return &devices.Error{Reason: devices.Cancelled, Err: c.ctx.Err()}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &devices.Error{Reason: devices.TimedOut, Err: err}
	}
	return &devices.Error{Reason: devices.CutOff, Err: err}
}

// want returns the first reply that accept takes, read until a time; others stay waiting. The reason of its error is
// TimedOut, CutOff, Cancelled, or Garbled for a flood.
func (c *conversation) want(until time.Time, accept func(reply) bool) (reply, error) {
	buffer := make([]byte, 256)
	for {
		for {
			r, rest, ok := nextReply(c.stream)
			if !ok {
				break
			}
			c.waiting = append(c.waiting, r)
			c.stream = rest
		}
		for i, r := range c.waiting {
			if accept(r) {
				c.waiting = append(c.waiting[:i:i], c.waiting[i+1:]...)
				return r, nil
			}
		}
		if len(c.waiting) > maxWaiting {
			return reply{}, &devices.Error{Reason: devices.Garbled}
		}
		if err := c.setDeadline(until); err != nil {
			return reply{}, err
		}
		n, err := c.link.Read(buffer)
		c.stream = append(c.stream, buffer[:n]...)
		if err != nil && n == 0 {
			return reply{}, c.failure(err)
		}
	}
}

// status asks DLE EOT 1, 2 and 4. It stops at the first question without a proper answer, because a late answer
// would be taken for the next one's; the reason is then Silent, or Garbled where something else was said.
func (c *conversation) status() (devices.Status, error) {
	var status devices.Status
	c.drop(replyRealTime)
	c.drop(replyBroken)
	for _, n := range []byte{1, 2, 4} {
		before := len(c.waiting)
		if err := c.write([]byte{0x10, 0x04, n}, c.limits.Reply); err != nil {
			return devices.Status{}, err
		}
		r, err := c.want(time.Now().Add(c.limits.Reply), func(r reply) bool {
			return r.kind == replyRealTime || r.kind == replyBroken
		})
		switch {
		case err != nil && devices.ReasonOf(err) == devices.TimedOut && len(c.waiting)+len(c.stream) > before:
			return devices.Status{}, &devices.Error{Reason: devices.Garbled, Err: err}
		case err != nil && devices.ReasonOf(err) == devices.TimedOut:
			return devices.Status{}, &devices.Error{Reason: devices.Silent, Err: err}
		case err != nil:
			return devices.Status{}, err
		case r.kind == replyBroken:
			return devices.Status{}, &devices.Error{Reason: devices.Garbled}
		}
		addStatus(&status, n, r.bytes[0])
	}
	return status, nil
}

// drop forgets the waiting replies of one kind.
func (c *conversation) drop(kind replyKind) {
	kept := c.waiting[:0]
	for _, r := range c.waiting {
		if r.kind != kind {
			kept = append(kept, r)
		}
	}
	c.waiting = kept
}

// write sends a short command.
func (c *conversation) write(command []byte, limit time.Duration) error {
	if err := c.setDeadline(time.Now().Add(limit)); err != nil {
		return err
	}
	if _, err := c.link.Write(command); err != nil {
		return c.failure(err)
	}
	return nil
}

// begin starts a conversation; stop ends its watch over ctx.
func begin(ctx context.Context, link Link, limits Limits) (c *conversation, stop func() bool) {
	c = &conversation{ctx: ctx, link: link, limits: limits}
	stop = context.AfterFunc(ctx, func() {
		// The read or write under way then returns; its own error tells of it.
		_ = link.SetDeadline(time.Unix(1, 0))
	})
	return c, stop
}

// Ask asks a printer how it is, over an open link. The error is a *devices.Error; see devices.Printer.
func Ask(ctx context.Context, link Link, limits Limits) (devices.Status, error) {
	c, stop := begin(ctx, link, limits)
	defer stop()
	return c.status()
}
