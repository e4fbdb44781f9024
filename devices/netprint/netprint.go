// Package netprint sends jobs to printers that listen on TCP, as network receipt printers do on port 9100. Each job
// has its own connection: printers reset idle ones, and most serve one at a time.
//
// It imports nothing of ours but devices and devices/escpos. Invariant: a connection that fails before the job's
// first byte gives Failed, one that fails later gives Unknown; nothing is ever sent twice.
package netprint

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"shouqi/devices"
	"shouqi/devices/escpos"
)

// DefaultPort is where network receipt printers listen.
const DefaultPort = "9100"

// Printer is one network printer.
type Printer struct {
	address string
	profile escpos.Profile
	limits  escpos.Limits
	turn    chan struct{} // holds one token while a call talks to the printer
}

var _ devices.Printer = (*Printer)(nil)

// New takes "host" or "host:port" (port 9100 where none is given), a valid profile and the longest waits; every limit
// must be above zero. It does not connect yet.
func New(address string, profile escpos.Profile, limits escpos.Limits) (*Printer, error) {
	if err := profile.Validate(); err != nil {
		return nil, err
	}
	if min(limits.Dial, limits.Reply, limits.Write, limits.Confirm) <= 0 {
		return nil, errors.New("netprint: every limit must be above zero")
	}
	if !strings.Contains(address, ":") || net.ParseIP(address) != nil {
		address = net.JoinHostPort(address, DefaultPort)
	}
	if host, port, err := net.SplitHostPort(address); err != nil || host == "" || port == "" {
		return nil, fmt.Errorf("netprint: %q is not host:port", address)
	}
	return &Printer{address: address, profile: profile, limits: limits, turn: devices.Turn("tcp:" + address)}, nil
}

// Capabilities returns what the profile says.
func (p *Printer) Capabilities() devices.Capabilities { return p.profile.Capabilities() }

// Status connects and asks; see devices.Printer.
func (p *Printer) Status(ctx context.Context) (devices.Status, error) {
	if !p.profile.ReadStatus {
		return devices.Status{}, &devices.Error{Reason: devices.NotAsked}
	}
	link, err := p.open(ctx)
	if err != nil {
		return devices.Status{}, err
	}
	defer p.close(link)
	return escpos.Ask(ctx, link, p.limits)
}

// Print connects, hands over the job and finds out its fate as escpos.Deliver does; see devices.Printer.
func (p *Printer) Print(ctx context.Context, job []byte) devices.Outcome {
	if outcome, bad := devices.CheckJob(job); bad {
		return outcome
	}
	link, err := p.open(ctx)
	if err != nil {
		return devices.Fail(devices.ReasonOf(err), err)
	}
	defer p.close(link)
	outcome := escpos.Deliver(ctx, link, job, p.profile, p.limits)
	if outcome.State == devices.Sent {
		return p.settle(link, outcome)
	}
	return outcome
}

// open waits for its turn and connects. The error is a *devices.Error: Away or Cancelled.
func (p *Printer) open(ctx context.Context) (*net.TCPConn, error) {
	select {
	case p.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, &devices.Error{Reason: devices.Cancelled, Err: ctx.Err()}
	}
	dialer := net.Dialer{Timeout: p.limits.Dial}
	conn, err := dialer.DialContext(ctx, "tcp", p.address)
	if err != nil {
		<-p.turn
		if ctx.Err() != nil {
			return nil, &devices.Error{Reason: devices.Cancelled, Err: ctx.Err()}
		}
		return nil, &devices.Error{Reason: devices.Away, Err: err}
	}
	return conn.(*net.TCPConn), nil
}

func (p *Printer) close(link *net.TCPConn) {
	// Everything there was to know has been read; a failing close tells nothing about the paper.
	_ = link.Close()
	<-p.turn
}

// settle ends the sending side and listens a moment longer. A printer that resets the connection has thrown bytes
// away, so what was called sent becomes unknown. Reading also keeps our own close from resetting unread answers.
func (p *Printer) settle(link *net.TCPConn, outcome devices.Outcome) devices.Outcome {
	err := link.CloseWrite()
	if err == nil {
		err = link.SetDeadline(time.Now().Add(p.limits.Reply))
	}
	if err == nil {
		_, err = io.Copy(io.Discard, io.LimitReader(link, 4096))
	}
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		outcome.State, outcome.Reason, outcome.Err = devices.Unknown, devices.CutOff, err
	}
	return outcome
}
