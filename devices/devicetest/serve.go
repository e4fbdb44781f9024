package devicetest

import (
	"errors"
	"net"
	"time"
)

// serve accepts connections, one after the other. The caller holds the lock, or is alone.
func (p *Printer) serve(listener net.Listener) {
	p.listener = listener
	p.running.Add(1)
	go func() {
		defer p.running.Done()
		for {
			conn, err := listener.Accept()
			if err != nil {
				if !errors.Is(err, net.ErrClosed) {
					p.fail(err)
				}
				return
			}
			p.talk(listener, conn)
		}
	}()
}

func (p *Printer) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
	}
}

// talk serves one connection to its end, unless the printer went away since it was accepted.
func (p *Printer) talk(listener net.Listener, conn net.Conn) {
	p.mu.Lock()
	if p.listener != listener {
		p.mu.Unlock()
		_ = conn.Close()
		return
	}
	p.conn = conn
	p.mu.Unlock()
	buffer := make([]byte, 16<<10)
	var watch realTimeWatch
	for received := 0; ; {
		n, err := conn.Read(buffer[:p.appetite(len(buffer), received)])
		received += n
		p.receive(buffer[:n], &watch)
		if err != nil || p.cutOff(conn, received) {
			break
		}
		p.rest()
	}
	p.hangUp(conn)
}

// appetite is how many bytes to read next.
func (p *Printer) appetite(most, received int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.faults.BytesPerSecond > 0 {
		most = min(most, max(1, p.faults.BytesPerSecond*int(pace)/int(time.Second)))
	}
	if p.faults.CutOffAfter > 0 {
		most = min(most, max(1, p.faults.CutOffAfter-received))
	}
	return most
}

// rest keeps a slow printer slow, and one with a full buffer from reading on.
func (p *Printer) rest() {
	for {
		p.mu.Lock()
		slow := p.faults.BytesPerSecond > 0
		full := len(p.pending) > maxPending && !p.closed && !p.faults.Away
		p.mu.Unlock()
		if slow || full {
			time.Sleep(pace)
		}
		if !full {
			return
		}
	}
}

// receive answers real-time questions at once, wherever they stand, as printers do, and then prints.
func (p *Printer) receive(bytes []byte, watch *realTimeWatch) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, b := range bytes {
		if n := watch.see(b); n != 0 && !p.faults.Silent {
			p.reply([]byte{p.faults.realTime(n)})
		}
	}
	p.pending = append(p.pending, bytes...)
	p.print()
}

// cutOff resets the connection where that fault is due.
func (p *Printer) cutOff(conn net.Conn, received int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.faults.CutOffAfter == 0 || received < p.faults.CutOffAfter {
		return false
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		// With no lingering a close is a reset. Should it fail, the connection merely ends politely.
		_ = tcp.SetLinger(0)
	}
	return true
}

// hangUp ends a connection, and the receipt with it where nothing blocks the printer. The next one may have begun
// meanwhile, where the printer went away and came back.
func (p *Printer) hangUp(conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = conn.Close() // what a close of a pretend printer fails at is nobody's concern
	if p.conn == conn {
		p.conn = nil
	}
	if len(p.pending) > 0 || p.faults.blocked() {
		return
	}
	p.paper.Forget()
	if receipt, inked := p.paper.Tear(); inked {
		p.addReceipt(receipt)
	}
}

// hangUpNow closes the connection, if there is one; what a close of a pretend printer fails at is nobody's concern.
// The caller holds the lock.
func (p *Printer) hangUpNow() {
	if p.conn != nil {
		_ = p.conn.Close()
	}
}

// realTimeWatch finds DLE EOT n in a stream.
type realTimeWatch struct{ last, before byte }

// see takes the next byte and gives n where it ends a DLE EOT n, else 0.
func (w *realTimeWatch) see(b byte) byte {
	found := byte(0)
	if w.before == 0x10 && w.last == 0x04 && b >= 1 && b <= 4 {
		found = b
	}
	w.before, w.last = w.last, b
	return found
}

// reply sends an answer to whoever is connected. A caller that has gone, or that does not read, needs none.
func (p *Printer) reply(answer []byte) {
	if p.conn == nil {
		return
	}
	_ = p.conn.SetWriteDeadline(time.Now().Add(time.Second))
	_, _ = p.conn.Write(answer)
}
