package readings

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/metering"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
)

// cleanPath takes away what pasting a path leaves around it.
func cleanPath(typed string) string {
	return strings.TrimPrefix(strings.Trim(strings.TrimSpace(typed), `"'`), "file://")
}

// saveRefused writes the refused rows to a workbook beside the sheet that can be mended and taken in.
func (p *reviewPage) saveRefused() {
	refused := p.plan.RefusedLines(p.screen.deps.Explain)
	if len(refused) == 0 || p.screen.Busy() {
		return
	}
	text := p.screen.Frame.Text
	name := strings.TrimSuffix(p.plan.FileName, filepath.Ext(p.plan.FileName)) + text("readings.refused.ending") + ".xlsx"
	entry := widgets.NewVerbatimEntry()
	entry.SetText(filepath.Join(filepath.Dir(cleanPath(p.screen.choice.path)), name))
	var path string
	p.screen.Ask(widgets.DialogOptions{Title: text("readings.refused.save"), Message: text("readings.refused.advice", len(refused)), Width: 680,
		Body: forms.Labelled(text("readings.refused.path"), entry), Inputs: []fyne.Focusable{entry}, Yes: text("readings.save")},
		func() string {
			if path = cleanPath(entry.Text); path == "" {
				return text("readings.refused.empty")
			}
			return ""
		}, func(context.Context) error {
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				return store.Unwritten(err, path)
			}
			return metering.WriteRefused(p.plan, p.screen.deps.Explain, path)
		}, nil, func() { p.screen.Say(text("readings.refused.saved", filepath.Base(path)), widgets.ToneGood) })
}

// hasRefused says whether there is a row to be mended.
func (p *reviewPage) hasRefused() bool { return p.plan.Count(meter.Refused) > 0 }
