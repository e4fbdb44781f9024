package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"shouqi/cashier/ui/telling"
)

// The goals of a window that nobody touches: the clerk's other programs have the computer to themselves. memoryGoalManyMB is
// for a book that was given, with a register of up to 20,000 rooms.
const (
	cpuGoalPercent   = 2
	memoryGoalMB     = 320
	memoryGoalManyMB = 400
)

const (
	// restFor is for how long an untouched window is watched.
	restFor = 10 * time.Second
	// calmAfter is how long after the last key that begins: what a key sets off is no idling. The longest of it is giving
	// memory back, 5 s after the last key and at least 10 s after the time before, which takes a second.
	calmAfter = 16 * time.Second
	// checkBegins is how long after opening the check of the whole book has surely begun, and checkTakes the most that is
	// waited until it has ended: it works once a day.
	checkBegins = 35 * time.Second
	checkTakes  = 5 * time.Minute
)

// rest is what the window took while nobody touched it.
type rest struct {
	Name         string  `json:"name"`
	CPUPercent   float64 `json:"cpuPercent"`
	CPUGoal      float64 `json:"cpuGoalPercent"`
	MemoryMB     int64   `json:"memoryMB"`
	MemoryGoalMB int64   `json:"memoryGoalMB"`
}

// sentence says the figures, and whether each goal was met.
func (r rest) sentence() string {
	return fmt.Sprintf("%s，没有人动：%.1f%% 的一个核（目标 ≤ %g%%，%s），内存 %d MB（目标 ≤ %d MB，%s）",
		r.Name, r.CPUPercent, r.CPUGoal, verdict(r.CPUPercent <= r.CPUGoal), r.MemoryMB, r.MemoryGoalMB, verdict(r.MemoryMB <= r.MemoryGoalMB))
}

// verdict says whether a goal was met.
func verdict(isMet bool) string {
	if isMet {
		return "达到"
	}
	return "没有达到"
}

// measureRests watches the window at the empty desk and with a household open.
func (t *tour) measureRests(home debtor, opened time.Time, memoryGoal int64) (all []rest, err error) {
	empty := t.is(func(told telling.Line) bool { return told.Step == "idle" && told.Dialog == "" })
	if err := t.play(step{"回到空的收银台", []string{"Escape"}, empty}); err != nil {
		return nil, err
	}
	if err := t.checkOver(opened); err != nil {
		return nil, err
	}
	desk, err := t.watchRest("空的收银台", memoryGoal)
	if err != nil {
		return nil, err
	}
	if err := t.play(step{"开 " + home.code, []string{"type:" + home.typed, "Return"}, t.desk("tendering", home.code)}); err != nil {
		return nil, err
	}
	household, err := t.watchRest("开着一户", memoryGoal)
	return []rest{desk, household}, err
}

// checkOver waits until the check of the whole book behind the desk is over. The window does not tell of it: it is over when
// it must have begun and the window takes less than half a core.
func (t *tour) checkOver(opened time.Time) error {
	if err := t.pause(checkBegins - time.Since(opened)); err != nil {
		return err
	}
	for deadline := time.Now().Add(checkTakes); time.Now().Before(deadline); {
		share, err := t.share(2 * time.Second)
		if err != nil || share < 50 {
			return err
		}
	}
	return errors.New("bench: 账本检查一直没有完")
}

func (t *tour) watchRest(name string, memoryGoal int64) (rest, error) {
	if err := t.pause(calmAfter); err != nil {
		return rest{}, err
	}
	share, err := t.share(restFor)
	if err != nil {
		return rest{}, err
	}
	memory, err := residentMB(t.window.command.Process.Pid)
	return rest{Name: name, CPUPercent: share, CPUGoal: cpuGoalPercent, MemoryMB: memory, MemoryGoalMB: memoryGoal}, err
}

// share is how many hundredths of a core the window took over a span.
func (t *tour) share(span time.Duration) (float64, error) {
	before, err := workedFor(t.window.command.Process.Pid)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := t.pause(span); err != nil {
		return 0, err
	}
	after, err := workedFor(t.window.command.Process.Pid)
	return 100 * float64(after-before) / float64(time.Since(began)), err
}

// pause lets time pass, the one thing a bench of doing nothing waits for.
func (t *tour) pause(span time.Duration) error {
	select {
	case <-t.ctx.Done():
		return t.ctx.Err()
	case <-time.After(span):
		return t.window.gone()
	}
}

// tick is what the kernel counts a process's work in: USER_HZ, the same on every Linux.
const tick = 10 * time.Millisecond

// workedFor returns how long a process has worked on all cores since it began, the system's work for it included.
func workedFor(process int) (time.Duration, error) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(process), "stat"))
	if err != nil {
		return 0, fmt.Errorf("bench: read how long the window worked: %w", err)
	}
	// The name of the program is the second field and may have blanks in it; behind it utime is the twelfth, stime the next.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0, fmt.Errorf("bench: how long the window worked reads %q", text)
	}
	user, errUser := strconv.ParseInt(fields[11], 10, 64)
	system, errSystem := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * tick, errors.Join(errUser, errSystem)
}

// residentMB returns how much memory a process has, what it shares with others included.
func residentMB(process int) (int64, error) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(process), "status"))
	if err != nil {
		return 0, fmt.Errorf("bench: read the window's memory: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		if size, isIt := strings.CutPrefix(line, "VmRSS:"); isIt {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(size), " kB"), 10, 64)
			return kilobytes >> 10, err
		}
	}
	return 0, errors.New("bench: the system does not say how much memory the window has")
}
