package ui

import (
	"context"
	"errors"

	"shouqi/assets"
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
		encoder, err := escpos.NewEncoder(profile, assets.FontRegular())
		if err != nil {
			return err
		}
		document := escpos.Document{escpos.Title{Text: title}, escpos.Rule{}}
		for _, line := range lines {
			document = append(document, escpos.Text{Text: line})
		}
		encoded, err := encoder.Encode(append(document, escpos.Rule{}, escpos.Cut{}))
		if err != nil {
			return err
		}
		outcome := printer.Print(ctx, encoded.Bytes)
		if outcome.State == devices.Failed || outcome.State == devices.Unknown {
			return &devices.Error{Reason: outcome.Reason, Err: errors.Join(outcome.Err)}
		}
		return nil
	}
}
