package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// benchCommand measures the speed goals on books it makes itself, each against the disk of the same run, and writes what
// it got, good or bad.
type benchCommand struct {
	Out     string `help:"Where the figures are written as JSON." default:"build/bench.json" type:"path"`
	Dir     string `help:"Where the books are made; the disk that is measured." default:"build/bench" type:"path"`
	Quick   bool   `help:"Small books: to see that everything runs, not for figures."`
	Profile string `help:"Where a CPU profile of the payments, or of the newest bill run, is written."`
	Only    string `help:"Measure only this: payments, runs, screens, search, hearing." enum:"all,payments,runs,screens,search,hearing" default:"all"`
	Rounds  int    `help:"How often the bill run and C are measured in turn; 0 is five times, or once with --quick."`
	Child   string `hidden:"" help:"Internal: one measurement in a process of its own."`
	At      string `hidden:"" help:"Internal: the book of the measurement." type:"path"`
	Months  int    `hidden:"" help:"Internal: how many months the run bills."`
	Dump    string `hidden:"" help:"Internal: where the rows of the run are written."`

	out io.Writer // standard output
}

// figure is one measurement. Times are milliseconds; Ratio is against what Against names; zero values were not measured.
type figure struct {
	Name       string  `json:"name"`
	Goal       string  `json:"goal"`
	Met        bool    `json:"met"`
	P50MS      float64 `json:"p50MS,omitempty"`
	P99MS      float64 `json:"p99MS,omitempty"`
	TotalMS    float64 `json:"totalMS,omitempty"`
	Against    string  `json:"against,omitempty"`
	OtherP50   float64 `json:"againstP50MS,omitempty"`
	OtherP99   float64 `json:"againstP99MS,omitempty"`
	OtherTotal float64 `json:"againstTotalMS,omitempty"`
	Ratio      float64 `json:"ratio,omitempty"`
	MemoryMB   float64 `json:"memoryMB,omitempty"`
	Note       string  `json:"note,omitempty"`
}

type benchReport struct {
	AtMS    int64    `json:"atMS"`
	System  string   `json:"system"`
	Cores   int      `json:"cores"`
	Quick   bool     `json:"quick"`
	Figures []figure `json:"figures"`
}

// sizes of the books: rooms × bills a room, rooms of the search, rooms and months of the runs and how often they are compared, and
// the rooms and spaces of the estate whose screens are measured.
type benchSizes struct {
	rooms, billsPerRoom, payments, searchRooms int
	runRooms, runMonths, shortMonths, rounds   int // 13 months are the most that one person issues at once
	screenRooms, spaces, records               int // records are what another counter did
}

func (b *benchCommand) sizes() benchSizes {
	if b.Quick {
		return benchSizes{rooms: 500, billsPerRoom: 8, payments: 100, searchRooms: 2000,
			runRooms: 500, runMonths: 8, shortMonths: 2, rounds: 1, screenRooms: 300, spaces: 50, records: 2000}
	}
	rounds := 5
	if b.Rounds > 0 {
		rounds = b.Rounds
	}
	return benchSizes{rooms: 20_000, billsPerRoom: 50, payments: 3000, searchRooms: 100_000,
		runRooms: 80_000, runMonths: 13, shortMonths: 1, rounds: rounds, screenRooms: 3000, spaces: 500, records: 100_000}
}

// Run makes the books and measures. Its exit status says that it measured, not that the goals were met.
func (b *benchCommand) Run(d *desk) error {
	b.out = d.stdout
	measure := b.measure
	if b.Child != "" {
		measure = b.child
	}
	err := measure(d.ctx)
	if err != nil {
		_, _ = fmt.Fprintln(d.stderr, "bench:", err) // whoever measures wants to know more than the sentence says
	}
	return err
}

