package intake

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"shouqi/cashier/intake"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// oneSheet reads one sheet of the file at path, "" for the one that is most like a register.
func oneSheet(path, name string) loading {
	return func(ctx context.Context) ([]*intake.Sheet, error) {
		sheets, err := intake.LoadAll(ctx, path, name)
		return sheets[:min(len(sheets), 1)], err
	}
}

// hasSheets says whether the workbook has another sheet to read.
func (s *Screen) hasSheets() bool { return len(s.sheets) > 0 && len(s.sheets[0].Names) > 1 }

// unread returns the names of the sheets that were not read and could be taken in like these.
func (s *Screen) unread() []string {
	if len(s.sheets) == 0 {
		return nil
	}
	return slices.DeleteFunc(s.sheets[0].UnreadTables(), func(name string) bool {
		return slices.ContainsFunc(s.sheets, func(read *intake.Sheet) bool { return read.Name == name })
	})
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

// chooseSheet reads another sheet of the same file, or all that have the same columns, with no choices made yet.
func (s *Screen) chooseSheet() {
	if !s.hasSheets() || s.form.Busy() {
		return
	}
	text, names, path := s.frame.Text, s.sheets[0].Names, cleanPath(s.path)
	options, first := names, s.sheets[0].Name
	mayJoin := len(s.unread()) > 0
	if mayJoin {
		options = append([]string{text("intake.sheet.all", first)}, names...)
	}
	widgets.ShowChoice(s.frame.Canvas(), text("intake.sheet.which"), "", options, text("intake.back"), func(chosen int) {
		switch {
		case mayJoin && chosen == 0:
			s.try(func(ctx context.Context) ([]*intake.Sheet, error) { return intake.LoadAll(ctx, path, first) }, intake.Options{})
		case mayJoin:
			s.try(oneSheet(path, names[chosen-1]), intake.Options{})
		default:
			s.try(oneSheet(path, names[chosen]), intake.Options{})
		}
	})
}
