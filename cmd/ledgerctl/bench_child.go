package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"shouqi/ledger"
	"shouqi/ledger/store"
)

// inChild runs one measurement in a process of its own, so that its memory is its own.
func (b *benchCommand) inChild(ctx context.Context, what, path string, more ...string) (one figure, err error) {
	program, err := os.Executable()
	if err != nil {
		return one, err
	}
	command := exec.CommandContext(ctx, program, append([]string{"bench", "--child", what, "--at", path}, more...)...)
	command.Stderr = os.Stderr // what this program writes is plain already
	text, err := command.Output()
	if err != nil {
		return one, fmt.Errorf("measure %s: %w", what, err)
	}
	return one, json.Unmarshal(text, &one)
}

func (b *benchCommand) child(ctx context.Context) error {
	measure := map[string]func(context.Context, string) (figure, error){"open": measureOpen, "checked": measureChecked, "rebuild": measureRebuild, "search": measureSearch, "run": b.measureRun, "payments": b.measurePayments, "wide": b.measureWide, "history": measureHistory}[b.Child]
	if measure == nil {
		return fmt.Errorf("no measurement %q", b.Child)
	}
	one, err := measure(ctx, b.At)
	if err != nil {
		return err
	}
	return json.NewEncoder(b.out).Encode(one)
}

// measureOpen opens a book to a ready desk: unlocked, quickly checked, its households findable. It is opened once before,
// as a counter is every morning: the first opening after a large import checks all that is new.
func measureOpen(ctx context.Context, path string) (one figure, err error) {
	one = figure{Name: "open that book to a ready desk", Goal: "<= 1500 ms; <= 250 MB without a window"}
	var first, last opened
	for round := range 3 {
		if last, err = timeOpening(ctx, path); err != nil {
			return one, err
		}
		if round == 0 {
			first = last
		}
	}
	one.TotalMS = milliseconds(last.ready)
	one.MemoryMB, err = peakMemoryMB()
	one.Met = one.TotalMS <= 1500 && one.MemoryMB <= 250
	one.Note = fmt.Sprintf("first opening %.0f ms; money may be taken after %.0f ms, closed in %.0f ms", milliseconds(first.ready), milliseconds(last.checked), milliseconds(last.closed))
	return one, err
}

// measureChecked opens it after a program that the machine does not know wrote into it, which has the whole book checked before money is taken.
func measureChecked(ctx context.Context, path string) (one figure, err error) {
	one = figure{Name: "check that book whole because its file is another", Goal: "ready <= 1500 ms"}
	db, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return one, err
	}
	err = db.Write(ctx, func(tx *store.Tx) error { return store.SetSetting(tx, "bench", "1") })
	if err = errors.Join(err, db.Close()); err != nil {
		return one, err
	}
	took, err := timeOpening(ctx, path)
	if err != nil {
		return one, err
	}
	one.TotalMS = milliseconds(took.checked)
	one.Met = took.ready <= 1500*time.Millisecond
	one.Note = fmt.Sprintf("ready after %.0f ms", milliseconds(took.ready))
	one.MemoryMB, err = peakMemoryMB()
	return one, err
}

// opened is how long a book took until its desk was ready and until money could be taken, both since the opening began, and to close.
type opened struct{ ready, checked, closed time.Duration }

func timeOpening(ctx context.Context, path string) (took opened, err error) {
	started := time.Now()
	counter, err := openBenchCounter(ctx, path)
	if err != nil {
		return took, err
	}
	took.ready = time.Since(started)
	err = counter.Book.Checked(ctx)
	took.checked = time.Since(started)
	closing := time.Now()
	err = errors.Join(err, counter.Close())
	took.closed = time.Since(closing)
	return took, err
}

func measureRebuild(ctx context.Context, path string) (one figure, err error) {
	one = figure{Name: "rebuild all projections of that book", Goal: "<= 60 s; <= 250 MB"}
	started := time.Now()
	if _, err := ledger.Rebuild(ctx, path, nil); err != nil {
		return one, err
	}
	one.TotalMS = float64(time.Since(started).Milliseconds())
	one.MemoryMB, err = peakMemoryMB()
	one.Met = one.TotalMS <= 60_000 && one.MemoryMB <= 250
	return one, err
}

// measureSearch types what staff type, a character at a time: rooms, pinyin, phone tails, and initials so common that
// thousands match.
func measureSearch(ctx context.Context, path string) (one figure, err error) {
	counter, err := openBenchCounter(ctx, path)
	if err != nil {
		return one, err
	}
	defer func() { err = errors.Join(err, counter.Close()) }()
	var took []time.Duration
	most := 0
	for round := range 40 {
		row := benchRow(round * 997 % 2000)
		for _, typed := range []string{strings.ReplaceAll(row.Code, "-", ""), row.Code, row.Owners[0].Phones[0][7:], row.Owners[0].Name, "zj", "ww", "li", "z", "1", "12", "zhang"} {
			for end := 1; end <= len([]rune(typed)); end++ {
				started := time.Now()
				found := counter.Households.Find(string([]rune(typed)[:end]), 50)
				took = append(took, time.Since(started))
				most = max(most, found.Total)
			}
		}
	}
	one = figure{Name: "find a household while typing", Goal: "p99 <= 8 ms", Note: fmt.Sprintf("%d look-ups, up to %d hits", len(took), most)}
	one.P50MS, one.P99MS = percentiles(took)
	one.MemoryMB, err = peakMemoryMB()
	one.Met = one.P99MS <= 8
	return one, err
}

// peakMemoryMB reads the most memory this process has held, as Linux counts it; 0 where nobody says.
func peakMemoryMB() (float64, error) {
	file, err := os.Open(filepath.Join("/proc", "self", "status"))
	if err != nil {
		return 0, nil
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			kilobytes, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
			return kilobytes / 1024, err
		}
	}
	return 0, lines.Err()
}
