package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"shouqi/cashier"
	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
)

// exportNames is how many workbooks of one day are kept apart by number.
const exportNames = 999

// exporter gives what writes the workbook of a day into the export folder, under a name that is not in use, and gives
// its path. It runs off the UI thread.
func (a *App) exporter() func(ctx context.Context, day calendar.Date) (path string, err error) {
	counter, text := a.counter, a.frame.Text
	return func(ctx context.Context, day calendar.Date) (string, error) {
		return exportDay(ctx, counter, day, text("ui.export.name", string(day)))
	}
}

func exportDay(ctx context.Context, counter *cashier.Counter, day calendar.Date, name string) (path string, err error) {
	settings, err := readSettings(ctx, counter)
	if err != nil {
		return "", err
	}
	var read report.DayReport
	err = counter.Book.Store.Read(ctx, func(tx *store.Tx) error {
		read, err = report.Day(tx, counter.Book.Vault, day)
		return err
	})
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(settings.exportFolder, 0o700); err != nil {
		return "", store.Fail("store.io", err)
	}
	file, err := unusedFile(settings.exportFolder, name)
	if err != nil {
		return "", err
	}
	if err := errors.Join(report.WriteXLSX(file, read), file.Close()); err != nil {
		return "", store.Fail("store.io", errors.Join(err, os.Remove(file.Name())))
	}
	return file.Name(), nil
}

// unusedFile makes a new file: 日报-2026-11-21.xlsx, 日报-2026-11-21 (2).xlsx and so on.
func unusedFile(folder, name string) (*os.File, error) {
	for number := 1; number <= exportNames; number++ {
		candidate := name + ".xlsx"
		if number > 1 {
			candidate = fmt.Sprintf("%s (%d).xlsx", name, number)
		}
		file, err := os.OpenFile(filepath.Join(folder, candidate), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		switch {
		case err == nil:
			return file, nil
		case !errors.Is(err, os.ErrExist):
			return nil, store.Fail("store.io", err)
		}
	}
	return nil, store.Refuse("store.exists", name)
}
