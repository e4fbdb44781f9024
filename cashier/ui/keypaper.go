package ui

import (
	"context"
	"errors"

	"shouqi/cashier/printing"
	"shouqi/cashier/spool"
	"shouqi/devices"
	"shouqi/devices/escpos"
)

// keyPrinter returns what prints a recovery key on the printer named for this run, nil where none is. There is no book yet
// whose queue could hold it, and a queue is no place for a key.
func (a *App) keyPrinter() func(ctx context.Context, title string, lines []string) error {
	setting := a.options.Printer
	if setting == "" || setting == "none" {
		return nil
	}
	return func(ctx context.Context, title string, lines []string) error {
		printer, profile, err := spool.PrinterFromSetting(setting)
		if err != nil {
			return err
		}
		document := escpos.Document{escpos.Title{Text: title}, escpos.Rule{}}
		for _, line := range lines {
			document = append(document, escpos.Text{Text: line})
		}
		job, err := printing.Encode(append(document, escpos.Rule{}, escpos.Cut{}), printer, profile)
		if err != nil {
			return err
		}
		outcome := printer.Print(ctx, job)
		if outcome.State == devices.Failed || outcome.State == devices.Unknown {
			return &devices.Error{Reason: outcome.Reason, Err: errors.Join(outcome.Err)}
		}
		return nil
	}
}