func (b *benchCommand) measure(ctx context.Context) (err error) {
	if err := os.MkdirAll(b.Dir, 0o700); err != nil {
		return err
	}
	directory, err := os.MkdirTemp(b.Dir, "run-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(directory)) }()
	report := benchReport{AtMS: time.Now().UnixMilli(), System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(), Quick: b.Quick}
	for _, part := range []struct {
		name    string
		measure func(context.Context, string, benchSizes) ([]figure, error)
	}{{"payments", b.measureBook}, {"runs", b.compareRuns}, {"screens", measureScreens}, {"search", b.measureFinding}, {"hearing", b.measureHearing}} {
		if b.Only != "all" && b.Only != part.name {
			continue
		}
		figures, err := part.measure(ctx, directory, b.sizes())
		if err != nil {
			return err
		}
		for _, one := range figures {
			if _, err := io.WriteString(b.out, one.words()); err != nil {
				return err
			}
		}
		report.Figures = append(report.Figures, figures...)
	}
	if err := report.write(b.Out); err != nil {
		return err
	}
	_, err = fmt.Fprintln(b.out, "figures in", b.Out)
	return err
}

// measureBook makes the book of a million bills and measures what is done with it.
func (b *benchCommand) measureBook(ctx context.Context, directory string, size benchSizes) ([]figure, error) {
	if _, err := fmt.Fprintf(b.out, "making a book of %d rooms and %d bills\n", size.rooms, size.rooms*size.billsPerRoom); err != nil {
		return nil, err
	}
	path := filepath.Join(directory, "bills.book")
	if err := makeRealBenchBook(ctx, path, size.rooms, size.billsPerRoom); err != nil {
		return nil, err
	}
	// Its shifts are of the years before, and the till's days never run back: it comes before any payment of today.
	if err := addBenchHistory(ctx, path); err != nil {
		return nil, err
	}
	payments, err := b.inChild(ctx, "payments", path, "--profile="+b.Profile, fmt.Sprintf("--quick=%t", b.Quick))
	if err != nil {
		return nil, err
	}
	wide, err := b.inChild(ctx, "wide", path, fmt.Sprintf("--quick=%t", b.Quick))
	if err != nil {
		return nil, err
	}
	history, err := b.inChild(ctx, "history", path)
	if err != nil {
		return nil, err
	}
	open, err := b.inChild(ctx, "open", path)
	if err != nil {
		return nil, err
	}
	checked, err := b.inChild(ctx, "checked", path)
	if err != nil {
		return nil, err
	}
	rebuild, err := b.inChild(ctx, "rebuild", path)
	return []figure{payments, wide, history, open, checked, rebuild}, errors.Join(err, os.Remove(path))
}

// measureFinding makes a book of many households and looks for them.
func (b *benchCommand) measureFinding(ctx context.Context, directory string, size benchSizes) ([]figure, error) {
	path := filepath.Join(directory, "search.book")
	if err := makeBenchBook(ctx, path, size.searchRooms, 0); err != nil {
		return nil, err
	}
	search, err := b.inChild(ctx, "search", path)
	return []figure{search}, err
}

// words say a figure in a few lines.
func (f figure) words() string {
	var all strings.Builder
	verdict := "missed"
	if f.Met {
		verdict = "met"
	}
	_, _ = fmt.Fprintf(&all, "%-42s %s  (goal %s)\n", f.Name, verdict, f.Goal)
	for _, part := range []struct {
		name  string
		value float64
		unit  string
	}{{"p50", f.P50MS, "ms"}, {"p99", f.P99MS, "ms"}, {"total", f.TotalMS, "ms"}, {f.Against + " p50", f.OtherP50, "ms"},
		{f.Against + " p99", f.OtherP99, "ms"}, {f.Against + " total", f.OtherTotal, "ms"}, {"ratio", f.Ratio, "x"}, {"memory", f.MemoryMB, "MB"}} {
		if part.value != 0 {
			_, _ = fmt.Fprintf(&all, "    %-24s %10.3f %s\n", part.name, part.value, part.unit)
		}
	}
	if f.Note != "" {
		all.WriteString("    " + f.Note + "\n")
	}
	return all.String()
}

func (r benchReport) write(path string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o600)
}

// percentiles returns the median and the 99th of durations in milliseconds.
func percentiles(took []time.Duration) (p50, p99 float64) {
	if len(took) == 0 {
		return 0, 0
	}
	slices.Sort(took)
	at := func(percent int) float64 {
		return float64(took[min(len(took)-1, len(took)*percent/100)].Nanoseconds()) / 1e6
	}
	return at(50), at(99)
}
