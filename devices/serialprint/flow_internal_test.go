package serialprint

import (
	"io"
	"os"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"
	"go.bug.st/serial"
)

// wires is what a port says of its wires; a pseudo-terminal has none.
type wires struct {
	serial.Port
	down atomic.Bool
}

func (w *wires) GetModemStatusBits() (*serial.ModemStatusBits, error) {
	return &serial.ModemStatusBits{DSR: !w.down.Load()}, nil
}

func line(t *testing.T) (*os.File, serial.Port) {
	t.Helper()
	master, slave, err := pty.Open()
	require.NoError(t, err)
	port, err := serial.Open(slave.Name(), &serial.Mode{BaudRate: 9600})
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, slave.Close())
		require.NoError(t, master.Close())
	})
	return master, port
}

func linked(t *testing.T, port serial.Port, byteTime time.Duration) *link {
	t.Helper()
	l, err := newLink(port, byteTime)
	require.NoError(t, err)
	return l
}

// written writes in the background and gives what came of it.
func written(l *link) <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := l.Write([]byte("job"))
		done <- err
	}()
	return done
}

func TestAPrinterThatIsFullIsWaitedFor(t *testing.T) {
	master, port := line(t)
	l := linked(t, port, time.Nanosecond)
	turn := make(chan struct{}, 1)
	turn <- struct{}{}
	defer l.close(turn, false)
	_, err := master.Write([]byte{xoff})
	require.NoError(t, err)
	require.Eventually(t, func() bool { return !l.flow.free() }, 10*time.Second, time.Millisecond)

	require.NoError(t, l.SetDeadline(time.Now().Add(50*time.Millisecond)))
	n, err := l.Write([]byte("job"))
	require.Zero(t, n, "nothing goes to a printer that is full")
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)

	require.NoError(t, l.SetDeadline(time.Now().Add(time.Minute)))
	done := written(l)
	_, err = master.Write([]byte{xon})
	require.NoError(t, err)
	require.NoError(t, <-done)
	heard := make([]byte, 3)
	_, err = master.Read(heard)
	require.NoError(t, err)
	require.Equal(t, "job", string(heard))
}

func TestAWireThatFallsIsWaitedForAndOneThatWasNeverUpIsNot(t *testing.T) {
	_, port := line(t)
	watched := &wires{Port: port}
	l := linked(t, watched, time.Nanosecond)
	turn := make(chan struct{}, 2)
	turn <- struct{}{}
	turn <- struct{}{}
	watched.down.Store(true)
	require.NoError(t, l.SetDeadline(time.Now().Add(50*time.Millisecond)))
	n, err := l.Write([]byte("job"))
	require.Zero(t, n)
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)

	require.NoError(t, l.SetDeadline(time.Now().Add(time.Minute)))
	done := written(l)
	watched.down.Store(false)
	require.NoError(t, <-done)
	l.close(turn, false)

	_, port = line(t)
	low := &wires{Port: port}
	low.down.Store(true)
	l = linked(t, low, time.Nanosecond)
	require.NoError(t, l.SetDeadline(time.Now().Add(time.Minute)))
	require.NoError(t, <-written(l), "a wire that was down from the start may lead nowhere")
	l.close(turn, false)
}

func TestBytesGoNoFasterThanTheLineCarriesThem(t *testing.T) {
	master, port := line(t)
	l := linked(t, port, time.Millisecond)
	turn := make(chan struct{}, 1)
	turn <- struct{}{}
	defer l.close(turn, false)
	go func() {
		buffer := make([]byte, 4096)
		for {
			if _, err := master.Read(buffer); err != nil {
				return
			}
		}
	}()
	began := time.Now()
	require.NoError(t, l.SetDeadline(began.Add(time.Minute)))
	n, err := l.Write(make([]byte, chunkBytes+100))
	require.NoError(t, err)
	require.Equal(t, chunkBytes+100, n)
	require.GreaterOrEqual(t, time.Since(began), (chunkBytes+100)*time.Millisecond)
}

// hesitant takes a few bytes at a time, and is interrupted now and then.
type hesitant struct{ taken, calls int }

func (h *hesitant) Write(p []byte) (int, error) {
	h.calls++
	switch {
	case h.calls%2 == 0:
		return 0, syscall.EINTR
	case h.taken >= 10:
		return 0, nil
	}
	n := min(3, len(p))
	h.taken += n
	return n, nil
}

func TestASystemThatIsInterruptedLosesNothing(t *testing.T) {
	n, err := writeAll(&hesitant{}, make([]byte, 9))
	require.NoError(t, err)
	require.Equal(t, 9, n)
	n, err = writeAll(&hesitant{}, make([]byte, 100))
	require.ErrorIs(t, err, io.ErrShortWrite, "one that takes no more is not asked for ever")
	require.Equal(t, 12, n)
}
