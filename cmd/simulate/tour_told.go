package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"shouqi/cashier/ui/telling"
)

// listener keeps what the window told last.
type listener struct {
	mutex sync.Mutex
	last  telling.Line
	// stepUS is the longest step on the window's thread since longestStep was asked.
	stepUS int64
	// news has something in it when there was another line since it was last emptied.
	news chan struct{}
}

func newListener() *listener { return &listener{news: make(chan struct{}, 1)} }

// listen reads lines until from ends. What is no line of the window's telling is somebody else's and left alone.
func (l *listener) listen(from io.Reader) {
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		var line telling.Line
		if json.Unmarshal(lines.Bytes(), &line) != nil {
			continue
		}
		l.mutex.Lock()
		l.last, l.stepUS = line, max(l.stepUS, line.StepUS)
		l.mutex.Unlock()
		select {
		case l.news <- struct{}{}:
		default:
		}
	}
}

// told returns the newest line.
func (l *listener) told() telling.Line {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.last
}

// longestStep returns the longest step on the window's thread since it was asked before, in microseconds.
func (l *listener) longestStep() int64 {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	longest := l.stepUS
	l.stepUS = 0
	return longest
}

// condition is something that must come true. It looks at what was told, at the book or at the paper.
type condition func() (bool, error)

// lookAgain is how often a condition is asked that changes without the window telling anything: the book, the paper, a file.
const lookAgain = 50 * time.Millisecond

// wait asks until happened says yes. The patience is an upper bound alone: nothing goes on because time has passed.
func (t *tour) wait(happened condition) error {
	deadline := time.Now().Add(t.patience)
	for {
		yes, err := happened()
		if yes {
			return nil
		}
		if err == nil {
			err = t.window.gone()
		}
		if err != nil {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("等了 %s 也没有发生；%s", t.patience, t.window.lastWords())
		}
		select {
		case <-t.ctx.Done():
			return errors.Join(t.ctx.Err(), errors.New(t.window.lastWords()))
		case <-t.window.listener.news:
		case <-time.After(lookAgain):
		}
	}
}

// lastWords says what the window told last, and how many keys it was sent.
func (w *window) lastWords() string {
	line, err := json.Marshal(w.listener.told())
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("按了 %d 个键，窗口最后说的是 %s", w.sent, line)
}

// isSettled says that all keys sent were handled, that no answer is awaited, and that what came of it has been painted for so
// long that the next key counts: nothing else is told.
func (w *window) isSettled() bool {
	told := w.listener.told()
	return told.N > 0 && told.Keys == w.sent && !told.Busy
}

// settled is isSettled as a condition.
func (t *tour) settled() (bool, error) { return t.window.isSettled(), nil }

// tapReady waits for longer than settled: until a tap counts.
func (t *tour) tapReady() (bool, error) {
	return t.window.isSettled() && t.window.listener.told().Taps, nil
}

// is makes a condition of what is told.
func (t *tour) is(look func(told telling.Line) bool) condition {
	return func() (bool, error) { return look(t.window.listener.told()), nil }
}

// titled is whether the screen shown is called so.
func (t *tour) titled(screen string) condition {
	return t.is(func(told telling.Line) bool { return strings.Contains(told.Screen, screen) && told.Dialog == "" })
}

// asks is whether a dialog is open whose title has these words.
func (t *tour) asks(words string) condition {
	return t.is(func(told telling.Line) bool { return told.Dialog != "" && strings.Contains(told.Dialog, words) })
}

// desk is whether the desk is at a step with a room, "" for none.
func (t *tour) desk(step, room string) condition {
	return t.is(func(told telling.Line) bool { return told.Step == step && told.Room == room && told.Dialog == "" })
}

// typing is whether a part has the keyboard and so many characters stand in it.
func (t *tour) typing(focus string, typed int) condition {
	return t.is(func(told telling.Line) bool { return told.Focus == focus && told.Typed == typed })
}

// says is whether the screen answers with the sentence of this key.
func (t *tour) says(key string) condition {
	return t.is(func(told telling.Line) bool { return told.Said == key })
}

// handled is a condition for keys of which the window has nothing to tell but that they were handled and drawn.
func handled() (bool, error) { return true, nil }

// every is whether all conditions hold.
func every(conditions ...condition) condition {
	return func() (bool, error) {
		for _, one := range conditions {
			if yes, err := one(); !yes || err != nil {
				return false, err
			}
		}
		return true, nil
	}
}
