package readings

import (
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/intake"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// hasSheets says whether the workbook has another sheet to read.
func hasSheets(sheet *intake.Sheet) bool { return sheet != nil && len(sheet.Names) > 1 }

// sheetKeys are the keys that a workbook of several sheets adds.
func (s *Screen) sheetKeys(sheet *intake.Sheet) []shell.Key {
	if !hasSheets(sheet) {
		return nil
	}
	return []shell.Key{{Name: fyne.KeyF5, Label: s.Frame.Text("intake.sheet"), Do: func() { s.chooseSheet(sheet) }}}
}

func (s *Screen) sheetButton(sheet *intake.Sheet) fyne.CanvasObject {
	return widgets.NewButton(widgets.PlainButton, s.Frame.Text("intake.sheet"), "F5", func() { s.chooseSheet(sheet) })
}

// chooseSheet reads another sheet of the same file for the same month.
func (s *Screen) chooseSheet(sheet *intake.Sheet) {
	if !hasSheets(sheet) || s.Busy() {
		return
	}
	text, path := s.Frame.Text, cleanPath(s.choice.path)
	widgets.ShowChoice(s.Frame.Canvas(), text("intake.sheet.which"), "", sheet.Names, text("month.back"), func(chosen int) {
		s.choice.load(path, sheet.Names[chosen])
	})
}

// unread says which sheets of the file are not taken in yet, "" where there are none.
func (s *Screen) unread(sheet *intake.Sheet) string {
	if sheet == nil || len(sheet.UnreadTables()) == 0 {
		return ""
	}
	names := sheet.UnreadTables()
	return s.Frame.Text("intake.sheet.left", len(names), strings.Join(names, "、"))
}
