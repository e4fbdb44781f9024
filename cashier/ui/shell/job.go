package shell

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"shouqi/cashier/guard"
	"shouqi/cashier/ui/widgets"
)

// maxJobs bounds the work under way; a desk that has more of it is stuck.
const maxJobs = 16

// showAfter is how long work may take before a progress dialog covers the screen.
const showAfter = 400 * time.Millisecond

// ErrBusy is given to done when too much work is under way: say "正忙，请稍后再试".
var ErrBusy = errors.New("shell: too many jobs under way")

// Work runs off the UI thread and must not touch a widget. It returns soon after ctx is done;
// progress may be called from it at any rate, with total 0 while the end is not known.
type Work func(ctx context.Context, progress func(done, total int)) error

// jobs are the work under way.
type jobs struct {
	shell   *Shell
	mutex   sync.Mutex
	cancels map[int]context.CancelFunc
	next    int
	closed  bool
	wait    sync.WaitGroup
}

func newJobs(shell *Shell) *jobs {
	return &jobs{shell: shell, cancels: map[int]context.CancelFunc{}}
}

// start registers a job; false when there are too many or the shell is closing.
func (j *jobs) start(cancel context.CancelFunc) (id int, ok bool) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	if j.closed || len(j.cancels) >= maxJobs {
		return 0, false
	}
	j.next++
	j.cancels[j.next] = cancel
	j.wait.Add(1)
	return j.next, true
}

// finish forgets a job.
func (j *jobs) finish(id int) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	j.cancels[id]()
	delete(j.cancels, id)
	j.wait.Done()
}

// cancelAll cancels all work and takes no more.
func (j *jobs) cancelAll() {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	j.closed = true
	for _, cancel := range j.cancels {
		cancel()
	}
}

// Close cancels all work, waits for it to end and lets go of the window. Work that has not begun gets ErrBusy.
func (s *Shell) Close() {
	s.jobs.cancelAll()
	s.jobs.wait.Wait()
	widgets.SetChordHandler(s.Canvas(), nil)
}

// Wait waits until the work of a closed or abandoned shell has ended.
func (s *Shell) Wait() { s.jobs.wait.Wait() }

// Run does work off the UI thread and calls done on it with work's error. The screen stays live:
// disable what must not be pressed twice before calling it. With a label, work that takes longer than
// 400 ms is covered by a dialog that shows label and progress; Esc cancels it, and done then gets
// context.Canceled unless work ended first. With "" nothing is shown. A panic of work is an error with the code guard.Code.
func (s *Shell) Run(label string, work Work, done func(err error)) {
	ctx, cancel := context.WithCancel(context.Background())
	id, ok := s.jobs.start(cancel)
	if !ok {
		cancel()
		done(ErrBusy)
		return
	}
	var cover *jobCover
	progress := func(int, int) {}
	if label != "" {
		cover = &jobCover{shell: s, label: label, cancel: cancel}
		cover.news.post, cover.news.say = s.options.Post, cover.draw
		progress = cover.news.progress
		cover.stop = s.options.Later(showAfter, cover.show)
	}
	s.running++
	s.begin(id, func() error { return work(ctx, progress) }, func(err error) {
		s.running--
		if cover != nil {
			cover.end()
		}
		done(err)
		s.keepFocus()
	})
}

// RunBehind is Run for work that nobody waits for: nothing covers the screen, whatever is shown goes on, and no key cancels
// it. How far it is is said to progressed, on the UI thread; whoever shows that lets a person call cancel.
func (s *Shell) RunBehind(work Work, progressed func(done, total int), done func(err error)) (cancel func()) {
	ctx, cancel := context.WithCancel(context.Background())
	id, ok := s.jobs.start(cancel)
	if !ok {
		cancel()
		done(ErrBusy)
		return cancel
	}
	news := &jobNews{post: s.options.Post, say: progressed}
	s.begin(id, func() error { return work(ctx, news.progress) }, done)
	return cancel
}

// begin does the work of a registered job off the UI thread, and calls done on it.
func (s *Shell) begin(id int, work func() error, done func(err error)) {
	where := fmt.Sprintf("%T", s.current)
	s.options.Go(func() {
		err := guard.Try(where, work)
		s.jobs.finish(id)
		s.options.Post(func() { done(err) })
	})
}

// jobNews brings how far a job is to the UI thread. Only one telling is queued at a time, however often the work says it.
type jobNews struct {
	post func(ui func())
	say  func(done, total int)

	mutex       sync.Mutex
	done, total int
	queued      bool
}

// progress is called by the work.
func (n *jobNews) progress(done, total int) {
	n.mutex.Lock()
	n.done, n.total = done, total
	wasQueued := n.queued
	n.queued = true
	n.mutex.Unlock()
	if !wasQueued {
		n.post(n.tell)
	}
}

// tell says the newest.
func (n *jobNews) tell() {
	n.mutex.Lock()
	done, total := n.done, n.total
	n.queued = false
	n.mutex.Unlock()
	n.say(done, total)
}

// jobCover is the progress dialog of one job. show and end run on the UI thread.
type jobCover struct {
	shell  *Shell
	label  string
	cancel context.CancelFunc
	stop   func()
	bar    *widgets.Progress
	dialog *widgets.Dialog
	ended  bool
	news   jobNews
}

// draw shows how far the work is, once there is a bar.
func (c *jobCover) draw(done, total int) {
	if c.bar != nil {
		c.bar.Set(done, total)
	}
}

func (c *jobCover) show() {
	if c.ended {
		return
	}
	c.bar = widgets.NewProgress(c.label)
	c.dialog = widgets.ShowDialog(c.shell.Canvas(), widgets.DialogOptions{
		Title: c.label, Body: c.bar, No: c.shell.Text("shell.job.cancel"), Cancelled: c.cancel,
		EscOnly: true, // It comes up by itself, when an Enter may be on its way.
	})
	c.bar.SetWords("")
	c.news.tell()
}

func (c *jobCover) end() {
	c.ended = true
	c.stop()
	if c.dialog != nil {
		c.dialog.Close()
	}
}
