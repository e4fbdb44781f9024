package serialprint

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.bug.st/serial"

	"shouqi/devices"
	"shouqi/devices/escpos"
)

// Bauds are the speeds that printers can be set to, in bits a second; nearly all come set to 9600.
var Bauds = []int{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600}

// Printer is one printer on a serial line with 8 data bits, no parity and 1 stop bit.
type Printer struct {
	port    string
	baud    int
	profile escpos.Profile
	limits  escpos.Limits
	turn    chan struct{} // the port's turn, held also by a write that is stuck
}

var _ devices.Printer = (*Printer)(nil)

// New takes the port's name, such as /dev/ttyUSB0 or COM3, one of Bauds, a valid profile and the longest waits above zero;
// the time that the bytes themselves need on the line is added to the wait for a job. It does not open the port yet.
func New(port string, baud int, profile escpos.Profile, limits escpos.Limits) (*Printer, error) {
	if err := profile.Validate(); err != nil {
		return nil, err
	}
	switch {
	case port == "":
		return nil, errors.New("serialprint: want the name of a port")
	case !slices.Contains(Bauds, baud):
		return nil, fmt.Errorf("serialprint: no printer has %d baud", baud)
	case min(limits.Reply, limits.Write, limits.Confirm) <= 0:
		return nil, errors.New("serialprint: every limit must be above zero")
	}
	return &Printer{port: port, baud: baud, profile: profile, limits: limits, turn: devices.Turn("serial:" + port)}, nil
}

// Capabilities returns what the profile says.
func (p *Printer) Capabilities() devices.Capabilities { return p.profile.Capabilities() }

// Status opens the port and asks; see devices.Printer.
func (p *Printer) Status(ctx context.Context) (devices.Status, error) {
	if !p.profile.ReadStatus {
		return devices.Status{}, &devices.Error{Reason: devices.NotAsked}
	}
	line, err := p.open(ctx, p.limits.Reply)
	if err != nil {
		return devices.Status{}, err
	}
	status, err := escpos.Ask(ctx, line, p.limits)
	line.close(p.turn, err != nil)
	return status, err
}

// Print opens the port, hands over the job no faster than the line carries it, and finds out its fate as escpos.Deliver
// does; see devices.Printer. A printer that may be asked and does not answer, or not in its fixed bits, fails untouched.
func (p *Printer) Print(ctx context.Context, job []byte) devices.Outcome {
	if outcome, bad := devices.CheckJob(job); bad {
		return outcome
	}
	limits := p.limits
	limits.Write += time.Duration(len(job)) * byteTime(p.baud)
	line, err := p.open(ctx, limits.Write)
	if err != nil {
		return devices.Fail(devices.ReasonOf(err), err)
	}
	outcome := p.deliver(ctx, line, job, limits)
	line.close(p.turn, outcome.State == devices.Failed || outcome.State == devices.Unknown)
	return outcome
}

func (p *Printer) deliver(ctx context.Context, line *link, job []byte, limits escpos.Limits) devices.Outcome {
	if p.profile.ReadStatus {
		if _, err := escpos.Ask(ctx, line, limits); err != nil {
			return devices.Fail(devices.ReasonOf(err), err)
		}
	}
	outcome := escpos.Deliver(ctx, line, job, p.profile, limits)
	if outcome.State != devices.Sent {
		return outcome
	}
	if err := line.drain(limits.Write); err != nil {
		outcome.State, outcome.Reason, outcome.Err = devices.Unknown, devices.CutOff, err
	}
	return outcome
}

// open waits for its turn, at most so long, and opens the port. The error is a *devices.Error: Away, NoAccess, TimedOut or
// Cancelled.
func (p *Printer) open(ctx context.Context, longest time.Duration) (*link, error) {
	if ctx.Err() != nil {
		return nil, &devices.Error{Reason: devices.Cancelled, Err: ctx.Err()}
	}
	waiting, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	select {
	case p.turn <- struct{}{}:
	case <-waiting.Done():
		reason := devices.TimedOut
		if ctx.Err() != nil {
			reason = devices.Cancelled
		}
		return nil, &devices.Error{Reason: reason, Err: waiting.Err()}
	}
	port, err := serial.Open(p.port, &serial.Mode{BaudRate: p.baud, DataBits: 8})
	if err != nil {
		<-p.turn
		return nil, &devices.Error{Reason: whyShut(err), Err: err}
	}
	line, err := newLink(port, byteTime(p.baud))
	if err != nil {
		<-p.turn
		return nil, &devices.Error{Reason: devices.Away, Err: errors.Join(err, port.Close())}
	}
	return line, nil
}

// whyShut tells a port that is not there from one that somebody else holds.
func whyShut(err error) devices.Reason {
	var refused *serial.PortError
	if errors.As(err, &refused) && (refused.Code() == serial.PortBusy || refused.Code() == serial.PermissionDenied) {
		return devices.NoAccess
	}
	return devices.Away
}

// byteTime is how long one byte takes: a start bit, eight bits and a stop bit.
func byteTime(baud int) time.Duration { return 10 * time.Second / time.Duration(baud) }
