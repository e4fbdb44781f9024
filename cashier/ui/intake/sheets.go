package intake

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/intake"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// hasSheets says whether the workbook has another sheet to read.
func (s *Screen) hasSheets() bool { return s.sheet != nil && len(s.sheet.Names) > 1 }

// unread returns the names of the sheets that were not read and could be taken in like this one.
func (s *Screen) unread() []string {
	if s.sheet == nil {
		return nil
	}
	return s.sheet.UnreadTables()
}

// sheetKeys are the keys that a workbook of several sheets adds.
func (s *Screen) sheetKeys() []shell.Key {
	if !s.hasSheets() {
		return nil
	}
	return []shell.Key{{Name: fyne.KeyF7, Label: s.frame.Text("intake.sheet"), Do: s.chooseSheet}}
}

func (s *Screen) sheetButton() fyne.CanvasObject {
	return widgets.NewButton(widgets.PlainButton, s.frame.Text("intake.sheet"), "F7", s.chooseSheet)
}

// chooseSheet reads another sheet of the same file, with no choices made yet.
func (s *Screen) chooseSheet() {
	if !s.hasSheets() || s.form.Busy() {
		return
	}
	text, names, path := s.frame.Text, s.sheet.Names, cleanPath(s.path)
	widgets.ShowChoice(s.frame.Canvas(), text("intake.sheet.which"), "", names, text("intake.back"), func(chosen int) {
		s.try(func(ctx context.Context) (*intake.Sheet, error) { return intake.Load(ctx, path, names[chosen]) }, intake.Options{})
	})
}
