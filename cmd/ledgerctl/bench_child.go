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

	"shouqi/cashier"
	"shouqi/ledger"
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
	measure := map[string]func(context.Context, string) (figure, error){"open": measureOpen, "rebuild": measureRebuild, "search": measureSearch, "run": b.measureRun, "payments": b.measurePayments, "wide": b.measureWide, "history": measureHistory}[b.Child]
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
	var took []time.Duration
	for range 3 {
		started := time.Now()
		counter, _, err := cashier.Open(ctx, path, ledger.OpenOptions{})
		if err != nil {
			return one, err
		}
		took = append(took, time.Since(started))
		if err := counter.Close(); err != nil {
			return one, err
		}
	}
	one.TotalMS = float64(took[len(took)-1].Microseconds()) / 1e3
	one.MemoryMB, err = peakMemoryMB()
	one.Met = one.TotalMS <= 1500 && one.MemoryMB <= 250
	one.Note = fmt.Sprintf("first opening %.0f ms", float64(took[0].Microseconds())/1e3)
	return one, err
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
	counter, _, err := cashier.Open(ctx, path, ledger.OpenOptions{})
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
