package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"time"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

const (
	benchCharge      = "物业服务费"
	benchSpaceCharge = "车位管理费"
	benchCycleRounds = 5
)

var benchFirstDay = calendar.Date("2026-01-01")

// addBenchCharge makes a monthly item with a tariff for the whole estate.
func addBenchCharge(ctx context.Context, path string, item billing.Item, rule tariff.Rule) (err error) {
	book, actor, err := openBenchBook(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	item.Kind, item.Cycle, item.DueDays, item.Active = billing.Income, tariff.EveryMonth, 10, true
	item.LateFee = tariff.LateFee{Clause: "物业服务合同第九条", RatePerDay: "0.0005", GraceDays: 3, MostPercent: "100"}
	return book.Billing.AddItem(ctx, actor, staff.Approval{}, item, billing.NewTariff{Name: "住宅", FromOn: benchFirstDay, Rule: rule})
}

func byArea(price tariff.Value) tariff.Rule {
	return tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: price}}}
}

func runOrder(item string, months int) billing.Order {
	return billing.Order{RequestID: "bench-run", Source: billing.ItemSource{Item: item}, FromOn: benchFirstDay, ToOn: calendar.Of(benchFirstDay.Time().AddDate(0, months, 0)).AddDays(-1)}
}

// measureRun issues the bills of so many months in a process of its own, and writes them as a dump if one is asked for.
func (b *benchCommand) measureRun(ctx context.Context, path string) (one figure, err error) {
	before, err := lastEvent(ctx, path)
	if err != nil {
		return one, err
	}
	book, actor, err := openBenchBook(ctx, path)
	if err != nil {
		return one, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	stop, err := b.profile()
	if err != nil {
		return one, err
	}
	started := time.Now()
	made, err := book.Billing.Run(ctx, actor, runOrder(benchCharge, b.Months))
	one.TotalMS = milliseconds(time.Since(started))
	if err := errors.Join(err, stop()); err != nil {
		return one, err
	}
	one.Name = fmt.Sprintf("bill run of %d bills with their events", made.Count)
	if one.MemoryMB, err = peakMemoryMB(); err != nil || b.Dump == "" {
		return one, err
	}
	return one, dumpRun(ctx, book, before+1, b.Dump)
}

// profile starts a CPU profile where one is asked for, and gives what ends it.
func (b *benchCommand) profile() (stop func() error, err error) {
	if b.Profile == "" {
		return func() error { return nil }, nil
	}
	file, err := os.OpenFile(b.Profile, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return func() error { pprof.StopCPUProfile(); return file.Close() }, pprof.StartCPUProfile(file)
}

// compareRuns measures runs of a million bills in turn with the C program that inserts what the first of them wrote, each
// from a fresh copy of the same book, and one of a tenth of that.
func (b *benchCommand) compareRuns(ctx context.Context, directory string, size benchSizes) ([]figure, error) {
	program, err := buildInsert(ctx, b.Dir)
	if err != nil {
		return nil, err
	}
	start, dump := filepath.Join(directory, "start.book"), filepath.Join(directory, "rows.dump")
	if err := makeBenchBook(ctx, start, size.runRooms, 0); err != nil {
		return nil, err
	}
	if err := addBenchCharge(ctx, start, billing.Item{Name: benchCharge, HangsOn: estate.Room}, byArea("2.85")); err != nil {
		return nil, err
	}
	short, err := b.oneRun(ctx, start, filepath.Join(directory, "short.book"), size.shortMonths, "")
	if err != nil {
		return nil, err
	}
	short.Goal, short.Met = "<= 4 s", short.TotalMS <= 4000
	var long figure
	var ours, theirs []float64
	for round := range size.rounds {
		copied, copiedInC := filepath.Join(directory, "ours.book"), filepath.Join(directory, "c.book")
		writes := dump
		if round > 0 {
			writes = ""
		}
		one, err := b.oneRun(ctx, start, copied, size.runMonths, writes)
		if err != nil {
			return nil, err
		}
		if err := copyFile(start, copiedInC); err != nil {
			return nil, err
		}
		took, err := insertInC(ctx, program, copiedInC, dump)
		if err != nil {
			return nil, err
		}
		if round == 0 {
			if err := sameRows(ctx, copied, copiedInC); err != nil {
				return nil, err
			}
		}
		ours, theirs = append(ours, one.TotalMS), append(theirs, milliseconds(took))
		_, _ = fmt.Fprintf(b.out, "    round %d: ours %.0f ms, C %.0f ms, peak memory %.0f MB\n", round+1, one.TotalMS, milliseconds(took), one.MemoryMB)
		one.MemoryMB = max(one.MemoryMB, long.MemoryMB)
		long = one
	}
	long.Goal, long.Against = fmt.Sprintf("<= 2 x C inserting the same rows, best of %d", size.rounds), "C"
	long.TotalMS, long.OtherTotal = slices.Min(ours), slices.Min(theirs)
	long.Ratio = long.TotalMS / long.OtherTotal
	long.Met = long.Ratio <= 2
	long.Note = "both books hold the same rows"
	return []figure{long, short}, nil
}

// oneRun makes a run on a copy of a book in a process of its own.
func (b *benchCommand) oneRun(ctx context.Context, start, copied string, months int, dump string) (figure, error) {
	if err := copyFile(start, copied); err != nil {
		return figure{}, err
	}
	return b.inChild(ctx, "run", copied, "--months", fmt.Sprint(months), "--dump="+dump, "--profile="+b.Profile)
}

func sameRows(ctx context.Context, one, other string) error {
	differ, err := differingTables(ctx, one, other)
	if err == nil && len(differ) > 0 {
		err = fmt.Errorf("the C program wrote other rows than the run: %v", differ)
	}
	return err
}

// copyFile copies a closed book over another and lets the disk come to rest, so that neither side pays for the other.
func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	for _, part := range []string{to + "-wal", to + "-shm", to} {
		if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	file, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Sync(), file.Close())
}

// measureScreens measures what a person waits for on an estate of a few thousand rooms: the spaces' month from preview to
// issued, and a rule that is being put together.
func measureScreens(ctx context.Context, directory string, size benchSizes) ([]figure, error) {
	path := filepath.Join(directory, "screens.book")
	if err := makeBenchBookOf(ctx, path, benchRowsWithSpaces(size.screenRooms, size.spaces), 0); err != nil {
		return nil, err
	}
	if err := addBenchCharge(ctx, path, billing.Item{Name: benchCharge, HangsOn: estate.Room}, byArea("2.85")); err != nil {
		return nil, err
	}
	fixed := tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Fixed, Price: "120"}}}
	if err := addBenchCharge(ctx, path, billing.Item{Name: benchSpaceCharge, HangsOn: estate.Space}, fixed); err != nil {
		return nil, err
	}
	book, actor, err := openBenchBook(ctx, path)
	if err != nil {
		return nil, err
	}
	spaces, err := measureSpaces(ctx, book, actor)
	var live figure
	if err == nil {
		live, err = measureLivePreview(ctx, book, size)
	}
	return []figure{spaces, live}, errors.Join(err, book.Close())
}

