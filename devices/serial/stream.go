package serial

import (
	"context"
	"io"
	"sync"
	"time"
)

// How long a stream waits for bytes before it looks whether it was closed, and for the device to take what is written.
const (
	streamRead  = 500 * time.Millisecond
	streamWrite = 5 * time.Second
)

// stream is a port as a plain stream of bytes, for a device that is talked to for a while and let go. Close ends a Read and a Write that wait.
type stream struct {
	port *Port
	ctx  context.Context
	end  context.CancelFunc

	writing sync.Mutex
	once    sync.Once
}

// OpenStream opens the port of a setting (see Parse) as a stream of bytes; baud is the speed where it names none. Close ends a Read and a Write
// that wait. Errors: *SettingError, also for a setting with
// anything else behind the question mark, and *devices.Error.
func OpenStream(setting string, baud int) (io.ReadWriteCloser, error) {
	at, rest, err := Parse(setting, baud)
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 {
		return nil, &SettingError{rest.Encode()}
	}
	port, err := (&seeker{at: at}).open()
	if err != nil {
		return nil, err
	}
	s := &stream{port: port}
	s.ctx, s.end = context.WithCancel(context.Background())
	return s, nil
}

// Read waits for bytes. It is io.EOF after Close, and an *devices.Error where the device is lost.
func (s *stream) Read(into []byte) (int, error) {
	for s.ctx.Err() == nil {
		n, err := s.port.Read(into, streamRead)
		if n > 0 || err != nil && s.ctx.Err() == nil {
			return n, err
		}
	}
	return 0, io.EOF
}

// Write hands all bytes over, or is an *devices.Error.
func (s *stream) Write(from []byte) (int, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.ctx.Err() != nil {
		return 0, io.ErrClosedPipe
	}
	if err := s.port.Write(s.ctx, from, streamWrite); err != nil {
		return 0, err
	}
	return len(from), nil
}

// Close gives the port back, once a write that is stuck has been let go. Called again it does nothing.
func (s *stream) Close() error {
	s.end()
	s.writing.Lock()
	defer s.writing.Unlock()
	s.once.Do(func() { s.port.close() })
	return nil
}
