package monkey

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// agenda is what is to happen on the window's thread: the timers it set and the answers that came. Work under way waits
// on a goroutine of its own until the clock reaches it.
type agenda struct {
	seed uint64
	// input gives the input that is being handled now, nil in between.
	input func() *Input
	// around does the work of a job, on its goroutine.
	around func(by *job, work func())

	mutex   sync.Mutex
	entries []entry
	order   int
	jobs    int
	running *job
	working int
	// manner says how late answers are.
	manner manner
	// changed tells the window's thread that something was put in.
	changed chan struct{}
}

// entry is one thing to do at its time; what is due at the same time is done in the order it came.
type entry struct {
	due      time.Time
	order    int
	isAnswer bool
	do       func()
}

// job is one piece of the window's work. Input is the input that began it, nil for what a timer or an answer began.
type job struct {
	number int
	input  *Input
	chance *rand.Rand
	last   time.Time
}

func newAgenda(seed uint64) *agenda {
	return &agenda{seed: seed, input: func() *Input { return nil }, around: func(_ *job, work func()) { work() }, manner: prompt, changed: make(chan struct{}, 1)}
}

// setManner changes how late the answers to what is asked from now on are.
func (a *agenda) setManner(manner manner) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.manner = manner
}

// Go is the shell's Options.Go. No two jobs wake at the same moment of the clock: each has its own nanosecond.
func (a *agenda) Go(work func()) {
	a.mutex.Lock()
	a.jobs++
	a.working++
	begun := &job{number: a.jobs, input: a.input(), chance: rand.New(rand.NewPCG(a.seed, uint64(a.jobs)))}
	wait, _ := a.manner(begun.chance)
	a.mutex.Unlock()
	go func() {
		time.Sleep(wait.Truncate(time.Microsecond) + time.Duration(1+begun.number%990))
		a.run(begun)
		a.around(begun, work)
		a.run(nil)
		a.mutex.Lock()
		a.working--
		a.mutex.Unlock()
		a.ring()
	}()
}

// run notes whose posts come now; only one job runs at a time.
func (a *agenda) run(running *job) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.running = running
}

// Post is the shell's Options.Post. The posts of one job stay in order; those of different jobs do not.
func (a *agenda) Post(ui func()) {
	a.mutex.Lock()
	due := time.Now()
	if by := a.running; by != nil {
		_, back := a.manner(by.chance)
		if due = due.Add(back); due.Before(by.last) {
			due = by.last
		}
		by.last = due
	}
	a.put(entry{due: due, isAnswer: true, do: ui})
	a.mutex.Unlock()
	a.ring()
}

// Later is the shell's Options.Later.
func (a *agenda) Later(delay time.Duration, ui func()) (stop func()) {
	stopped := false
	a.mutex.Lock()
	a.put(entry{due: time.Now().Add(delay), do: func() {
		if !stopped {
			ui()
		}
	}})
	a.mutex.Unlock()
	a.ring()
	return func() { stopped = true }
}

func (a *agenda) put(new entry) {
	a.order++
	new.order = a.order
	at, _ := slices.BinarySearchFunc(a.entries, new, func(one, other entry) int {
		if by := one.due.Compare(other.due); by != 0 {
			return by
		}
		return one.order - other.order
	})
	a.entries = slices.Insert(a.entries, at, new)
}

func (a *agenda) ring() {
	select {
	case a.changed <- struct{}{}:
	default: // it is going to look already
	}
}

// next takes what is due out, or gives how long nothing will be; none says that nothing waits at all.
func (a *agenda) next() (due func(), wait time.Duration, none bool) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if len(a.entries) == 0 {
		return nil, 0, true
	}
	if wait = time.Until(a.entries[0].due); wait > 0 {
		return nil, wait, false
	}
	first := a.entries[0]
	a.entries = a.entries[1:]
	return first.do, 0, false
}

// isQuiet says whether no work is under way and no answer on its way; timers may wait.
func (a *agenda) isQuiet() bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.working == 0 && !slices.ContainsFunc(a.entries, func(e entry) bool { return e.isAnswer })
}

// clear forgets everything that waits: the program has ended.
func (a *agenda) clear() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.entries = nil
}
