package ui

import (
	"context"
	"errors"

	"shouqi/cashier/printing"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/firstrun"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/devices"
	"shouqi/devices/escpos"
	"shouqi/ledger/vault"
)

// showKey shows the recovery key that was made anew, with nothing else on the screen, and comes back to a page once it was written down. Where the
// counter is locked meanwhile the key is gone, and another is made.
func (a *App) showKey(recovery string, back shell.Screen) {
	var page *firstrun.Screen
	setting, _ := a.counter.Printing.Printer()
	page = firstrun.NewKey(a.frame, a.state.Policies.Estate, recovery, firstrun.Deps{Explain: a.explain, Print: keyPrinter(setting), Folder: homeFolder(),
		Done: func(vault.Key) {
			a.frame.Forget(page)
			a.frame.Show(back)
			a.frame.Toast(a.frame.Text("settings.recovery.done"), widgets.ToneGood)
		}})
	a.frame.ShowBare(page)
}

// keyPrinter returns what prints a recovery key on the printer of a setting, nil where there is none. It goes past the queue, which is no place for
// a key.
func keyPrinter(setting string) func(ctx context.Context, title string, lines []string) error {
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
