package devicetest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// maxPending is how many bytes a printer without paper buffers before it stops reading.
const maxPending = 1 << 20

// Options set up a pretend printer.
type Options struct {
	Listen string // host:port; empty is a free port of 127.0.0.1
	Serial string // where set, it stands on a serial line instead: the name that the port gets, which must not exist
	Dots   int    // width of the print head: 384 or 576
	Font   []byte // a TrueType font with Chinese
	Faults Faults
	// OnReceipt and OnKick, where set, are told what happened, one call at a time, and nothing is kept.
	OnReceipt func(Receipt)
	OnKick    func(Kick)
}

// Printer is a pretend receipt printer on TCP or on a serial line. It serves one connection at a time, as most real ones
// do. A receipt ends at its cut; over TCP also with the connection, where there is no knife.
type Printer struct {
	options Options
	address string

	mu       sync.Mutex
	changed  *sync.Cond // a receipt was printed
	listener net.Listener
	faults   Faults
	paper    *Paper
	pending  []byte // received and not printed yet, because something blocks
	receipts []Receipt
	kicks    []Kick
	conn     net.Conn
	closed   bool
	err      error // the first failure of its own, given by Close
	running  sync.WaitGroup
}

// Start makes a printer and listens, also where it is Away: it then holds its port only until it knows it.
func Start(options Options) (*Printer, error) {
	paper, err := NewPaper(options.Dots, options.Font)
	if err != nil {
		return nil, err
	}
	p := &Printer{options: options, paper: paper, address: options.Listen}
	if p.address == "" {
		p.address = "127.0.0.1:0"
	}
	p.changed = sync.NewCond(&p.mu)
	paper.OnReceipt = p.addReceipt
	paper.OnKick = p.addKick
	paper.OnQuestion = p.answerInTurn
	listener, err := p.listen()
	if err != nil {
		return nil, err
	}
	p.address = listener.Addr().String()
	p.serve(listener)
	if err := p.SetFaults(options.Faults); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// listen takes calls at its address, or plugs itself into its serial port.
func (p *Printer) listen() (net.Listener, error) {
	if p.options.Serial != "" {
		return plugSerial(p.options.Serial)
	}
	listener, err := net.Listen("tcp", p.address)
	if err != nil {
		return nil, fmt.Errorf("devicetest: listen: %w", err)
	}
	return listener, nil
}

// Address is the host:port where it listens, or listened before it went away; on a serial line it is the port's name.
func (p *Printer) Address() string { return p.address }

// SetFaults replaces what is wrong with the printer. New paper or a shut cover lets it print what it had buffered,
// as real ones do. It fails where a printer that was away cannot have its port back.
func (p *Printer) SetFaults(faults Faults) error {
	faults.midwayRemaining = faults.PaperOutMidway
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = faults
	if faults.Away && p.listener != nil {
		err := p.listener.Close()
		p.listener = nil
		p.hangUpNow()
		return err
	}
	if !faults.Away && p.listener == nil && !p.closed {
		listener, err := p.listen()
		if err != nil {
			return err
		}
		p.serve(listener)
	}
	p.print()
	return nil
}

// Receipt waits for the n-th receipt, from 0, and gives it; the error is ctx's.
func (p *Printer) Receipt(ctx context.Context, n int) (Receipt, error) {
	stop := context.AfterFunc(ctx, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.changed.Broadcast()
	})
	defer stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.receipts) <= n {
		if ctx.Err() != nil {
			return Receipt{}, fmt.Errorf("devicetest: receipt %d of %d: %w", n, len(p.receipts), ctx.Err())
		}
		p.changed.Wait()
	}
	return p.receipts[n], nil
}

// Receipts returns what was printed so far, in order.
func (p *Printer) Receipts() []Receipt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Receipt(nil), p.receipts...)
}

// Blocked reports whether it takes nothing off its buffer now, for want of paper or with its cover open.
func (p *Printer) Blocked() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.faults.blocked()
}

// Kicks returns the drawer pulses so far, in order.
func (p *Printer) Kicks() []Kick {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Kick(nil), p.kicks...)
}

// Close stops listening, ends the connection and gives the first failure of the printer's own.
func (p *Printer) Close() error {
	p.mu.Lock()
	p.closed = true
	err := p.err
	if p.listener != nil {
		err = errors.Join(err, p.listener.Close())
		p.listener = nil
	}
	p.hangUpNow()
	p.mu.Unlock()
	p.running.Wait()
	return err
}

func (p *Printer) addReceipt(receipt Receipt) {
	if p.options.OnReceipt != nil {
		p.options.OnReceipt(receipt)
		return
	}
	p.receipts = append(p.receipts, receipt)
	p.changed.Broadcast()
}

func (p *Printer) addKick(kick Kick) {
	if p.options.OnKick != nil {
		p.options.OnKick(kick)
		return
	}
	p.kicks = append(p.kicks, kick)
}

func (p *Printer) answerInTurn(name string, args []byte) {
	if !p.faults.Silent {
		p.reply(p.faults.inTurn(name, args))
	}
}

// print works through the pending bytes until something blocks. The caller holds the lock.
func (p *Printer) print() {
	for len(p.pending) > 0 && !p.faults.blocked() {
		n := len(p.pending)
		if p.faults.midwayRemaining > 0 {
			n = min(n, p.faults.midwayRemaining)
			p.faults.midwayRemaining -= n
			p.faults.PaperOut = p.faults.midwayRemaining == 0
		}
		// Paper never fails to take bytes.
		_, _ = p.paper.Write(p.pending[:n])
		p.pending = p.pending[n:]
	}
}

// pace is how often a slow printer takes a piece.
const pace = 20 * time.Millisecond
