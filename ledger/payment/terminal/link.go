package terminal

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"time"
)

// How long each thing may take. The interface's own client shakes hands for a second, sends a message again until it is acknowledged, and lets
// an answer take 2 minutes; a question here is answered at once or asked again later.
const (
	shakeFor   = 5 * time.Second
	ackFor     = 3 * time.Second
	answerFor  = 5 * time.Second
	sendEvery  = 400 * time.Millisecond
	beatEvery  = 2 * time.Second
	idleFor    = 10 * time.Second
	writeFor   = 2 * time.Second
	readPieces = 4 << 10
)

// Dial opens the line to the terminal. Closing what it returns ends a Read and a Write that wait.
type Dial func(ctx context.Context) (io.ReadWriteCloser, error)

// What a line can fail at; the caller makes codes of them.
var (
	errNoAck    = errors.New("terminal: a message was not acknowledged")
	errNoAnswer = errors.New("terminal: no answer in time")
	errEnded    = errors.New("terminal: the line has ended")
)

// link is an open line after the handshake. It ends with its line, with a write that takes too long, or once nothing was asked for a while:
// the next question opens another.
type link struct {
	line io.ReadWriteCloser

	writing sync.Mutex // one frame at a time

	mu      sync.Mutex
	lastID  byte
	acks    map[byte]chan struct{}
	answers map[string]chan Message
	askedAt time.Time
	shaken  chan struct{}
	isOpen  bool // shaken is closed

	ended   chan struct{}
	endOnce sync.Once
}

// open opens the line and shakes hands.
func open(ctx context.Context, dial Dial) (*link, error) {
	ctx, cancel := context.WithTimeout(ctx, shakeFor)
	defer cancel()
	line, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	l := &link{line: line, acks: make(map[byte]chan struct{}), answers: make(map[string]chan Message), askedAt: time.Now(), shaken: make(chan struct{}), ended: make(chan struct{})}
	go l.read()
	if err := l.repeat(ctx, Frame{Kind: Handshake}, l.shaken); err != nil {
		l.end()
		return nil, err
	}
	go l.beat()
	return l, nil
}

// end closes the line; whoever waits for anything on it is told.
func (l *link) end() {
	l.endOnce.Do(func() {
		close(l.ended)
		_ = l.line.Close() // the line is given up either way
	})
}

func (l *link) isEnded() bool {
	select {
	case <-l.ended:
		return true
	default:
		return false
	}
}

// send writes a frame, unless ctx is done by the time that it is its turn; a line that does not take it in time is ended.
func (l *link) send(ctx context.Context, f Frame) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	if ctx.Err() != nil {
		return errors.Join(errNoAck, ctx.Err())
	}
	limit := time.AfterFunc(writeFor, l.end)
	defer limit.Stop()
	_, err := l.line.Write(f.Bytes())
	if err != nil {
		l.end()
	}
	return err
}

// repeat sends a frame until done is closed, and nothing once ctx is done: a frame that was damaged on the way is not answered.
func (l *link) repeat(ctx context.Context, f Frame, done <-chan struct{}) error {
	for {
		if err := l.send(ctx, f); err != nil {
			return err
		}
		select {
		case <-done:
			return nil
		case <-l.ended:
			return errEnded
		case <-ctx.Done():
			return errors.Join(errNoAck, ctx.Err())
		case <-time.After(sendEvery):
		}
	}
}

// beat says that somebody is there, and ends a link that nobody asked anything for a while.
func (l *link) beat() {
	defer l.end()
	ticks := time.NewTicker(beatEvery)
	defer ticks.Stop()
	for {
		select {
		case <-l.ended:
			return
		case <-ticks.C:
		}
		l.mu.Lock()
		idle := len(l.answers) == 0 && time.Since(l.askedAt) > idleFor
		l.mu.Unlock()
		if idle || l.send(context.Background(), Frame{}) != nil {
			return
		}
	}
}

// read takes what the terminal says until the line ends.
func (l *link) read() {
	defer l.end()
	var decoder Decoder
	piece := make([]byte, readPieces)
	for {
		n, err := l.line.Read(piece)
		for _, f := range decoder.Feed(piece[:n]) {
			l.take(f)
		}
		if err != nil {
			return
		}
	}
}

func (l *link) take(f Frame) {
	if f.Kind == Plain && f.ID != 0 && l.send(context.Background(), Frame{Ack: f.ID}) != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case f.Kind == Shaken && !l.isOpen:
		l.isOpen = true
		close(l.shaken)
	case f.Kind != Plain:
	case f.Ack != 0:
		if acked, waits := l.acks[f.Ack]; waits {
			delete(l.acks, f.Ack)
			close(acked)
		}
	}
	if f.Kind != Plain || f.ID == 0 {
		return
	}
	var m Message
	if json.Unmarshal(f.Message, &m) != nil {
		return // no answer to anything: whoever waits for one asks again
	}
	if answer, waits := l.answers[m.RequestID]; waits {
		delete(l.answers, m.RequestID)
		answer <- m
	}
}

// ask sends a question and waits at most so long for its answer. acked says whether the terminal has the question, whatever the error.
func (l *link) ask(ctx context.Context, m Message, longest time.Duration) (answer Message, acked bool, err error) {
	m.RequestID = rand.Text()
	raw, err := json.Marshal(m)
	if err != nil {
		return Message{}, false, err
	}
	came, taken := make(chan Message, 1), make(chan struct{})
	l.mu.Lock()
	if l.lastID++; l.lastID == 0 {
		l.lastID = 1
	}
	id := l.lastID
	l.acks[id], l.answers[m.RequestID], l.askedAt = taken, came, time.Now()
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.answers, m.RequestID)
		if l.acks[id] == taken {
			delete(l.acks, id)
		}
		l.askedAt = time.Now()
	}()
	sending, cancel := context.WithTimeout(ctx, ackFor)
	err = l.repeat(sending, Frame{ID: id, Message: raw}, taken)
	cancel()
	if err != nil {
		return Message{}, false, err
	}
	limit := time.NewTimer(longest)
	defer limit.Stop()
	select {
	case answer = <-came:
		return answer, true, nil
	case <-l.ended:
		return Message{}, true, errEnded
	case <-ctx.Done():
		return Message{}, true, ctx.Err()
	case <-limit.C:
		return Message{}, true, errNoAnswer
	}
}
