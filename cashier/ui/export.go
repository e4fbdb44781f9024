package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"shouqi/cashier"
	"shouqi/cashier/paper"
	"shouqi/cashier/reports"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// exportNames is how many workbooks of one day are kept apart by number.
const exportNames = 999

// exporter returns what writes the workbook of a day into the export folder, under a name that is not in use, and gives
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
	read, err := counter.Reports.Read(ctx, reports.Day, day, day)
	if err != nil {
		return "", err
	}
	return saveReport(settings.exportFolder, counter, read, name, ".xlsx")
}

// saveReport writes a report into the export folder under a name that is not in use, and gives its path.
func saveReport(folder string, counter *cashier.Counter, read reports.Report, name, extension string) (path string, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", store.Unwritten(err, folder)
	}
	err = firstFree(folder, name, extension, func(candidate string) error {
		path = candidate
		return counter.Reports.Save(read, candidate)
	})
	return path, err
}

// reportSaver returns what writes a report into the export folder, .xlsx or .pdf, and gives its path. It runs off the UI thread.
func (a *App) reportSaver() func(ctx context.Context, read reports.Report, name, extension string) (path string, err error) {
	counter := a.counter
	return func(ctx context.Context, read reports.Report, name, extension string) (string, error) {
		settings, err := readSettings(ctx, counter)
		if err != nil {
			return "", err
		}
		return saveReport(settings.exportFolder, counter, read, name, extension)
	}
}

// firstFree tries 日报-2026-11-21.xlsx, 日报-2026-11-21 (2).xlsx and so on until make does not answer store.exists.
func firstFree(folder, name, extension string, make func(path string) error) error {
	for number := 1; number <= exportNames; number++ {
		candidate := name + extension
		if number > 1 {
			candidate = fmt.Sprintf("%s (%d)%s", name, number, extension)
		}
		if err := make(filepath.Join(folder, candidate)); store.Code(err) != store.CodeExists {
			return err
		}
	}
	return store.Refuse(store.CodeExists, name)
}

// pdfSaver returns what writes a receipt as PDF into the export folder and gives its path. It runs off the UI thread.
func (a *App) pdfSaver() func(ctx context.Context, number string, format paper.Format) (path string, err error) {
	counter, text := a.counter, a.frame.Text
	return func(ctx context.Context, number string, format paper.Format) (path string, err error) {
		settings, err := readSettings(ctx, counter)
		if err != nil {
			return "", err
		}
		if err := os.MkdirAll(settings.exportFolder, 0o700); err != nil {
			return "", store.Unwritten(err, settings.exportFolder)
		}
		err = firstFree(settings.exportFolder, text("receipts.pdf.name", number), ".pdf", func(candidate string) error {
			path = candidate
			return counter.Printing.SavePDF(ctx, number, format, candidate)
		})
		return path, err
	}
}

// printKeys prints the key card in the background.
func (a *App) printKeys(lines []shell.KeyLine) {
	counter := a.counter
	if counter == nil {
		return
	}
	card := make([]paper.KeyLine, len(lines))
	for i, line := range lines {
		card[i] = paper.KeyLine{Key: line.Cap, Label: line.Label}
	}
	a.frame.Run("", func(ctx context.Context, _ func(int, int)) error { return counter.Printing.PrintKeyCard(ctx, card) }, func(err error) {
		if err != nil {
			a.frame.Toast(a.explain(err), widgets.ToneLook)
			return
		}
		a.frame.Toast(a.frame.Text("ui.keys.printing"), widgets.ToneGood)
	})
}
