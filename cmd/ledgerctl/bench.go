package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

// benchCommand measures the speed goals on books it makes itself, each against the disk of the same run, and writes what
// it got, good or bad.
type benchCommand struct {
	Out   string `help:"Where the figures are written as JSON." default:"build/bench.json" type:"path"`
	Dir   string `help:"Where the books are made; the disk that is measured." default:"build/bench" type:"path"`
	Quick bool   `help:"Small books: to see that everything runs, not for figures."`
	Child string `hidden:"" help:"Internal: one measurement in a process of its own."`
	At    string `hidden:"" help:"Internal: the book of the measurement." type:"path"`
}

// figure is one measurement. Times are milliseconds; Ratio is against what Against names; zero values were not measured.
type figure struct {
	Name     string  `json:"name"`
	Goal     string  `json:"goal"`
	Met      bool    `json:"met"`
	P50MS    float64 `json:"p50MS,omitempty"`
	P99MS    float64 `json:"p99MS,omitempty"`
	TotalMS  float64 `json:"totalMS,omitempty"`
	Against  string  `json:"against,omitempty"`
	OtherP50 float64 `json:"againstP50MS,omitempty"`
	OtherP99 float64 `json:"againstP99MS,omitempty"`
	Ratio    float64 `json:"ratio,omitempty"`
	MemoryMB float64 `json:"memoryMB,omitempty"`
	Note     string  `json:"note,omitempty"`
}

type benchReport struct {
	AtMS    int64    `json:"atMS"`
	System  string   `json:"system"`
	Cores   int      `json:"cores"`
	Quick   bool     `json:"quick"`
	Figures []figure `json:"figures"`
}

// sizes of the books: rooms × bills a room, and rooms of the search.
type benchSizes struct{ rooms, billsPerRoom, payments, searchRooms int }

func (b *benchCommand) sizes() benchSizes {
	if b.Quick {
		return benchSizes{rooms: 500, billsPerRoom: 8, payments: 100, searchRooms: 2000}
	}
	return benchSizes{rooms: 20_000, billsPerRoom: 50, payments: 3000, searchRooms: 100_000}
}

// Run makes the books and measures. Its exit status says that it measured, not that the goals were met.
func (b *benchCommand) Run(d *desk) error { return b.measure(d.ctx) }

func (b *benchCommand) measure(ctx context.Context) (err error) {
	if b.Child != "" {
		return b.child(ctx)
	}
	if err := os.MkdirAll(b.Dir, 0o755); err != nil {
		return err
	}
	directory, err := os.MkdirTemp(b.Dir, "run-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(directory)) }()
	report := benchReport{AtMS: time.Now().UnixMilli(), System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(), Quick: b.Quick}
	size := b.sizes()
	fmt.Printf("making a book of %d rooms and %d bills\n", size.rooms, size.rooms*size.billsPerRoom)
	path := filepath.Join(directory, "bills.book")
	if err := makeBenchBook(ctx, path, size.rooms, size.billsPerRoom); err != nil {
		return err
	}
	for _, measure := range []func() (figure, error){
		func() (figure, error) { return measurePayments(ctx, path, directory, size) },
		func() (figure, error) { return b.inChild(ctx, "open", path) },
		func() (figure, error) { return b.inChild(ctx, "rebuild", path) },
		func() (figure, error) {
			search := filepath.Join(directory, "search.book")
			if err := makeBenchBook(ctx, search, size.searchRooms, 0); err != nil {
				return figure{}, err
			}
			return b.inChild(ctx, "search", search)
		},
	} {
		one, err := measure()
		if err != nil {
			return err
		}
		one.print()
		report.Figures = append(report.Figures, one)
	}
	return report.write(b.Out)
}

func (f figure) print() {
	verdict := "missed"
	if f.Met {
		verdict = "met"
	}
	fmt.Printf("%-42s %s  (goal %s)\n", f.Name, verdict, f.Goal)
	for _, part := range []struct {
		name  string
		value float64
		unit  string
	}{{"p50", f.P50MS, "ms"}, {"p99", f.P99MS, "ms"}, {"total", f.TotalMS, "ms"}, {f.Against + " p50", f.OtherP50, "ms"},
		{f.Against + " p99", f.OtherP99, "ms"}, {"ratio", f.Ratio, "x"}, {"memory", f.MemoryMB, "MB"}} {
		if part.value != 0 {
			fmt.Printf("    %-24s %10.3f %s\n", part.name, part.value, part.unit)
		}
	}
	if f.Note != "" {
		fmt.Println("    " + f.Note)
	}
}

func (r benchReport) write(path string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	fmt.Println("figures in", path)
	return os.WriteFile(path, append(text, '\n'), 0o644)
}

// percentiles gives the median and the 99th of durations in milliseconds.
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