func benchRowsWithSpaces(rooms, spaces int) []estate.Row {
	rows := benchRows(rooms)
	for i := range spaces {
		rows[i].Spaces = []string{fmt.Sprintf("B-%04d", i+1)}
	}
	return rows
}

func measureSpaces(ctx context.Context, book *ledger.Book, actor staff.Actor) (one figure, err error) {
	order := runOrder(benchSpaceCharge, 1)
	started := time.Now()
	preview, err := previewOf(ctx, book, order)
	if err != nil {
		return one, err
	}
	order.Digest = preview.Digest
	made, err := book.Billing.Run(ctx, actor, order)
	one = figure{Name: fmt.Sprintf("%d parking bills, preview to issued", made.Count), Goal: "<= 1000 ms", TotalMS: milliseconds(time.Since(started))}
	one.Met = one.TotalMS <= 1000
	return one, err
}

// measureLivePreview prices a rule that changes with every look, as it does under a manager's hands.
func measureLivePreview(ctx context.Context, book *ledger.Book, size benchSizes) (one figure, err error) {
	var took []time.Duration
	count := 0
	for round := range 8 * benchCycleRounds {
		order := runOrder(benchCharge, 1)
		draft := billing.NewTariff{Item: benchCharge, Name: "住宅", FromOn: benchFirstDay, Rule: byArea(tariff.Value(fmt.Sprintf("3.%02d", round)))}
		order.Source = billing.ItemSource{Item: benchCharge, Draft: &draft}
		started := time.Now()
		preview, err := previewOf(ctx, book, order)
		if err != nil {
			return one, err
		}
		took, count = append(took, time.Since(started)), preview.Count
	}
	one = figure{Name: fmt.Sprintf("live preview on %d rooms", size.screenRooms), Goal: "p50 <= 100 ms", Note: fmt.Sprintf("%d bills each", count)}
	one.P50MS, one.P99MS = percentiles(took)
	one.Met = one.P50MS <= 100
	return one, nil
}

func previewOf(ctx context.Context, book *ledger.Book, order billing.Order) (preview billing.Preview, err error) {
	err = book.Store.Read(ctx, func(tx *store.Tx) error {
		preview, err = book.Billing.Preview(ctx, tx, order)
		return err
	})
	return preview, err
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }
